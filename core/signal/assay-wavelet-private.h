/* assay-wavelet-private.h: the parts of the wavelet transform.
 *
 * assay-wavelet-kernel.c is compiled once for every x86-64 and once for AVX2; both add in the same
 * order without fused multiply-add, so they agree bit for bit. */
#pragma once

#include "signal/assay-wavelet.h"

G_BEGIN_DECLS

#define ASSAY_WAVELET_MOST_TAPS 16u
/* Coefficients of one kind that a kernel makes at once: its values stay in the first cache. */
#define ASSAY_WAVELET_BLOCK 512u

typedef struct
{
  guint n;
  double low[ASSAY_WAVELET_MOST_TAPS]; /* of decomposition */
} AssayWaveletTaps;

/* Indexed by AssayWavelet, up to ASSAY_WAVELET_SYM4. */
extern const AssayWaveletTaps assay_wavelet_taps[];

typedef struct
{
  const char *name; /* "plain", "avx2" */
  /* @n <= ASSAY_WAVELET_BLOCK coefficients of each kind; @x has 2n + n_taps - 2 values, the first
   * being x[2i + 2 - n_taps] of the first coefficient i. */
  void (*analyse) (
      const AssayWaveletTaps *taps, const double *x, gsize n, double *low, double *high);
  /* 2n values from @n + n_taps / 2 - 1 coefficients of each kind. */
  void (*synthesise) (
      const AssayWaveletTaps *taps, const double *low, const double *high, gsize n, double *x);
} AssayWaveletKernel;

extern const AssayWaveletKernel assay_wavelet_kernel_plain;
#if defined(__x86_64__)
extern const AssayWaveletKernel assay_wavelet_kernel_avx2;
#endif

/* The fastest that this processor can run. */
const AssayWaveletKernel *assay_wavelet_kernel_get (void);

void assay_wavelet_lift (AssayWavelet wavelet,
                         AssayWaveletBorder border,
                         const double *x,
                         gsize n,
                         double *even,
                         double *odd);
void assay_wavelet_unlift (AssayWavelet wavelet,
                           AssayWaveletBorder border,
                           const double *even,
                           const double *odd,
                           double *x,
                           gsize n);

G_END_DECLS
