/* assay-fft-pair.c: two real transforms as one complex, by FFTW in single precision. */
#include "signal/assay-fft-pair.h"

#include <fftw3.h>

struct _AssayFftPair
{
  gsize length;
  fftwf_complex *values;
  fftwf_complex *bins;  /* of the values */
  fftwf_complex *given; /* to make values of */
  fftwf_plan forward;
  fftwf_plan inverse;
};

/* FFTW's planner is not thread-safe; its execution is. That of single precision is one of its own.
 */
static GMutex planner;

G_STATIC_ASSERT (sizeof (AssayComplexFloat) == sizeof (fftwf_complex));

static fftwf_complex *
buffer_new (gsize length)
{
  fftwf_complex *self = fftwf_alloc_complex (length);

  for (gsize i = 0; i < length; i++)
    self[i][0] = self[i][1] = 0;
  return self;
}

AssayFftPair *
assay_fft_pair_new (gsize length)
{
  AssayFftPair *self;

  g_return_val_if_fail (length > 1 && length <= G_MAXINT, NULL);
  self = g_new0 (AssayFftPair, 1);
  self->length = length;
  self->values = buffer_new (length);
  self->bins = buffer_new (length);
  self->given = buffer_new (length);
  g_mutex_lock (&planner);
  self->forward = fftwf_plan_dft_1d ((int) length, self->values, self->bins, FFTW_FORWARD,
                                     FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
  self->inverse = fftwf_plan_dft_1d ((int) length, self->given, self->values, FFTW_BACKWARD,
                                     FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
  g_mutex_unlock (&planner);
  return self;
}

void
assay_fft_pair_free (AssayFftPair *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&planner);
  fftwf_destroy_plan (self->forward);
  fftwf_destroy_plan (self->inverse);
  g_mutex_unlock (&planner);
  fftwf_free (self->values);
  fftwf_free (self->bins);
  fftwf_free (self->given);
  g_free (self);
}

AssayComplexFloat *
assay_fft_pair_values (AssayFftPair *self)
{
  /* Both are two floats. */
  return (AssayComplexFloat *) (gpointer) self->values;
}

/* With Z = A + iB the bin -k of a real sound is the conjugate of its bin k, so Z (-k)* = A - iB. */
void
assay_fft_pair_forward (
    AssayFftPair *self, gsize first, gsize n, AssayComplexFloat *a, AssayComplexFloat *b)
{
  fftwf_execute (self->forward);
  for (gsize i = 0; i < n; i++)
    {
      const float *z = self->bins[first + i], *y = self->bins[self->length - first - i];

      a[i] = (AssayComplexFloat){ 0.5F * (z[0] + y[0]), 0.5F * (z[1] - y[1]) };
      b[i] = (AssayComplexFloat){ 0.5F * (z[1] + y[1]), 0.5F * (y[0] - z[0]) };
    }
}

void
assay_fft_pair_inverse (AssayFftPair *self,
                        gsize first,
                        gsize n,
                        const AssayComplexFloat *a,
                        const AssayComplexFloat *b)
{
  for (gsize i = 0; i < n; i++)
    {
      float *z = self->given[first + i], *y = self->given[self->length - first - i];

      z[0] = a[i].re - b[i].im;
      z[1] = a[i].im + b[i].re;
      y[0] = a[i].re + b[i].im;
      y[1] = b[i].re - a[i].im;
    }
  fftwf_execute (self->inverse);
}
