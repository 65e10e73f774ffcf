/* test-grade.c: how large steps a sound gets. */
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "wavemark/assay-audio-grade.h"

#define N (8 * ASSAY_AUDIO_RATE)

/* For @n samples of noise of amplitude @noise beside a tone of 80 Hz; the noise lasts @share of
 * each half second. */
static AssayAudioChoice
choice_for (gsize n, double noise, double tone, double share, double smear)
{
  g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autofree double *samples = g_new (double, n);
  g_autoptr (GBytes) key = g_bytes_new ("k", 1);
  AssayRandom random;

  assay_random_init (&random, 1);
  assay_audio_plan_init (plan, key, 1);
  for (gsize i = 0; i < n; i++)
    {
      double at = fmod ((double) i / ASSAY_AUDIO_RATE, 0.5);

      samples[i] = tone * sin (2 * G_PI * 80 * (double) i / ASSAY_AUDIO_RATE)
                   + (at < 0.5 * share ? 1 : 1e-3) * noise * (assay_random_real (&random) - 0.5);
    }
  return assay_audio_grade_choose (plan, samples, n, smear);
}

static AssayAudioChoice
choice_of (double noise, double tone, double share, double smear)
{
  return choice_for (N, noise, tone, share, smear);
}

/* Long sound that has its energy in the bands gets small steps: they cost much and are ample. Where
 * the bands are faint the usual ones cost less than 38 dB. */
static void
test_cheap (void)
{
  g_assert_cmpuint (choice_for (3 * N, 0.5, 0, 1, 0).grade, <, 2);
  g_assert_cmpuint (choice_for (3 * N, 0.02, 0.5, 1, 0).grade, >=, 2);
}

/* The more a coder leaves, the larger the steps. */
static void
test_smear (void)
{
  guint last = 0;

  g_assert_cmpuint (choice_of (0.5, 0, 1, 0).grade, ==, 2);
  for (double smear = 0.02; smear < 0.2; smear *= 1.3)
    {
      guint grade = choice_of (0.5, 0, 1, smear).grade;

      g_assert_cmpuint (grade, >=, last);
      last = grade;
    }
  g_assert_cmpuint (last, >, 0);
}

static void
test_beats (void)
{
  g_assert_cmpuint (choice_of (0.5, 0, 0.05, 0).grade, >, choice_of (0.5, 0, 1, 0).grade);
}

/* Noise that is much louder than the marked bands needs the wave, and it costs little; where they
 * are as loud as the rest it would cost much. */
static void
test_wave (void)
{
  AssayAudioChoice faint = choice_of (0.02, 0.5, 1, 0);

  /* Short sound without a wave is moved further. */
  g_assert_cmpfloat (fabs (faint.share - ASSAY_AUDIO_SHARE), <, 1e-9);
  g_assert_cmpfloat (choice_of (0.5, 0, 1, 0).share, >, 0.85);

  g_assert_cmpfloat (choice_of (0.5, 0, 1, 0).wave, <=, 0);
  g_assert_cmpfloat (faint.wave, >, 1e-4);
  g_assert_cmpfloat (faint.wave, <, 0.5 / sqrt (2) * pow (10, -42.0 / 20));
}

/* Nothing to go by. */
static void
test_nothing (void)
{
  g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autofree double *samples = g_new0 (double, N);
  g_autoptr (GBytes) key = g_bytes_new ("k", 1);

  assay_audio_plan_init (plan, key, 1);
  g_assert_cmpuint (assay_audio_grade_choose (plan, samples, N, 0).grade, ==, 3);
  g_assert_cmpuint (assay_audio_grade_choose (plan, samples, 0, 0).grade, ==, 3);
  g_assert_cmpuint (assay_audio_grade_choose (plan, samples, ASSAY_AUDIO_WINDOW, 0).grade, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audiomark/grade/smear", test_smear);
  g_test_add_func ("/audiomark/grade/cheap", test_cheap);
  g_test_add_func ("/audiomark/grade/wave", test_wave);
  g_test_add_func ("/audiomark/grade/beats", test_beats);
  g_test_add_func ("/audiomark/grade/nothing", test_nothing);
  return g_test_run ();
}
