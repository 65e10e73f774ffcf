/* assay-job-private.h: what the files of the job's process share. */
#pragma once

#include "model/assay-tool.h"
#include "worker/assay-job.h"

G_BEGIN_DECLS

typedef struct
{
  AssayWire *wire;
  const AssayWorkerProgram *program;
  GArray *attached; /* int: descriptors in the order in which they came */

  /* Set by the JOB frame. */
  gboolean preview;
  const AssayTool *tool;
  AssayToolJob *tool_job;
  GCancellable *cancellable;
  AssayProgress *progress;
  int buffer; /* the host's memory for a result above the frame limit; -1 before */

  GAsyncQueue *commands; /* AssayFrame: SEEK, RANGE, NEXT and STOP of a preview */

  /* A file beneath a folder: one question at a time, answered by the reading thread. */
  GMutex folder_lock;
  GCond folder_answered;
  guint32 folder_serial;
  gboolean folder_waiting;
  guint32 folder_errno;
  int folder_fd;
} AssayJob;

/* Fills tool, tool_job, progress and buffer from a JOB frame. */
gboolean assay_job_set_up (AssayJob *self, AssayFrame *frame, GError **error);
/* The answer to a folder request. */
void assay_job_folder_reply (AssayJob *self, AssayFrame *frame);
/* Writes all of @size bytes at @offset of a buffer of the host. */
gboolean
assay_job_write_buffer (int fd, guint64 offset, gconstpointer data, gsize size, GError **error);
/* Serves commands until STOP; the stream's whole life. */
gboolean assay_job_preview (AssayJob *self, GError **error);

G_END_DECLS
