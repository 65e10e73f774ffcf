/* assay-wavelet-private.h: the parts of the wavelet transform.
 *
 * There are kernels for any processor (-plain), AVX2 and AVX-512; all add in the same order with
 * fused multiply-add, which is exact on any machine, so they agree bit for bit. */
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
  const char *name; /* "plain", "avx2", "avx512" */
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
extern const AssayWaveletKernel assay_wavelet_kernel_avx512;
#endif

/* The fastest that this processor can run. */
const AssayWaveletKernel *assay_wavelet_kernel_get (void);

/* The value at @at of @n > 0, which may lie beyond either end by any distance. */
double assay_wavelet_value_at (AssayWaveletBorder border, const double *x, gsize n, gssize at);

/* All steps at once: for filter banks with at least one step, the first for borders that look only
 * at their own end. The same, bit for bit, as step after step. */
void assay_wavelet_cascade_analyse (AssayWaveletBands *bands, const double *x);
void assay_wavelet_cascade_synthesise (const AssayWaveletBands *bands, double *x);

/* One step of the 5/3 or 9/7 wavelet after Daubechies and Sweldens, "Factoring wavelet transforms
 * into lifting steps", J. Fourier Anal. Appl. 4 (1998): @even gets n - n / 2 values, @odd n / 2. */
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
