/* test-decode-picture.c: previews, still pictures and thumbnails. */
#include "av-test.h"

#include "config.h"

#include "media/assay-decode.h"
#include "media/assay-png-bare.h"

static AssayToolJob *
preview_job (AssaySource *source, AssayToolInput *input)
{
  AssayToolJobSetup setup = { .inputs = input, .n_inputs = 1, .threads = 1, .has_media = TRUE };

  *input = (AssayToolInput){ "original", "a", source };
  return assay_tool_job_new (&setup);
}

static void
unit_clear (AssayPreviewUnit *unit)
{
  g_clear_pointer (&unit->image, assay_image_unref);
  g_clear_pointer (&unit->samples, g_bytes_unref);
}

/* Frames come in order with their numbers; a seek shows the frame of that time; the end is told. */
static void
test_preview_video (void)
{
  g_autoptr (AssaySource) source = av_test_corpus ("vp8-opus.webm");
  AssayToolInput input;
  g_autoptr (AssayToolJob) job = preview_job (source, &input);
  g_autoptr (GError) error = NULL;
  gpointer stream = assay_decode_preview.open (job, &error);
  AssayPreviewUnit unit;
  gint64 frames = 0;

  g_assert_no_error (error);
  for (;; frames++)
    {
      g_assert_true (assay_decode_preview.next (stream, &unit, &error));
      if (unit.end)
        break;
      g_assert_cmpint (unit.index, ==, frames);
      g_assert_cmpfloat_with_epsilon (unit.seconds, 0.1 * (double) frames, 0.02);
      g_assert_cmpuint (assay_image_get_width (unit.image), ==, 32);
      unit_clear (&unit);
    }
  g_assert_cmpint (frames, >=, 2);
  g_assert_true (assay_decode_preview.seek (stream, 0.15, &error));
  g_assert_true (assay_decode_preview.next (stream, &unit, &error));
  g_assert_cmpint (unit.index, ==, 1);
  unit_clear (&unit);
  assay_decode_preview.close (stream);
}

static void
test_preview_sound (void)
{
  g_autoptr (AssaySource) source = av_test_corpus ("flac.flac");
  AssayToolInput input;
  g_autoptr (AssayToolJob) job = preview_job (source, &input);
  g_autoptr (GError) error = NULL;
  gpointer stream = assay_decode_preview.open (job, &error);
  AssayPreviewUnit unit;

  g_assert_no_error (error);
  g_assert_true (assay_decode_preview.next (stream, &unit, &error));
  g_assert_cmpuint (unit.rate, ==, 8000);
  g_assert_cmpuint (unit.channels, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (unit.samples), ==, 1600 * sizeof (float)); /* 0.2 s */
  unit_clear (&unit);
  g_assert_true (assay_decode_preview.next (stream, &unit, &error));
  g_assert_true (unit.end);
  g_assert_true (assay_decode_preview.seek (stream, 0.1, &error));
  g_assert_true (assay_decode_preview.next (stream, &unit, &error));
  g_assert_cmpint (unit.index, ==, 800);
  g_assert_cmpuint (g_bytes_get_size (unit.samples), ==, 800 * sizeof (float));
  unit_clear (&unit);
  assay_decode_preview.close (stream);
}

static void
test_preview_picture (void)
{
  g_autoptr (AssaySource) source = av_test_corpus ("picture.avif");
  AssayToolInput input;
  g_autoptr (AssayToolJob) job = preview_job (source, &input);
  g_autoptr (GError) error = NULL;
  gpointer stream = assay_decode_preview.open (job, &error);
  AssayPreviewUnit unit;

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (assay_decode_preview.next (stream, &unit, &error));
      g_assert_cmpuint (assay_image_get_width (unit.image), ==, 32);
      unit_clear (&unit);
      g_assert_true (assay_decode_preview.next (stream, &unit, &error));
      g_assert_true (unit.end);
      g_assert_true (assay_decode_preview.seek (stream, 0.0, &error));
    }
  assay_decode_preview.close (stream);
}

