/* fuzz-adts.c: AAC in ADTS frames. */
#include "fuzz-parser.h"
#include "media/assay-parsers-av-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_parser (assay_parse_adts, data, size);
}
