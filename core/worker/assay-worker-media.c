/* assay-worker-media.c: assay-worker-media: the same with decoders. */
#include "worker/assay-worker.h"

int
main (void)
{
  const AssayWorkerProgram program = { .has_media = TRUE, .libraries = "" };

  return assay_worker_main (&program);
}
