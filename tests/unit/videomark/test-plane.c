/* test-plane.c: samples, reduction, flattening, folding, similarity. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "videomark/assay-video-plane.h"
#include "videomark/assay-video-quality.h"
#include "videomark/assay-video-sample.h"

#define TILE ASSAY_VIDEO_TILE

static float *
noise (guint64 seed, gsize n, float scale)
{
  AssayRandom random;
  float *values = g_new (float, n);

  assay_random_init (&random, seed);
  for (gsize i = 0; i < n; i++)
    values[i] = scale * (float) assay_random_real (&random);
  return values;
}

static int
mirror (int i, int n)
{
  i = i < 0 ? -i - 1 : i;
  return i >= n ? 2 * n - 1 - i : i;
}

/* Against the definition, pixel by pixel in double. */
static void
test_flatten (void)
{
  const int width = 37;
  const int height = 29;
  g_autofree float *plane = noise (1, 37 * 29, 255);
  g_autofree float *high = g_new (float, 37 * 29);
  g_autofree float *deviation = g_new (float, 37 * 29);
  g_autoptr (AssayVideoFlattener) flattener = assay_video_flattener_new (37, 29);
  double sum = 0;

  for (int i = -7; i <= 7; i++)
    sum += exp (-i * i / (2 * 2.2 * 2.2));
  assay_video_flattener_high (flattener, plane, high);
  assay_video_flattener_deviation (flattener, high, deviation);
  for (int y = 0; y < height; y += 4)
    for (int x = 0; x < width; x += 3)
      {
        double blur = 0;
        double square = 0;

        for (int j = -7; j <= 7; j++)
          for (int i = -7; i <= 7; i++)
            blur += exp (-(i * i + j * j) / (2 * 2.2 * 2.2)) / (sum * sum)
                    * (double) plane[mirror (y + j, height) * width + mirror (x + i, width)];
        g_assert_cmpfloat_with_epsilon (high[y * width + x], (double) plane[y * width + x] - blur,
                                        1e-3);
        for (int j = -3; j <= 3; j++)
          for (int i = -3; i <= 3; i++)
            square += pow ((double) high[mirror (y + j, height) * width + mirror (x + i, width)], 2)
                      / 49;
        g_assert_cmpfloat_with_epsilon (deviation[y * width + x], sqrt (square) + 2, 1e-3);
      }
  assay_video_flattener_run (flattener, plane, plane);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        double level = (double) deviation[y * width + x];
        double value = (double) high[y * width + x] / level;
        int across = MIN (x, width - 1 - x);
        int down = MIN (y, height - 1 - y);

        value = CLAMP (value, -3, 3) / sqrt (level);
        value *= across < 3 ? (across + 0.5) / 3 : 1;
        value *= down < 3 ? (down + 0.5) / 3 : 1;
        g_assert_cmpfloat_with_epsilon (plane[y * width + x], value, 1e-4);
      }
}

static void
test_fold (void)
{
  const guint width = 2 * TILE + 11;
  const guint height = TILE + 5;
  g_autofree float *plane = noise (2, (gsize) width * height, 1);
  AssayVideoMap nearly = { 1, 1e-12, 0, 1 };
  float plain[ASSAY_VIDEO_AREA], mapped[ASSAY_VIDEO_AREA];

  assay_video_fold (plane, width, height, &assay_video_map_identity, plain);
  g_assert_cmpfloat_with_epsilon (plain[3],
                                  plane[3] + plane[TILE + 3] + plane[2 * TILE + 3]
                                      + plane[TILE * width + 3] + plane[TILE * width + TILE + 3]
                                      + plane[TILE * width + 2 * TILE + 3],
                                  1e-5);
  assay_video_fold (plane, width, height, &nearly, mapped);
  for (guint i = 0; i < ASSAY_VIDEO_AREA; i++)
    g_assert_cmpfloat_with_epsilon (plain[i], mapped[i], 1e-5);
}

static void
test_reduce_enlarge (void)
{
  g_autofree float *ramp = g_new (float, 40 * 30);
  float small[20 * 15];
  g_autofree float *large = g_new (float, 41 * 31);

  for (guint i = 0; i < 40 * 30; i++)
    ramp[i] = (float) (i % 40) + 2.0f * (float) (i / 40);
  assay_video_reduce (ramp, 40, 30, 2, 1, small);
  g_assert_cmpfloat_with_epsilon (small[21], 2.5f + 2 * 2.5f, 1e-5);
  assay_video_enlarge (small, 41, 31, 2, large);
  /* Linear between block centres: a ramp stays one, away from the edges. */
  for (guint y = 1; y < 29; y++)
    for (guint x = 1; x < 39; x++)
      g_assert_cmpfloat_with_epsilon (large[y * 41 + x], ramp[y * 40 + x], 1e-4);
}

