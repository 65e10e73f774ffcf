/* test-fft.c: the transforms against the sum that defines them. */
#include <glib.h>
#include <math.h>

#include "signal/assay-fft-pair.h"
#include "signal/assay-fft.h"

static void
fill (double *time, gsize length)
{
  guint state = 1;

  for (gsize i = 0; i < length; i++)
    {
      state = state * 1664525u + 1013904223u;
      time[i] = (double) (state >> 8) / (1 << 23) - 1.0;
    }
}

static void
test_forward (gconstpointer data)
{
  gsize length = GPOINTER_TO_SIZE (data);
  g_autofree double *time = g_new (double, length);
  g_autofree AssayComplex *bins = g_new (AssayComplex, length / 2 + 1);
  g_autoptr (AssayFft) fft = assay_fft_new (length);

  fill (time, length);
  assay_fft_forward (fft, time, bins);
  for (gsize k = 0; k < assay_fft_get_n_bins (fft); k++)
    {
      double re = 0, im = 0;
      for (gsize n = 0; n < length; n++)
        {
          double angle = 2 * G_PI * (double) ((k * n) % length) / (double) length;
          re += time[n] * cos (angle);
          im -= time[n] * sin (angle);
        }
      g_assert_cmpfloat_with_epsilon (bins[k].re, re, 1e-10);
      g_assert_cmpfloat_with_epsilon (bins[k].im, im, 1e-10);
    }
}

static void
test_inverse (gconstpointer data)
{
  gsize length = GPOINTER_TO_SIZE (data);
  g_autofree double *time = g_new (double, length);
  g_autofree double *back = g_new (double, length);
  g_autofree AssayComplex *bins = g_new (AssayComplex, length / 2 + 1);
  g_autoptr (AssayFft) fft = assay_fft_new (length);

  fill (time, length);
  assay_fft_forward (fft, time, bins);
  assay_fft_inverse (fft, bins, back);
  for (gsize i = 0; i < length; i++)
    g_assert_cmpfloat_with_epsilon (time[i], back[i], 1e-13);
}

/* Two sounds at once are the same as one after the other, to the digits of single precision. */
static void
test_pair (void)
{
  enum
  {
    LENGTH = 320,
    FIRST = 3,
    N = 150,
  };
  g_autoptr (AssayFft) fft = assay_fft_new (LENGTH);
  g_autoptr (AssayFftPair) pair = assay_fft_pair_new (LENGTH);
  AssayComplexFloat *values = assay_fft_pair_values (pair);
  AssayComplexFloat found[2][N];
  AssayComplex bins[2][LENGTH / 2 + 1] = { 0 };
  double time[2 * LENGTH];

  fill (time, 2 * LENGTH);
  for (guint i = 0; i < LENGTH; i++)
    values[i] = (AssayComplexFloat){ (float) time[i], (float) time[LENGTH + i] };
  assay_fft_pair_forward (pair, FIRST, N, found[0], found[1]);
  for (guint which = 0; which < 2; which++)
    {
      assay_fft_forward (fft, time + which * LENGTH, bins[which]);
      for (guint k = 0; k < LENGTH / 2 + 1; k++)
        if (k < FIRST || k >= FIRST + N)
          bins[which][k] = (AssayComplex){ 0, 0 };
        else
          {
            g_assert_cmpfloat_with_epsilon ((double) found[which][k - FIRST].re, bins[which][k].re,
                                            2e-5);
            g_assert_cmpfloat_with_epsilon ((double) found[which][k - FIRST].im, bins[which][k].im,
                                            2e-5);
          }
      assay_fft_inverse (fft, bins[which], time + which * LENGTH);
    }
  assay_fft_pair_inverse (pair, FIRST, N, found[0], found[1]);
  for (guint i = 0; i < LENGTH; i++)
    {
      g_assert_cmpfloat_with_epsilon ((double) values[i].re / LENGTH, time[i], 1e-6);
      g_assert_cmpfloat_with_epsilon ((double) values[i].im / LENGTH, time[LENGTH + i], 1e-6);
    }
}

int
main (int argc, char **argv)
{
  static const gsize lengths[] = { 1, 2, 3, 8, 97, 320 };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *forward = g_strdup_printf ("/signal/fft/forward/%zu", lengths[i]);
      g_autofree char *inverse = g_strdup_printf ("/signal/fft/inverse/%zu", lengths[i]);

      g_test_add_data_func (forward, GSIZE_TO_POINTER (lengths[i]), test_forward);
      g_test_add_data_func (inverse, GSIZE_TO_POINTER (lengths[i]), test_inverse);
    }
  g_test_add_func ("/signal/fft/pair", test_pair);
  return g_test_run ();
}
