/* assay-tool.h: the one interface of all analyses, engine side. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "model/assay-model-error.h"
#include "model/assay-parameters.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

typedef struct
{
  const char *role; /* as in AssayToolInfo.inputs */
  const char *name; /* the file's name as claimed (foreign; data, never a path) */
  AssaySource *source;
} AssayToolInput;

typedef struct _AssayToolJob AssayToolJob;

/* What a run may reach: inputs, parameters, outputs, the host. Borrowed by run(). */
const AssayToolInfo *assay_tool_job_get_info (AssayToolJob *self);
AssayParameters *assay_tool_job_get_parameters (AssayToolJob *self);
guint assay_tool_job_get_n_inputs (AssayToolJob *self);
const AssayToolInput *assay_tool_job_get_input (AssayToolJob *self, guint index);
/* The first input of @role, NULL if there is none. */
const AssayToolInput *assay_tool_job_find_input (AssayToolJob *self, const char *role);
/* Read-write descriptor of the output of @role; -1 if the host gave none. Borrowed. */
int assay_tool_job_get_output (AssayToolJob *self, const char *role);
/* Read-write descriptor of an empty file that is gone after the run, for a tool that asks for it in
 * its description; -1 otherwise. Borrowed. */
int assay_tool_job_get_scratch (AssayToolJob *self);
/* Bytes of a FILE or EXHIBIT parameter. NULL with ASSAY_MODEL_ERROR_INVALID if it is empty. */
AssaySource *assay_tool_job_open_file (AssayToolJob *self,
                                       const char *parameter,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A file beneath a FOLDER parameter, asked of the host by relative @name (no symlinks, no ".."). */
AssaySource *assay_tool_job_open_beneath (AssayToolJob *self,
                                          const char *parameter,
                                          const char *name,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayProgress *assay_tool_job_get_progress (AssayToolJob *self);
/* Ask g_cancellable_is_cancelled() at least every 50 ms of work. */
GCancellable *assay_tool_job_get_cancellable (AssayToolJob *self);
/* Threads that assay_parallel_for() may use. */
guint assay_tool_job_get_threads (AssayToolJob *self);
/* ms since 1970 when the exhibit was taken in (or now, in a quick check): the only clock a tool may
 * use. */
gint64 assay_tool_job_get_reference_time (AssayToolJob *self);
/* TRUE in assay-worker-media. An ASSAY_ENGINE_AUTO tool that needs a decoder returns
 * ASSAY_MODEL_ERROR_NEEDS_MEDIA while it is FALSE. */
gboolean assay_tool_job_has_media (AssayToolJob *self);

/* A tool: blocking, pure but for its outputs. Returns NULL with an error. */
typedef AssayResult *(*AssayToolRun) (AssayToolJob *job, GError **error);

/* A preview: an open stream that the host pulls. */
typedef struct
{
  double seconds;    /* presentation time */
  double duration;   /* s, of the whole; 0 when unknown */
  gint64 index;      /* frame number or first sample */
  AssayImage *image; /* video and pictures */
  GBytes *samples;   /* sound: interleaved float */
  guint channels;
  guint rate; /* Hz */
  gboolean end;
} AssayPreviewUnit;

typedef struct
{
  gpointer (*open) (AssayToolJob *job, GError **error);
  gboolean (*seek) (gpointer stream, double seconds, GError **error);
  /* Fills @unit; contents (transfer full). FALSE with an error; TRUE with unit->end at the end. */
  gboolean (*next) (gpointer stream, AssayPreviewUnit *unit, GError **error);
  void (*close) (gpointer stream);
  /* NULL without it: the next unit shows @start to @end in @columns equal parts. The numbers are
   * finite, @start < @end, @columns at least 1; a stream refuses what it cannot give. */
  gboolean (*range) (gpointer stream, double start, double end, guint columns, GError **error);
} AssayToolPreview;

typedef struct
{
  const AssayToolInfo *info;
  AssayToolRun run;
  const AssayToolPreview *preview; /* NULL without one */
} AssayTool;

/**
 * assay_tool_job_run_inside:
 * @tool: another tool, of the same worker
 * @parameters: of @tool; its files are those of @self with the same names
 * @input: its only input
 * @output: read-write descriptor for its first output, -1 without
 * @progress: (nullable): told instead of that of @self
 *
 * Runs @tool as a part of this run. Returns: (transfer full): its result, NULL with its error.
 */
AssayResult *assay_tool_job_run_inside (AssayToolJob *self,
                                        const AssayTool *tool,
                                        AssayParameters *parameters,
                                        const AssayToolInput *input,
                                        int output,
                                        AssayProgress *progress,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the worker and tests: fields are public to core/worker and tests through this constructor
 * only. */
typedef AssaySource *(*AssayToolOpenBeneath) (const char *parameter,
                                              const char *name,
                                              gpointer user_data,
                                              GError **error);

typedef struct
{
  const AssayToolInfo *info;
  AssayParameters *parameters;
  const AssayToolInput *inputs; /* borrowed for the life of the job */
  guint n_inputs;
  const char *const *output_roles; /* n_outputs */
  const int *output_fds;
  guint n_outputs;
  int scratch;                   /* -1 without */
  const char *const *file_names; /* parameters of type FILE and EXHIBIT that have a source */
  AssaySource *const *file_sources;
  guint n_files;
  AssayToolOpenBeneath open_beneath;
  gpointer open_beneath_data;
  AssayProgress *progress;
  GCancellable *cancellable;
  guint threads;
  gint64 reference_time;
  gboolean has_media;
} AssayToolJobSetup;

AssayToolJob *assay_tool_job_new (const AssayToolJobSetup *setup);
void assay_tool_job_free (AssayToolJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayToolJob, assay_tool_job_free)

G_END_DECLS
