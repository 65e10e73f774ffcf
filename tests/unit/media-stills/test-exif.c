/* test-exif.c: the walk over IFDs on made-up and hostile blocks, its agreement with libexif, and
 * what is derived. */
#include "still-test.h"

#include "config.h"

#include <libexif/exif-data.h>
#include <math.h>
#include <string.h>

/* A TIFF block in the making: entries first, values behind them. */
typedef struct
{
  GByteArray *bytes;
  gboolean big_endian;
} Block;

static Block
block_new (gboolean big_endian)
{
  Block block = { .bytes = g_byte_array_new (), .big_endian = big_endian };

  still_test_put (block.bytes, big_endian ? "MM\0*" : "II*\0", 4);
  still_test_put_u32 (block.bytes, 8, big_endian);
  return block;
}

static void
put_entry (Block *block, guint16 tag, guint16 type, guint32 count, guint32 value)
{
  still_test_put_u16 (block->bytes, tag, block->big_endian);
  still_test_put_u16 (block->bytes, type, block->big_endian);
  still_test_put_u32 (block->bytes, count, block->big_endian);
  /* A SHORT stands in the first two bytes of the field, whatever the order. */
  if (type == 3 && count == 1)
    {
      still_test_put_u16 (block->bytes, (guint16) value, block->big_endian);
      still_test_put_u16 (block->bytes, 0, block->big_endian);
      return;
    }
  still_test_put_u32 (block->bytes, value, block->big_endian);
}

static void
put_count (Block *block, guint16 count)
{
  still_test_put_u16 (block->bytes, count, block->big_endian);
}

static void
put_next (Block *block, guint32 offset)
{
  still_test_put_u32 (block->bytes, offset, block->big_endian);
}

static AssayInspection *
inspect_block (Block *block)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GByteArray) file = g_byte_array_new ();

  still_test_put (payload, "Exif\0\0", 6);
  g_byte_array_append (payload, block->bytes->data, block->bytes->len);
  still_test_put_jpeg (file, (const char *) payload->data, payload->len);
  g_clear_pointer (&block->bytes, g_byte_array_unref);
  return still_test_inspect (file, "a.jpg");
}

/* The block begins behind SOI, marker, length and identifier. */
#define BASE 12

static void
test_values (gconstpointer data)
{
  gboolean big_endian = GPOINTER_TO_INT (data);
  Block block = block_new (big_endian);
  const AssayFact *fact;

  put_count (&block, 5);
  put_entry (&block, 0x010f, 2, 6, 74);
  put_entry (&block, 0x0112, 3, 1, 6);
  put_entry (&block, 0x011a, 5, 1, 80);
  put_entry (&block, 0x9003, 2, 20, 88);
  put_entry (&block, 0xc4a9, 9, 1, (guint32) -5);
  put_next (&block, 0);
  still_test_put (block.bytes, "Canon\0", 6);
  still_test_put_u32 (block.bytes, 145, big_endian);
  still_test_put_u32 (block.bytes, 2, big_endian);
  still_test_put (block.bytes, "2004:10:09 16:44:06", 20);

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_cmpstr (av_test_text (inspection, "exif.byte_order"), ==, big_endian ? "MM" : "II");
  fact = assay_inspection_find (inspection, "exif.ifd0.Make");
  g_assert_cmpstr (fact->text, ==, "Canon");
  g_assert_cmpuint (fact->offset, ==, BASE + 74);
  g_assert_cmpuint (fact->length, ==, 6);
  fact = assay_inspection_find (inspection, "exif.ifd0.Orientation");
  g_assert_cmpint (fact->integer, ==, 6);
  g_assert_cmpstr (fact->text, ==, "Right-top");
  g_assert_cmpuint (fact->offset, ==, BASE + 8 + 2 + 12 + 8);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "exif.ifd0.XResolution"), 72.5, 1e-12);
  g_assert_cmpint (av_test_int (inspection, "exif.ifd0.0xc4a9"), ==, -5);
  g_assert_cmpint (av_test_int (inspection, "exif.unsorted"), ==, 0);
  g_assert_cmpint (av_test_int (inspection, "exif.overlaps"), ==, 0);
  g_assert_cmpint (av_test_int (inspection, "exif.gap.bytes"), ==, 0);
  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
}

