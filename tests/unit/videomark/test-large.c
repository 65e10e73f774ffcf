/* test-large.c: what large pictures are marked with: cells, what similarity costs, and a mark that
 * every part of the picture carries. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "videomark/assay-video-cells.h"
#include "videomark/assay-video-mark.h"
#include "videomark/assay-video-payload.h"
#include "videomark/assay-video-plane.h"
#include "videomark/assay-video-quality.h"
#include "videomark/assay-video-sensitivity.h"
#include "videomark/assay-video-shape.h"

#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
#define BITS ASSAY_VIDEO_BITS
#define PSNR 42.0
#define GRAIN 16.0f

static float *
noise (guint64 seed, gsize n, float scale)
{
  AssayRandom random;
  float *values = g_new (float, n);

  assay_random_init (&random, seed);
  for (gsize i = 0; i < n; i++)
    values[i] = scale * (float) (assay_random_real (&random) - 0.5);
  return values;
}

/* Products with the patterns, and the way back, against the definition; cells at the right and
 * below are cut off. */
static void
test_cells (void)
{
  enum
  {
    WIDTH = 2 * TILE + 7,
    HEIGHT = TILE + 19
  };
  g_autofree float *patterns = noise (1, (gsize) BITS * AREA, 2);
  g_autofree float *plane = noise (2, WIDTH * HEIGHT, 2);
  g_autofree float *back = g_new0 (float, WIDTH *HEIGHT);
  g_autofree float *responses = g_new (float, 6 * BITS);
  gint8 signs[BITS];
  AssayVideoCells cells;

  for (guint b = 0; b < BITS; b++)
    signs[b] = b % 3 == 0 ? -1 : 1;
  assay_video_cells_init (&cells, WIDTH, HEIGHT, patterns, signs);
  g_assert_cmpuint (cells.columns, ==, 3);
  g_assert_cmpuint (cells.rows, ==, 2);
  assay_video_cells_respond (&cells, plane, responses);
  assay_video_cells_spread (&cells, responses, back);
  for (guint b = 0; b < BITS; b++)
    for (guint cell = 0; cell < 6; cell++)
      {
        double sum = 0;

        for (guint y = cell / 3 * TILE; y < MIN (HEIGHT, (cell / 3 + 1) * TILE); y++)
          for (guint x = cell % 3 * TILE; x < MIN (WIDTH, (cell % 3 + 1) * TILE); x++)
            sum += signs[b] * (double) plane[y * WIDTH + x]
                   * (double) patterns[b * AREA + y % TILE * TILE + x % TILE];
        g_assert_cmpfloat_with_epsilon (responses[cell * BITS + b], sum, 2e-3);
      }
  for (guint y = 0; y < HEIGHT; y += 5)
    for (guint x = 0; x < WIDTH; x += 3)
      {
        const float *weights = responses + (y / TILE * 3 + x / TILE) * BITS;
        double sum = 0;

        for (guint b = 0; b < BITS; b++)
          sum += signs[b] * (double) weights[b]
                 * (double) patterns[b * AREA + y % TILE * TILE + x % TILE];
        g_assert_cmpfloat_with_epsilon (back[y * WIDTH + x], sum, 2e-2);
      }
  assay_video_cells_clear (&cells);
}

/* 1 where nothing is, C2 / (2 σ² + C2) where σ² is known, at every reduction. */
static void
test_sensitivity (void)
{
  const guint side = 96;
  g_autofree float *luma = g_new0 (float, side *side);
  g_autofree float *out = g_new (float, side *side);

  for (guint i = 0; i < side * side; i++)
    luma[i] = i % side < side / 2 ? 100 : (i + i / side) % 2 == 0 ? 120 : 80;
  for (guint scale = 1; scale <= 6; scale++)
    {
      guint columns = side / scale;
      const float *row = out + (gsize) (columns / 2) * columns;
      /* A chessboard of ± 20; odd boxes hold one more of one colour. */
      double busy = 58.5225 / (2 * 400 + 58.5225);

      assay_video_sensitivity (luma, side, side, scale, out);
      g_assert_cmpfloat_with_epsilon (row[columns / 8], 1, 1e-3);
      g_assert_cmpfloat_with_epsilon (row[columns - columns / 8], busy, 0.15 * busy);
    }
}

/* Value noise of seven octaves, as deep as wide: shares of a natural picture's lines at all sizes;
 * flat on the right of @busy. */
