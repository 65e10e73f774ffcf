/* test-profile.c: profiles of recordings, the bands of two classes, and training in legs. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "replay/assay-replay-legs.h"
#include "replay/assay-replay-profile.h"
#include "signal/assay-random.h"

#define SAMPLES 16000

static void
make_noise (guint64 seed, double level, double *samples)
{
  AssayRandom random;

  assay_random_init (&random, seed);
  for (gsize i = 0; i < SAMPLES; i++)
    samples[i] = level * (assay_random_real (&random) - 0.5);
}

/* Ten times louder is the same profile, and the centroids lie where the paper's bins do. */
static void
test_level (void)
{
  g_autofree double *samples = g_new (double, SAMPLES);
  AssayReplayProfile loud;
  AssayReplayProfile quiet;
  double mean = 0;

  make_noise (1, 0.9, samples);
  g_assert_true (assay_replay_profile_measure (samples, SAMPLES, 1, &loud, NULL, NULL));
  make_noise (1, 0.09, samples);
  g_assert_true (assay_replay_profile_measure (samples, SAMPLES, 2, &quiet, NULL, NULL));
  for (guint b = 0; b < ASSAY_REPLAY_PROFILE_BANDS; b++)
    {
      double hertz = loud.values[ASSAY_REPLAY_PROFILE_CF][b];

      g_assert_cmpfloat (hertz, >, 0);
      g_assert_cmpfloat (hertz, <=, 950);
      mean += loud.values[ASSAY_REPLAY_PROFILE_CM][b] / ASSAY_REPLAY_PROFILE_BANDS;
      for (guint kind = 0; kind < ASSAY_REPLAY_PROFILES; kind++)
        g_assert_cmpfloat_with_epsilon (loud.values[kind][b], quiet.values[kind][b], 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (mean, 0, 1e-9);
}

/* Quantiles of numbers whose quantiles are known: 0 … 10 genuine, 100 … 110 replayed. */
static void
test_bands (void)
{
  AssayReplayProfile profiles[22];
  gboolean genuine[22];
  AssayReplayBands bands;
  AssayReplayBands read = { 0 };
  g_autoptr (JsonObject) card = json_object_new ();
  g_autoptr (AssayModelFile) file = assay_model_file_new (card);
  g_autoptr (AssayModelFile) again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 22; i++)
    {
      genuine[i] = i % 2 == 0;
      for (guint kind = 0; kind < ASSAY_REPLAY_PROFILES; kind++)
        for (guint b = 0; b < ASSAY_REPLAY_PROFILE_BANDS; b++)
          profiles[i].values[kind][b] = i / 2 + (genuine[i] ? 0 : 100);
    }
  assay_replay_bands_learn (profiles, genuine, 22, &bands);
  for (guint q = 0; q < 3; q++)
    {
      g_assert_cmpfloat_with_epsilon (bands.values[0][0][q][3], 1 + 4.0 * q, 1e-12);
      g_assert_cmpfloat_with_epsilon (bands.values[1][1][q][79], 101 + 4.0 * q, 1e-12);
    }
  assay_replay_bands_write (&bands, file);
  bytes = assay_model_file_to_bytes (file);
  again = assay_model_file_read (bytes, NULL);
  g_assert_true (assay_replay_bands_read (&read, again, NULL));
  g_assert_true (memcmp (&read, &bands, sizeof read) == 0);
}

static AssayMixture *
make_mixture (double mean)
{
  AssayMixture *mixture = assay_mixture_new (1, 2);

  mixture->weights[0] = 1;
  for (guint c = 0; c < 2; c++)
    {
      mixture->means[c] = mean;
      mixture->variances[c] = 1;
    }
  return mixture;
}

/* What one leg leaves is what the next one finds, to the last bit. */
static void
test_legs (void)
{
  g_autoptr (AssayReplayLegs) first = assay_replay_legs_new ("plan", 2);
  g_autoptr (AssayReplayLegs) second = assay_replay_legs_new ("plan", 0);
  g_autoptr (AssayReplayLegs) stranger = assay_replay_legs_new ("another plan", 0);
  g_autoptr (AssayMixture) mixture = make_mixture (1.0 / 3);
  g_autoptr (AssayMixture) found = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint rounds;

  g_assert_true (assay_replay_legs_take_round (first));
  g_assert_true (assay_replay_legs_take_round (first));
  g_assert_false (assay_replay_legs_take_round (first));
  assay_replay_legs_keep (first, "d0.f1.spoof", mixture, 2);
  bytes = assay_replay_legs_write (first);
  g_assert_true (assay_replay_legs_resume (second, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (assay_replay_legs_get_rounds (second), ==, 2);
  found = assay_replay_legs_get (second, "d0.f1.spoof", &rounds);
  g_assert_cmpuint (rounds, ==, 2);
  g_assert_true (memcmp (found->means, mixture->means, 2 * sizeof (double)) == 0);
  g_assert_null (assay_replay_legs_get (second, "d0.f1.genuine", &rounds));
  g_assert_cmpuint (rounds, ==, 0);
  g_assert_false (assay_replay_legs_resume (stranger, bytes, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID);
}

/* Hostile files: another kind of model, units without mixtures, and impossible mixtures. */
static void
refuse_legs (const char *kind, const char *unit, double variance)
{
  g_autoptr (AssayReplayLegs) legs = assay_replay_legs_new ("p", 0);
  g_autoptr (JsonObject) card = json_object_new ();
  JsonArray *units = json_array_new ();
  JsonObject *object = json_object_new ();
  g_autoptr (AssayModelFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  double values[] = { 1, variance };

  json_object_set_string_member (card, "kind", kind);
  json_object_set_string_member (card, "plan", "p");
  json_object_set_string_member (object, "name", unit);
  json_object_set_int_member (object, "rounds", 1);
  json_array_add_object_element (units, object);
  json_object_set_array_member (card, "units", units);
  file = assay_model_file_new (card);
  assay_model_file_add (file, "u.weights", ASSAY_MODEL_DOUBLE, values, 1, 1);
  assay_model_file_add (file, "u.means", ASSAY_MODEL_DOUBLE, values, 1, 1);
  assay_model_file_add (file, "u.variances", ASSAY_MODEL_DOUBLE, values + 1, 1, 1);
  bytes = assay_model_file_to_bytes (file);
  g_assert_false (assay_replay_legs_resume (legs, bytes, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
}

static void
test_hostile_legs (void)
{
  refuse_legs ("assay-replay", "u", 1);
  refuse_legs ("assay-replay-unfinished", "elsewhere", 1);
  refuse_legs ("assay-replay-unfinished", "", 1);
  refuse_legs ("assay-replay-unfinished", "u", -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/profile/level", test_level);
  g_test_add_func ("/replay/profile/bands", test_bands);
  g_test_add_func ("/replay/legs/resume", test_legs);
  g_test_add_func ("/replay/legs/hostile", test_hostile_legs);
  return g_test_run ();
}