static void
test_order (void)
{
  Block block = block_new (FALSE);

  put_count (&block, 4);
  put_entry (&block, 0x0112, 3, 1, 1);
  put_entry (&block, 0x0112, 3, 1, 1);
  put_entry (&block, 0x0103, 3, 1, 6);
  put_entry (&block, 0x0128, 77, 1, 2);
  put_next (&block, 0);

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_cmpint (av_test_int (inspection, "exif.duplicates"), ==, 1);
  g_assert_cmpint (av_test_int (inspection, "exif.unsorted"), ==, 1);
  g_assert_cmpint (av_test_int (inspection, "exif.bad_types"), ==, 1);
  g_assert_cmpint (av_test_int (inspection, "exif.tag_count"), ==, 4);
}

static void
test_loop (void)
{
  Block block = block_new (FALSE);

  put_count (&block, 1);
  put_entry (&block, 0x8769, 4, 1, 8);
  put_next (&block, 8);

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_true (av_test_has_problem (inspection, "loop"));
  g_assert_cmpint (av_test_int (inspection, "exif.ifd_count"), ==, 1);
}

static void
test_range (void)
{
  Block block = block_new (FALSE);

  put_count (&block, 2);
  put_entry (&block, 0x010f, 2, 6, 4000000000u);
  put_entry (&block, 0x0110, 2, 0xfffffff0u, 10);
  put_next (&block, 0x7fffffff);

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_true (av_test_has_problem (inspection, "out-of-range"));
  /* Two values and the next IFD. */
  g_assert_cmpint (av_test_int (inspection, "exif.out_of_range"), ==, 3);
  g_assert_false (still_test_has (inspection, "exif.ifd0.Make"));
}

static void
test_count (void)
{
  Block block = block_new (TRUE);

  put_count (&block, 0xffff);
  put_entry (&block, 0x0112, 3, 1, 3);
  put_next (&block, 0);

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_true (av_test_has_problem (inspection, "count"));
  g_assert_cmpint (av_test_int (inspection, "exif.ifd0.Orientation"), ==, 3);
}

/* Five thousand values that each are the whole block. */
static void
test_overlaps (void)
{
  Block block = block_new (FALSE);
  gint64 start;

  put_count (&block, 5000);
  for (guint i = 0; i < 5000; i++)
    put_entry (&block, 0x010e, 2, 60000, 0);
  put_next (&block, 0);
  start = g_get_monotonic_time ();

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_cmpint (av_test_int (inspection, "exif.overlaps"), >=, 5000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
put_rational (Block *block, guint32 numerator, guint32 denominator)
{
  still_test_put_u32 (block->bytes, numerator, block->big_endian);
  still_test_put_u32 (block->bytes, denominator, block->big_endian);
}

static void
test_position (void)
{
  Block block = block_new (TRUE);

  put_count (&block, 1);
  put_entry (&block, 0x8825, 4, 1, 26);
  put_next (&block, 0);
  put_count (&block, 8);
  put_entry (&block, 1, 2, 2, 0x53000000); /* S */
  put_entry (&block, 2, 5, 3, 128);
  put_entry (&block, 3, 2, 2, 0x57000000); /* W */
  put_entry (&block, 4, 5, 3, 152);
  put_entry (&block, 5, 1, 1, 0x01000000);
  put_entry (&block, 6, 5, 1, 176);
  put_entry (&block, 7, 5, 3, 184);
  put_entry (&block, 29, 2, 11, 208);
  put_next (&block, 0);
  g_assert_cmpuint (block.bytes->len, ==, 128);
  put_rational (&block, 33, 1);
  put_rational (&block, 5154, 100); /* decimal minutes, no seconds */
  put_rational (&block, 0, 0);
  put_rational (&block, 70, 1);
  put_rational (&block, 30, 1);
  put_rational (&block, 36, 1);
  put_rational (&block, 125, 10);
  put_rational (&block, 23, 1);
  put_rational (&block, 59, 1);
  put_rational (&block, 595, 10);
  still_test_put (block.bytes, "2023:07:09", 11);

  g_autoptr (AssayInspection) inspection = inspect_block (&block);

  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "gps.latitude"), -33.859, 1e-9);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "gps.longitude"), -70.51, 1e-9);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "gps.altitude"), -12.5, 1e-9);
  /* 2023-07-09T23:59:59.5Z */
  g_assert_cmpint (av_test_int (inspection, "gps.time"), ==, G_GINT64_CONSTANT (1688947199500));
}

