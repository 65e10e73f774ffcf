/* assay-worker.h: the worker programs (engine side): a template that forks one locked-down process
 * per job. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean has_media;     /* assay-worker-media: decoders are linked */
  const char *libraries;  /* "libavcodec 59.37.100; …": what may change results; "" for none */
  void (*prepare) (void); /* opens and registers what a locked-down process cannot; may be NULL */
} AssayWorkerProgram;

/**
 * assay_worker_main:
 *
 * Serves the host on descriptor 3 until it hangs up. The template itself reads no job and no
 * evidence: only limits and descriptors, which it hands to a process of its own for each job.
 *
 * Returns: exit status of the program
 */
int assay_worker_main (const AssayWorkerProgram *program);

G_END_DECLS
