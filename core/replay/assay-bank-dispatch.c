/* assay-bank-dispatch.c: which arithmetic of the filter bank this processor can run. */
#include "replay/assay-bank-kernel-private.h"

const AssayBankKernel *
assay_bank_kernel_get (void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq"))
    return &assay_bank_kernel_avx512;
  if (__builtin_cpu_supports ("avx2"))
    return &assay_bank_kernel_avx2;
#endif
  return &assay_bank_kernel_plain;
}
