/* assay-wavelet-kernel.c: the inner loops of the wavelet filter banks, for one instruction set. */
#include <math.h>
#include <string.h>

#include "signal/assay-wavelet-private.h"

#define HALF_MOST (ASSAY_WAVELET_MOST_TAPS / 2u)
#define CACHE_LINE 64
/* Taken apart at once, one piece ahead: so few that the processor fetches the next values while it
 * adds these. */
#define PIECE 96u

/* Every other value to each of @even and @odd, @n of them. */
static inline __attribute__ ((always_inline)) void
take_apart (const double *restrict x, gsize n, double *restrict even, double *restrict odd)
{
  for (gsize i = 0; i < n; i++)
    {
      even[i] = x[2 * i];
      odd[i] = x[2 * i + 1];
    }
}

/* The loops have constant bounds once a filter's length is put in, so the compiler unrolls the taps
 * and takes as many coefficients at once as its vectors hold. */
static inline __attribute__ ((always_inline)) void
analyse_piece (guint half,
               const double *restrict h,
               const double *restrict even,
               const double *restrict odd,
               gsize n,
               double *restrict low,
               double *restrict high)
{
  guint last = 2 * half - 1;

  for (gsize i = 0; i < n; i++)
    {
      double a = 0.0;
      double b = 0.0;

      for (guint j = 0; j < half; j++)
        {
          double o = odd[i + half - 1 - j];
          double e = even[i + half - 1 - j];

          /* The high-pass filter is the low-pass one reversed with alternating signs. */
          a = fma (h[2 * j + 1], e, fma (h[2 * j], o, a));
          b = fma (-h[last - 2 * j], o, fma (h[last - 2 * j - 1], e, b));
        }
      low[i] = a;
      high[i] = b;
    }
}

static inline __attribute__ ((always_inline)) void
synthesise_piece (guint half,
                  const double *restrict h,
                  const double *restrict low,
                  const double *restrict high,
                  gsize n,
                  double *restrict x)
{
  _Alignas(CACHE_LINE) double even[PIECE];
  _Alignas(CACHE_LINE) double odd[PIECE];
  guint last = 2 * half - 1;

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
      even[i] = a;
      odd[i] = b;
    }
  for (gsize i = 0; i < n; i++)
    {
      x[2 * i] = even[i];
      x[2 * i + 1] = odd[i];
    }
}

static inline __attribute__ ((always_inline)) void
analyse_with (
    guint half, const AssayWaveletTaps *taps, const double *x, gsize n, double *low, double *high)
{
  _Alignas(CACHE_LINE) double even[2][PIECE + HALF_MOST];
  _Alignas(CACHE_LINE) double odd[2][PIECE + HALF_MOST];
  double h[ASSAY_WAVELET_MOST_TAPS];
  guint at = 0;

  memcpy (h, taps->low, sizeof h);
  take_apart (x, MIN (PIECE, n) + half - 1, even[0], odd[0]);
  for (gsize i = 0; i < n; i += PIECE, at = 1 - at)
    {
      gsize next = i + PIECE;

      if (next < n)
        take_apart (x + 2 * next, MIN (PIECE, n - next) + half - 1, even[1 - at], odd[1 - at]);
      analyse_piece (half, h, even[at], odd[at], MIN (PIECE, n - i), low + i, high + i);
    }
}

static inline __attribute__ ((always_inline)) void
synthesise_with (guint half,
                 const AssayWaveletTaps *taps,
                 const double *low,
                 const double *high,
                 gsize n,
                 double *x)
{
  double h[ASSAY_WAVELET_MOST_TAPS];

  memcpy (h, taps->low, sizeof h);
  for (gsize i = 0; i < n; i += PIECE)
    synthesise_piece (half, h, low + i, high + i, MIN (PIECE, n - i), x + 2 * i);
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
    case 5:
      analyse_with (5, taps, x, n, low, high);
      break;
    case 6:
      analyse_with (6, taps, x, n, low, high);
      break;
    case 7:
      analyse_with (7, taps, x, n, low, high);
      break;
    default:
      analyse_with (8, taps, x, n, low, high);
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
    case 5:
      synthesise_with (5, taps, low, high, n, x);
      break;
    case 6:
      synthesise_with (6, taps, low, high, n, x);
      break;
    case 7:
      synthesise_with (7, taps, low, high, n, x);
      break;
    default:
      synthesise_with (8, taps, low, high, n, x);
      break;
    }
}

const AssayWaveletKernel ASSAY_WAVELET_KERNEL_NAME
    = { ASSAY_WAVELET_KERNEL_ID, analyse, synthesise };
