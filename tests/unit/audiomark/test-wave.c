/* test-wave.c: the periodic wave is found far below noise, at any place, by its key alone. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "wavemark/assay-audio-search.h"

#define N (5 * ASSAY_AUDIO_PERIOD + 1234)

static AssayAudioPlan *
plan_of (const char *text)
{
  AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));

  assay_audio_plan_init (plan, key, 1);
  return plan;
}

/* White noise of mean square 1 and a tone, and the wave of the key "k" from its sample @first on,
 * @level times the noise's amplitude. */
static double *
make_sound (const guint8 *bits, guint first, double level)
{
  g_autofree AssayAudioPlan *plan = plan_of ("k");
  g_autofree double *wave = NULL;
  double *samples = g_new (double, N);
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  AssayRandom random;

  assay_audio_plan_encode (bits, symbols);
  wave = assay_audio_wave_make (plan, symbols);
  assay_random_init (&random, 5);
  for (guint i = 0; i < N; i++)
    samples[i] = sqrt (12) * (assay_random_real (&random) - 0.5)
                 + 3 * sin (2 * G_PI * 700 * i / ASSAY_AUDIO_RATE)
                 + level * wave[(first + i) % ASSAY_AUDIO_PERIOD];
  return samples;
}

static void
read_with (const char *key, const double *samples, double floor, AssayAudioReading *reading)
{
  g_autofree AssayAudioPlan *plan = plan_of (key);
  g_auto (AssayAudioWaveSum) sum = { 0 };

  memset (reading, 0, sizeof *reading);
  reading->hypotheses = ASSAY_AUDIO_PERIOD * ASSAY_AUDIO_WAVE_FINE;
  assay_audio_wave_sum_init (&sum, plan, samples, N, floor);
  assay_audio_read_wave (&sum, plan, reading);
}

static void
read_sound (const char *key, const double *samples, AssayAudioReading *reading)
{
  read_with (key, samples, assay_audio_wave_floors[0], reading);
}

static void
random_bits (guint8 *bits)
{
  AssayRandom random;

  assay_random_init (&random, 9);
  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    bits[i] = (guint8) assay_random_below (&random, 2);
}

static void
test_period (void)
{
  g_autofree AssayAudioPlan *plan = plan_of ("k");
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  guint8 bits[ASSAY_AUDIO_BITS];
  g_autofree double *wave = NULL;
  double sum = 0;

  random_bits (bits);
  assay_audio_plan_encode (bits, symbols);
  wave = assay_audio_wave_make (plan, symbols);
  for (guint i = 0; i < ASSAY_AUDIO_PERIOD; i++)
    sum += wave[i] * wave[i];
  g_assert_cmpfloat_with_epsilon (sum / ASSAY_AUDIO_PERIOD, 1, 1e-9);
}

/* 14 dB below the noise of the whole spectrum, 10 below that of its own bands. */
static void
test_found (void)
{
  static const guint places[] = { 0, 1, 777, ASSAY_AUDIO_PERIOD - 1 };
  guint8 bits[ASSAY_AUDIO_BITS];

  random_bits (bits);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree double *samples = make_sound (bits, places[i], 0.2);
      AssayAudioReading reading;

      read_sound ("k", samples, &reading);
      g_assert_true (assay_audio_reading_found (&reading));
      g_assert_true (memcmp (reading.bits, bits, sizeof bits) == 0);
      g_assert_cmpuint (reading.place, ==, places[i] / 64);
      g_assert_cmpfloat (reading.log10_p_sync, <, -20);
    }
}

/* Every other second is so quiet that rounding leaves zeros and now and then a one there: that
 * tells nothing, and divided by its energy it would outweigh the rest. */
static void
test_rounded (void)
{
  guint8 bits[ASSAY_AUDIO_BITS];
  g_autofree double *samples = NULL;
  AssayAudioReading reading;
  AssayRandom random;

  random_bits (bits);
  samples = make_sound (bits, 777, 0.2);
  assay_random_init (&random, 3);
  for (guint i = 0; i < N; i++)
    samples[i] = i / ASSAY_AUDIO_RATE % 2 == 0 ? rint (3 * samples[i])
                                               : assay_random_below (&random, 200) == 0;
  read_with ("k", samples, assay_audio_wave_floors[0], &reading);
  g_assert_false (assay_audio_reading_found (&reading));
  read_with ("k", samples, assay_audio_wave_floors[1], &reading);
  g_assert_true (assay_audio_reading_found (&reading));
  g_assert_true (memcmp (reading.bits, bits, sizeof bits) == 0);
}

static void
test_not_found (void)
{
  guint8 bits[ASSAY_AUDIO_BITS];
  g_autofree double *samples = NULL;
  g_autofree double *silence = g_new0 (double, N);
  AssayAudioReading reading;

  random_bits (bits);
  samples = make_sound (bits, 5, 0.2);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *key = g_strdup_printf ("other %u", i);

      read_sound (key, samples, &reading);
      g_assert_false (assay_audio_reading_present (&reading));
      g_assert_cmpfloat (reading.log10_p_sync, >, -3);
    }
  read_sound ("k", silence, &reading);
  g_assert_false (assay_audio_reading_present (&reading));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audiomark/wave/period", test_period);
  g_test_add_func ("/audiomark/wave/found", test_found);
  g_test_add_func ("/audiomark/wave/rounded", test_rounded);
  g_test_add_func ("/audiomark/wave/not-found", test_not_found);
  return g_test_run ();
}
