/* assay-client.h: the host's side of the worker: starts it, hands it descriptors, believes nothing
 * it says.
 *
 * A job runs in a process of its own. A worker that dies, hangs, floods or lies becomes an error of
 * that job (domain ASSAY_WORKER_ERROR) and nothing more. */
#pragma once

#include <gio/gio.h>

#include "model/assay-parameters.h"
#include "model/assay-result.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/**
 * AssayWorkerError:
 * @ASSAY_WORKER_ERROR_DIED: the worker ended without an answer (a crash; the message names the
 * signal)
 * @ASSAY_WORKER_ERROR_TIMED_OUT: no progress and no answer within the tool's time
 * @ASSAY_WORKER_ERROR_LIMIT: the input made it reach a limit of memory, time or nesting
 * @ASSAY_WORKER_ERROR_PROTOCOL: it said what the protocol does not allow
 * @ASSAY_WORKER_ERROR_SANDBOX: the sandbox could not be set up, so nothing was run
 * @ASSAY_WORKER_ERROR_START: the program could not be started
 */
typedef enum
{
  ASSAY_WORKER_ERROR_DIED,
  ASSAY_WORKER_ERROR_TIMED_OUT,
  ASSAY_WORKER_ERROR_LIMIT,
  ASSAY_WORKER_ERROR_PROTOCOL,
  ASSAY_WORKER_ERROR_SANDBOX,
  ASSAY_WORKER_ERROR_START,
} AssayWorkerError;

#define ASSAY_WORKER_ERROR (assay_worker_error_quark ())
GQuark assay_worker_error_quark (void);

/* What is to be run. Plain object, filled by one thread, then handed over. */
typedef struct _AssayRequest AssayRequest;

AssayRequest *assay_request_new (AssayParameters *parameters) G_GNUC_WARN_UNUSED_RESULT;
void assay_request_free (AssayRequest *self);
/* Duplicates @fd (read-only, regular file). @name is the display name that the tool sees. */
gboolean assay_request_add_input (
    AssayRequest *self, const char *role, const char *name, int fd, GError **error);
/* The same before the inputs that are there: the exhibit of a case comes first. */
gboolean assay_request_put_first_input (
    AssayRequest *self, const char *role, const char *name, int fd, GError **error);
/* Opens @path read-only without following a final symbolic link; regular files only. */
gboolean assay_request_add_input_path (AssayRequest *self,
                                       const char *role,
                                       const char *path,
                                       GError **error);
/* What was read already, in a file without a name: for foreign bytes that are kept after the worker
 * has looked at them, so that what is kept is what was looked at. */
gboolean assay_request_add_input_bytes (
    AssayRequest *self, const char *role, const char *name, GBytes *bytes, GError **error);
/* Where the output of @role shall stand. The worker writes an unlinked-on-failure temporary beside
 * it. An existing file is replaced only with @overwrite. */
void assay_request_set_output (AssayRequest *self,
                               const char *role,
                               const char *path,
                               gboolean overwrite);
/* A file that no output may replace although the worker is not given it: one that a secret comes
 * from. What the worker is given is never replaced, with @overwrite or without. */
void assay_request_keep_path (AssayRequest *self, const char *path);
/* Whether such a place was given. */
gboolean assay_request_has_output (const AssayRequest *self, const char *role);
/* A read-only descriptor for an EXHIBIT parameter (the host resolves the number). */
gboolean
assay_request_set_exhibit (AssayRequest *self, const char *parameter, int fd, GError **error);
/* ms since 1970; now if not set. */
void assay_request_set_reference_time (AssayRequest *self, gint64 unix_ms);
/* 0: number of processors. */
void assay_request_set_threads (AssayRequest *self, guint threads);
AssayParameters *assay_request_get_parameters (AssayRequest *self);
/* The same request with descriptors of its own; NULL when there are no more of them. */
AssayRequest *assay_request_copy (const AssayRequest *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRequest, assay_request_free)

/* What came of it. Immutable, counted. */
typedef struct _AssayOutcome AssayOutcome;
#define ASSAY_TYPE_OUTCOME (assay_outcome_get_type ())
GType assay_outcome_get_type (void);

typedef struct
{
  const char *role;
  const char *path;
  const char *sha256;
  guint64 size;
} AssayOutcomeOutput;

typedef struct
{
  const char *role;
  const char *name;
  guint64 size;
  const char *
      sha256; /* of the bytes that the worker was given, hashed by the host while the worker runs */
} AssayOutcomeInput;

/* A run of an earlier day, as a record has it. */
typedef struct
{
  AssayParameters *parameters; /* (nullable): a setting that it needed, as a key, was not kept */
  AssayResult *result;
  gint64 started, ended; /* ms since 1970 */
  const char *sandbox;
  const char *libraries;
  const AssayOutcomeOutput *outputs;
  guint n_outputs;
} AssayOutcomeRecord;

