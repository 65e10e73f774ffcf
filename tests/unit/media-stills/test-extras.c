/* test-extras.c: Exif, XMP and profile go from one picture into another, byte for byte. */
#include <string.h>
#include <zlib.h>

#include "media/assay-picture-extras.h"

#define JPEG_EMPTY "\xff\xd8\xff\xe0\0\x04JJ\xff\xd9"
#define PNG_EMPTY                                                                                  \
  "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\0IEND\xae\x42\x60"    \
  "\x82"

/* A TIFF block with the orientation 6 behind another entry. */
static const guint8 exif[] = { 'I', 'I', 42, 0,    8, 0, 0, 0, 2, 0, 0x0f, 1, 2, 0, 4, 0, 0, 0, 'T',
                               'e', 's', 0,  0x12, 1, 3, 0, 1, 0, 0, 0,    6, 0, 0, 0, 0, 0, 0, 0 };

static void
fill (AssayPictureExtras *extras, gsize icc)
{
  g_autofree guint8 *profile = g_malloc (icc);

  for (gsize i = 0; i < icc; i++)
    profile[i] = (guint8) (i * 31 + i / 251);
  *extras = (AssayPictureExtras){
    .exif = g_bytes_new (exif, sizeof exif),
    .xmp = g_bytes_new ("<x:xmpmeta/>", 12),
    .icc = g_bytes_new_take (g_steal_pointer (&profile), icc),
  };
}

static void
read_again (const AssayPictureExtras *from, const void *data, gsize size, AssayPictureExtras *to)
{
  g_autoptr (GByteArray) whole = assay_picture_extras_insert (from, data, size);
  g_autoptr (GBytes) bytes = g_bytes_new (whole->data, whole->len);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);

  assay_picture_extras_read (source, to);
}

static gboolean
same (GBytes *a, GBytes *b)
{
  return a != NULL && b != NULL && g_bytes_equal (a, b);
}

static void
test_round_trip (void)
{
  /* One part, the most one part holds, more than two. */
  static const gsize sizes[] = { 500, 65519, 65520, 150000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (AssayPictureExtras) from = { NULL };
      g_auto (AssayPictureExtras) jpeg = { NULL };
      g_auto (AssayPictureExtras) png = { NULL };

      fill (&from, sizes[i]);
      read_again (&from, JPEG_EMPTY, sizeof JPEG_EMPTY - 1, &jpeg);
      read_again (&jpeg, PNG_EMPTY, sizeof PNG_EMPTY - 1, &png);
      g_assert_true (same (from.exif, jpeg.exif) && same (from.exif, png.exif));
      g_assert_true (same (from.xmp, jpeg.xmp) && same (from.xmp, png.xmp));
      g_assert_true (same (from.icc, jpeg.icc) && same (from.icc, png.icc));
      g_assert_null (jpeg.jpeg);
      g_assert_null (png.png);
    }
}

/* A comment of JPEG and a text of PNG stay in their own kind of file. */
static void
test_own_kind (void)
{
  static const char comment[] = "\xff\xd8\xff\xfe\0\x06"
                                "Ada!\xff\xd9";
  guint8 chunk[] = { 0, 0, 0, 4, 't', 'E', 'X', 't', 'a', 0, 'b', 'c', 0, 0, 0, 0 };
  guint32 crc = (guint32) crc32 (0, chunk + 4, 8);
  g_autoptr (GByteArray) picture = g_byte_array_new ();
  g_auto (AssayPictureExtras) jpeg = { NULL };
  g_auto (AssayPictureExtras) png = { NULL };
  g_auto (AssayPictureExtras) other = { NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static (comment, sizeof comment - 1);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (GByteArray) out = NULL;

  assay_picture_extras_read (source, &jpeg);
  g_assert_cmpuint (g_bytes_get_size (jpeg.jpeg), ==, 8);
  out = assay_picture_extras_insert (&jpeg, (const guint8 *) PNG_EMPTY, sizeof PNG_EMPTY - 1);
  g_assert_cmpuint (out->len, ==, sizeof PNG_EMPTY - 1);
  for (guint i = 0; i < 4; i++)
    chunk[12 + i] = (guint8) (crc >> (24 - 8 * i));
  g_byte_array_append (picture, (const guint8 *) PNG_EMPTY, 33);
  g_byte_array_append (picture, chunk, sizeof chunk);
  g_byte_array_append (picture, (const guint8 *) PNG_EMPTY + 33, 12);
  read_again (&png, picture->data, picture->len, &png);
  g_assert_cmpuint (g_bytes_get_size (png.png), ==, sizeof chunk);
  read_again (&png, PNG_EMPTY, sizeof PNG_EMPTY - 1, &other);
  g_assert_true (same (png.png, other.png));
}

static void
test_reduce (void)
{
  static const guint8 kept[]
      = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0 };
  g_auto (AssayPictureExtras) extras = { NULL };

  fill (&extras, 20);
  assay_picture_extras_reduce (&extras);
  g_assert_null (extras.xmp);
  g_assert_nonnull (extras.icc);
  g_assert_cmpuint (g_bytes_get_size (extras.exif), ==, sizeof kept);
  g_assert_true (memcmp (g_bytes_get_data (extras.exif, NULL), kept, sizeof kept) == 0);
}

/* Every cut and every changed byte is read without harm. */
static void
test_damage (void)
{
  g_auto (AssayPictureExtras) from = { NULL };
  static const struct
  {
    const char *data;
    gsize size;
  } files[] = { { JPEG_EMPTY, sizeof JPEG_EMPTY - 1 }, { PNG_EMPTY, sizeof PNG_EMPTY - 1 } };

  fill (&from, 100);
  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autoptr (GByteArray) whole
          = assay_picture_extras_insert (&from, (const guint8 *) files[f].data, files[f].size);

      for (guint i = 0; i < whole->len; i++)
        {
          g_autoptr (GBytes) cut = g_bytes_new (whole->data, i);
          g_autoptr (AssaySource) source = assay_source_new_bytes (cut);
          g_auto (AssayPictureExtras) extras = { NULL };

          assay_picture_extras_read (source, &extras);
          assay_picture_extras_reduce (&extras);
          assay_picture_extras_clear (&extras);
          if (i < 8) /* no picture any more */
            continue;
          whole->data[i] ^= 0x80;
          read_again (&from, whole->data, whole->len, &extras);
          whole->data[i] ^= 0x80;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/picture-extras/round-trip", test_round_trip);
  g_test_add_func ("/media/picture-extras/own-kind", test_own_kind);
  g_test_add_func ("/media/picture-extras/reduce", test_reduce);
  g_test_add_func ("/media/picture-extras/damage", test_damage);
  return g_test_run ();
}
