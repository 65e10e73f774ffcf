/* fuzz-riff.c: AVI and WAV. */
#include "fuzz-parser.h"
#include "media/assay-parsers-av-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_parser (assay_parse_riff, data, size);
}
