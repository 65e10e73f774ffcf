/* test-pictures.c: comparison with the preview, levels, shrinking and turning, on pictures made
 * here. */
#include <math.h>
#include <string.h>

#include "integrity/assay-levels-private.h"
#include "integrity/assay-orient-private.h"
#include "integrity/assay-preview-compare-private.h"
#include "integrity/assay-shrink-private.h"

/* A scene without symmetry: bright and dark waves of different direction. */
static double
scene (double u, double v)
{
  return 128 + 60 * sin (7 * u + 3 * v * v) + 50 * cos (5 * v - 2 * u);
}

static guint8 *
paint (guint width, guint height, double u0, double u1)
{
  guint8 *pixels = g_new (guint8, (gsize) width * height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      pixels[(gsize) y * width + x]
          = (guint8) CLAMP (scene (u0 + (u1 - u0) * x / width, (double) y / height), 0, 255);
  return pixels;
}

static void
test_same (void)
{
  g_autofree guint8 *large = paint (640, 480, 0, 1);
  g_autofree guint8 *small = paint (160, 120, 0, 1);
  const AssayGrey picture = { large, 640, 480 };
  const AssayGrey preview = { small, 160, 120 };
  AssayPreviewComparison result;

  g_assert_true (assay_preview_compare (&picture, &preview, &result));
  g_assert_cmpfloat (result.correlation, >, 0.999);
  g_assert_cmpfloat (result.residual_max, <, 3);
  g_assert_cmpfloat_with_epsilon (result.aspect_difference, 0, 1e-6);
}

/* A quarter turn, and an inverse tone curve of the preview. */
static void
test_turned (void)
{
  g_autofree guint8 *large = paint (640, 480, 0, 1);
  g_autofree guint8 *small = paint (160, 120, 0, 1);
  g_autofree guint8 *turned = g_new (guint8, 160 * 120);
  const AssayGrey picture = { large, 640, 480 };
  const AssayGrey preview = { turned, 120, 160 };
  AssayPreviewComparison result;

  for (guint y = 0; y < 120; y++)
    for (guint x = 0; x < 160; x++)
      turned[x * 120 + (119 - y)] = (guint8) (40 + small[y * 160 + x] * 3 / 4);
  g_assert_true (assay_preview_compare (&picture, &preview, &result));
  g_assert_cmpfloat (result.correlation, >, 0.999);
  g_assert_cmpfloat (result.residual_max, <, 3);
  g_assert_cmpfloat_with_epsilon (result.aspect_difference, 0, 1e-6);
}

/* The Kodak DC3400 puts one black bar above a 3:2 picture in a 4:3 preview. */
static void
test_one_bar (void)
{
  g_autofree guint8 *large = paint (600, 400, 0, 1);
  g_autofree guint8 *small = paint (160, 107, 0, 1);
  g_autofree guint8 *barred = g_new0 (guint8, 160 * 120);
  const AssayGrey picture = { large, 600, 400 };
  const AssayGrey preview = { barred, 160, 120 };
  AssayPreviewComparison result;

  memcpy (barred + 13 * 160, small, 107 * 160);
  g_assert_true (assay_preview_compare (&picture, &preview, &result));
  g_assert_cmpfloat (result.correlation, >, 0.99);
  g_assert_cmpfloat (result.aspect_difference, <, 0.02);
}

static void
test_splice (void)
{
  g_autofree guint8 *large = paint (640, 480, 0, 1);
  g_autofree guint8 *small = paint (160, 120, 0, 1);
  const AssayGrey picture = { large, 640, 480 };
  const AssayGrey preview = { small, 160, 120 };
  AssayPreviewComparison result;

  for (guint y = 300; y < 380; y++)
    for (guint x = 400; x < 520; x++)
      large[y * 640 + x] = (guint8) (255 - large[y * 640 + x]);
  g_assert_true (assay_preview_compare (&picture, &preview, &result));
  g_assert_cmpfloat (result.correlation, >, 0.85);
  g_assert_cmpfloat (result.residual_max, >, 45);
  g_assert_cmpfloat (result.residual_ratio, >, 8);
  g_assert_cmpfloat (fabs (result.residual_x - 460.0 / 640), <, 0.1);
  g_assert_cmpfloat (fabs (result.residual_y - 340.0 / 480), <, 0.1);
}

static void
test_other_and_tiny (void)
{
  g_autofree guint8 *large = paint (640, 480, 0, 1);
  g_autofree guint8 *small = paint (160, 120, 3, 9);
  const AssayGrey picture = { large, 640, 480 };
  const AssayGrey preview = { small, 160, 120 };
  const AssayGrey tiny = { small, 8, 8 };
  AssayPreviewComparison result;

  g_assert_true (assay_preview_compare (&picture, &preview, &result));
  g_assert_cmpfloat (result.inner_correlation, <, 0.85);
  g_assert_false (assay_preview_compare (&picture, &tiny, &result));
}

/* Flat pictures divide by nothing. */
static void
test_flat (void)
{
  g_autofree guint8 *flat = g_new (guint8, 160 * 120);
  const AssayGrey picture = { flat, 160, 120 };
  AssayPreviewComparison result;

  memset (flat, 128, 160 * 120);
  g_assert_true (assay_preview_compare (&picture, &picture, &result));
  g_assert_cmpfloat_with_epsilon (result.correlation, 0, 1e-9);
  g_assert_true (isfinite (result.residual_max));
}

static AssayImage *
make_image (guint width, guint height, const guint8 *rgb)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rgb, (gsize) width * height * 3);
  AssayImage *image = assay_image_new ("x", "x", ASSAY_PIXELS_RGB8, width, height, bytes, NULL);

  g_assert_nonnull (image);
  return image;
}

