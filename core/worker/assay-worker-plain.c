/* assay-worker-plain.c: assay-worker: the parsers of our own, without a decoder, so that it starts
 * at once. */
#include "worker/assay-worker.h"

int
main (void)
{
  const AssayWorkerProgram program = { .libraries = "" };

  return assay_worker_main (&program);
}
