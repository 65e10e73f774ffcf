/* test-examine.c: the audio examination on synthetic sound whose truth is known. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "replay/examine/assay-examination-private.h"
#include "signal/assay-random.h"

#define RATE 16000u

/* Gaussian noise by the sum of twelve. */
static double
noise (AssayRandom *random)
{
  double sum = -6;

  for (guint i = 0; i < 12; i++)
    sum += assay_random_real (random);
  return sum;
}

/* @seconds of noise of @level, rounded to 16 bits. */
static float *
make_noise (double seconds, double level, guint64 seed, gsize *n)
{
  AssayRandom random;
  float *samples;

  *n = (gsize) (seconds * RATE);
  samples = g_new (float, *n);
  assay_random_init (&random, seed);
  for (gsize i = 0; i < *n; i++)
    samples[i] = (float) (rint (level * noise (&random) * 32768) / 32768);
  return samples;
}

static void
test_noise_is_clean (void)
{
  gsize n;
  g_autofree float *samples = make_noise (12, 0.05, 1, &n);
  g_autoptr (AssayExamination) found = assay_examination_new_from_samples (samples, n, 1, RATE);

  g_assert_cmpuint (assay_sound_values_bits (found->values), ==, 16);
  g_assert_cmpfloat_with_epsilon (assay_sound_values_level (found->values), 20 * log10 (0.05), 0.2);
  g_assert_cmpfloat (fabs (assay_sound_values_offset (found->values)), <, 0.001);
  g_assert_cmpfloat (found->edge.frequency, <=, 0);
  g_assert_cmpfloat (found->image.correlation, <, 0.05);
  g_assert_cmpfloat (found->grid.z, <, ASSAY_CODEC_SEEN);
  g_assert_cmpuint (found->repeats->all_repeats, ==, 0);
  g_assert_cmpuint (found->values->n_silence, ==, 0);
  g_assert_nonnull (found->track);
  g_assert_cmpfloat (found->track->clearness, <, ASSAY_HUM_CLEAR);
  g_assert_cmpfloat (found->comb.comb, <, 30);
  g_assert_cmpuint (found->comb.levels, >, 1000);
  g_assert_cmpfloat (g_array_index (found->steps, AssayFloorStep, 0).distance, <, 2);
}

static void
test_offset_and_flat_tops (void)
{
  gsize n;
  g_autofree float *samples = make_noise (3, 0.2, 2, &n);
  g_autoptr (AssayExamination) found = NULL;

  for (gsize i = 0; i < n; i++)
    samples[i] = samples[i] + 0.03125f;
  for (gsize i = 1000; i < 1005; i++)
    samples[i] = 1.5f;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpfloat_with_epsilon (assay_sound_values_offset (found->values), 0.03125, 0.003);
  g_assert_cmpuint (found->values->top.runs, ==, 1);
  g_assert_cmpuint (found->values->top.longest, ==, 5);
  g_assert_cmpuint (g_array_index (found->values->top.stretches, AssayStretch, 0).start, ==, 1000);
  g_assert_cmpuint (g_array_index (found->values->top.stretches, AssayStretch, 0).end, ==, 1005);
}

static void
test_silence_and_no_numbers (void)
{
  gsize n;
  g_autofree float *samples = make_noise (3, 0.2, 3, &n);
  g_autoptr (AssayExamination) found = NULL;

  memset (samples, 0, 500 * sizeof *samples);
  memset (samples + 20000, 0, 400 * sizeof *samples);
  memset (samples + n - 700, 0, 700 * sizeof *samples);
  samples[19999] = samples[20400] = samples[500] = samples[n - 701] = 0.5f;
  samples[5000] = NAN;
  samples[5001] = -INFINITY;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->values->not_finite, ==, 2);
  g_assert_cmpuint (found->values->head, ==, 500);
  g_assert_cmpuint (found->values->tail, ==, 700);
  g_assert_cmpuint (found->values->n_silence, ==, 1);
  g_assert_cmpuint (g_array_index (found->values->silence, AssayStretch, 0).start, ==, 20000);
  g_assert_cmpuint (g_array_index (found->values->silence, AssayStretch, 0).end, ==, 20400);
}

