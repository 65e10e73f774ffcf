/* test-score.c: patterns and the chance of a reading. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "signal/assay-tail.h"
#include "videomark/assay-video-score.h"

#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA

static AssayVideoPattern *
pattern_of (const char *text)
{
  g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));

  return assay_video_pattern_new (key);
}

static double
product (const float *a, const float *b, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

static void
test_orthonormal (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  float coordinates[ASSAY_VIDEO_DIMENSIONS];

  for (guint a = 0; a < ASSAY_VIDEO_BITS; a += 5)
    for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
      g_assert_cmpfloat_with_epsilon (product (assay_video_pattern_tile (pattern, a),
                                               assay_video_pattern_tile (pattern, b), AREA),
                                      a == b ? 1 : 0, 1e-5);
  assay_video_pattern_analyse (pattern, assay_video_pattern_tile (pattern, 3), coordinates);
  for (guint i = 0; i < ASSAY_VIDEO_DIMENSIONS; i++)
    g_assert_cmpfloat_with_epsilon (coordinates[i], assay_video_pattern_coordinates (pattern, 3)[i],
                                    1e-5);
}

/* A picture with lines of its own, made stronger than the rest. */
static void
draw_host (float *tile, guint64 seed)
{
  AssayRandom random;

  assay_random_init (&random, seed);
  for (guint i = 0; i < AREA; i++)
    tile[i] = (float) (assay_random_real (&random) - 0.5
                       + 0.5 * sin (2 * G_PI * 5 * (i % TILE) / TILE));
}

static void
test_place_and_bits (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);
  AssayVideoScore score;
  float tile[AREA];

  draw_host (tile, 1);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    for (guint y = 0; y < TILE; y++)
      for (guint x = 0; x < TILE; x++)
        tile[y * TILE + x]
            += (b % 3 == 0 ? 1.0f : -1.0f)
               * assay_video_pattern_tile (
                   pattern, b)[(y + TILE - 7) % TILE * TILE + (x + TILE - 20) % TILE];
  assay_video_scorer_search (scorer, ASSAY_VIDEO_FOLD_PLAIN, tile, &score);
  g_assert_cmpfloat_with_epsilon (score.shift_x, 20, 0.3);
  g_assert_cmpfloat_with_epsilon (score.shift_y, 7, 0.3);
  g_assert_cmpfloat (score.log10_p, <, -20);
  g_assert_cmpfloat (score.energy, >, score.runner_up + 0.1);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    g_assert_true ((score.soft[b] > 0) == (b % 3 == 0));
}

/* Bits that are all a little right have little energy: many places have more of it by chance, and
 * none is as even. */
static void
test_even_bits (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);
  AssayVideoScore score;
  float tile[AREA], moved[AREA];
  float coordinates[ASSAY_VIDEO_DIMENSIONS];
  guint found = 0;

  for (guint run = 0; run < 20; run++)
    {
      AssayRandom random;

      assay_random_init (&random, 100 + run);
      for (guint i = 0; i < ASSAY_VIDEO_DIMENSIONS; i++)
        coordinates[i] = (float) (assay_random_real (&random) + assay_random_real (&random)
                                  + assay_random_real (&random) - 1.5);
      /* Along each pattern exactly 0.6, where the noise has 0.5. */
      for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
        {
          const float *to = assay_video_pattern_coordinates (pattern, b);
          float is = (float) product (coordinates, to, ASSAY_VIDEO_DIMENSIONS);

          for (guint i = 0; i < ASSAY_VIDEO_DIMENSIONS; i++)
            coordinates[i] += (0.6f - is) * to[i];
        }
      assay_video_pattern_synthesise (pattern, coordinates, tile);
      for (guint i = 0; i < AREA; i++)
        moved[(i / TILE + 5) % TILE * TILE + (i + 11) % TILE] = tile[i];
      assay_video_scorer_search (scorer, ASSAY_VIDEO_FOLD_PLAIN, moved, &score);
      found += hypot (score.shift_x - 11, score.shift_y - 5) < 0.6 ? 1 : 0;
    }
  /* By energy alone 1 was. */
  g_assert_cmpuint (found, >=, 18);
}

/* The slow way: the sum over all pixels at a whole shift. */
static void
test_energy_is_that_of_the_definition (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);
  AssayVideoScore score, at;
  float tile[AREA];

  draw_host (tile, 2);
  assay_video_scorer_search (scorer, ASSAY_VIDEO_FOLD_PLAIN, tile, &score);
  assay_video_scorer_at (scorer, ASSAY_VIDEO_FOLD_PLAIN, tile, score.shift_x, score.shift_y, &at);
  g_assert_cmpfloat_with_epsilon (score.energy, at.energy, 1e-5);
}

/* Keys that know nothing: chances are chances. */
static void
test_wrong_keys (void)
{
  float tile[AREA];
  guint below = 0;
  const guint n = 100;

  draw_host (tile, 3);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("wrong %u", i);
      g_autoptr (AssayVideoPattern) pattern = pattern_of (key);
      g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);
      AssayVideoScore score;
      double alone;

      assay_video_scorer_at (scorer, ASSAY_VIDEO_FOLD_PLAIN, tile, 3, 4, &score);
      /* Of the energy alone the chance is exact; what is told counts the sum too. */
      alone = assay_tail_beta (score.energy, ASSAY_VIDEO_BITS / 2.0,
                               (ASSAY_VIDEO_DIMENSIONS - ASSAY_VIDEO_BITS) / 2.0);
      below += alone < log10 (0.5) ? 1 : 0;
      g_assert_cmpfloat (score.log10_p, <=, assay_tail_union (alone, 2) + 1e-9);
      g_assert_cmpfloat (score.log10_p, >, -6);
    }
  /* Half of them, within five deviations. */
  g_assert_cmpuint (below, >, n / 2 - 25);
  g_assert_cmpuint (below, <, n / 2 + 25);
}

static void
test_flat (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);
  AssayVideoScore score;
  float tile[AREA] = { 0 };

  assay_video_scorer_search (scorer, ASSAY_VIDEO_FOLD_PLAIN, tile, &score);
  g_assert_cmpfloat_with_epsilon (score.log10_p, 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (score.soft[0], 0, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/videomark/score/orthonormal", test_orthonormal);
  g_test_add_func ("/videomark/score/place-and-bits", test_place_and_bits);
  g_test_add_func ("/videomark/score/even-bits", test_even_bits);
  g_test_add_func ("/videomark/score/definition", test_energy_is_that_of_the_definition);
  g_test_add_func ("/videomark/score/wrong-keys", test_wrong_keys);
  g_test_add_func ("/videomark/score/flat", test_flat);
  return g_test_run ();
}
