/* test-blocks.c: planes folded block by block. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "videomark/assay-video-blocks.h"
#include "videomark/assay-video-score.h"

#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
#define SIDE 288

static AssayVideoPattern *
pattern_of (const char *text)
{
  g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));

  return assay_video_pattern_new (key);
}

/* The mark of bits 0101…, repeated, the tile's pixel (0, 0) at (-7, -20), and noise. */
static float *
draw (const AssayVideoPattern *pattern)
{
  float *plane = g_new (float, SIDE *SIDE);
  AssayRandom random;

  assay_random_init (&random, 3);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        float *value = &plane[y * SIDE + x];

        *value = (float) (assay_random_real (&random) - 0.5);
        for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
          *value
              += (b % 2 == 0 ? 0.4f : -0.4f)
                 * assay_video_pattern_tile (pattern, b)[(y + 20) % TILE * TILE + (x + 7) % TILE];
      }
  return plane;
}

static double
energy (AssayVideoPattern *pattern, AssayVideoFold fold, const float *tile)
{
  g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);
  AssayVideoScore score;
  guint right = 0;

  assay_video_scorer_search (scorer, fold, tile, &score);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    right += (score.soft[b] > 0) == (b % 2 == 0) ? 1 : 0;
  if (score.energy > 0.5)
    g_assert_cmpuint (right, >, 85);
  return score.energy;
}

static double
energy_of (AssayVideoPattern *pattern, AssayVideoFold fold, const float *plane)
{
  float tile[AREA];

  if (fold == ASSAY_VIDEO_FOLD_PLAIN)
    assay_video_fold (plane, SIDE, SIDE, &assay_video_map_identity, tile);
  else
    g_assert_true (
        assay_video_blocks_fold (pattern, plane, SIDE, SIDE, &assay_video_map_identity, tile));
  return energy (pattern, fold, tile);
}

/* Fences of another direction and width in every field: each few frequencies of its place, all of
 * them many of the whole. */
static void
test_lines (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autofree float *plane = draw (pattern);
  AssayRandom random;

  g_assert_cmpfloat (energy_of (pattern, ASSAY_VIDEO_FOLD_PLAIN, plane), >, 0.5);
  g_assert_cmpfloat (energy_of (pattern, ASSAY_VIDEO_FOLD_BLOCKS, plane), >, 0.5);
  assay_random_init (&random, 5);
  for (guint field = 0; field < 9; field++)
    {
      double across = 2 * G_PI * (0.05 + 0.2 * assay_random_real (&random));
      double down = 2 * G_PI * (0.05 + 0.2 * assay_random_real (&random));

      for (guint y = field / 3 * 96; y < field / 3 * 96 + 96; y++)
        for (guint x = field % 3 * 96; x < field % 3 * 96 + 96; x++)
          plane[y * SIDE + x] += (float) (3 * sin (across * x + down * y));
    }
  g_assert_cmpfloat (energy_of (pattern, ASSAY_VIDEO_FOLD_BLOCKS, plane), >,
                     energy_of (pattern, ASSAY_VIDEO_FOLD_PLAIN, plane) + 0.2);
}

/* Turned round and mirrored by its map, a plane folds as it would have before. */
static void
test_maps (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autofree float *plane = draw (pattern);
  g_autofree float *turned = g_new (float, SIDE *SIDE);
  const AssayVideoMap map = { 0, -1, 1, 0 };
  const AssayVideoMap askew = { 1, 1e6, 1e6, 1 };
  float tile[AREA];

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      turned[(SIDE - 1 - x) * SIDE + y] = plane[y * SIDE + x];
  /* Row SIDE - 1 - x of the turned plane, column y. */
  g_assert_true (assay_video_blocks_fold (pattern, turned, SIDE, SIDE, &map, tile));
  g_assert_cmpfloat (energy (pattern, ASSAY_VIDEO_FOLD_BLOCKS, tile), >, 0.5);
  g_assert_false (assay_video_blocks_fold (pattern, turned, SIDE, SIDE, &askew, tile));
}

static void
test_nothing (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autofree float *plane = g_new0 (float, SIDE *SIDE);

  g_assert_cmpfloat_with_epsilon (energy_of (pattern, ASSAY_VIDEO_FOLD_BLOCKS, plane), 0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/videomark/blocks/lines", test_lines);
  g_test_add_func ("/videomark/blocks/maps", test_maps);
  g_test_add_func ("/videomark/blocks/nothing", test_nothing);
  return g_test_run ();
}
