/* fuzz-photoshop.c: Photoshop resources. */
#include "fuzz-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return fuzz_block (assay_block_photoshop, data, size);
}
