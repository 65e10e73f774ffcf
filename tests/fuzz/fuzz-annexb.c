/* fuzz-annexb.c: raw H.264 and H.265 streams. */
#include "fuzz-parser.h"
#include "media/assay-parsers-av-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_parser (assay_parse_annexb, data, size);
}
