/* test-detector.c: marked frames are read back, changed or not; others are not. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "videomark/assay-video-mark.h"
#include "videomark/assay-video-plane.h"

static AssayVideoPattern *
pattern_of (const char *text)
{
  g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));

  return assay_video_pattern_new (key);
}

/* A picture with edges, slopes and grain, drifting with time. */
static guint8 *
draw (guint width, guint height, guint frame)
{
  AssayRandom random;
  guint8 *pixels = g_new (guint8, (gsize) width * height);

  assay_random_init (&random, frame);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double u = x + frame * 0.7;
        double value = 110 + 40 * sin (u / 31.0) * cos (y / 23.0)
                       + (((guint) (u / 57) + y / 41) % 2 == 0 ? 25 : -15)
                       + 6 * assay_random_real (&random);

        pixels[(gsize) y * width + x] = (guint8) value;
      }
  return pixels;
}

static void
give_bits (guint8 *bits)
{
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    bits[b] = (b * b + b / 3) % 2 == 0;
}

/* @n frames, marked at 42 dB in segments of 8. */
static guint8 **
mark (AssayVideoPattern *pattern, guint width, guint height, guint n, double psnr)
{
  guint8 bits[ASSAY_VIDEO_BITS];
  guint8 **frames = g_new0 (guint8 *, n + 1);
  g_autoptr (AssayVideoEmbedder) embedder = NULL;
  double squares = 0;

  give_bits (bits);
  embedder = assay_video_embedder_new (pattern, bits, psnr, width, height, NULL);
  g_assert_nonnull (embedder);
  for (guint first = 0; first < n; first += ASSAY_VIDEO_SEGMENT)
    {
      guint last = MIN (n, first + ASSAY_VIDEO_SEGMENT);
      const float *difference;

      for (guint i = first; i < last; i++)
        {
          AssayVideoPlane plane = { .stride = width, .step = 1, .width = width, .height = height };

          plane.depth = 8;
          plane.data = frames[i] = draw (width, height, i);
          assay_video_plane_sum (&plane, 1, 0, assay_video_embedder_luma (embedder));
          assay_video_embedder_count (embedder);
        }
      difference = assay_video_embedder_plan (embedder, NULL, NULL);
      for (guint i = first; i < last; i++)
        {
          AssayVideoPlane plane = { frames[i], width, 1, width, height, 8 };

          assay_video_plane_add (&plane, difference, 1, 0, 255, &squares);
        }
    }
  squares /= (double) n * width * height;
  g_assert_cmpfloat_with_epsilon (10 * log10 (255.0 * 255.0 / squares), psnr, 0.3);
  return frames;
}

static guint
right_bits (const AssayVideoReading *reading)
{
  guint8 bits[ASSAY_VIDEO_BITS];
  guint right = 0;

  give_bits (bits);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    right += (reading->soft[b] > 0) == (bits[b] != 0) ? 1 : 0;
  return right;
}

/* Frames as given, cut: @left, @top, @width × @height of rows @stride long. */
static void
read_frames (AssayVideoPattern *pattern,
             guint8 **frames,
             guint n,
             guint every,
             const AssayVideoPlane *cut,
             AssayVideoReading *reading)
{
  g_autoptr (AssayVideoDetector) detector
      = assay_video_detector_new (pattern, cut->width, cut->height, TRUE, NULL);
  gsize offset = GPOINTER_TO_SIZE (cut->data);

  g_assert_nonnull (detector);
  for (guint i = 0; i < n; i += every)
    {
      AssayVideoPlane plane = *cut;

      plane.data = frames[i] + offset;
      assay_video_plane_sum (&plane, 1, 0, assay_video_detector_luma (detector));
      g_assert_true (assay_video_detector_count (detector, 1, i / 25.0, NULL, NULL));
    }
  g_assert_true (assay_video_detector_end (detector, reading, NULL, NULL));
}

static void
test_small (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_autoptr (AssayVideoPattern) other = pattern_of ("other");
  g_auto (GStrv) frames = (GStrv) mark (pattern, 128, 128, 8, 37.5);
  AssayVideoPlane whole = { NULL, 128, 1, 128, 128, 8 };
  AssayVideoPlane cut = { GSIZE_TO_POINTER (30 * 128 + 41), 128, 1, 51, 51, 8 };
  AssayVideoReading reading;

  read_frames (pattern, (guint8 **) frames, 8, 1, &whole, &reading);
  g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_MARKED);
  g_assert_cmpuint (right_bits (&reading), ==, ASSAY_VIDEO_BITS);
  g_assert_false (reading.moved);
  g_assert_cmpfloat (reading.log10_p, <, -30);
  read_frames (pattern, (guint8 **) frames, 1, 1, &whole, &reading);
  g_assert_cmpuint (right_bits (&reading), >=, 94);
  read_frames (pattern, (guint8 **) frames, 8, 1, &cut, &reading);
  g_assert_cmpuint (right_bits (&reading), >=, 90);
  g_assert_true (reading.moved);
  g_assert_cmpfloat_with_epsilon (reading.geometry.shift_x, 7, 0.6);
  g_assert_cmpfloat_with_epsilon (reading.geometry.shift_y, 18, 0.6);
  read_frames (other, (guint8 **) frames, 8, 1, &whole, &reading);
  g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_NONE);
}

