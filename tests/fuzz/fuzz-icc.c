/* fuzz-icc.c: ICC profiles. */
#include "fuzz-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_block (assay_block_icc, data, size);
}