static guint8 *
draw (guint width, guint height, guint busy)
{
  g_autofree float *plane = g_new0 (float, (gsize) width *height);
  guint8 *pixels = g_new (guint8, (gsize) width * height);

  for (guint octave = 1; octave <= 7; octave++)
    {
      guint step = 1u << octave;
      guint columns = width / step + 2;
      g_autofree float *grid
          = noise (octave, (gsize) columns * (height / step + 2), (float) sqrt (step) * 9);

      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          {
            const float *at = grid + (gsize) (y / step) * columns + x / step;
            float p = (float) (x % step) / (float) step;
            float q = (float) (y % step) / (float) step;

            plane[(gsize) y * width + x] += (1 - q) * ((1 - p) * at[0] + p * at[1])
                                            + q * ((1 - p) * at[columns] + p * at[columns + 1]);
          }
    }
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gsize at = (gsize) y * width + x;

        pixels[at] = (guint8) CLAMP (
            x < busy ? 120 + plane[at] : 90 + 40.0f * (float) y / (float) height, 0, 255);
      }
  return pixels;
}

static const guint8 message[ASSAY_VIDEO_MESSAGE_BITS] = { 1, 0, 1, 1, 0, 0, 1 };

/* @pixels marked in place. */
static void
mark (AssayVideoPattern *pattern, guint8 *pixels, guint width, guint height)
{
  AssayVideoPlane plane = { pixels, width, 1, width, height, 8 };
  guint8 bits[BITS];
  g_autoptr (AssayVideoEmbedder) embedder = NULL;
  double squares = 0;

  assay_video_payload_encode (message, bits);
  embedder = assay_video_embedder_new (pattern, bits, PSNR, width, height, NULL);
  g_assert_nonnull (embedder);
  assay_video_plane_sum (&plane, 1, 0, assay_video_embedder_luma (embedder));
  assay_video_embedder_count (embedder);
  assay_video_plane_add (&plane, assay_video_embedder_plan (embedder, NULL, NULL), 1, 0, 255,
                         &squares);
  squares /= (double) width * height;
  g_assert_cmpfloat_with_epsilon (assay_video_psnr (squares), PSNR, 0.3);
}

static float *
luma_of (guint8 *pixels, guint width, guint height)
{
  AssayVideoPlane plane = { pixels, width, 1, width, height, 8 };
  float *luma = g_new0 (float, (gsize) width *height);

  assay_video_plane_sum (&plane, 1, 0, luma);
  return luma;
}

/* A picture half of which is flat keeps its similarity: the mark moves into the other half. */
static void
test_similarity (void)
{
  const guint width = 1280;
  const guint height = 720;
  g_autoptr (GBytes) key = g_bytes_new_static ("k", 1);
  g_autoptr (AssayVideoPattern) pattern = assay_video_pattern_new (key);
  g_autofree guint8 *pixels = draw (width, height, width / 2);
  g_autofree float *before = luma_of (pixels, width, height);
  g_autofree float *after = NULL;

  mark (pattern, pixels, width, height);
  after = luma_of (pixels, width, height);
  g_assert_cmpfloat (assay_video_ssim (before, after, width, height), >=, 0.98);
}

/* Parts of 40 % of both sides, at half of their size, in noise as a codec's: each is read by
 * itself.
 */
static void
test_parts (void)
{
  const guint width = 1280;
  const guint height = 720;
  g_autoptr (GBytes) key = g_bytes_new_static ("k", 1);
  g_autoptr (AssayVideoPattern) pattern = assay_video_pattern_new (key);
  g_autofree guint8 *pixels = draw (width, height, width);
  g_autofree float *grain = noise (99, 256 * 144, GRAIN);
  g_autofree float *luma = NULL;
  static const guint corners[][2] = { { 0, 0 }, { 704, 432 }, { 333, 201 } };

  mark (pattern, pixels, width, height);
  luma = luma_of (pixels, width, height);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      g_autoptr (AssayVideoDetector) detector
          = assay_video_detector_new (pattern, 256, 144, FALSE, NULL);
      g_autofree float *part = g_new (float, 512 * 288);
      AssayVideoReading reading;
      guint8 told[ASSAY_VIDEO_MESSAGE_BITS];

      for (guint y = 0; y < 288; y++)
        memcpy (part + y * 512, luma + (gsize) (corners[i][1] + y) * width + corners[i][0],
                512 * sizeof *part);
      assay_video_reduce (part, 512, 288, 2, 1, assay_video_detector_luma (detector));
      for (guint k = 0; k < 256 * 144; k++)
        assay_video_detector_luma (detector)[k] += grain[k];
      g_assert_true (assay_video_detector_count (detector, 1, 0, NULL, NULL));
      g_assert_true (assay_video_detector_end (detector, &reading, NULL, NULL));
      g_test_message ("part %u: log10 p %.1f", i, reading.log10_p);
      g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_MARKED);
      g_assert_true (assay_video_payload_decode (reading.soft, told));
      g_assert_true (memcmp (told, message, sizeof told) == 0);
    }
}

