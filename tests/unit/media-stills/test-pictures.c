/* test-pictures.c: PNG, GIF, WebP, TIFF and BMP on made-up files. */
#include "still-test.h"

#include "config.h"

#include <string.h>
#include <zlib.h>

static void
put_chunk (GByteArray *bytes, const char *type, const char *data, gsize size)
{
  guint start = bytes->len + 4;

  still_test_put_u32 (bytes, (guint32) size, TRUE);
  still_test_put (bytes, type, 4);
  still_test_put (bytes, data, size);
  still_test_put_u32 (bytes, (guint32) crc32 (0, bytes->data + start, (uInt) size + 4), TRUE);
}

static GByteArray *
png_start (void)
{
  GByteArray *bytes = g_byte_array_new ();

  still_test_put (bytes, "\x89PNG\r\n\x1a\n", 8);
  put_chunk (bytes, "IHDR", "\0\0\0\2\0\0\0\3\x08\6\0\0\0", 13);
  return bytes;
}

/* @prefix and then @text as a zlib stream. */
static void
put_compressed (GByteArray *bytes,
                const char *type,
                const char *prefix,
                gsize prefix_size,
                const char *text,
                gsize size)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  uLongf packed = compressBound (size);
  g_autofree guint8 *buffer = g_malloc (packed);

  still_test_put (data, prefix, prefix_size);
  g_assert_cmpint (compress (buffer, &packed, (const Bytef *) text, size), ==, Z_OK);
  g_byte_array_append (data, buffer, (guint) packed);
  put_chunk (bytes, type, (const char *) data->data, data->len);
}

static void
test_png (void)
{
  g_autoptr (GByteArray) bytes = png_start ();

  put_chunk (bytes, "tEXt", "Two words\0caf\xe9", 14);
  put_compressed (bytes, "zTXt", "packed\0", 8, "inner text", 10);
  put_compressed (bytes, "iTXt", "workflow\0\1\0\0", 13, "{\"class_type\": \"KSampler\"}", 26);
  put_chunk (bytes, "iTXt", "plain\0\0\0de\0\0\xc3\xa4", 14);
  put_chunk (bytes, "tIME", "\x07\xd0\2\x1d\x17\x3b\x3b", 7);
  put_chunk (bytes, "acTL", "\0\0\0\5\0\0\0\0", 8);
  /* 27 bytes of zeros, as one stream over two chunks. */
  put_chunk (bytes, "IDAT", "\x78\xda\x63\x60", 4);
  put_chunk (bytes, "IDAT", "\xc0\x09\0\0\x1b\0\1", 7);
  put_chunk (bytes, "IEND", "", 0);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.png");

  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
  g_assert_cmpint (av_test_int (inspection, "image.width"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "image.height"), ==, 3);
  g_assert_cmpint (av_test_int (inspection, "image.channels"), ==, 4);
  g_assert_cmpstr (av_test_text (inspection, "png.text.Two_words"), ==, "caf\xc3\xa9");
  g_assert_cmpstr (av_test_text (inspection, "png.text.packed"), ==, "inner text");
  g_assert_true (av_test_any (inspection, "png.text.workflow", "KSampler"));
  g_assert_cmpstr (av_test_text (inspection, "png.text.plain"), ==, "\xc3\xa4");
  g_assert_cmpint (av_test_int (inspection, "png.time"), ==, G_GINT64_CONSTANT (951868799000));
  g_assert_cmpint (av_test_int (inspection, "image.frames"), ==, 5);
  g_assert_cmpstr (av_test_text (inspection, "png.chunks"), ==,
                   "IHDR tEXt zTXt iTXt*2 tIME acTL IDAT*2 IEND");
  g_assert_cmpint (av_test_int (inspection, "file.end"), ==, bytes->len);
}

static void
test_png_damage (void)
{
  g_autoptr (GByteArray) bytes = png_start ();
  g_autoptr (AssayInspection) wrong = NULL;
  g_autoptr (AssayInspection) cut = NULL;

  put_chunk (bytes, "IEND", "", 0);
  still_test_put (bytes, "behind the end", 14);
  bytes->data[17] ^= 1;
  wrong = still_test_inspect (bytes, "a.png");
  g_assert_cmpint (av_test_int (wrong, "png.crc_errors"), ==, 1);
  g_assert_true (av_test_has_problem (wrong, "bad-crc"));
  g_assert_cmpint (av_test_int (wrong, "file.trailing.bytes"), ==, 14);
  g_byte_array_set_size (bytes, 30);
  cut = still_test_inspect (bytes, "a.png");
  g_assert_true (av_test_has_problem (cut, "overrun"));
  g_assert_true (av_test_has_problem (cut, "missing"));
}

