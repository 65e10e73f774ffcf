/* test-cipher-preview.c: what others would see, without a file and without a key. */
#include <math.h>
#include <string.h>

#include "cipher-streams.h"
#include "cipher/assay-cipher-info.h"
#include "cipher/assay-cipher.h"
#include "media/assay-decode.h"

typedef struct
{
  AssayToolInput input;
  AssayToolJob *job;
  gpointer stream;
  const AssayToolPreview *preview;
} View;

/* @settings: name, value, …, NULL */
static gboolean
open_view (View *self, AssaySource *source, const char *const *settings, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder
      = assay_parameters_builder_new (&assay_cipher_encrypt_info);
  g_autoptr (AssayParameters) parameters = NULL;
  AssayToolJobSetup setup = { .info = &assay_cipher_encrypt_info,
                              .inputs = &self->input,
                              .n_inputs = 1,
                              .threads = 1,
                              .has_media = TRUE };

  for (; *settings != NULL; settings += 2)
    g_assert_true (assay_parameters_builder_set (builder, settings[0], settings[1], NULL));
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  setup.parameters = parameters;
  self->input = (AssayToolInput){ "input", "a", source };
  self->job = assay_tool_job_new (&setup);
  if (self->preview == NULL)
    self->preview = &assay_cipher_encrypt_preview;
  self->stream = self->preview->open (self->job, error);
  return self->stream != NULL;
}

static void
close_view (View *self)
{
  if (self->stream != NULL)
    self->preview->close (self->stream);
  g_clear_pointer (&self->job, assay_tool_job_free);
}

static AssayImage *
next_image (View *self, gint64 *index)
{
  g_autoptr (GError) error = NULL;
  AssayPreviewUnit unit = { 0 };

  g_assert_true (self->preview->next (self->stream, &unit, &error));
  g_assert_no_error (error);
  *index = unit.index;
  return unit.image;
}

static AssaySource *
load (const char *name)
{
  gsize size;
  guint8 *data = cipher_load (name, &size);
  g_autoptr (GBytes) bytes = NULL;

  if (data == NULL)
    return NULL;
  bytes = g_bytes_new_take (data, size);
  return assay_source_new_bytes (bytes);
}

/* PSNR of the pixels between @top and @bottom, dB; 100 where they are equal. */
static double
compare_pixels (AssayImage *a, AssayImage *b, double top, double bottom)
{
  guint width = assay_image_get_width (a);
  guint height = assay_image_get_height (a);
  gsize stride = assay_image_get_stride (a);
  const guint8 *p = g_bytes_get_data (assay_image_get_pixels (a), NULL);
  const guint8 *q = g_bytes_get_data (assay_image_get_pixels (b), NULL);
  double sum = 0;
  double n = 0;

  g_assert_cmpuint (assay_image_get_width (b), ==, width);
  g_assert_cmpuint (assay_image_get_stride (b), ==, stride);
  for (guint y = (guint) (top * height); y < (guint) (bottom * height); y++)
    for (gsize x = 0; x < stride; x++, n++)
      sum += ((double) p[y * stride + x] - q[y * stride + x])
             * ((double) p[y * stride + x] - q[y * stride + x]);
  return sum > 0 ? 10 * log10 (255.0 * 255.0 * n / sum) : 100;
}

/* The mean over the first @frames pictures of the video against the preview with @settings. */
static double
measure (AssaySource *source, const char *const *settings, guint frames)
{
  static const char *const nothing[] = { "generator", "null", NULL };
  g_autoptr (GError) error = NULL;
  View plain = { .preview = NULL };
  View view = { .preview = NULL };
  double sum = 0;

  g_assert_true (open_view (&plain, source, nothing, &error));
  g_assert_true (open_view (&view, source, settings, &error));
  for (guint i = 0; i < frames; i++)
    {
      gint64 number;
      g_autoptr (AssayImage) a = next_image (&plain, &number);
      g_autoptr (AssayImage) b = next_image (&view, &number);

      g_assert_cmpint (number, ==, i);
      sum += compare_pixels (a, b, 0, 1);
    }
  close_view (&plain);
  close_view (&view);
  return sum / frames;
}