static void
test_bits_and_comb (void)
{
  gsize n;
  g_autofree float *samples = make_noise (12, 0.05, 4, &n);
  g_autofree float *coarse = g_memdup2 (samples, n * sizeof *samples);
  g_autoptr (AssayExamination) found = NULL;
  g_autoptr (AssayExamination) eight = NULL;

  for (gsize i = 0; i < n; i++)
    {
      coarse[i] = rintf (samples[i] * 128) / 128;
      samples[i] = rintf (samples[i] * 1.25f * 32768) / 32768;
    }
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  eight = assay_examination_new_from_samples (coarse, n, 1, RATE);
  g_assert_cmpuint (assay_sound_values_bits (eight->values), ==, 8);
  /* A gain of 5 / 4 leaves every fifth value empty. */
  g_assert_cmpfloat_with_epsilon (found->comb.empty / (double) found->comb.levels, 0.2, 0.02);
  g_assert_cmpfloat (found->comb.comb, >, 1000);
  /* With the ties of the rounding the pattern comes again every ten values. */
  g_assert_cmpfloat_with_epsilon (remainder (10 / found->comb.period, 1), 0, 0.05);
}

static void
test_channels (void)
{
  gsize n;
  g_autofree float *left = make_noise (8, 0.1, 5, &n);
  g_autofree float *right = make_noise (8, 0.1, 6, &n);
  static const AssayChannelKind kinds[] = { ASSAY_CHANNELS_SAME, ASSAY_CHANNELS_INVERTED,
                                            ASSAY_CHANNELS_APART, ASSAY_CHANNELS_MIXED };

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autofree float *both = g_new (float, 2 * n);
      g_autoptr (AssayExamination) found = NULL;

      for (gsize i = 0; i < n; i++)
        {
          const gboolean same = kind == 0 || (kind == 3 && i >= 4 * RATE);

          both[2 * i] = left[i];
          both[2 * i + 1] = kind == 1 ? -left[i] : same ? left[i] : right[i];
        }
      found = assay_examination_new_from_samples (both, n, 2, RATE);
      g_assert_cmpint (assay_sound_values_channels (found->values), ==, kinds[kind]);
      if (kinds[kind] == ASSAY_CHANNELS_MIXED)
        {
          g_assert_cmpuint (found->values->changes->len, ==, 1);
          g_assert_cmpfloat_with_epsilon (g_array_index (found->values->changes, double, 0), 4,
                                          0.01);
        }
    }
}

/* Samples as a windowed-sinc low-pass at @cut (share of the rate) leaves them. */
static void
low_pass (float *samples, gsize n, double cut)
{
  enum
  {
    REACH = 200
  };
  g_autofree float *copy = g_memdup2 (samples, n * sizeof *samples);
  double taps[2 * REACH + 1];

  for (gint k = -REACH; k <= REACH; k++)
    taps[k + REACH] = (k == 0 ? 2 * cut : sin (2 * G_PI * cut * k) / (G_PI * k))
                      * (0.5 + 0.5 * cos (G_PI * k / REACH));
  for (gsize i = REACH; i + REACH < n; i++)
    {
      double sum = 0;

      for (gsize k = 0; k <= 2 * REACH; k++)
        sum += taps[k] * (double) copy[i + k - REACH];
      samples[i] = (float) sum;
    }
}

static void
test_edge (void)
{
  gsize n;
  g_autofree float *samples = make_noise (4, 0.1, 7, &n);
  g_autoptr (AssayExamination) found = NULL;

  low_pass (samples, n, 4000.0 / RATE);
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpfloat_with_epsilon (found->edge.frequency, 4000, 100);
  g_assert_cmpfloat (found->edge.drop, >, 25);
  g_assert_cmpfloat (found->edge.slope, >, 15);
}

