/* test-statistics.c: statistics, conditions, simulated copies and designs of systems. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "media/assay-media-error.h"
#include "replay/assay-replay-conditions.h"
#include "replay/assay-replay-simulate.h"
#include "replay/assay-replay-statistics.h"
#include "replay/assay-replay-system.h"

#define SAMPLES 32000

/* Bursts of noise, a pole at 1 kHz: loud and quiet frames, a falling spectrum. */
static double *
make_sound (guint64 seed, double level)
{
  double *samples = g_new (double, SAMPLES);
  double state = 0;
  AssayRandom random;

  assay_random_init (&random, seed);
  for (gsize i = 0; i < SAMPLES; i++)
    {
      state = 0.7 * state + assay_random_real (&random) - 0.5;
      samples[i] = level * state * (0.02 + pow (sin ((double) i / 3000), 4));
    }
  return samples;
}

static void
test_measure (void)
{
  g_autofree double *loud = make_sound (1, 0.5);
  g_autofree double *quiet = make_sound (1, 0.25);
  g_autofree double *a = g_new (double, ASSAY_REPLAY_STATISTICS_COUNT);
  g_autofree double *b = g_new (double, ASSAY_REPLAY_STATISTICS_COUNT);
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_replay_statistics_measure (loud, SAMPLES, a, &error));
  g_assert_true (assay_replay_statistics_measure (quiet, SAMPLES, b, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < ASSAY_REPLAY_STATISTICS_COUNT; i++)
    {
      g_assert_true (isfinite (a[i]));
      g_assert_cmpfloat_with_epsilon (a[i], b[i], 1e-3);
    }
  g_assert_false (assay_replay_statistics_measure (loud, 5000, a, &error));
  g_assert_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED);
}

/* Silence has no statistics worth having, but no infinite ones either. */
static void
test_silence (void)
{
  g_autofree double *silence = g_new0 (double, SAMPLES);
  g_autofree double *values = g_new (double, ASSAY_REPLAY_STATISTICS_COUNT);

  g_assert_true (assay_replay_statistics_measure (silence, SAMPLES, values, NULL));
  for (guint i = 0; i < ASSAY_REPLAY_STATISTICS_COUNT; i++)
    g_assert_true (isfinite (values[i]));
}

/* A reflection after 11 ms ripples the spectrum there, in every range, and nowhere else as much. */
static void
test_ripple (void)
{
  g_autofree double *dry = make_sound (4, 0.5);
  g_autofree double *wet = g_memdup2 (dry, SAMPLES * sizeof (double));
  g_autofree double *a = g_new (double, ASSAY_REPLAY_STATISTICS_COUNT);
  g_autofree double *b = g_new (double, ASSAY_REPLAY_STATISTICS_COUNT);
  const guint first = ASSAY_REPLAY_STATISTICS_COUNT - 90;

  for (gsize i = 176; i < SAMPLES; i++)
    wet[i] += 0.5 * dry[i - 176];
  g_assert_true (assay_replay_statistics_measure (dry, SAMPLES, a, NULL));
  g_assert_true (assay_replay_statistics_measure (wet, SAMPLES, b, NULL));
  for (guint range = 0; range < 3; range++)
    for (guint delay = 0; delay < 10; delay++)
      {
        guint at = first + 30 * range + delay;

        if (delay == 8)
          g_assert_cmpfloat (b[at], >, a[at] + 10);
        else
          g_assert_cmpfloat (b[at], <, a[at] + 8);
      }
}

