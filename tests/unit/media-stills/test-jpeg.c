/* test-jpeg.c: the walk over segments on made-up and damaged files, and what is told of bytes
 * behind the picture. */
#include "still-test.h"

#include "config.h"

#include <string.h>
#include <zlib.h>

static GByteArray *
picture (void)
{
  GByteArray *bytes = g_byte_array_new ();

  still_test_put_jpeg (bytes, NULL, 0);
  return bytes;
}

static void
test_whole (void)
{
  g_autoptr (GByteArray) bytes = picture ();
  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

  g_assert_cmpstr (av_test_text (inspection, "jpeg.segments"), ==, "DB C0 C4 C4 DA");
  g_assert_cmpint (av_test_int (inspection, "image.width"), ==, 8);
  g_assert_cmpstr (av_test_text (inspection, "jpeg.process"), ==, "baseline");
  g_assert_cmpstr (av_test_text (inspection, "jpeg.subsampling"), ==, "4:0:0");
  g_assert_false (still_test_true (inspection, "jpeg.dqt.standard"));
  g_assert_false (still_test_true (inspection, "jpeg.dht.standard"));
  g_assert_true (still_test_true (inspection, "jpeg.eoi"));
  g_assert_cmpint (av_test_int (inspection, "file.end"), ==, bytes->len);
  g_assert_false (still_test_has (inspection, "file.trailing.bytes"));
  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
}

/* The IGJ formula by hand for two entries of quality 75 and 30: (16 × 50 + 50) / 100 and (99 × 166
 * + 50) / 100. */
static void
test_quality (void)
{
  g_autoptr (GByteArray) bytes = picture ();
  static const guint8 quality_75[]
      = { 8,  6,  6,  7,  6,  5,  8,  7,  7,  7,  9,  9,  8,  10, 12, 20, 13, 12, 11, 11, 12, 25,
          18, 19, 15, 20, 29, 26, 31, 30, 29, 26, 28, 28, 32, 36, 46, 39, 32, 34, 44, 35, 28, 28,
          40, 55, 41, 44, 48, 49, 52, 52, 52, 31, 39, 57, 61, 56, 50, 60, 46, 51, 52, 50 };

  memcpy (bytes->data + 7, quality_75, sizeof quality_75);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

  g_assert_true (still_test_true (inspection, "jpeg.dqt.standard"));
  g_assert_cmpint (av_test_int (inspection, "jpeg.quality"), ==, 75);
  g_assert_cmpint (av_test_int (inspection, "jpeg.quality.estimate"), ==, 75);
  g_assert_true (g_str_has_prefix (av_test_text (inspection, "jpeg.dqt[1].values"),
                                   "8 6 5 8 12 20 26 31 6 6 7"));

  bytes->data[7] = 9;

  g_autoptr (AssayInspection) other = still_test_inspect (bytes, "a.jpg");

  g_assert_false (still_test_true (other, "jpeg.dqt.standard"));
  g_assert_false (still_test_has (other, "jpeg.quality"));
  g_assert_cmpint (av_test_int (other, "jpeg.quality.estimate"), ==, 75);
}

/* Tables may be defined again for each scan, but not without end. */
static void
test_many_tables (void)
{
  for (guint n = 200; n <= 300; n += 100)
    {
      g_autoptr (GByteArray) plain = g_byte_array_new ();
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint8 table[69] = { 0xff, 0xdb, 0, 67, 0 };

      memset (table + 5, 1, 64);
      still_test_put_jpeg (plain, NULL, 0);
      g_byte_array_append (bytes, plain->data, 2);
      for (guint i = 0; i < n; i++)
        g_byte_array_append (bytes, table, sizeof table);
      g_byte_array_append (bytes, plain->data + 2, plain->len - 2);

      g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

      g_assert_true (av_test_has_problem (inspection, "excess") == (n == 300));
    }
}

static void
test_restarts (void)
{
  g_autoptr (GByteArray) bytes = picture ();
  static const char tail[] = "\xff\xd0\x12\xff\x00\xff\xd1\x34\xff\xd3\xff\xff\xd9";

  g_byte_array_set_size (bytes, bytes->len - 2);
  still_test_put (bytes, tail, sizeof tail - 1);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

  g_assert_cmpint (av_test_int (inspection, "jpeg.restart.markers"), ==, 3);
  g_assert_cmpint (av_test_int (inspection, "jpeg.restart.disorder"), ==, 1);
  g_assert_true (still_test_true (inspection, "jpeg.eoi"));
  g_assert_cmpint (av_test_int (inspection, "file.end"), ==, bytes->len);
}

