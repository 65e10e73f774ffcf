/* fuzz-jumbf.c: JUMBF boxes and CBOR. */
#include "fuzz-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_block (assay_block_jumbf, data, size);
}
