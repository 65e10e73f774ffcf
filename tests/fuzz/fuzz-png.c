/* fuzz-png.c: PNG chunks. */
#include "fuzz-parser.h"
#include "media/assay-parsers-still-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_parser (assay_parse_png, data, size);
}
