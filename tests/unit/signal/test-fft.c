/* test-fft.c: the transforms against the sum that defines them. */
#include <glib.h>
#include <math.h>

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
  return g_test_run ();
}
