/* fuzz-iptc.c: IPTC datasets. */
#include "fuzz-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_block (assay_block_iptc, data, size);
}
