/* assay-fft-pair.h: Fourier transforms of two real sounds at once, in single precision: one is the
 * real part of a complex transform, the other the imaginary. For long work whose results are not
 * needed to more than 6 digits: about three times as fast as two of assay-fft.h. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  float re;
  float im;
} AssayComplexFloat;

typedef struct _AssayFftPair AssayFftPair;

/**
 * assay_fft_pair_new:
 * @length: samples of each, at least 2
 *
 * For one thread at a time. Plans are estimated, never measured, as with assay_fft_new().
 */
AssayFftPair *assay_fft_pair_new (gsize length) G_GNUC_WARN_UNUSED_RESULT;
void assay_fft_pair_free (AssayFftPair *self);
/* The samples: re of the first sound, im of the second. */
AssayComplexFloat *assay_fft_pair_values (AssayFftPair *self); /* length */
/* Transforms the values, no scaling, and writes the bins @first … @first + @n - 1 of both, of which
 * none is 0 or beyond length / 2. The values are kept. */
void assay_fft_pair_forward (
    AssayFftPair *self, gsize first, gsize n, AssayComplexFloat *a, AssayComplexFloat *b);
/* Makes values of the same bins, no scaling; all others are 0, and the same range must be given
 * each time. */
void assay_fft_pair_inverse (AssayFftPair *self,
                             gsize first,
                             gsize n,
                             const AssayComplexFloat *a,
                             const AssayComplexFloat *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFftPair, assay_fft_pair_free)

G_END_DECLS
