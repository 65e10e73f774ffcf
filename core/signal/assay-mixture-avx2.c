/* assay-mixture-avx2.c: four frames against eight components at a time. Bit for bit the plain one.
 */
#include "signal/assay-mixture-kernel-private.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TILE ASSAY_MIXTURE_TILE
#define FRAMES 4

/* x (x a + b) added to @sum, without fused operations. */
__attribute__ ((target ("avx2"))) static inline __m256d
add_term (__m256d sum, __m256d x, __m256d a, __m256d b)
{
  return _mm256_add_pd (sum, _mm256_mul_pd (x, _mm256_add_pd (_mm256_mul_pd (x, a), b)));
}

__attribute__ ((target ("avx2"))) static void
four_frames (const double *frames, gsize n_columns, const double *tile, double *out, gsize stride)
{
  __m256d low[FRAMES];
  __m256d high[FRAMES];

  for (guint f = 0; f < FRAMES; f++)
    low[f] = high[f] = _mm256_setzero_pd ();
  for (gsize d = 0; d < n_columns; d++)
    {
      const double *a = tile + d * 2 * TILE;
      __m256d a0 = _mm256_loadu_pd (a);
      __m256d a1 = _mm256_loadu_pd (a + 4);
      __m256d b0 = _mm256_loadu_pd (a + TILE);
      __m256d b1 = _mm256_loadu_pd (a + TILE + 4);

      for (guint f = 0; f < FRAMES; f++)
        {
          __m256d x = _mm256_broadcast_sd (frames + f * n_columns + d);

          low[f] = add_term (low[f], x, a0, b0);
          high[f] = add_term (high[f], x, a1, b1);
        }
    }
  for (guint f = 0; f < FRAMES; f++)
    {
      _mm256_storeu_pd (out + f * stride, low[f]);
      _mm256_storeu_pd (out + f * stride + 4, high[f]);
    }
}

void
assay_mixture_kernel_avx2 (const double *frames,
                           gsize n_frames,
                           gsize n_columns,
                           const double *tile,
                           double *out,
                           gsize stride)
{
  gsize whole = n_frames - n_frames % FRAMES;

  for (gsize f = 0; f < whole; f += FRAMES)
    four_frames (frames + f * n_columns, n_columns, tile, out + f * stride, stride);
  assay_mixture_kernel_c (frames + whole * n_columns, n_frames - whole, n_columns, tile,
                          out + whole * stride, stride);
}
#endif
