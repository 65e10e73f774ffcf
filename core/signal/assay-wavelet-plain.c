/* assay-wavelet-plain.c: the inner loops of the wavelet filter banks, for any processor: what the
 * other kernels must say too, bit for bit. */
#include <math.h>

#include "signal/assay-wavelet-private.h"

static void
analyse (const AssayWaveletTaps *taps, const double *x, gsize n, double *low, double *high)
{
  const double *h = taps->low;
  guint half = taps->n / 2;
  guint last = taps->n - 1;

  for (gsize i = 0; i < n; i++)
    {
      double a = 0.0;
      double b = 0.0;

      for (guint j = 0; j < half; j++)
        {
          const double *pair = x + 2 * (i + half - 1 - j);

          /* The high-pass filter is the low-pass one reversed with alternating signs. */
          a = fma (h[2 * j + 1], pair[0], fma (h[2 * j], pair[1], a));
          b = fma (-h[last - 2 * j], pair[1], fma (h[last - 2 * j - 1], pair[0], b));
        }
      low[i] = a;
      high[i] = b;
    }
}

static void
synthesise (const AssayWaveletTaps *taps, const double *low, const double *high, gsize n, double *x)
{
  const double *h = taps->low;
  guint half = taps->n / 2;
  guint last = taps->n - 1;

  for (gsize i = 0; i < n; i++)
    {
      double a = 0.0;
      double b = 0.0;

      for (guint j = 0; j < half; j++)
        {
          double l = low[i + half - 1 - j];
          double g = high[i + half - 1 - j];

          /* The filters of decomposition, reversed. */
          a = fma (h[2 * j], g, fma (h[last - 2 * j], l, a));
          b = fma (-h[2 * j + 1], g, fma (h[last - 2 * j - 1], l, b));
        }
      x[2 * i] = a;
      x[2 * i + 1] = b;
    }
}

const AssayWaveletKernel assay_wavelet_kernel_plain = { "plain", analyse, synthesise };