/* What a phone without a fix leaves. */
static void
test_no_fix (void)
{
  g_autoptr (AssayInspection) inspection
      = av_test_inspect_file ("cam_samsung_g988u_motion_truncated.jpg");

  if (inspection == NULL)
    return;
  g_assert_false (still_test_has (inspection, "gps.time"));
  g_assert_cmpstr (av_test_text (inspection, "gps.time.invalid"), ==, "1970:01:01");
}

static void
put_text_at (Block *block, guint32 offset, const char *text)
{
  while (block->bytes->len < offset)
    still_test_put (block->bytes, "\0", 1);
  still_test_put (block->bytes, text, strlen (text) + 1);
}

static void
test_times (void)
{
  Block block = block_new (FALSE);

  put_count (&block, 2);
  put_entry (&block, 0x0132, 2, 20, 200);
  put_entry (&block, 0x8769, 4, 1, 38);
  put_next (&block, 0);
  put_count (&block, 4);
  put_entry (&block, 0x9003, 2, 20, 220);
  put_entry (&block, 0x9004, 2, 20, 240);
  put_entry (&block, 0x9011, 2, 7, 260);
  put_entry (&block, 0x9291, 2, 4, 0x00353436); /* "645" */
  put_next (&block, 0);
  put_text_at (&block, 200, "    :  :     :  :  ");
  put_text_at (&block, 220, "2020:05:04 18:39:11");
  put_text_at (&block, 240, "2020:13:04 18:39:11");
  put_text_at (&block, 260, "-04:00");

  g_autoptr (AssayInspection) inspection = inspect_block (&block);
  const AssayFact *fact = assay_inspection_find (inspection, "exif.time.original");

  /* 2020-05-04T22:39:11.645Z */
  g_assert_cmpint (fact->integer, ==, G_GINT64_CONSTANT (1588631951645));
  g_assert_true (fact->zoned);
  g_assert_cmpuint (fact->offset, ==, BASE + 220);
  g_assert_false (still_test_has (inspection, "exif.time.modified"));
  g_assert_false (still_test_has (inspection, "exif.time.modified.invalid"));
  g_assert_cmpstr (av_test_text (inspection, "exif.time.digitized.invalid"), ==,
                   "2020:13:04 18:39:11");
}

/* Values of Canon's kind of note count from the TIFF header: @shift is how far a program moved it
 * without knowing. */
static AssayInspection *
inspect_note (guint32 shift)
{
  Block block = block_new (FALSE);

  put_count (&block, 1);
  put_entry (&block, 0x8769, 4, 1, 26);
  put_next (&block, 0);
  put_count (&block, 1);
  put_entry (&block, 0x927c, 7, 70, 44);
  put_next (&block, 0);
  g_assert_cmpuint (block.bytes->len, ==, 44);
  put_count (&block, 3);
  put_entry (&block, 0x0006, 2, 12, 86 - shift);
  put_entry (&block, 0x0007, 2, 12, 98 - shift);
  put_entry (&block, 0x0008, 4, 1, 1);
  put_next (&block, 0);
  still_test_put (block.bytes, "IMG:JPEG 123Firmware 1.0", 24);
  put_text_at (&block, 160, "");
  return inspect_block (&block);
}