static void
test_pictures (void)
{
  static const struct
  {
    const char *file;
    guint orientation, width, height;
    AssayPixels format;
  } cases[] = {
    { "cam_apple_iphone11pro.heic", 0, 3024, 4032, ASSAY_PIXELS_RGB8 },
    { "cam_canon_s30.jpg", 6, 0, 0, ASSAY_PIXELS_RGB8 },
    { "gif_plain.gif", 0, 0, 0, ASSAY_PIXELS_RGBA8 },
    { "webp_plain.webp", 0, 0, 0, ASSAY_PIXELS_RGB8 },
    { "png_clean.png", 0, 0, 0, ASSAY_PIXELS_RGB8 },
    { "tiff_iptc_icc_xmp.tif", 0, 0, 0, ASSAY_PIXELS_RGB8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssaySource) source = av_test_source (cases[i].file);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayImage) full = NULL;
      g_autoptr (AssayImage) small = NULL;

      if (source == NULL)
        return;
      g_test_message ("%s", cases[i].file);
      full = assay_decode_picture (source, "a", "", cases[i].orientation, 0, NULL, &error);
      g_assert_no_error (error);
      if (cases[i].width > 0)
        {
          g_assert_cmpuint (assay_image_get_width (full), ==, cases[i].width);
          g_assert_cmpuint (assay_image_get_height (full), ==, cases[i].height);
        }
      g_assert_cmpint (assay_image_get_format (full), ==, cases[i].format);
      small = assay_decode_picture (source, "a", "", cases[i].orientation, 64, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (
          MAX (assay_image_get_width (small), assay_image_get_height (small)), ==,
          MIN (64, MAX (assay_image_get_width (full), assay_image_get_height (full))));
      /* The longer side stays the longer side. */
      g_assert_true ((assay_image_get_width (full) >= assay_image_get_height (full))
                     == (assay_image_get_width (small) >= assay_image_get_height (small)));
    }
}

/* A BMP of 3 × 2 pixels, each of its own colour, in all eight orientations (Exif 2.32, tag 0x0112).
 */
static void
test_orientation (void)
{
  static const guint8 bmp[]
      = { 'B', 'M', 78, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0,
          24, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          /* last row first, blue first: reds 40 50 60 below 10 20 30 */
          0, 0, 40, 0, 0, 50, 0, 0, 60, 0, 0, 0, 0, 0, 10, 0, 0, 20, 0, 0, 30, 0, 0, 0 };
  static const guint8 reds[8][6] = {
    { 10, 20, 30, 40, 50, 60 }, { 30, 20, 10, 60, 50, 40 }, { 60, 50, 40, 30, 20, 10 },
    { 40, 50, 60, 10, 20, 30 }, { 10, 40, 20, 50, 30, 60 }, { 40, 10, 50, 20, 60, 30 },
    { 60, 30, 50, 20, 40, 10 }, { 30, 60, 20, 50, 10, 40 },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (bmp, sizeof bmp);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);

  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayImage) image
          = assay_decode_picture (source, "a", "", orientation, 0, NULL, &error);
      const guint8 *pixels;

      g_assert_no_error (error);
      g_assert_cmpuint (assay_image_get_width (image), ==, orientation >= 5 ? 2 : 3);
      pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);
      for (guint i = 0; i < 6; i++)
        g_assert_cmpuint (pixels[3 * i], ==, reds[orientation - 1][i]);
    }
}