static void
test_truncated (void)
{
  g_autoptr (GByteArray) bytes = picture ();
  g_autoptr (AssayInspection) in_scan = NULL;
  g_autoptr (AssayInspection) in_segment = NULL;

  g_byte_array_set_size (bytes, bytes->len - 2);
  in_scan = still_test_inspect (bytes, "a.jpg");
  g_assert_true (av_test_has_problem (in_scan, "truncated"));
  g_assert_false (still_test_true (in_scan, "jpeg.eoi"));

  g_byte_array_set_size (bytes, 40);
  in_segment = still_test_inspect (bytes, "a.jpg");
  g_assert_true (av_test_has_problem (in_segment, "overrun"));
  g_assert_true (av_test_has_problem (in_segment, "missing"));
}

static void
test_second_start (void)
{
  g_autoptr (GByteArray) bytes = picture ();
  guint cut = bytes->len - 2;

  g_byte_array_set_size (bytes, cut);
  still_test_put_jpeg (bytes, NULL, 0);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

  g_assert_true (av_test_has_problem (inspection, "order"));
  g_assert_cmpint (av_test_int (inspection, "file.end"), ==, cut);
  g_assert_cmpstr (av_test_text (inspection, "file.trailing.kind"), ==, "jpeg");
}

/* Segments of nothing, of an identifier alone, and a length that cannot be. */
static void
test_empty_segments (void)
{
  static const char segments[]
      = "\xff\xd8\xff\xfe\x00\x02\xff\xe1\x00\x02\xff\xe1\x00\x08"
        "Exif\0\0\xff\xe2\x00\x0e"
        "ICC_PROFILE\0\xff\xed\x00\x10Photoshop 3.0\0"
        "\xff\xeb\x00\x04JP\xff\xdb\x00\x02\xff\xc4\x00\x02\xff\xfe\x00\x01\xff\xd9";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  still_test_put (bytes, segments, sizeof segments - 1);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

  g_assert_cmpstr (av_test_text (inspection, "jpeg.comment"), ==, "");
  g_assert_true (still_test_true (inspection, "jpeg.eoi"));
  g_assert_true (av_test_has_problem (inspection, "malformed"));
  g_assert_true (av_test_has_problem (inspection, "truncated"));
}

/* What stands behind EOI, and the word for it. */
static AssayInspection *
with_trailer (GByteArray *trailer)
{
  g_autoptr (GByteArray) bytes = picture ();

  g_byte_array_append (bytes, trailer->data, trailer->len);
  return still_test_inspect (bytes, "a.jpg");
}

static void
put_filling (GByteArray *bytes, guint8 value, guint count)
{
  guint start = bytes->len;

  g_byte_array_set_size (bytes, start + count);
  memset (bytes->data + start, value, count);
}