/* A picture of @width × @height with @bits a sample and @size zeros as its data. */
static AssayInspection *
inspect_sized (guint32 width, guint32 height, guint8 bits, guint8 interlace, gsize size)
{
  const guint8 rest[5] = { bits, 6, 0, 0, interlace };
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *zeros = g_malloc0 (size + 1);

  still_test_put_u32 (header, width, TRUE);
  still_test_put_u32 (header, height, TRUE);
  g_byte_array_append (header, rest, sizeof rest);
  still_test_put (bytes, "\x89PNG\r\n\x1a\n", 8);
  put_chunk (bytes, "IHDR", (const char *) header->data, header->len);
  put_compressed (bytes, "IDAT", "", 0, zeros, size);
  put_chunk (bytes, "IEND", "", 0);
  return still_test_inspect (bytes, "a.png");
}

/* The data is as large as the declared size needs, or the file says which of the two lies. */
static void
test_png_size (void)
{
  static const struct
  {
    guint32 width;
    guint32 height;
    guint8 bits;
    guint8 interlace;
    gsize size;
    const char *problem;
  } cases[] = {
    { 4, 4, 8, 0, 68, NULL },
    { 4, 4, 8, 0, 67, "truncated" },
    { 4, 4, 8, 0, 69, "malformed" },
    { 4, 4, 8, 0, 32 * 1024 * 1024, "malformed" },
    /* The passes of 5 × 3 have 15 pixels in 7 rows, and one has none. */
    { 5, 3, 8, 1, 15 * 4 + 7, NULL },
    { 5, 3, 8, 1, 15 * 4 + 6, "truncated" },
    { 16384, 16383, 16, 0, 100, "truncated" },
    { G_MAXINT32, G_MAXINT32, 16, 0, 100, "truncated" },
    { G_MAXINT32, G_MAXINT32, 16, 1, 100, "truncated" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayInspection) inspection = inspect_sized (
          cases[i].width, cases[i].height, cases[i].bits, cases[i].interlace, cases[i].size);
      const guint n = assay_inspection_get_n_problems (inspection);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (n, ==, cases[i].problem == NULL ? 0 : 1);
      if (n > 0)
        g_assert_cmpstr (assay_inspection_get_problem (inspection, 0)->code, ==, cases[i].problem);
    }
}