static void
test_image (void)
{
  gsize n;
  g_autofree float *samples = make_noise (4, 0.1, 8, &n);
  g_autoptr (AssayExamination) found = NULL;

  /* 8 kHz raised to 16 kHz by repeating and a gentle average: the image stays. */
  for (gsize i = 1; i + 1 < n; i += 2)
    samples[i] = (samples[i - 1] + samples[i + 1]) / 2;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->image.rate, ==, 8000);
  g_assert_cmpfloat (found->image.correlation, >, 0.8);
}

static void
test_floor_step (void)
{
  gsize n;
  g_autofree float *samples = make_noise (12, 0.01, 9, &n);
  g_autoptr (AssayExamination) found = NULL;
  const AssayFloorStep *step;

  for (gsize i = 7 * RATE; i < n; i++)
    samples[i] *= 8;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  step = &g_array_index (found->steps, AssayFloorStep, 0);
  g_assert_cmpfloat_with_epsilon (step->at, 7, 0.3);
  g_assert_cmpfloat_with_epsilon (step->change, 20 * log10 (8), 1.5);
}

/* Digital silence is a finding of its own and no floor: the noise is the same before and after. */
static void
test_floor_and_silence (void)
{
  gsize n;
  g_autofree float *samples = make_noise (12, 0.01, 9, &n);
  g_autoptr (AssayExamination) found = NULL;

  for (gsize i = 5 * RATE; i < 6 * RATE; i++)
    samples[i] = 0;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->values->n_silence, ==, 1);
  g_assert_cmpuint (found->steps->len, >, 0);
  g_assert_cmpfloat (g_array_index (found->steps, AssayFloorStep, 0).distance, <, 6);
}

static void
test_level_step (void)
{
  gsize n;
  g_autofree float *samples = make_noise (14, 0.1, 11, &n);
  g_autoptr (AssayExamination) found = NULL;
  g_autoptr (AssayExamination) even = NULL;
  const AssayLevelStep *step;

  even = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (even->level_steps->len, ==, 0);
  /* A pause of 2 s is no change of the level, a quarter of it from 9 s on is. */
  for (gsize i = 3 * RATE; i < n; i++)
    samples[i] *= i < 5 * RATE ? 0.0001f : i < 9 * RATE ? 1 : 0.25f;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->level_steps->len, ==, 1);
  step = &g_array_index (found->level_steps, AssayLevelStep, 0);
  g_assert_cmpfloat_with_epsilon (step->at, 9, 0.5);
  g_assert_cmpfloat_with_epsilon (step->change, 20 * log10 (0.25), 1);
}

/* A hum of @hz in noise; @skipped samples are missing after 10 s. */
static AssayExamination *
examine_hum (double hz, gsize skipped)
{
  gsize n;
  g_autofree float *samples = make_noise (20, 0.01, 10, &n);

  for (gsize i = 0; i < n; i++)
    {
      const gsize at = i < 10 * RATE ? i : i + skipped;

      samples[i] += (float) (0.02 * sin (2 * G_PI * hz * (double) at / RATE));
    }
  return assay_examination_new_from_samples (samples, n, 1, RATE);
}

