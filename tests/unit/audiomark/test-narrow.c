/* test-narrow.c: the narrow resampler against sines that it must keep. */
#include <glib.h>
#include <math.h>

#include "signal/assay-resample.h"

static double
worst_error (guint from, guint to, double frequency)
{
  g_autoptr (AssayResampler) resampler = assay_resampler_new_narrow (from, to, 4200);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (double));
  double worst = 0;

  for (guint i = 0; i < from / 4; i++)
    {
      double sample = sin (2 * G_PI * frequency * i / from);

      assay_resampler_push (resampler, &sample, 1, out);
    }
  assay_resampler_end (resampler, out);
  g_assert_cmpuint (out->len, ==, (to * (from / 4) + from - 1) / from);
  for (guint i = out->len / 4; i < out->len * 3 / 4; i++)
    {
      double error = g_array_index (out, double, i) - sin (2 * G_PI * frequency * i / to);

      worst = MAX (worst, fabs (error));
    }
  return worst;
}

static void
test_sines (void)
{
  const guint rates[] = { 11025, 22050, 44100, 48000, 96000, 192000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    for (double frequency = 600; frequency < 4000; frequency += 550)
      g_assert_cmpfloat (worst_error (16000, rates[i], frequency), <, 2e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audiomark/narrow/sines", test_sines);
  return g_test_run ();
}