/* More elements hide more; none of them changes nothing. */
static void
test_elements (void)
{
  static const char *const all[] = { "key", "x", NULL };
  static const char *const motion[] = { "elements", "mvd_sign,mvd_suffix", NULL };
  static const char *const null[] = { "generator", "null", NULL };
  g_autoptr (AssaySource) source = load ("x_rectamp_wpp_b.hevc");
  double hidden;
  double moved;

  if (source == NULL)
    return;
  g_assert_cmpfloat (measure (source, null, 6), >=, 100);
  hidden = measure (source, all, 6);
  moved = measure (source, motion, 6);
  g_assert_cmpfloat (hidden, <, 12);
  g_assert_cmpfloat (moved, >, hidden + 3);
  g_assert_cmpfloat (moved, <, 100);
}

/* Whoever has the key sees the pictures as they were, also where only a rectangle is encrypted. */
static void
test_back (void)
{
  static const char *const nothing[] = { "generator", "null", NULL };
  static const char *const settings[2][3]
      = { { "key", "x", NULL }, { "region", "@0:16,16,64,64", NULL } };
  static const char *const streams[] = { "x_rectamp_wpp_b.hevc", "h_pcm_tiles.hevc" };

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autoptr (AssaySource) source = load (streams[i]);
      g_autoptr (GError) error = NULL;
      View plain = { .preview = NULL };
      View back = { .preview = &assay_cipher_back_preview };

      if (source == NULL)
        return;
      g_assert_true (open_view (&plain, source, nothing, &error));
      g_assert_true (open_view (&back, source, settings[i], &error));
      for (guint j = 0; j < 3; j++)
        {
          gint64 number;
          g_autoptr (AssayImage) a = next_image (&plain, &number);
          g_autoptr (AssayImage) b = next_image (&back, &number);

          g_assert_cmpfloat (compare_pixels (a, b, 0, 1), >=, 100);
        }
      close_view (&plain);
      close_view (&back);
    }
}

/* A picture looks the same each time. */
static void
test_seek (void)
{
  static const char *const all[] = { NULL };
  g_autoptr (AssaySource) source = load ("h_ra_nosbh.hevc");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayImage) image = NULL;
  g_autoptr (AssayImage) again = NULL;
  gint64 first;
  gint64 number;
  View view = { .preview = NULL };

  if (source == NULL)
    return;
  g_assert_true (open_view (&view, source, all, &error));
  image = next_image (&view, &first);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (AssayImage) other = next_image (&view, &number);

      g_assert_nonnull (other);
    }
  g_assert_cmpint (number, ==, first + 5);
  g_assert_true (assay_cipher_encrypt_preview.seek (view.stream, 0, &error));
  again = next_image (&view, &number);
  g_assert_cmpint (number, ==, first);
  g_assert_cmpfloat (compare_pixels (image, again, 0, 1), >=, 100);
  close_view (&view);
}

/* Nothing above the rectangle changes in the first, intra, picture: what is predicted comes from
 * above and from the left. */
static void
test_region (void)
{
  static const char *const below[] = { "region", "@0:0,128,4096,4096", NULL };
  static const char *const null[] = { "generator", "null", NULL };
  g_autoptr (AssaySource) source = load ("x_intra_nosh_qp6.hevc");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayImage) image = NULL;
  g_autoptr (AssayImage) plain = NULL;
  gint64 number;
  View a = { .preview = NULL };
  View b = { .preview = NULL };

  if (source == NULL)
    return;
  g_assert_true (open_view (&a, source, below, &error));
  g_assert_true (open_view (&b, source, null, &error));
  image = next_image (&a, &number);
  plain = next_image (&b, &number);
  g_assert_cmpfloat (compare_pixels (plain, image, 0, 0.2), >=, 100);
  g_assert_cmpfloat (compare_pixels (plain, image, 0.8, 1), <, 15);
  close_view (&a);
  close_view (&b);
}

/* Prediction between pictures carries the disturbance out of the rectangle, and the view shows it:
 * in the first, intra, picture nothing above the rectangle changes, later it does. */