static void
test_hum (void)
{
  g_autoptr (AssayExamination) steady = examine_hum (49.97, 0);
  g_autoptr (AssayExamination) cut = examine_hum (60.02, 67); /* a quarter of a wave */

  g_assert_cmpfloat (steady->track->clearness, >, 20);
  g_assert_cmpfloat_with_epsilon (steady->track->frequency, 49.97, 0.005);
  g_assert_cmpuint (steady->track->jumps->len, ==, 0);
  g_assert_cmpfloat (steady->track->usable, >, 0.99);
  g_assert_cmpfloat_with_epsilon (cut->track->frequency, 60.02, 0.05);
  g_assert_cmpuint (cut->track->jumps->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (g_array_index (cut->track->jumps, AssayHumJump, 0).at, 10, 0.3);
  g_assert_cmpfloat_with_epsilon (fabs (g_array_index (cut->track->jumps, AssayHumJump, 0).jump),
                                  67 * 60.02 / RATE * 360, 8);
}

/* Two tones in faint noise, cut: the wave jumps at 40000. */
static void
test_join (void)
{
  gsize n;
  g_autofree float *samples = make_noise (5, 0.0003, 11, &n);
  g_autoptr (AssayExamination) found = NULL;

  for (gsize i = 0; i < n; i++)
    {
      const double at = (double) (i < 40000 ? i : i + 4321) / RATE;

      samples[i] += (float) (0.2 * sin (2 * G_PI * 311 * at) + 0.1 * sin (2 * G_PI * 1234 * at));
    }
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->joins->n_joins, >=, 1);
  g_assert_cmpuint (found->joins->joins[0].sample, >=, 39998);
  g_assert_cmpuint (found->joins->joins[0].sample, <=, 40002);
  g_assert_cmpfloat (found->joins->joins[0].strength, >, 20);
}

static void
test_repeat (void)
{
  gsize n;
  g_autofree float *samples = make_noise (6, 0.1, 12, &n);
  g_autoptr (AssayExamination) found = NULL;
  const AssayRepeat *repeat;

  memcpy (samples + 70000, samples + 10000, 16000 * sizeof *samples);
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->repeats->all_repeats, ==, 1);
  repeat = &found->repeats->repeats[0];
  g_assert_cmpuint (repeat->second - repeat->first, ==, 60000);
  g_assert_cmpuint (repeat->first, >=, 10000);
  g_assert_cmpuint (repeat->first + repeat->length, <=, 26000);
  g_assert_cmpuint (repeat->length, >, 8000);
}

/* Bursts that die away with 0.5 s for 60 dB. */
static void
test_decay (void)
{
  gsize n;
  g_autofree float *samples = make_noise (16, 0.2, 13, &n);
  g_autoptr (AssayExamination) found = NULL;

  for (gsize i = 0; i < n; i++)
    {
      const double since = fmod ((double) i / RATE, 1.0) - 0.3;

      samples[i] *= (float) (since > 0 ? pow (10, -3 * since / 0.5) : 1) + 0.0001f;
    }
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  g_assert_cmpuint (found->decay_time.falls, >=, 8);
  g_assert_cmpfloat_with_epsilon (found->decay_time.time, 0.5, 0.06);
  g_assert_cmpfloat (found->decay_time.low, <=, found->decay_time.time);
  g_assert_cmpfloat (found->decay_time.high, >=, found->decay_time.time);
}

/* Of sample @i and coefficient @k of a block of 2048: sine window times cosine. @waves has 8192
 * values of a whole cosine. */
static double
kernel (const double *waves, guint i, guint k)
{
  return sin (G_PI * (i + 0.5) / 2048) * waves[(2 * i + 1025) * (2 * k + 1) % 8192];
}

/* A quiet room, then a louder one from 0.6 s to 7.5 s, then the quiet one. */
static void
test_two_floors (void)
{
  gsize n;
  g_autofree float *samples = make_noise (8, 0.01, 15, &n);
  g_autofree float *plain = g_memdup2 (samples, n * sizeof *samples);
  g_autoptr (AssayExamination) found = NULL;
  g_autoptr (AssayExamination) one = NULL;

  for (gsize i = 0; i < n; i++)
    if (i < 6 * RATE / 10 || i >= 75 * RATE / 10)
      samples[i] = samples[i] / 4;
  found = assay_examination_new_from_samples (samples, n, 1, RATE);
  one = assay_examination_new_from_samples (plain, n, 1, RATE);
  g_assert_cmpfloat_with_epsilon (found->two.start, 0.6, 0.02);
  g_assert_cmpfloat_with_epsilon (found->two.end, 7.5, 0.02);
  g_assert_cmpfloat_with_epsilon (found->two.inside - found->two.ends, 20 * log10 (4), 2);
  g_assert_cmpfloat (one->two.end, <=, 0);
}