/* The mean over windows of the weakest bit of each, in the reader's flattened plane. */
static double
weakest_bits (const AssayVideoShape *shape, const float *difference)
{
  const guint across = 6 * TILE;
  const guint down = 3 * TILE;
  g_autofree float *seen = g_new (float, (gsize) shape->width * shape->height);
  g_autofree float *part = g_new (float, (gsize) across *down);
  double sum = 0;
  guint n = 0;

  assay_video_flattener_high (shape->flattener, difference, seen);
  for (gsize i = 0; i < (gsize) shape->width * shape->height; i++)
    seen[i] = seen[i] * shape->inverse[i] + shape->host[i];
  for (guint top = 0; top + down <= shape->height; top += TILE)
    for (guint left = 0; left + across <= shape->width; left += TILE, n++)
      {
        float tile[AREA];
        double least = HUGE_VAL;

        for (guint y = 0; y < down; y++)
          memcpy (part + (gsize) y * across, seen + (gsize) (top + y) * shape->width + left,
                  across * sizeof *part);
        assay_video_fold (part, across, down, &assay_video_map_identity, tile);
        for (guint b = 0; b < BITS; b++)
          {
            const float *pattern = assay_video_pattern_tile (shape->pattern, b);
            double response = 0;

            for (guint i = 0; i < AREA; i++)
              response += (double) (tile[i] * pattern[i]) * shape->signs[b];
            least = MIN (least, response);
          }
        sum += least;
      }
  return sum / n;
}

/* No window's own lines may overrule a bit, as far as eight rounds go. */
static void
test_weakest_bits (void)
{
  const guint width = 640;
  const guint height = 360;
  const gsize n = (gsize) width * height;
  g_autoptr (GBytes) key = g_bytes_new_static ("k", 1);
  g_autoptr (AssayVideoPattern) pattern = assay_video_pattern_new (key);
  g_autoptr (AssayVideoFlattener) flattener = assay_video_flattener_new (width, height);
  g_autofree guint8 *pixels = draw (width, height, width);
  g_autofree float *luma = luma_of (pixels, width, height);
  g_autofree float *host = g_new (float, n);
  g_autofree float *inverse = g_new (float, n);
  g_autofree float *mask = g_new (float, n);
  g_autofree float *difference = g_new (float, n);
  gint8 signs[BITS];
  AssayVideoShape shape = { pattern, flattener, signs, width, height, host, inverse, mask, 2.0 };
  double before;

  for (guint b = 0; b < BITS; b++)
    signs[b] = b % 2 == 0 ? 1 : -1;
  assay_video_flattener_high (flattener, luma, host);
  assay_video_flattener_deviation (flattener, host, inverse);
  for (gsize i = 0; i < n; i++)
    {
      inverse[i] = 1 / inverse[i];
      host[i] *= inverse[i];
    }
  assay_video_sensitivity (luma, width, height, 1, mask);
  assay_video_shape_mask_similar (mask, n, 1, mask);
  assay_video_shape_amplitudes (&shape, 3, difference);
  before = weakest_bits (&shape, difference);
  g_assert_true (assay_video_shape_cells (&shape, 8, difference, NULL, NULL));
  g_test_message ("weakest bits: %.2f, then %.2f", before, weakest_bits (&shape, difference));
  g_assert_cmpfloat (weakest_bits (&shape, difference), >, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/videomark/large/cells", test_cells);
  g_test_add_func ("/videomark/large/sensitivity", test_sensitivity);
  g_test_add_func ("/videomark/large/weakest-bits", test_weakest_bits);
  g_test_add_func ("/videomark/large/similarity", test_similarity);
  g_test_add_func ("/videomark/large/parts", test_parts);
  return g_test_run ();
}
