/* assay-wavelet-kernel.c: the inner loops of the wavelet filter banks, for one instruction set. */
#include <string.h>

#include "signal/assay-wavelet-private.h"

#define HALF_MOST (ASSAY_WAVELET_MOST_TAPS / 2u)

/* The loops have constant bounds once a filter's length is put in, so the compiler unrolls the taps
 * and takes as many coefficients at once as its vectors hold. */
static inline __attribute__ ((always_inline)) void
analyse_with (guint half,
              const AssayWaveletTaps *taps,
              const double *restrict x,
              gsize n,
              double *restrict low,
              double *restrict high)
{
  double even[ASSAY_WAVELET_BLOCK + HALF_MOST];
  double odd[ASSAY_WAVELET_BLOCK + HALF_MOST];
  double h[ASSAY_WAVELET_MOST_TAPS];
  guint last = 2 * half - 1;

  memcpy (h, taps->low, sizeof h);
  for (gsize i = 0; i < n + half - 1; i++)
    {
      even[i] = x[2 * i];
      odd[i] = x[2 * i + 1];
    }
  for (gsize i = 0; i < n; i++)
    {
      double a = 0.0;
      double b = 0.0;

      for (guint j = 0; j < half; j++)
        {
          double o = odd[i + half - 1 - j];
          double e = even[i + half - 1 - j];

          /* The high-pass filter is the low-pass one reversed with alternating signs. */
          a += h[2 * j] * o + h[2 * j + 1] * e;
          b += h[last - 2 * j - 1] * e - h[last - 2 * j] * o;
        }
      low[i] = a;
      high[i] = b;
    }
}

static inline __attribute__ ((always_inline)) void
synthesise_with (guint half,
                 const AssayWaveletTaps *taps,
                 const double *restrict low,
                 const double *restrict high,
                 gsize n,
                 double *restrict x)
{
  double even[ASSAY_WAVELET_BLOCK];
  double odd[ASSAY_WAVELET_BLOCK];
  double h[ASSAY_WAVELET_MOST_TAPS];
  guint last = 2 * half - 1;

  memcpy (h, taps->low, sizeof h);
  for (gsize i = 0; i < n; i++)
    {
      double a = 0.0;
      double b = 0.0;

      for (guint j = 0; j < half; j++)
        {
          double l = low[i + half - 1 - j];
          double g = high[i + half - 1 - j];

          /* The filters of decomposition, reversed. */
          a += h[last - 2 * j] * l + h[2 * j] * g;
          b += h[last - 2 * j - 1] * l - h[2 * j + 1] * g;
        }
      even[i] = a;
      odd[i] = b;
    }
  for (gsize i = 0; i < n; i++)
    {
      x[2 * i] = even[i];
      x[2 * i + 1] = odd[i];
    }
}

static void
analyse (const AssayWaveletTaps *taps, const double *x, gsize n, double *low, double *high)
{
  switch (taps->n / 2)
    {
    case 1:
      analyse_with (1, taps, x, n, low, high);
      break;
    case 2:
      analyse_with (2, taps, x, n, low, high);
      break;
    case 3:
      analyse_with (3, taps, x, n, low, high);
      break;
    case 4:
      analyse_with (4, taps, x, n, low, high);
      break;
    default:
      analyse_with (taps->n / 2, taps, x, n, low, high);
      break;
    }
}

static void
synthesise (const AssayWaveletTaps *taps, const double *low, const double *high, gsize n, double *x)
{
  switch (taps->n / 2)
    {
    case 1:
      synthesise_with (1, taps, low, high, n, x);
      break;
    case 2:
      synthesise_with (2, taps, low, high, n, x);
      break;
    case 3:
      synthesise_with (3, taps, low, high, n, x);
      break;
    case 4:
      synthesise_with (4, taps, low, high, n, x);
      break;
    default:
      synthesise_with (taps->n / 2, taps, low, high, n, x);
      break;
    }
}

const AssayWaveletKernel ASSAY_WAVELET_KERNEL_NAME
    = { ASSAY_WAVELET_KERNEL_ID, analyse, synthesise };
