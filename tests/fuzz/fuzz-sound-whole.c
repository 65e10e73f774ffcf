/* fuzz-sound-whole.c: any bytes as a recording that may be cut or damaged. */
#include "fuzz-parser.h"

#include "media/assay-sound-whole.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  AssaySoundWhole whole;

  if (assay_sound_whole_look (source, NULL, &whole, NULL))
    g_assert_true (!whole.cut || whole.cut_at <= size);
  return 0;
}
