/* assay-bank-kernel-private.h: the arithmetic of the filter bank, for one instruction set each.
 *
 * assay-bank-kernel.c is compiled once for every x86-64, once for AVX2 and once for AVX-512. All do
 * the same operations in the same order without fused multiply-add, so they agree bit for bit.
 *
 * A row is one sample of all channels: stride doubles, the first n of them channels. stride is a
 * multiple of 16 and at least n + 8; rows are aligned to 64 bytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Channels that are worked on at once, bins that are summed at once. */
#define ASSAY_BANK_TILE 8u
#define ASSAY_BANK_BINS 5u

/* Each array has stride values, 0 behind the channels. */
typedef struct
{
  guint stride;
  guint used; /* channels to the next multiple of 16: what is filtered */
  const double *gain;
  const double *a1;
  const double *a2;
} AssayBankCoefficients;

/* Bins whose number has the same remainder: the frame folds to the same few values for all of
 * them. The tables are length × n_padded. */
typedef struct
{
  guint n_bins;
  guint n_padded; /* n_bins to the next multiple of ASSAY_BANK_BINS */
  guint first;    /* bin of column 0 */
  guint step;     /* from column to column */
  gsize n_cosine; /* rows of the table */
  gsize n_sine;
  double *cosine;
  double *sine;
} AssayBankFold;

/* Envelope spectrum and its centroid. */
typedef struct
{
  guint window;              /* samples, a multiple of 8 */
  guint n_bins;              /* 0 … n_bins - 1 */
  guint first;               /* bin that the denominator starts with: 0, or 1 without 0 Hz */
  const double *weights;     /* window values */
  const double *frequencies; /* Hz of the bins */
  AssayBankFold odd;         /* bins 1, 3, 5 … */
  AssayBankFold twice;       /* bins 2, 6, 10 … */
  AssayBankFold four;        /* bins 0, 4, 8 … */
} AssayBankSpectrum;

/* Doubles of scratch that centroid() wants. */
#define ASSAY_BANK_SCRATCH(window, n_bins) (((gsize) 4 * (window) + 3 * (gsize) (n_bins) + 64) * 8)

typedef struct
{
  const char *name; /* "plain", "avx2", "avx512" */
  /* Runs all filters over @n samples of @x into rows. @z0, @z1 (stride each) keep the state;
   * transposed direct form II, Eq. (1). */
  void (*filter) (const AssayBankCoefficients *coefficients,
                  double *z0,
                  double *z1,
                  const double *x,
                  gsize n,
                  double *rows);
  /* @k spatial differentiations with the paper's padding in each of @n rows. */
  void (*difference) (double *rows, gsize n, guint stride, guint n_channels, guint k);
  /* Numerator and denominator of Eq. (6) and (7), and the magnitude at 0 Hz, of channels @channel …
   * + 7 for the frame that begins at row @start of the ring @rows of window rows. */
  void (*centroid) (const AssayBankSpectrum *spectrum,
                    const double *rows,
                    guint stride,
                    gsize start,
                    guint channel,
                    double *scratch,
                    double *numerator,
                    double *denominator,
                    double *level);
} AssayBankKernel;

extern const AssayBankKernel assay_bank_kernel_plain;
#if defined(__x86_64__)
extern const AssayBankKernel assay_bank_kernel_avx2;
extern const AssayBankKernel assay_bank_kernel_avx512;
#endif

/* The best for this processor. */
const AssayBankKernel *assay_bank_kernel_get (void);

G_END_DECLS