/* One marked picture among seven that are not, with @share for it and @rest for each of them. */
static double
chance_of_one (float share, float rest)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_auto (GStrv) frames = (GStrv) mark (pattern, 128, 128, 8, 37.5);
  g_autoptr (AssayVideoDetector) detector
      = assay_video_detector_new (pattern, 128, 128, FALSE, NULL);
  AssayVideoReading reading;

  for (guint i = 0; i < 8; i++)
    {
      float own = i == 3 ? share : rest;
      g_autofree guint8 *plain = draw (128, 128, i);
      AssayVideoPlane plane = { i == 3 ? (guint8 *) frames[i] : plain, 128, 1, 128, 128, 8 };

      assay_video_plane_sum (&plane, own, 0, assay_video_detector_luma (detector));
      g_assert_true (assay_video_detector_count (detector, own, i / 25.0, NULL, NULL));
    }
  g_assert_true (assay_video_detector_end (detector, &reading, NULL, NULL));
  return reading.log10_p;
}

/* What a picture counts is its share beside the others, not the share itself. */
static void
test_shares (void)
{
  g_assert_cmpfloat (chance_of_one (6, 1), <, chance_of_one (1, 1) - 3);
  g_assert_cmpfloat_with_epsilon (chance_of_one (4, 4), chance_of_one (1, 1), 1e-3);
}

static void
test_large (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  const guint width = 960;
  const guint height = 544;
  g_auto (GStrv) frames = (GStrv) mark (pattern, width, height, 24, 42);
  AssayVideoPlane whole = { NULL, width, 1, width, height, 8 };
  AssayVideoPlane cut = { GSIZE_TO_POINTER (101 * width + 333), width, 1, 384, 218, 8 };
  AssayVideoReading reading;

  read_frames (pattern, (guint8 **) frames, 24, 1, &whole, &reading);
  g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_MARKED);
  g_assert_cmpuint (right_bits (&reading), ==, ASSAY_VIDEO_BITS);
  g_assert_cmpuint (reading.frames, ==, 24);
  read_frames (pattern, (guint8 **) frames, 24, 3, &whole, &reading);
  g_assert_cmpuint (right_bits (&reading), ==, ASSAY_VIDEO_BITS);
  /* A cut looks like a smaller video: its tile is found at twice the size. */
  read_frames (pattern, (guint8 **) frames, 24, 1, &cut, &reading);
  g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_MARKED);
  g_assert_cmpuint (right_bits (&reading), >=, 95);
  g_assert_cmpfloat_with_epsilon (reading.geometry.xx, 96, 0.5);
}

/* Every pixel at 0.83 and 0.77 of its place: neither a common size nor square. */
static void
test_stretched (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  g_auto (GStrv) frames = (GStrv) mark (pattern, 640, 360, 16, 40);
  const guint width = 531;
  const guint height = 277;
  AssayVideoPlane whole = { NULL, width, 1, width, height, 8 };
  AssayVideoReading reading;

  for (guint i = 0; i < 16; i++)
    {
      guint8 *small = g_new (guint8, (gsize) width * height);

      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          {
            double u = x * (639.0 / width);
            double v = y * (359.0 / height);
            const guint8 *at = (guint8 *) frames[i] + (gsize) v * 640 + (gsize) u;
            double p = u - floor (u);
            double q = v - floor (v);

            small[(gsize) y * width + x] = (guint8) ((1 - q) * ((1 - p) * at[0] + p * at[1])
                                                     + q * ((1 - p) * at[640] + p * at[641]) + 0.5);
          }
      g_free (frames[i]);
      frames[i] = (char *) small;
    }
  read_frames (pattern, (guint8 **) frames, 16, 1, &whole, &reading);
  g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_MARKED);
  g_assert_cmpuint (right_bits (&reading), >=, 94);
  g_assert_cmpfloat_with_epsilon (reading.geometry.xx, 48 * width / 639.0, 0.3);
  g_assert_cmpfloat_with_epsilon (reading.geometry.yy, 48 * height / 359.0, 0.3);
}

/* Turned by a quarter and mirrored, as players and people do. */
static void
test_turned (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  const guint width = 320;
  const guint height = 240;
  g_auto (GStrv) frames = (GStrv) mark (pattern, width, height, 8, 40);
  AssayVideoPlane turned = { NULL, height, 1, height, width, 8 };
  AssayVideoReading reading;

  for (guint i = 0; i < 8; i++)
    {
      guint8 *copy = g_new (guint8, (gsize) width * height);

      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          copy[(gsize) x * height + height - 1 - y] = ((guint8 *) frames[i])[(gsize) y * width + x];
      g_free (frames[i]);
      frames[i] = (char *) copy;
    }
  read_frames (pattern, (guint8 **) frames, 8, 1, &turned, &reading);
  g_assert_cmpint (reading.outcome, ==, ASSAY_VIDEO_MARKED);
  g_assert_cmpuint (right_bits (&reading), >=, 95);
  g_assert_cmpfloat_with_epsilon (reading.geometry.xy, 48, 0.5);
}

static void
test_refused_sizes (void)
{
  g_autoptr (AssayVideoPattern) pattern = pattern_of ("k");
  guint8 bits[ASSAY_VIDEO_BITS] = { 0 };
  static const guint sizes[][2] = { { 2, 2 }, { 47, 400 }, { 16385, 64 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          assay_video_embedder_new (pattern, bits, 42, sizes[i][0], sizes[i][1], &error));
      g_assert_nonnull (error);
    }
  g_assert_null (assay_video_detector_new (pattern, 15, 15, TRUE, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/videomark/detector/small", test_small);
  g_test_add_func ("/videomark/detector/shares", test_shares);
  g_test_add_func ("/videomark/detector/large", test_large);
  g_test_add_func ("/videomark/detector/stretched", test_stretched);
  g_test_add_func ("/videomark/detector/turned", test_turned);
  g_test_add_func ("/videomark/detector/refused-sizes", test_refused_sizes);
  return g_test_run ();
}
