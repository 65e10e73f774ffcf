/* fuzz-bmff.c: ISO base media files: boxes, tables, items. */
#include "fuzz-parser.h"
#include "media/assay-parsers-av-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_parser (assay_parse_bmff, data, size);
}