/* 3 × 2 pixels whose red is their number. */
static const guint8 numbered[] = { 0, 9, 9, 1, 9, 9, 2, 9, 9, 3, 9, 9, 4, 9, 9, 5, 9, 9 };

static void
test_orient (void)
{
  /* What stands where after each orientation (Exif 3.0 table 6), rows from the top. */
  static const guint8 expected[9][6] = {
    { 0 },
    { 0, 1, 2, 3, 4, 5 },
    { 2, 1, 0, 5, 4, 3 },
    { 5, 4, 3, 2, 1, 0 },
    { 3, 4, 5, 0, 1, 2 },
    { 0, 3, 1, 4, 2, 5 },
    { 3, 0, 4, 1, 5, 2 },
    { 5, 2, 4, 1, 3, 0 },
    { 2, 5, 1, 4, 0, 3 },
  };
  g_autoptr (AssayImage) stored = make_image (3, 2, numbered);

  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (AssayImage) upright = assay_orient (stored, orientation, NULL);
      const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (upright), NULL);

      g_assert_cmpuint (assay_image_get_width (upright), ==, orientation >= 5 ? 2 : 3);
      for (guint i = 0; i < 6; i++)
        if (pixels[3 * i] != expected[orientation][i])
          g_error ("orientation %u, pixel %u: %u", orientation, i, pixels[3 * i]);
    }
}

static void
test_shrink (void)
{
  g_autoptr (AssayImage) stored = make_image (3, 2, numbered);
  g_autoptr (AssayImage) one = assay_shrink (stored, "a", "a", 1, NULL);
  g_autoptr (AssayImage) same = assay_shrink (stored, "a", "a", 100, NULL);
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (one), NULL);

  g_assert_cmpuint (assay_image_get_width (one), ==, 1);
  g_assert_cmpuint (assay_image_get_height (one), ==, 1);
  g_assert_cmpuint (pixels[0], ==, 3); /* 15 / 6 = 2.5, away from zero */
  g_assert_cmpuint (pixels[1], ==, 9);
  g_assert_cmpuint (assay_image_get_width (same), ==, 3);
}

static void
test_levels (void)
{
  static const guint8 rgb[] = { 0, 0, 0, 255, 255, 255, 10, 10, 10, 12, 12, 12 };
  g_autoptr (AssayImage) image = make_image (4, 1, rgb);
  g_autoptr (AssayPlot) plot = NULL;
  AssaySeries series;
  AssayLevels levels;

  assay_levels_count (image, &levels);
  g_assert_cmpuint (levels.pixels, ==, 4);
  g_assert_cmpuint (levels.luminance[0], ==, 1);
  g_assert_cmpuint (levels.luminance[255], ==, 1);
  g_assert_cmpuint (levels.colours[2][12], ==, 1);
  g_assert_cmpfloat_with_epsilon (assay_levels_mean (&levels), 277.0 / 4, 1e-9);
  g_assert_cmpuint (assay_levels_gaps (&levels), ==, 252);
  plot = assay_levels_plot_luminance (&levels);
  assay_plot_get_series (plot, 0, &series);
  g_assert_cmpuint (series.n, ==, 256);
  g_assert_cmpfloat_with_epsilon (series.y[10], 25, 1e-9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/integrity/preview/same", test_same);
  g_test_add_func ("/integrity/preview/turned", test_turned);
  g_test_add_func ("/integrity/preview/one-bar", test_one_bar);
  g_test_add_func ("/integrity/preview/splice", test_splice);
  g_test_add_func ("/integrity/preview/other-and-tiny", test_other_and_tiny);
  g_test_add_func ("/integrity/preview/flat", test_flat);
  g_test_add_func ("/integrity/orient/eight", test_orient);
  g_test_add_func ("/integrity/shrink/mean", test_shrink);
  g_test_add_func ("/integrity/levels/counts", test_levels);
  return g_test_run ();
}