static void
put_noise (GByteArray *bytes, guint count)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < count; i++)
    {
      guint8 byte = (guint8) g_rand_int_range (rand, 0, 256);

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
put_zip (GByteArray *bytes)
{
  guint start = bytes->len;

  still_test_put (bytes, "PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\2\0\0\0\1\0\0\0ahi", 33);

  guint directory = bytes->len - start;

  still_test_put (
      bytes,
      "PK\1\2\24\0\24\0\0\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\2\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
      "a",
      47);
  still_test_put (bytes, "PK\5\6\0\0\0\0\1\0\1\0\57\0\0\0", 16);
  still_test_put_u32 (bytes, directory, FALSE);
  still_test_put (bytes, "\0\0", 2);
}

static void
put_7z (GByteArray *bytes)
{
  guint8 header[20] = { 0 };
  guint32 crc;

  still_test_put (bytes, "7z\xbc\xaf\x27\x1c\0\4", 8);
  header[8] = 2; /* the end header's size */
  crc = (guint32) crc32 (0, header, sizeof header);
  still_test_put_u32 (bytes, crc, FALSE);
  g_byte_array_append (bytes, header, sizeof header);
  still_test_put (bytes, "xx", 2);
}

static void
check_kind (GByteArray *trailer, const char *kind, gboolean slack, const char *embedded)
{
  g_autoptr (AssayInspection) inspection = with_trailer (trailer);

  g_assert_cmpstr (av_test_text (inspection, "file.trailing.kind"), ==, kind);
  g_assert_cmpint (av_test_int (inspection, "file.trailing.bytes"), ==, trailer->len);
  g_assert_cmpint (still_test_true (inspection, "file.trailing.slack"), ==, slack);
  g_assert_cmpstr (av_test_text (inspection, "file.embedded"), ==, embedded);
  g_byte_array_set_size (trailer, 0);
}

static void
test_trailers (void)
{
  g_autoptr (GByteArray) trailer = g_byte_array_new ();
  g_autoptr (GByteArray) one = picture ();

  put_filling (trailer, 0, 700);
  check_kind (trailer, "zero-padding", FALSE, NULL);
  put_filling (trailer, 0xff, 1);
  check_kind (trailer, "ff-padding", FALSE, NULL);
  put_noise (trailer, 333);
  check_kind (trailer, "unknown", FALSE, NULL);
  put_filling (trailer, 0, 250);
  put_noise (trailer, 333);
  check_kind (trailer, "cluster-slack", TRUE, NULL);
  put_noise (trailer, 1024 - one->len);
  check_kind (trailer, "cluster-slack", TRUE, NULL);
  put_filling (trailer, 0, 300);
  still_test_put_jpeg (trailer, NULL, 0);
  check_kind (trailer, "jpeg", FALSE, NULL);
  still_test_put_text (
      trailer, "Nobody will look for a note behind the picture, will they? Meet me at nine.\n");
  check_kind (trailer, "text", FALSE, NULL);
  still_test_put_text (trailer, "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n");
  check_kind (trailer, "pdf", FALSE, "pdf");
}

static void
test_archives (void)
{
  static const char bare[] = "PK\3\4 7z\xbc\xaf\x27\x1c Rar!\x1a\7\0 %PDF-x \xff\xd8\xff";
  g_autoptr (GByteArray) trailer = g_byte_array_new ();

  put_zip (trailer);
  check_kind (trailer, "zip", FALSE, "zip");
  /* Also behind noise, and when the picture's own size is a card's. */
  put_noise (trailer, 100);
  put_zip (trailer);
  check_kind (trailer, "zip", FALSE, "zip");
  put_7z (trailer);
  check_kind (trailer, "7z", FALSE, "7z");
  /* Bare signatures are noise. */
  still_test_put (trailer, bare, sizeof bare - 1);
  put_noise (trailer, 300);
  check_kind (trailer, "unknown", FALSE, NULL);
  /* A directory that is not where it says. */
  put_zip (trailer);
  trailer->data[trailer->len - 6] = 0xf0;
  check_kind (trailer, "unknown", FALSE, NULL);
}

static void
test_motion (void)
{
  static const char packet[]
      = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
        "xmlns:c=\"http://ns.google.com/photos/1.0/camera/\" c:MicroVideo=\"1\" "
        "c:MicroVideoOffset=\"40\"/>"
        "</rdf:RDF></x:xmpmeta>";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  still_test_put_jpeg (bytes, packet, sizeof packet - 1);

  guint end = bytes->len;

  still_test_put (bytes,
                  "\0\0\0\x14"
                  "ftypmp42\0\0\0\0mp42\0\0\0\x14mdat0123456789ab",
                  40);

  g_autoptr (AssayInspection) inspection = still_test_inspect (bytes, "a.jpg");

  g_assert_cmpstr (av_test_text (inspection, "xmp.GCamera.MicroVideoOffset"), ==, "40");
  g_assert_cmpint (av_test_int (inspection, "motion.offset"), ==, end);
  g_assert_cmpint (av_test_int (inspection, "motion.bytes"), ==, 40);
  g_assert_cmpstr (av_test_text (inspection, "file.trailing.kind"), ==, "motion-photo");
  g_assert_true (still_test_true (inspection, "file.trailing.declared"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/jpeg/whole", test_whole);
  g_test_add_func ("/media/jpeg/quality", test_quality);
  g_test_add_func ("/media/jpeg/many-tables", test_many_tables);
  g_test_add_func ("/media/jpeg/restarts", test_restarts);
  g_test_add_func ("/media/jpeg/truncated", test_truncated);
  g_test_add_func ("/media/jpeg/second-start", test_second_start);
  g_test_add_func ("/media/jpeg/empty-segments", test_empty_segments);
  g_test_add_func ("/media/jpeg/trailers", test_trailers);
  g_test_add_func ("/media/jpeg/archives", test_archives);
  g_test_add_func ("/media/jpeg/motion", test_motion);
  return g_test_run ();
}
