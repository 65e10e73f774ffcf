/* assay-fft.c: real Fourier transforms of any length and of planes, by FFTW with estimated plans.
 */
#include "signal/assay-fft.h"

#include <fftw3.h>
#include <string.h>

struct _AssayFft
{
  gsize length;
  double *time;
  fftw_complex *bins;
  fftw_plan forward;
  fftw_plan inverse;
};

G_STATIC_ASSERT (sizeof (AssayComplex) == sizeof (fftw_complex));

/* FFTW's planner is not thread-safe; its execution is. */
static GMutex planner;

AssayFft *
assay_fft_new (gsize length)
{
  AssayFft *self;

  g_return_val_if_fail (length > 0 && length <= G_MAXINT, NULL);
  self = g_new0 (AssayFft, 1);
  self->length = length;
  g_mutex_lock (&planner);
  self->time = fftw_alloc_real (length);
  self->bins = fftw_alloc_complex (length / 2 + 1);
  self->forward = fftw_plan_dft_r2c_1d ((int) length, self->time, self->bins, FFTW_ESTIMATE);
  self->inverse = fftw_plan_dft_c2r_1d ((int) length, self->bins, self->time, FFTW_ESTIMATE);
  g_mutex_unlock (&planner);
  return self;
}

void
assay_fft_free (AssayFft *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&planner);
  fftw_destroy_plan (self->forward);
  fftw_destroy_plan (self->inverse);
  fftw_free (self->time);
  fftw_free (self->bins);
  g_mutex_unlock (&planner);
  g_free (self);
}

gsize
assay_fft_get_n_bins (AssayFft *self)
{
  return self->length / 2 + 1;
}

void
assay_fft_forward (AssayFft *self, const double *time, AssayComplex *bins)
{
  memcpy (self->time, time, self->length * sizeof *time);
  fftw_execute (self->forward);
  memcpy (bins, self->bins, assay_fft_get_n_bins (self) * sizeof *bins);
}

void
assay_fft_inverse (AssayFft *self, const AssayComplex *bins, double *time)
{
  double scale = 1.0 / (double) self->length;

  memcpy (self->bins, bins, assay_fft_get_n_bins (self) * sizeof *bins);
  fftw_execute (self->inverse);
  for (gsize i = 0; i < self->length; i++)
    time[i] = self->time[i] * scale;
}

double *
assay_fft_values (AssayFft *self)
{
  return self->time;
}

AssayComplex *
assay_fft_bins (AssayFft *self)
{
  /* Both are two doubles. */
  return (AssayComplex *) (gpointer) self->bins;
}

void
assay_fft_run_forward (AssayFft *self)
{
  fftw_execute (self->forward);
}

void
assay_fft_run_inverse (AssayFft *self)
{
  fftw_execute (self->inverse);
}

struct _AssayFftPlane
{
  double *values;
  fftw_complex *bins;
  fftw_plan forward;
  fftw_plan inverse;
};

AssayFftPlane *
assay_fft_plane_new (gsize rows, gsize columns)
{
  AssayFftPlane *self;

  g_return_val_if_fail (rows > 0 && rows <= 65536 && columns > 0 && columns <= 65536, NULL);
  self = g_new0 (AssayFftPlane, 1);
  g_mutex_lock (&planner);
  self->values = fftw_alloc_real (rows * columns);
  self->bins = fftw_alloc_complex (rows * (columns / 2 + 1));
  self->forward = fftw_plan_dft_r2c_2d ((int) rows, (int) columns, self->values, self->bins,
                                        FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
  self->inverse
      = fftw_plan_dft_c2r_2d ((int) rows, (int) columns, self->bins, self->values, FFTW_ESTIMATE);
  g_mutex_unlock (&planner);
  return self;
}

void
assay_fft_plane_free (AssayFftPlane *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&planner);
  fftw_destroy_plan (self->forward);
  fftw_destroy_plan (self->inverse);
  fftw_free (self->values);
  fftw_free (self->bins);
  g_mutex_unlock (&planner);
  g_free (self);
}

double *
assay_fft_plane_values (AssayFftPlane *self)
{
  return self->values;
}

AssayComplex *
assay_fft_plane_bins (AssayFftPlane *self)
{
  return (AssayComplex *) (gpointer) self->bins;
}

void
assay_fft_plane_forward (AssayFftPlane *self)
{
  fftw_execute (self->forward);
}

void
assay_fft_plane_inverse (AssayFftPlane *self)
{
  fftw_execute (self->inverse);
}
