/* fuzz-exif.c: Exif blocks, by our walk and by libexif. */
#include "fuzz-parser.h"

static void
read_exif (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  assay_block_exif (inspection, data, size, base, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_block (read_exif, data, size);
}