static void
test_conditions (void)
{
  g_autofree double *sound = make_sound (2, 0.5);
  double rows[2][ASSAY_REPLAY_CONDITIONS];
  double narrow[ASSAY_REPLAY_CONDITIONS];
  double tone[SAMPLES];
  AssayReplayRange range;

  assay_replay_conditions_measure (sound, SAMPLES, rows[0]);
  for (gsize i = 0; i < SAMPLES; i++)
    sound[i] *= 0.5;
  assay_replay_conditions_measure (sound, SAMPLES, rows[1]);
  g_assert_cmpfloat_with_epsilon (rows[0][ASSAY_REPLAY_LEVEL] - rows[1][ASSAY_REPLAY_LEVEL],
                                  20 * log10 (2), 1e-6);
  g_assert_cmpfloat_with_epsilon (rows[0][ASSAY_REPLAY_DURATION], 2, 1e-12);
  g_assert_cmpfloat (rows[0][ASSAY_REPLAY_BANDWIDTH], >, 7900);
  assay_replay_range_learn (rows[0], 2, &range);
  /* It is noise, which no voice is. */
  g_assert_cmpuint (assay_replay_range_outside (&range, rows[0]), ==, 1u << ASSAY_REPLAY_VOICED);
  for (gsize i = 0; i < SAMPLES; i++)
    tone[i] = sin (2 * G_PI * 500 * (double) i / 16000) * (0.02 + pow (sin ((double) i / 3000), 4));
  assay_replay_conditions_measure (tone, SAMPLES, narrow);
  g_assert_cmpfloat (narrow[ASSAY_REPLAY_BANDWIDTH], <, 1000);
  g_assert_cmpuint (assay_replay_range_outside (&range, narrow)
                        & (1u << ASSAY_REPLAY_BANDWIDTH | 1u << ASSAY_REPLAY_LEVEL),
                    ==, 1u << ASSAY_REPLAY_BANDWIDTH | 1u << ASSAY_REPLAY_LEVEL);
}

/* Steady noise is no voice, not even to a model that learned nothing else. */
static void
test_steady_noise_is_outside (void)
{
  double noise[SAMPLES];
  double values[ASSAY_REPLAY_CONDITIONS];
  AssayReplayRange range;
  AssayRandom random;

  assay_random_init (&random, 8);
  for (gsize i = 0; i < SAMPLES; i++)
    noise[i] = 0.2 * assay_random_real (&random) - 0.1;
  assay_replay_conditions_measure (noise, SAMPLES, values);
  assay_replay_range_learn (values, 1, &range);
  g_assert_cmpuint (assay_replay_range_outside (&range, values), ==,
                    1u << ASSAY_REPLAY_NOISE | 1u << ASSAY_REPLAY_VOICED);
}

/* Conditions of ten partials of @hz, which rises by @glide of itself each second. */
static void
measure_notes (double hz, double glide, double *values)
{
  g_autofree double *sound = g_new0 (double, SAMPLES);
  double phase = 0;
  AssayRandom random;

  assay_random_init (&random, 9);
  for (gsize i = 0; i < SAMPLES; i++)
    {
      phase += 2 * G_PI * hz * (1 + glide * (double) i / 16000) / 16000;
      for (guint k = 1; k <= 10; k++)
        sound[i] += 0.02 * sin (k * phase);
      sound[i] += 0.001 * assay_random_real (&random);
    }
  assay_replay_conditions_measure (sound, SAMPLES, values);
}

/* A held note is music and outside whatever training had; a pitch that moves as a voice's is not.
 */
static void
test_held_notes_are_outside (void)
{
  double values[ASSAY_REPLAY_CONDITIONS];
  AssayReplayRange range;

  measure_notes (330, 0, values);
  assay_replay_range_learn (values, 1, &range);
  range.low[ASSAY_REPLAY_NOISE] = 0;
  g_assert_cmpfloat (values[ASSAY_REPLAY_TONES], >, 70);
  g_assert_cmpuint (assay_replay_range_outside (&range, values), ==, 1u << ASSAY_REPLAY_TONES);
  measure_notes (330, 0.5, values);
  g_assert_cmpuint (assay_replay_range_outside (&range, values) & 1u << ASSAY_REPLAY_TONES, ==, 0);
}

/* Noise that swells and fades as a voice does, of a colour like a voice's: only that it has no
 * pitch tells it from one. A pitch that moves is one. */
static void
test_swelling_noise_is_outside (void)
{
  g_autofree double *sound = g_new0 (double, SAMPLES);
  double values[ASSAY_REPLAY_CONDITIONS];
  AssayReplayRange range;
  AssayRandom random;
  double last = 0;

  assay_random_init (&random, 10);
  for (gsize i = 0; i < SAMPLES; i++)
    {
      last = 0.8 * last + 0.2 * assay_random_real (&random) - 0.1;
      sound[i] = last * (1 - 0.95 * cos (2 * G_PI * 4 * (double) i / 16000)) / 2;
    }
  assay_replay_conditions_measure (sound, SAMPLES, values);
  assay_replay_range_learn (values, 1, &range);
  g_assert_cmpfloat (values[ASSAY_REPLAY_NOISE], >, 10);
  g_assert_cmpfloat (values[ASSAY_REPLAY_VOICED], <, 3);
  g_assert_cmpuint (assay_replay_range_outside (&range, values), ==, 1u << ASSAY_REPLAY_VOICED);
  measure_notes (120, 0.3, values);
  g_assert_cmpfloat (values[ASSAY_REPLAY_VOICED], >, 90);
  for (gsize i = 0; i < SAMPLES; i++)
    sound[i] = 0;
  assay_replay_conditions_measure (sound, SAMPLES, values);
  g_assert_cmpfloat (values[ASSAY_REPLAY_VOICED], <, 1);
}

