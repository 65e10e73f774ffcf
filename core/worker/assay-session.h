/* assay-session.h: one job on one worker: sends it, watches it, believes nothing it says (host
 * side). */
#pragma once

#include "worker/assay-client.h"
#include "worker/assay-input-hash.h"
#include "worker/assay-launcher.h"
#include "worker/assay-request-private.h"

G_BEGIN_DECLS

/* A file that the worker was given through a parameter: part of the record, as the inputs are. */
typedef struct
{
  char *parameter;
  char *name; /* last part of a path, name beneath a folder, number of an exhibit; cleaned */
  guint64 size;
  guint hash; /* index in the queue */
} AssayDoorFile;

/* What a job may open besides its inputs: file parameters, exhibits, folders, outputs. Opened once
 * per run. */
typedef struct
{
  const AssayRequest *request;
  const AssayToolInfo *info;
  AssayInputHash *hash;    /* NULL for a preview */
  GPtrArray *file_names;   /* char: FILE and EXHIBIT parameters */
  GArray *file_fds;        /* int */
  GPtrArray *folder_names; /* char: FOLDER parameters */
  GArray *folder_fds;      /* int: O_PATH */
  GPtrArray *outputs;      /* AssayOutputFile, in the order of the request */
  AssayGuard *guard;       /* what none of them may replace */
  int scratch;             /* nameless file for a tool that wants one; -1 */
  guint threads;
  gint64 reference_time;
  GArray *record;   /* AssayDoorFile; NULL for a preview */
  guint most_files; /* folder requests that are still allowed */
} AssayDoors;

/* Opens them. The queue of the hash starts with the inputs of the request, in order. */
gboolean
assay_doors_open (AssayDoors *self, const AssayRequest *request, gboolean preview, GError **error);
/* Puts a file that the worker is given on record, and its bytes in the queue of the hash. @name is
 * foreign. */
void assay_doors_note_file (AssayDoors *self, const char *parameter, const char *name, int fd);
/* The record in the order of parameter and name, each file once, whatever the order in which
 * threads asked. */
void assay_doors_sort_record (AssayDoors *self);
void assay_doors_clear (AssayDoors *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayDoors, assay_doors_clear)

typedef struct _AssaySession AssaySession;

/* Starts a process and sends it the job. */
AssaySession *assay_session_start (AssayLauncher *launcher,
                                   AssayDoors *doors,
                                   gboolean preview,
                                   AssayProgress *progress,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Kills the process if it still runs. */
void assay_session_free (AssaySession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySession, assay_session_free)

/**
 * assay_session_answer:
 * @frame: filled with RESULT, RESULT_BUFFER, READY or UNIT
 *
 * Serves the worker (progress, folders) and hashes inputs until it answers.
 *
 * Returns: %FALSE with the worker's own error, one of ASSAY_WORKER_ERROR, or G_IO_ERROR_CANCELLED
 */
gboolean assay_session_answer (AssaySession *self,
                               AssayFrame *frame,
                               GCancellable *cancellable,
                               GError **error);
/* Tells the worker something; body floating. */
gboolean assay_session_tell (AssaySession *self,
                             AssayWireKind kind,
                             GVariant *body,
                             const int *fds,
                             guint n_fds,
                             GError **error);
/* The result that @frame carries, through the checking builder. */
AssayResult *assay_session_read_result (AssaySession *self,
                                        AssayFrame *frame,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the process to be gone, with force if need be: nothing writes to the outputs any more.
 */
void assay_session_end (AssaySession *self);
const char *assay_session_get_sandbox (const AssaySession *self);
const char *assay_session_get_libraries (const AssaySession *self);

G_END_DECLS