/* Without inputs; all is copied. Without parameters it cannot become JSON. */
AssayOutcome *
assay_outcome_new_recorded (const AssayOutcomeRecord *record) G_GNUC_WARN_UNUSED_RESULT;
AssayOutcome *assay_outcome_ref (AssayOutcome *self);
void assay_outcome_unref (AssayOutcome *self);
AssayResult *assay_outcome_get_result (AssayOutcome *self);
/* (nullable): NULL only of a recorded one. */
AssayParameters *assay_outcome_get_parameters (AssayOutcome *self);
/* The inputs of the request in their order, then what else the worker was given: files, exhibits
 * and files beneath folders, with the parameter's name as role, ordered by role and name. */
guint assay_outcome_get_n_inputs (AssayOutcome *self);
void assay_outcome_get_input (AssayOutcome *self, guint index, AssayOutcomeInput *input);
guint assay_outcome_get_n_outputs (AssayOutcome *self);
void assay_outcome_get_output (AssayOutcome *self, guint index, AssayOutcomeOutput *output);
gint64 assay_outcome_get_started (AssayOutcome *self); /* ms since 1970 */
gint64 assay_outcome_get_ended (AssayOutcome *self);
/* "seccomp+landlock", "seccomp" … as the worker's hello said. */
const char *assay_outcome_get_sandbox (AssayOutcome *self);
/* "libavcodec 59.37.100; …": library versions of the engine. */
const char *assay_outcome_get_libraries (AssayOutcome *self);
/* The complete document of DESIGN §4 ("tool" … "outputs", "error": null), finding texts from the
 * catalogue in the language of the process. */
JsonNode *assay_outcome_to_json (AssayOutcome *self) G_GNUC_WARN_UNUSED_RESULT;
/* The same document for a run that failed. */
JsonNode *assay_outcome_error_json (const AssayToolInfo *info,
                                    AssayRequest *request,
                                    const GError *error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayOutcome, assay_outcome_unref)

/* One per process: knows the worker programs, keeps the media template, limits jobs at a time. */
#define ASSAY_TYPE_CLIENT (assay_client_get_type ())
G_DECLARE_FINAL_TYPE (AssayClient, assay_client, ASSAY, CLIENT, GObject)

/* Finds assay-worker and assay-worker-media from the place of the running program. */
/* Path of a program of ours that is not for people ("assay-worker", "assay-cli-report"), from the
 * place of the running program: in the same build folder, else the installed one. */
char *assay_worker_find_program (const char *name) G_GNUC_WARN_UNUSED_RESULT;

AssayClient *assay_client_new (void);

/* Blocking (command line, worker threads). Cancelling gives G_IO_ERROR_CANCELLED within about 2 s
 * and leaves no output.
 * @request is (transfer none) and may be used again. */
AssayOutcome *assay_client_run (AssayClient *self,
                                AssayRequest *request,
                                AssayProgress *progress,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @request is (transfer full). @progress is called in the main context of the caller. */
void assay_client_run_async (AssayClient *self,
                             AssayRequest *request,
                             AssayProgressFunc progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
AssayOutcome *assay_client_run_finish (AssayClient *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An open preview. Units are asked for one at a time: that is the back-pressure. */
#define ASSAY_TYPE_PREVIEW (assay_preview_get_type ())
G_DECLARE_FINAL_TYPE (AssayPreview, assay_preview, ASSAY, PREVIEW, GObject)

void assay_client_preview_async (AssayClient *self,
                                 AssayRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
AssayPreview *assay_client_preview_finish (AssayClient *self,
                                           GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_preview_seek_async (AssayPreview *self,
                               double seconds,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean assay_preview_seek_finish (AssayPreview *self, GAsyncResult *result, GError **error);
/**
 * assay_preview_range_async:
 * @start, @end: s, finite, @start < @end
 * @columns: at least 1
 *
 * The next unit shows that range in so many equal parts. ASSAY_MODEL_ERROR_INVALID from a stream
 * that knows no ranges.
 */
void assay_preview_range_async (AssayPreview *self,
                                double start,
                                double end,
                                guint columns,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean assay_preview_range_finish (AssayPreview *self, GAsyncResult *result, GError **error);
void assay_preview_next_async (AssayPreview *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Fills @unit; image and samples (transfer full). */
gboolean assay_preview_next_finish (AssayPreview *self,
                                    GAsyncResult *result,
                                    AssayPreviewUnit *unit,
                                    GError **error);
/* Ends the worker; also on the last unref. */
void assay_preview_close (AssayPreview *self);

G_END_DECLS