/* A file of many small chunks that unpack to 16 MiB each must not take long. */
static void
test_png_bombs (void)
{
  g_autoptr (GByteArray) bytes = png_start ();
  gsize size = 20 * 1024 * 1024;
  g_autofree char *zeros = g_malloc0 (size);
  gint64 start;

  for (guint i = 0; i < 20; i++)
    put_compressed (bytes, "zTXt", "a\0", 3, zeros, size);
  put_chunk (bytes, "IEND", "", 0);
  start = g_get_monotonic_time ();

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.png");

  g_assert_true (av_test_has_problem (inspection, "malformed"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* What ImageMagick writes: a block in hexadecimal. */
static void
test_png_profile (void)
{
  g_autoptr (GByteArray) bytes = png_start ();
  static const char profile[] = "\nexif\n      40\n457869660000"
                                "49492a000800000001000f0102000400000041636d00\n00000000\n";

  put_compressed (bytes, "zTXt", "Raw profile type exif\0", 23, profile, sizeof profile - 1);
  put_chunk (bytes, "IEND", "", 0);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.png");

  g_assert_cmpstr (av_test_text (inspection, "exif.ifd0.Make"), ==, "Acm");
  g_assert_cmpuint (assay_inspection_find (inspection, "exif.ifd0.Make")->offset, ==, G_MAXUINT64);
}

static void
test_gif (void)
{
  static const char data[]
      = "GIF89a\x0a\0\x0b\0\x80\0\0\0\0\0\xff\xff\xff"
        "!\xff\x0bNETSCAPE2.0\3\1\5\0\0"
        "!\xfe\4note\0"
        "!\xf9\4\0\x0a\0\0\0,\0\0\0\0\x0a\0\x0b\0\0\2\2\x44\1\0"
        "!\xf9\4\0\x14\0\0\0,\0\0\0\0\x0a\0\x0b\0\x80\0\0\0\xff\xff\xff\2\2\x44\1\0;";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) whole = NULL;
  g_autoptr (AssayInspection) cut = NULL;

  still_test_put (bytes, data, sizeof data - 1);
  whole = still_test_inspect (bytes, "a.gif");
  g_assert_cmpuint (assay_inspection_get_n_problems (whole), ==, 0);
  g_assert_cmpstr (av_test_text (whole, "gif.comment"), ==, "note");
  g_assert_cmpstr (av_test_text (whole, "gif.application"), ==, "NETSCAPE2.0");
  g_assert_cmpint (av_test_int (whole, "gif.loop"), ==, 5);
  g_assert_cmpint (av_test_int (whole, "image.frames"), ==, 2);
  g_assert_cmpint (av_test_int (whole, "image.width"), ==, 10);
  g_assert_cmpfloat_with_epsilon (av_test_real (whole, "gif.duration_s"), 0.3, 1e-9);
  g_assert_cmpint (av_test_int (whole, "file.end"), ==, bytes->len);
  g_byte_array_set_size (bytes, bytes->len - 4);
  cut = still_test_inspect (bytes, "a.gif");
  g_assert_true (av_test_has_problem (cut, "truncated"));
}

static void
put_riff_chunk (GByteArray *bytes, const char *type, const char *data, gsize size)
{
  still_test_put (bytes, type, 4);
  still_test_put_u32 (bytes, (guint32) size, FALSE);
  still_test_put (bytes, data, size);
  if (size % 2 != 0)
    still_test_put (bytes, "\0", 1);
}

static void
test_webp (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) whole = NULL;
  g_autoptr (AssayInspection) cut = NULL;

  still_test_put (bytes, "RIFF\0\0\0\0WEBP", 12);
  put_riff_chunk (bytes, "VP8X", "\x18\0\0\0\x0f\0\0\x1f\0\0", 10);
  put_riff_chunk (bytes, "VP8L", "\x2f\x0f\xc0\x07\0", 5);
  put_riff_chunk (bytes, "EXIF", "Exif\0\0II*\0\10\0\0\0\1\0\x0f\1\2\0\4\0\0\0Acm\0\0\0\0\0", 32);
  put_riff_chunk (bytes, "XMP ", "<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='T'/>", 49);
  bytes->data[4] = (guint8) (bytes->len - 8);
  still_test_put (bytes, "tail", 4);
  whole = still_test_inspect (bytes, "a.webp");
  g_assert_cmpuint (assay_inspection_get_n_problems (whole), ==, 0);
  g_assert_cmpstr (av_test_text (whole, "webp.chunks"), ==, "VP8X VP8L EXIF XMP ");
  g_assert_cmpint (av_test_int (whole, "image.width"), ==, 16);
  g_assert_cmpint (av_test_int (whole, "image.height"), ==, 32);
  g_assert_true (still_test_true (whole, "webp.lossless"));
  g_assert_true (still_test_true (whole, "webp.alpha"));
  g_assert_cmpstr (av_test_text (whole, "exif.ifd0.Make"), ==, "Acm");
  g_assert_cmpstr (av_test_text (whole, "xmp.toolkit"), ==, "T");
  g_assert_cmpint (av_test_int (whole, "file.trailing.bytes"), ==, 4);
  bytes->data[4] = 0xff;
  cut = still_test_inspect (bytes, "a.webp");
  g_assert_true (av_test_has_problem (cut, "truncated"));
}

/* Two pages and a sub-IFD, big-endian BigTIFF. */
static void
test_big_tiff (void)
{
  static const char data[] = "MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10"
                             "\0\0\0\0\0\0\0\2"
                             "\1\0\0\3\0\0\0\0\0\0\0\1\0\x40\0\0\0\0\0\0"
                             "\1\x4a\0\x12\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\x48"
                             "\0\0\0\0\0\0\0\x6c"
                             "\0\0\0\0\0\0\0\1"
                             "\1\1\0\3\0\0\0\0\0\0\0\1\0\x20\0\0\0\0\0\0"
                             "\0\0\0\0\0\0\0\0"
                             "\0\0\0\0\0\0\0\1"
                             "\1\0\0\3\0\0\0\0\0\0\0\1\0\x41\0\0\0\0\0\0"
                             "\0\0\0\0\0\0\0\x10";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  still_test_put (bytes, data, sizeof data - 1);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.tif");

  g_assert_cmpstr (av_test_text (inspection, "exif.ifds"), ==, "ifd0 sub1 ifd1");
  g_assert_cmpint (av_test_int (inspection, "image.width"), ==, 64);
  g_assert_cmpint (av_test_int (inspection, "exif.sub1.ImageLength"), ==, 32);
  g_assert_cmpint (av_test_int (inspection, "exif.ifd1.ImageWidth"), ==, 65);
  g_assert_cmpint (av_test_int (inspection, "image.frames"), ==, 2);
  g_assert_true (av_test_has_problem (inspection, "loop"));
}

static void
test_tiff_file (void)
{
  g_autoptr (AssayInspection) inspection = av_test_inspect_file ("tiff_iptc_icc_xmp.tif");

  if (inspection == NULL)
    return;
  g_assert_cmpint (av_test_int (inspection, "image.width"), ==, 35);
  g_assert_cmpstr (av_test_text (inspection, "exif.ifd0.Model"), ==, "Canon EOS 5D Mark III");
  g_assert_true (still_test_true (inspection, "iptc.present"));
  g_assert_true (still_test_true (inspection, "xmp.present"));
  g_assert_true (still_test_true (inspection, "icc.present"));
  g_assert_true (still_test_true (inspection, "photoshop.present"));
}

static void
test_bmp (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) whole = NULL;
  g_autoptr (AssayInspection) cut = NULL;

  still_test_put (bytes,
                  "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\2\0\0\0\xfe\xff\xff\xff\1\0\x18\0\0\0\0"
                  "\0\x10\0\0\0",
                  38);
  g_byte_array_set_size (bytes, 54 + 16);
  memset (bytes->data + 38, 0, 32);
  whole = still_test_inspect (bytes, "a.bmp");
  g_assert_cmpuint (assay_inspection_get_n_problems (whole), ==, 0);
  g_assert_cmpint (av_test_int (whole, "image.width"), ==, 2);
  g_assert_cmpint (av_test_int (whole, "image.height"), ==, 2);
  g_assert_true (still_test_true (whole, "bmp.top_down"));
  g_assert_cmpint (av_test_int (whole, "file.end"), ==, 70);
  g_byte_array_set_size (bytes, 60);
  cut = still_test_inspect (bytes, "a.bmp");
  g_assert_true (av_test_has_problem (cut, "truncated"));
}