static void
test_thumbnails (void)
{
  static const char *const files[]
      = { "vid_android14_pixel.mp4", "vid_apple_iphone12promax.mov",
          "vid_phone2004.3gp",       "der_reenc_webm__android14_pixel.webm",
          "vid_kodak.avi",           "cam_apple_iphone11pro.heic" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (AssaySource) source = av_test_source (files[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayImage) image = NULL;

      if (source == NULL)
        return;
      image = assay_decode_thumbnail (source, NULL, 160, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (MAX (assay_image_get_width (image), assay_image_get_height (image)), ==,
                        160);
      if (g_str_has_suffix (files[i], "promax.mov")) /* held upright */
        g_assert_cmpuint (assay_image_get_height (image), ==, 160);
    }
}

/* A byte stream has no times: pictures are shown at its rate, one after the other. */
static void
test_byte_stream_times (void)
{
  g_autoptr (AssaySource) source = av_test_source ("../hevc/x_rectamp_wpp_b.hevc");
  g_autoptr (AssayDecoder) decoder = NULL;
  g_autoptr (AssayVideoReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  AssayVideoFrame *frame;
  guint n = 0;

  if (source == NULL)
    return;
  decoder = assay_decoder_new (source, 1, NULL, &error);
  g_assert_no_error (error);
  reader = assay_video_reader_new (decoder, 0, &error);
  g_assert_no_error (error);
  while ((frame = assay_video_reader_next (reader, &error)) != NULL)
    {
      g_assert_cmpint (frame->index, ==, n);
      g_assert_cmpfloat_with_epsilon (frame->seconds, n / 24.0, 1e-4);
      assay_video_frame_free (frame);
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 17);
}

/* They are found again by number and by time. */
static void
test_byte_stream_seek (void)
{
  static const struct
  {
    double seconds;
    gint64 index;
  } places[] = { { 1.0 / 24, 1 }, { 0.3, 7 }, { 0.0, 0 }, { 16.0 / 24, 16 } };
  g_autoptr (AssaySource) source = av_test_source ("../hevc/x_rectamp_wpp_b.hevc");
  g_autoptr (AssayDecoder) decoder = NULL;
  g_autoptr (AssayVideoReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  if (source == NULL)
    return;
  decoder = assay_decoder_new (source, 1, NULL, &error);
  g_assert_no_error (error);
  reader = assay_video_reader_new (decoder, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (assay_video_reader_count (reader, &error), ==, 17);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (AssayVideoFrame) frame = NULL;

      g_assert_true (assay_video_reader_seek (reader, places[i].seconds, &error));
      frame = assay_video_reader_next (reader, &error);
      g_assert_no_error (error);
      g_assert_cmpint (frame->index, ==, places[i].index);
    }
}

/* A chunk of @type with @size zero bytes; its check sum is not looked at. */
static void
add_chunk (GByteArray *file, const char *type, guint32 size)
{
  const guint8 length[]
      = { (guint8) (size >> 24), (guint8) (size >> 16), (guint8) (size >> 8), (guint8) size };
  const guint8 check[4] = { 0 };

  g_byte_array_append (file, length, sizeof length);
  g_byte_array_append (file, (const guint8 *) type, 4);
  g_byte_array_set_size (file, file->len + size);
  memset (file->data + file->len - size, 0, size);
  g_byte_array_append (file, check, sizeof check);
}

/* A PNG of the chunks named in @types, each of 10 bytes; "cut" for one that ends too early. */
static AssaySource *
make_png (const char *const *types)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (file, signature, sizeof signature);
  for (guint i = 0; types[i] != NULL; i++)
    if (g_str_equal (types[i], "cut"))
      g_byte_array_append (file, (const guint8 *) "\0\0\1\0zTXt-----", 13);
    else
      add_chunk (file, types[i], 10);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  return assay_source_new_bytes (bytes);
}

/* What the decoder would unpack for nothing does not reach it; everything else does, to the byte.
 */
static void
test_png_bare (void)
{
  static const char *const with[]
      = { "IHDR", "iCCP", "tEXt", "pHYs", "IDAT", "zTXt", "IDAT", "iTXt", "IEND", "cut", NULL };
  static const char *const without[] = { "IHDR", "pHYs", "IDAT", "IDAT", "IEND", "cut", NULL };
  g_autoptr (AssaySource) full = make_png (with);
  g_autoptr (AssaySource) plain = make_png (without);
  g_autoptr (AssaySource) bare = assay_png_bare (full);
  g_autoptr (AssaySource) same = assay_png_bare (plain);
  g_autoptr (AssaySource) film = av_test_corpus ("vp8-opus.webm");
  g_autoptr (AssaySource) untouched = assay_png_bare (film);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) got = assay_source_read_all (bare, 1000, &error);
  g_autoptr (GBytes) wanted = assay_source_read_all (plain, 1000, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (got, wanted));
  g_assert_true (same == plain);
  g_assert_true (untouched == film);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  assay_decoder_prewarm ();
  g_test_add_func ("/media/decode/preview-video", test_preview_video);
  g_test_add_func ("/media/decode/preview-sound", test_preview_sound);
  g_test_add_func ("/media/decode/preview-picture", test_preview_picture);
  g_test_add_func ("/media/decode/pictures", test_pictures);
  g_test_add_func ("/media/decode/orientation", test_orientation);
  g_test_add_func ("/media/decode/thumbnails", test_thumbnails);
  g_test_add_func ("/media/decode/byte-stream-times", test_byte_stream_times);
  g_test_add_func ("/media/decode/byte-stream-seek", test_byte_stream_seek);
  g_test_add_func ("/media/decode/png-bare", test_png_bare);
  return g_test_run ();
}
