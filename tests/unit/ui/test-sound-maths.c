/* test-sound-maths.c: places, colours and versions of the sound screen as mathematics. */
#include <math.h>

#include "ui/assay-sound-colour.h"
#include "ui/assay-sound-mix.h"

#define NEAR 1e-9

static void
test_zoom (void)
{
  AssaySoundAxis axis = { 0 };

  assay_sound_axis_init (&axis, 3600.0, 48000);
  assay_sound_axis_zoom (&axis, 4.0, 900.0);
  g_assert_cmpfloat_with_epsilon (axis.end - axis.start, 900.0, NEAR);
  /* what was under the pointer is there still */
  g_assert_cmpfloat_with_epsilon (assay_sound_axis_place (&axis, 900.0, 1000.0), 250.0, 1e-6);
  assay_sound_axis_zoom (&axis, 1e12, 900.0);
  g_assert_cmpfloat_with_epsilon (axis.end - axis.start, 32.0 / 48000.0, NEAR);
  assay_sound_axis_zoom (&axis, 1e-12, 900.0);
  g_assert_cmpfloat_with_epsilon (axis.start, 0.0, NEAR);
  g_assert_cmpfloat_with_epsilon (axis.end, 3600.0, NEAR);
  assay_sound_axis_show (&axis, 3500.0, 3700.0);
  g_assert_cmpfloat_with_epsilon (axis.start, 3400.0, NEAR);
  assay_sound_axis_move (&axis, -1e6);
  g_assert_cmpfloat_with_epsilon (axis.start, 0.0, NEAR);
  /* shorter than the closest zoom */
  assay_sound_axis_init (&axis, 0.0, 48000);
  assay_sound_axis_zoom (&axis, 2.0, 0.0);
  g_assert_true (axis.end > axis.start);
}

static void
test_growing (void)
{
  AssaySoundAxis axis = { 0 };

  assay_sound_axis_init (&axis, 10.0, 48000);
  assay_sound_axis_extend (&axis, 20.0);
  g_assert_cmpfloat_with_epsilon (axis.end, 20.0, NEAR);
  assay_sound_axis_show (&axis, 5.0, 6.0);
  assay_sound_axis_extend (&axis, 30.0);
  g_assert_cmpfloat_with_epsilon (axis.end, 6.0, NEAR);
}

static void
test_frequencies (void)
{
  static const AssayScale scales[] = { ASSAY_SCALE_LINEAR, ASSAY_SCALE_LOG, ASSAY_SCALE_MEL };
  AssaySoundAxis axis = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      assay_sound_axis_init (&axis, 1.0, 16000);
      axis.scale = scales[i];
      g_assert_cmpfloat_with_epsilon (assay_sound_axis_place_hz (&axis, 8000.0, 300.0), 0.0, 1e-6);
      for (double hz = 50.0; hz < 8000.0; hz *= 1.7)
        g_assert_cmpfloat_with_epsilon (
            assay_sound_axis_hz (&axis, assay_sound_axis_place_hz (&axis, hz, 300.0), 300.0), hz,
            1e-6);
      for (guint zoom = 0; zoom < 40; zoom++)
        assay_sound_axis_zoom_frequency (&axis, 1.5, 1000.0);
      g_assert_cmpfloat (axis.high - axis.low, >, 10.0);
      g_assert_true (axis.low < 1000.0 && axis.high > 1000.0);
    }
}

static void
test_levels (void)
{
  AssaySoundAxis axis = { 0 };

  assay_sound_axis_init (&axis, 3600.0, 48000);
  for (double span = 3600.0; span > 0.01; span /= 1.37)
    {
      guint level;

      assay_sound_axis_show (&axis, 0.0, span);
      level = assay_sound_axis_level (&axis, 256.0 / 48000.0, 1200.0);
      /* never coarser than a pixel, never finer than half of one unless nothing is finer */
      if (level > 0)
        g_assert_cmpfloat (ldexp (256.0 / 48000.0, (int) level), <=, span / 1200.0 + NEAR);
      g_assert_cmpfloat (ldexp (256.0 / 48000.0, (int) level + 1), >, span / 1200.0);
    }
}

/* One loud row out of many stays visible however few pixels there are. */
static void
test_colours (void)
{
  AssaySoundLevelRange range = { 0.0, 90.0 };
  AssaySoundAxis axis = { 0 };
  guint8 levels[513 * 2] = { 0 };
  guint8 pixels[50 * 2 * 4];
  guint bright = 0;

  assay_sound_axis_init (&axis, 1.0, 16000);
  levels[128 * 2 + 1] = 249; /* 0 dB at 2 kHz, second column */
  assay_sound_colour_fill (levels, 513, 2, &axis, &range, 50, pixels);
  for (guint y = 0; y < 50; y++)
    {
      g_assert_cmpuint (pixels[(y * 2) * 4], ==, pixels[0]);
      if (pixels[(y * 2 + 1) * 4] > 200)
        bright = y;
    }
  g_assert_cmpuint (bright, >=, 37); /* 2 kHz of 8 kHz is a quarter from below: row 37 or 38 */
  g_assert_cmpuint (bright, <=, 38);
  g_assert_cmpfloat_with_epsilon (assay_sound_colour_level (249), 0.0, NEAR);
}

static void
test_mix (void)
{
  const float original[] = { 0.1f, 0.2f, -0.3f, (float) NAN };
  const float changed[] = { 0.1f, 0.25f, -0.3f, 0.5f };
  AssaySoundChoice first = { ASSAY_SOUND_ORIGINAL, 1.0 };
  AssaySoundChoice second = { ASSAY_SOUND_CHANGED, 1.0 };
  AssaySoundChoice difference = { ASSAY_SOUND_DIFFERENCE, 10.0 };
  float out[4];

  assay_sound_mix (original, changed, 4, 1, &first, &first, 2, out);
  g_assert_cmpfloat_with_epsilon (out[1], 0.2f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (out[3], 0.0f, 1e-6f);
  assay_sound_mix (original, changed, 4, 1, &difference, &difference, 0, out);
  g_assert_cmpfloat_with_epsilon (out[0], 0.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (out[1], 0.5f, 1e-5f);
  /* a switch goes over one frame after the other and then is done */
  assay_sound_mix (original, changed, 3, 1, &first, &second, 2, out);
  g_assert_cmpfloat_with_epsilon (out[1], 0.2f + 2.0f / 3.0f * 0.05f, 1e-5f);
  g_assert_cmpfloat_with_epsilon (out[2], -0.3f, 1e-6f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ui/sound/zoom", test_zoom);
  g_test_add_func ("/ui/sound/growing", test_growing);
  g_test_add_func ("/ui/sound/frequencies", test_frequencies);
  g_test_add_func ("/ui/sound/levels", test_levels);
  g_test_add_func ("/ui/sound/colours", test_colours);
  g_test_add_func ("/ui/sound/mix", test_mix);
  return g_test_run ();
}
