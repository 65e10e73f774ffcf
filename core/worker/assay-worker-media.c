/* assay-worker-media.c: assay-worker-media: the same with decoders. */
#include "media/assay-decode.h"
#include "videomark/assay-videomark.h"
#include "worker/assay-media-table.h"
#include "worker/assay-worker.h"

static void
prepare (void)
{
  assay_media_table_install ();
  assay_video_prewarm ();
}

int
main (void)
{
  g_autofree char *libraries
      = g_strdup_printf ("%s %s", assay_decoder_versions (), assay_video_versions ());
  const AssayWorkerProgram program
      = { .has_media = TRUE, .libraries = libraries, .prepare = prepare };

  return assay_worker_main (&program);
}