static void
test_drift (void)
{
  static const char *const below[] = { "region", "@0:0,128,4096,4096", NULL };
  static const char *const null[] = { "generator", "null", NULL };
  g_autoptr (AssaySource) source = load ("x_rectamp_wpp_b.hevc");
  g_autoptr (GError) error = NULL;
  double least = 100;
  View a = { .preview = NULL };
  View b = { .preview = NULL };

  if (source == NULL)
    return;
  g_assert_true (open_view (&a, source, below, &error));
  g_assert_true (open_view (&b, source, null, &error));
  for (guint i = 0; i < 17; i++)
    {
      gint64 number;
      g_autoptr (AssayImage) image = next_image (&a, &number);
      g_autoptr (AssayImage) plain = next_image (&b, &number);
      double outside = compare_pixels (plain, image, 0.3, 0.5);

      if (i == 0)
        g_assert_cmpfloat (outside, >=, 100);
      least = MIN (least, outside);
    }
  g_assert_cmpfloat (least, <, 60);
  close_view (&a);
  close_view (&b);
}

static void
test_other_kinds (void)
{
  static const char *const all[] = { NULL };
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "fuzz-decode", "vp8-opus.webm", NULL);
  g_autofree char *data = NULL;
  gsize size;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AssaySource) source = NULL;
  g_autoptr (GError) error = NULL;
  View view = { .preview = NULL };

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  source = assay_source_new_bytes (bytes);
  g_assert_false (open_view (&view, source, all, &error));
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_OTHER_VIDEO);
  close_view (&view);
}

/* H.264 is encoded anew, a group of pictures at a time: scrambled for others, nearly as it was for
 * whoever has the key, beyond the first group too; the same moments and numbers as the original. */
static void
test_encoded_anew (void)
{
  static const char *const hidden[] = { "transcode", "true", NULL };
  static const char *const part[]
      = { "transcode", "true", "region", "@0:0,200,4096,4096", "quality", "12", NULL };
  g_autoptr (AssaySource) source = load ("../media/vid_apple_iphone6.mov");
  g_autoptr (GError) error = NULL;
  View views[] = { { .preview = &assay_decode_preview },
                   { .preview = NULL },
                   { .preview = &assay_cipher_back_preview },
                   { .preview = NULL } };

  if (source == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    g_assert_true (open_view (&views[i], source, i == 3 ? part : hidden, &error));
  for (guint i = 0; i < 30; i++)
    {
      gint64 number[4];
      g_autoptr (AssayImage) original = next_image (&views[0], &number[0]);
      g_autoptr (AssayImage) secret = next_image (&views[1], &number[1]);
      g_autoptr (AssayImage) back = next_image (&views[2], &number[2]);
      g_autoptr (AssayImage) partly = next_image (&views[3], &number[3]);

      g_assert_cmpint (number[1], ==, number[0]);
      g_assert_cmpint (number[2], ==, number[0]);
      g_assert_cmpfloat (compare_pixels (original, secret, 0, 1), <, 20);
      g_assert_cmpfloat (compare_pixels (original, back, 0, 1), >, 25);
      if (i == 0) /* intra: nothing above is predicted from what lies below */
        g_assert_cmpfloat (compare_pixels (original, partly, 0, 0.3), >, 30);
      g_assert_cmpfloat (compare_pixels (original, partly, 0.7, 1), <, 20);
    }
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      AssayPreviewUnit unit = { 0 };

      g_assert_true (views[i].preview->seek (views[i].stream, 0.75, &error));
      g_assert_true (views[i].preview->next (views[i].stream, &unit, &error));
      g_assert_cmpfloat (fabs (unit.seconds - 0.75), <, 0.05);
      g_assert_nonnull (unit.image);
      assay_image_unref (unit.image);
    }
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    close_view (&views[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/preview/back", test_back);
  g_test_add_func ("/cipher/preview/elements", test_elements);
  g_test_add_func ("/cipher/preview/seek", test_seek);
  g_test_add_func ("/cipher/preview/region", test_region);
  g_test_add_func ("/cipher/preview/drift", test_drift);
  g_test_add_func ("/cipher/preview/other-kinds", test_other_kinds);
  g_test_add_func ("/cipher/preview/encoded-anew", test_encoded_anew);
  return g_test_run ();
}