static void
test_makernote (void)
{
  g_autoptr (AssayInspection) intact = inspect_note (0);
  g_autoptr (AssayInspection) moved = inspect_note (60);

  g_assert_cmpstr (av_test_text (intact, "exif.makernote.vendor"), ==, "Canon");
  g_assert_cmpint (av_test_int (intact, "exif.makernote.offset"), ==, BASE + 44);
  g_assert_cmpint (av_test_int (intact, "exif.makernote.bytes"), ==, 70);
  g_assert_false (still_test_has (intact, "exif.makernote.relocated"));
  g_assert_true (still_test_true (moved, "exif.makernote.relocated"));
}

typedef struct
{
  const AssayInspection *inspection;
  ExifByteOrder order;
  guint compared;
  ExifIfd ifd;
} Agreement;

static const char *const ifd_names[EXIF_IFD_COUNT] = { "ifd0", "ifd1", "exif", "gps", "interop" };

static void
compare_entry (ExifEntry *entry, gpointer data)
{
  Agreement *self = data;
  const char *tag = exif_tag_get_name_in_ifd (entry->tag, self->ifd);
  g_autofree char *name = g_strdup_printf ("exif.%s.%s", ifd_names[self->ifd], tag);
  const AssayFact *fact = assay_inspection_find (self->inspection, name);

  if (tag == NULL || fact == NULL || entry->components != 1)
    return;
  if (entry->format == EXIF_FORMAT_SHORT)
    g_assert_cmpint (fact->integer, ==, exif_get_short (entry->data, self->order));
  else if (entry->format == EXIF_FORMAT_LONG)
    g_assert_cmpint (fact->integer, ==, exif_get_long (entry->data, self->order));
  else if (entry->format == EXIF_FORMAT_RATIONAL && fact->type == ASSAY_FACT_REAL)
    {
      ExifRational value = exif_get_rational (entry->data, self->order);

      g_assert_cmpfloat_with_epsilon (fact->real, (double) value.numerator / value.denominator,
                                      1e-9);
    }
  else
    return;
  self->compared++;
}

static void
compare_content (ExifContent *content, gpointer data)
{
  Agreement *self = data;

  self->ifd = exif_content_get_ifd (content);
  exif_content_foreach_entry (content, compare_entry, self);
}

/* Two readers of the same bytes, ours and libexif, on every JPEG of the set with Exif. */
static void
test_libexif (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) names = av_test_names (parser, "jpeg.json");
  guint compared = 0;

  for (GList *link = names; link != NULL; link = link->next)
    {
      g_autofree char *path = av_test_path (link->data);
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (link->data);
      ExifData *data = exif_data_new_from_file (path);

      if (still_test_has (inspection, "exif.present") && data != NULL)
        {
          Agreement agreement
              = { .inspection = inspection, .order = exif_data_get_byte_order (data) };

          exif_data_foreach_content (data, compare_content, &agreement);
          compared += agreement.compared;
        }
      g_clear_pointer (&data, exif_data_unref);
    }
  if (names == NULL)
    return;
  g_test_message ("%u values agree", compared);
  g_assert_cmpuint (compared, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/media/exif/values-ii", GINT_TO_POINTER (FALSE), test_values);
  g_test_add_data_func ("/media/exif/values-mm", GINT_TO_POINTER (TRUE), test_values);
  g_test_add_func ("/media/exif/order", test_order);
  g_test_add_func ("/media/exif/loop", test_loop);
  g_test_add_func ("/media/exif/range", test_range);
  g_test_add_func ("/media/exif/count", test_count);
  g_test_add_func ("/media/exif/overlaps", test_overlaps);
  g_test_add_func ("/media/exif/position", test_position);
  g_test_add_func ("/media/exif/no-fix", test_no_fix);
  g_test_add_func ("/media/exif/times", test_times);
  g_test_add_func ("/media/exif/makernote", test_makernote);
  g_test_add_func ("/media/exif/libexif", test_libexif);
  return g_test_run ();
}