/* All layouts give the same sum; adding clips, counts and leaves padding alone. */
static void
test_samples (void)
{
  guint8 packed[4 * 12];
  guint16 words[4 * 4];
  float sum[16] = { 0 };
  float difference[16];
  AssayVideoPlane bytes = { packed + 1, 12, 3, 4, 4, 8 };
  AssayVideoPlane deep = { (guint8 *) words, 8, 1, 4, 4, 10 };
  double squares = 0;
  double expected;

  for (guint i = 0; i < sizeof packed; i++)
    packed[i] = (guint8) (i * 5);
  for (guint i = 0; i < 16; i++)
    {
      words[i] = (guint16) (packed[3 * i + 1] * 4);
      difference[i] = i % 2 == 0 ? 2.4f : -300.0f;
    }
  assay_video_plane_sum (&bytes, 1, 0, sum);
  assay_video_plane_sum (&deep, -0.25f, 0, sum);
  for (guint i = 0; i < 16; i++)
    g_assert_cmpfloat_with_epsilon (sum[i], 0, 1e-5);
  expected = assay_video_plane_error (&bytes, difference, 1, 0, 255, 1);
  assay_video_plane_add (&bytes, difference, 1, 0, 255, &squares);
  g_assert_cmpfloat_with_epsilon (squares, expected, 1e-9);
  g_assert_cmpuint (packed[0], ==, 0);
  g_assert_cmpuint (packed[1], ==, 7);
  g_assert_cmpuint (packed[4], ==, 0);
  assay_video_plane_add (&deep, difference, 4, 0, 1023, NULL);
  g_assert_cmpuint (words[0], ==, 5 * 4 + 10);
  g_assert_cmpuint (words[1], ==, 0);
}

static void
test_similarity (void)
{
  g_autofree float *a = noise (4, 64 * 64, 255);
  g_autofree float *b = noise (5, 64 * 64, 255);
  g_autofree float *c = g_new (float, 64 * 64);

  g_assert_cmpfloat_with_epsilon (assay_video_ssim (a, a, 64, 64), 1, 1e-6);
  g_assert_cmpfloat (assay_video_ssim (a, b, 64, 64), <, 0.2);
  /* Of flat pictures 100 and 110, the means alone differ: (2 · 100 · 110 + C1) / (100² + 110² +
   * C1).
   */
  for (guint i = 0; i < 64 * 64; i++)
    {
      b[i] = 100;
      c[i] = 110;
    }
  g_assert_cmpfloat_with_epsilon (assay_video_ssim (b, c, 64, 64),
                                  (22000 + 6.5025) / (22100 + 6.5025), 5e-5);
  g_assert_cmpfloat_with_epsilon (assay_video_psnr (1), 48.1308, 1e-4);
}

/* A thousand windows say what all say, of a picture and a copy as of a picture and a change. */
static void
test_sample (void)
{
  const guint width = 400;
  const guint height = 300;
  g_autofree float *a = noise (6, (gsize) width * height, 255);
  g_autofree float *change = noise (7, (gsize) width * height, 60);
  g_autofree float *b = g_new (float, (gsize) width *height);
  g_autoptr (AssayVideoSample) sample = assay_video_sample_new (width, height);
  g_autoptr (AssayVideoSample) small = assay_video_sample_new (10, 300);

  for (gsize i = 0; i < (gsize) width * height; i++)
    b[i] = a[i] + rintf (change[i]);
  assay_video_sample_take (sample, a);
  g_assert_cmpfloat_with_epsilon (assay_video_sample_compare (sample, a), 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (assay_video_sample_compare (sample, b),
                                  assay_video_sample_ssim (sample, change), 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_video_sample_compare (sample, b),
                                  assay_video_ssim (a, b, width, height), 5e-3);
  g_assert_cmpfloat (assay_video_sample_compare (sample, b), <, 0.98);
  assay_video_sample_take (small, a);
  g_assert_cmpfloat_with_epsilon (assay_video_sample_compare (small, b), 1, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/videomark/plane/flatten", test_flatten);
  g_test_add_func ("/videomark/plane/fold", test_fold);
  g_test_add_func ("/videomark/plane/reduce-enlarge", test_reduce_enlarge);
  g_test_add_func ("/videomark/plane/samples", test_samples);
  g_test_add_func ("/videomark/plane/similarity", test_similarity);
  g_test_add_func ("/videomark/plane/sample", test_sample);
  return g_test_run ();
}