/* A codec that rounds every second coefficient away, by the sums that define its transform. */
static void
test_codec (void)
{
  enum
  {
    LENGTH = 14336,
    SHIFT = 300
  };
  gsize n;
  g_autofree float *samples = make_noise (1, 0.1, 14, &n);
  g_autofree double *in = g_new0 (double, LENGTH);
  g_autofree double *out = g_new0 (double, LENGTH);
  double waves[8192];
  AssayCodecGrid grid;

  for (guint i = 0; i < LENGTH; i++)
    in[i] = (double) samples[i];
  for (guint i = 0; i < G_N_ELEMENTS (waves); i++)
    waves[i] = cos (2 * G_PI * i / G_N_ELEMENTS (waves));
  for (guint block = 0; block + 2048 <= LENGTH; block += 1024)
    for (guint k = 0; k < 1024; k += 2)
      {
        double value = 0;

        for (guint i = 0; i < 2048; i++)
          value += in[block + i] * kernel (waves, i, k) / 1024;
        for (guint i = 0; i < 2048; i++)
          out[block + i] += value * kernel (waves, i, k);
      }
  assay_codec_search (out + 1024 + SHIFT, 1024 + SHIFT, -1, &grid);
  g_assert_cmpfloat (grid.z, >, 30);
  g_assert_cmpint (grid.window, ==, ASSAY_WINDOW_SINE);
  g_assert_cmpuint (grid.offset, ==, 0);
  assay_codec_search (in, 0, -1, &grid);
  g_assert_cmpfloat (grid.z, <, ASSAY_CODEC_SEEN);
}

static void
test_short_and_empty (void)
{
  static const gsize lengths[] = { 0, 1, 2, 1023, 1024, 5000, 20000 };
  static const guint rates[] = { 8000, 11025, 16000, 44100, 192000, 1000 };

  for (guint r = 0; r < G_N_ELEMENTS (rates); r++)
    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
      for (guint kind = 0; kind < 3; kind++)
        {
          g_autofree float *samples = g_new0 (float, 6 * lengths[i] + 1);
          g_autoptr (AssayExamination) found = NULL;

          for (gsize j = 0; j < 6 * lengths[i]; j++)
            samples[j] = kind == 0 ? 0.0f : kind == 1 ? 3e38f : (float) (j % 2) - 0.5f;
          found = assay_examination_new_from_samples (samples, lengths[i], 6, rates[r]);
          g_assert_cmpuint (found->values->frames, ==, lengths[i]);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/examine/noise-is-clean", test_noise_is_clean);
  g_test_add_func ("/replay/examine/offset-and-flat-tops", test_offset_and_flat_tops);
  g_test_add_func ("/replay/examine/silence-and-no-numbers", test_silence_and_no_numbers);
  g_test_add_func ("/replay/examine/bits-and-comb", test_bits_and_comb);
  g_test_add_func ("/replay/examine/channels", test_channels);
  g_test_add_func ("/replay/examine/edge", test_edge);
  g_test_add_func ("/replay/examine/image", test_image);
  g_test_add_func ("/replay/examine/floor-step", test_floor_step);
  g_test_add_func ("/replay/examine/floor-and-silence", test_floor_and_silence);
  g_test_add_func ("/replay/examine/level-step", test_level_step);
  g_test_add_func ("/replay/examine/hum", test_hum);
  g_test_add_func ("/replay/examine/join", test_join);
  g_test_add_func ("/replay/examine/repeat", test_repeat);
  g_test_add_func ("/replay/examine/decay", test_decay);
  g_test_add_func ("/replay/examine/two-floors", test_two_floors);
  g_test_add_func ("/replay/examine/codec", test_codec);
  g_test_add_func ("/replay/examine/short-and-empty", test_short_and_empty);
  return g_test_run ();
}
