/* assay-worker-media.c: assay-worker-media: the same with decoders. */
#include "media/assay-decode.h"
#include "worker/assay-media-table.h"
#include "worker/assay-worker.h"

int
main (void)
{
  const AssayWorkerProgram program = { .has_media = TRUE,
                                       .libraries = assay_decoder_versions (),
                                       .prepare = assay_media_table_install };

  return assay_worker_main (&program);
}
