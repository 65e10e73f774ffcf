/* assay-mixture-kernel.c: the definition of the kernel, and which one runs. */
#include "signal/assay-mixture-kernel-private.h"

#define TILE ASSAY_MIXTURE_TILE

void
assay_mixture_kernel_c (const double *frames,
                        gsize n_frames,
                        gsize n_columns,
                        const double *tile,
                        double *out,
                        gsize stride)
{
  for (gsize f = 0; f < n_frames; f++)
    {
      const double *x = frames + f * n_columns;
      double sums[TILE] = { 0 };

      for (gsize d = 0; d < n_columns; d++)
        {
          const double *a = tile + d * 2 * TILE;
          const double *b = a + TILE;

          for (guint c = 0; c < TILE; c++)
            sums[c] += x[d] * (x[d] * a[c] + b[c]);
        }
      for (guint c = 0; c < TILE; c++)
        out[f * stride + c] = sums[c];
    }
}

gboolean
assay_mixture_kernel_has_avx2 (void)
{
#if defined(__x86_64__)
  return __builtin_cpu_supports ("avx2") != 0;
#else
  return FALSE;
#endif
}

AssayMixtureKernel
assay_mixture_kernel_choose (gboolean avx2)
{
#if defined(__x86_64__)
  if (avx2)
    return assay_mixture_kernel_avx2;
#endif
  return assay_mixture_kernel_c;
}