/* Rows of run-length coded data: ended, without their last end, jumped over, and too few. */
static void
test_bmp_runs (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    gboolean whole;
  } cases[] = {
    { "\4\1\0\0\4\1\0\0\4\1\0\1", 12, TRUE },
    { "\4\1\0\0\4\1\0\0\4\1", 10, TRUE },
    { "\4\1\0\2\0\2\4\1\0\1", 10, TRUE },
    { "\0\3\1\1\1\0\0\0\0\0\4\1\0\1", 14, TRUE },
    { "\4\1\0\1", 4, FALSE },
    { "\4\1\4\1\4\1\4\1", 8, FALSE },
    { "\4\1\0\2", 4, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      still_test_put (
          bytes, "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\4\0\0\0\3\0\0\0\1\0\x8\0\1\0\0\0", 34);
      g_byte_array_set_size (bytes, 54);
      memset (bytes->data + 34, 0, 20);
      still_test_put (bytes, cases[i].data, cases[i].size);

      g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.bmp");

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_true (av_test_has_problem (inspection, "truncated") == !cases[i].whole);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/png/chunks", test_png);
  g_test_add_func ("/media/png/damage", test_png_damage);
  g_test_add_func ("/media/png/size", test_png_size);
  g_test_add_func ("/media/png/bombs", test_png_bombs);
  g_test_add_func ("/media/png/profile", test_png_profile);
  g_test_add_func ("/media/gif/blocks", test_gif);
  g_test_add_func ("/media/webp/chunks", test_webp);
  g_test_add_func ("/media/tiff/big", test_big_tiff);
  g_test_add_func ("/media/tiff/file", test_tiff_file);
  g_test_add_func ("/media/bmp/header", test_bmp);
  g_test_add_func ("/media/bmp/runs", test_bmp_runs);
  return g_test_run ();
}
