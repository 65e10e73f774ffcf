/* fuzz-picture-extras.c: the blocks beside a photograph's samples, read and put back. */
#include "media/assay-picture-extras.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_auto (AssayPictureExtras) extras = { NULL };
  g_autoptr (GByteArray) whole = NULL;

  assay_picture_extras_read (source, &extras);
  whole = assay_picture_extras_insert (&extras, data, size);
  assay_picture_extras_reduce (&extras);
  return 0;
}
