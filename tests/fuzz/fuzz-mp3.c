/* fuzz-mp3.c: MPEG audio, ID3 and APE tags. */
#include "fuzz-parser.h"
#include "media/assay-parsers-av-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_parser (assay_parse_mp3, data, size);
}
