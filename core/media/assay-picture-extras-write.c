/* assay-picture-extras-write.c: puts the blocks into a JPEG or PNG. */
#include <string.h>
#include <zlib.h>

#include "media/assay-picture-extras-private.h"
#include "media/assay-picture-extras.h"

/* What a segment of JPEG holds behind its marker and length. */
#define SEGMENT_MOST 65533u

static void
append (GByteArray *out, const void *data, gsize size)
{
  g_byte_array_append (out, data, (guint) size);
}

static void
append_bytes (GByteArray *out, GBytes *bytes)
{
  if (bytes != NULL)
    append (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
append_u32 (GByteArray *out, guint32 value)
{
  guint8 bytes[]
      = { (guint8) (value >> 24), (guint8) (value >> 16), (guint8) (value >> 8), (guint8) value };

  append (out, bytes, sizeof bytes);
}

static void
append_segment (
    GByteArray *out, guint8 marker, const char *text, gsize length, const guint8 *data, gsize size)
{
  gsize whole = 2 + length + size;
  guint8 head[] = { 0xff, marker, (guint8) (whole >> 8), (guint8) whole };

  if (length + size > SEGMENT_MOST)
    return;
  append (out, head, sizeof head);
  append (out, text, length);
  append (out, data, size);
}

static void
append_block (GByteArray *out, const char *text, gsize length, GBytes *block)
{
  if (block != NULL)
    append_segment (out, 0xe1, text, length, g_bytes_get_data (block, NULL),
                    g_bytes_get_size (block));
}

/* ICC.1:2010 B.4: in parts, numbered from 1. */
static void
append_profile (GByteArray *out, GBytes *icc)
{
  const gsize most = SEGMENT_MOST - sizeof ASSAY_EXTRAS_ICC - 2;
  gsize size = g_bytes_get_size (icc);
  const guint8 *data = g_bytes_get_data (icc, NULL);
  gsize parts = (size + most - 1) / most;

  if (parts > 255)
    return;
  for (gsize i = 0; i < parts; i++)
    {
      char head[sizeof ASSAY_EXTRAS_ICC + 2] = ASSAY_EXTRAS_ICC;

      head[sizeof ASSAY_EXTRAS_ICC] = (char) (i + 1);
      head[sizeof ASSAY_EXTRAS_ICC + 1] = (char) parts;
      append_segment (out, 0xe2, head, sizeof head, data + i * most, MIN (most, size - i * most));
    }
}

static GByteArray *
insert_jpeg (const AssayPictureExtras *extras, const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_sized_new ((guint) size);
  gsize at = 2;

  /* JFIF stays first, as it must. */
  if (size >= 6 && data[2] == 0xff && data[3] == 0xe0)
    at += 2 + (((gsize) data[4] << 8) | data[5]);
  at = MIN (at, size);
  append (out, data, at);
  append_block (out, ASSAY_EXTRAS_EXIF, 6, extras->exif);
  append_block (out, ASSAY_EXTRAS_XMP, sizeof ASSAY_EXTRAS_XMP, extras->xmp);
  if (extras->icc != NULL)
    append_profile (out, extras->icc);
  append_bytes (out, extras->jpeg);
  append (out, data + at, size - at);
  return out;
}

static void
append_chunk (GByteArray *out, const char *type, const GByteArray *content)
{
  guint from = out->len + 4;

  append_u32 (out, content->len);
  append (out, type, 4);
  append (out, content->data, content->len);
  append_u32 (out, (guint32) crc32 (0, out->data + from, out->len - from));
}

static void
append_exif (GByteArray *out, GBytes *exif)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  append_bytes (content, exif);
  append_chunk (out, "eXIf", content);
}

static void
append_packet (GByteArray *out, GBytes *xmp)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  append (content, ASSAY_EXTRAS_PNG_XMP, sizeof ASSAY_EXTRAS_PNG_XMP);
  append (content, "\0\0\0\0", 4); /* not compressed, in no language */
  append_bytes (content, xmp);
  append_chunk (out, "iTXt", content);
}

static void
append_packed_profile (GByteArray *out, GBytes *icc)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  uLong length = compressBound (g_bytes_get_size (icc));
  g_autofree guint8 *packed = g_malloc (length);

  if (compress2 (packed, &length, g_bytes_get_data (icc, NULL), g_bytes_get_size (icc),
                 Z_BEST_COMPRESSION)
      != Z_OK)
    return;
  append (content, "ICC\0\0", 5); /* name; method deflate */
  append (content, packed, length);
  append_chunk (out, "iCCP", content);
}

static GByteArray *
insert_png (const AssayPictureExtras *extras, const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_sized_new ((guint) size);
  /* Behind the head, which is 25 bytes long: before the palette and the samples. */
  gsize at = MIN (8 + 25, size);

  append (out, data, at);
  if (extras->icc != NULL)
    append_packed_profile (out, extras->icc);
  if (extras->exif != NULL)
    append_exif (out, extras->exif);
  if (extras->xmp != NULL)
    append_packet (out, extras->xmp);
  append_bytes (out, extras->png);
  append (out, data + at, size - at);
  return out;
}

GByteArray *
assay_picture_extras_insert (const AssayPictureExtras *extras, const guint8 *data, gsize size)
{
  if (size >= 2 && data[0] == 0xff && data[1] == 0xd8)
    return insert_jpeg (extras, data, size);
  if (size >= 8 && memcmp (data, ASSAY_EXTRAS_PNG_MAGIC, 8) == 0)
    return insert_png (extras, data, size);
  return NULL;
}
