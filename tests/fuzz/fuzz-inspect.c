/* fuzz-inspect.c: any bytes through sniffing and whatever parser it chooses. */
#include "fuzz-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayInspection) inspection = assay_inspect (source, "a.bin", NULL, NULL);

  return 0;
}
