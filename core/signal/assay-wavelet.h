/* assay-wavelet.h: discrete wavelet transforms of any depth and their inverses.
 *
 * The orthogonal wavelets (Haar, Daubechies 2 to 8, symlet 4) are filter banks whose coefficients
 * reach past the ends, so that every border can be undone: one step makes floor ((n + taps - 1) /
 * 2) of each kind, coefficient i being the sum over k of filter[k] · x[2i + 1 - k]. The
 * biorthogonal ones of Cohen, Daubechies and Feauveau are lifted (Daubechies and Sweldens, J.
 * Fourier Anal. Appl. 4(3), 1998): n values make n coefficients, even places the approximation. All
 * are scaled so that a constant grows by sqrt (2) a step.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_WAVELET_HAAR,
  ASSAY_WAVELET_DB2,
  ASSAY_WAVELET_DB3,
  ASSAY_WAVELET_DB4,
  ASSAY_WAVELET_DB5,
  ASSAY_WAVELET_DB6,
  ASSAY_WAVELET_DB7,
  ASSAY_WAVELET_DB8,
  ASSAY_WAVELET_SYM4,
  ASSAY_WAVELET_CDF53, /* the 5/3 filters of JPEG 2000, real-valued */
  ASSAY_WAVELET_CDF97, /* the 9/7 filters of JPEG 2000 */
  ASSAY_WAVELET_N,
} AssayWavelet;

/* What stands beyond the ends. */
typedef enum
{
  ASSAY_WAVELET_SYMMETRIC, /* filter banks: … x1 x0 | x0 x1 …; lifted: … x2 x1 | x0 x1 … */
  ASSAY_WAVELET_PERIODIC,  /* … x[n-2] x[n-1] | x0 x1 … */
  ASSAY_WAVELET_ZERO,      /* … 0 0 | x0 x1 … */
} AssayWaveletBorder;

/* "haar", "db2" … "db8", "sym4", "cdf53", "cdf97" */
const char *assay_wavelet_get_name (AssayWavelet wavelet);
gboolean assay_wavelet_parse (const char *name, AssayWavelet *wavelet);

/* Coefficients that one step makes of @n > 0 values. */
gsize assay_wavelet_get_n_approximation (AssayWavelet wavelet, gsize n);
gsize assay_wavelet_get_n_detail (AssayWavelet wavelet, gsize n);

/* One step. @approximation and @detail have the lengths above and overlap nothing. */
void assay_wavelet_forward (AssayWavelet wavelet,
                            AssayWaveletBorder border,
                            const double *x,
                            gsize n,
                            double *approximation,
                            double *detail);
/* Undoes it: fills @x with the @n values whose coefficients are given. */
void assay_wavelet_inverse (AssayWavelet wavelet,
                            AssayWaveletBorder border,
                            const double *approximation,
                            const double *detail,
                            double *x,
                            gsize n);

/* All coefficients of a transform of several steps. */
typedef struct
{
  AssayWavelet wavelet;
  AssayWaveletBorder border;
  guint levels;
  gsize *lengths;        /* levels + 1: values before each step; the last: of the approximation */
  double *approximation; /* lengths[levels]; all coefficients lie behind it in one array */
  double **details;      /* levels; details[0] of the first step, the finest */
} AssayWaveletBands;

/* Room for @levels >= 0 steps of @n values; a step of a single value is possible but pointless. */
AssayWaveletBands *assay_wavelet_bands_new (AssayWavelet wavelet,
                                            AssayWaveletBorder border,
                                            gsize n,
                                            guint levels) G_GNUC_WARN_UNUSED_RESULT;
/* Fills it from the lengths[0] values @x, as often as wanted. */
void assay_wavelet_bands_analyse (AssayWaveletBands *self, const double *x);
/* Both at once. */
AssayWaveletBands *assay_wavelet_decompose (AssayWavelet wavelet,
                                            AssayWaveletBorder border,
                                            const double *x,
                                            gsize n,
                                            guint levels) G_GNUC_WARN_UNUSED_RESULT;
/* Fills @x, which has the length that was decomposed. */
void assay_wavelet_recompose (const AssayWaveletBands *bands, double *x);
/* Coefficients of details[@level]. */
gsize assay_wavelet_bands_get_n_detail (const AssayWaveletBands *bands, guint level);
void assay_wavelet_bands_free (AssayWaveletBands *bands);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayWaveletBands, assay_wavelet_bands_free)

G_END_DECLS