/* A copy is another sound, finite, at a usual level, and the same for the same seed. */
static void
test_simulate (void)
{
  g_autofree double *original = make_sound (3, 0.5);

  for (guint64 seed = 0; seed < 8; seed++)
    {
      g_autofree double *one = g_memdup2 (original, SAMPLES * sizeof (double));
      g_autofree double *two = g_memdup2 (original, SAMPLES * sizeof (double));
      AssayRandom random;
      double power = 0;

      assay_random_init (&random, seed);
      assay_replay_simulate_replay (one, SAMPLES, &random);
      assay_random_init (&random, seed);
      assay_replay_simulate_replay (two, SAMPLES, &random);
      g_assert_true (memcmp (one, two, SAMPLES * sizeof (double)) == 0);
      g_assert_false (memcmp (one, original, SAMPLES * sizeof (double)) == 0);
      for (gsize i = 0; i < SAMPLES; i++)
        power += one[i] * one[i] / SAMPLES;
      g_assert_cmpfloat (10 * log10 (power), >, -30.1);
      g_assert_cmpfloat (10 * log10 (power), <, -19.9);
      assay_replay_simulate_colour (one, SAMPLES, &random);
      for (gsize i = 0; i < SAMPLES; i++)
        g_assert_true (isfinite (one[i]));
    }
}

static AssayFeatureMatrix *
extract (const char *text, const double *samples)
{
  AssayReplayDesign design;
  AssayFeatureMatrix *matrix;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_replay_design_parse (text, &design, &error));
  matrix = assay_replay_design_extract (&design, samples, SAMPLES, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (matrix->n_columns, ==, assay_replay_design_columns (&design));
  again = assay_replay_design_to_text (&design);
  g_assert_true (assay_replay_design_parse (again, &design, &error));
  g_assert_cmpuint (matrix->n_columns, ==, assay_replay_design_columns (&design));
  return matrix;
}

static void
test_joined_features (void)
{
  static const char *const refused[]
      = { "feature=cf join=cf", "feature=cf join=", "feature=cf join=x",
          "feature=statistics join=mfcc2" };
  g_autofree double *samples = make_sound (7, 0.5);
  g_autoptr (AssayFeatureMatrix) cf = extract ("feature=cf k=2 dc=false mvn=false", samples);
  g_autoptr (AssayFeatureMatrix) cm = extract ("feature=cm k=2 dc=false mvn=false", samples);
  g_autoptr (AssayFeatureMatrix) both
      = extract ("feature=cf k=2 dc=false mvn=false join=cm", samples);

  g_assert_cmpuint (both->n_frames, ==, cf->n_frames);
  g_assert_cmpuint (both->n_columns, ==, cf->n_columns + cm->n_columns);
  for (gsize i = 0; i < both->n_frames; i++)
    {
      const double *row = both->values + i * both->n_columns;

      g_assert_true (memcmp (row, cf->values + i * cf->n_columns, cf->n_columns * sizeof *row)
                     == 0);
      g_assert_true (
          memcmp (row + cf->n_columns, cm->values + i * cm->n_columns, cm->n_columns * sizeof *row)
          == 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      AssayReplayDesign design;
      g_autoptr (GError) error = NULL;

      g_assert_false (assay_replay_design_parse (refused[i], &design, &error));
      g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/statistics/measure", test_measure);
  g_test_add_func ("/replay/statistics/silence", test_silence);
  g_test_add_func ("/replay/statistics/ripple", test_ripple);
  g_test_add_func ("/replay/conditions/measure", test_conditions);
  g_test_add_func ("/replay/conditions/steady", test_steady_noise_is_outside);
  g_test_add_func ("/replay/conditions/held-notes-are-outside", test_held_notes_are_outside);
  g_test_add_func ("/replay/conditions/swelling-noise-is-outside", test_swelling_noise_is_outside);
  g_test_add_func ("/replay/simulate/copies", test_simulate);
  g_test_add_func ("/replay/design/joined-features", test_joined_features);
  return g_test_run ();
}
