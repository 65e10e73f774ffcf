/* assay-picture-extras.c: finds the blocks in JPEG, PNG and WebP. */
#include "media/assay-picture-extras.h"

#include <string.h>

#include "media/assay-inflate-private.h"
#include "media/assay-picture-extras-private.h"

/* Of one block; photographs have some hundred kilobytes. */
#define BLOCK_MOST ((gsize) 16 * 1024 * 1024)
/* Segments or chunks looked at: no file has a tenth of them before its samples. */
#define STEPS_MOST 10000
/* Exif 2.32, 4.6.4 A: tag, type SHORT. */
#define ORIENTATION 0x0112
#define TYPE_SHORT 3

void
assay_picture_extras_clear (AssayPictureExtras *extras)
{
  g_clear_pointer (&extras->exif, g_bytes_unref);
  g_clear_pointer (&extras->xmp, g_bytes_unref);
  g_clear_pointer (&extras->icc, g_bytes_unref);
  g_clear_pointer (&extras->jpeg, g_bytes_unref);
  g_clear_pointer (&extras->png, g_bytes_unref);
}

static void
keep (GBytes **place, const guint8 *data, gsize size)
{
  if (*place == NULL && size > 0)
    *place = g_bytes_new (data, size);
}

/* A block that follows its announcement; NULL if it is another's. @text's NUL belongs to it. */
static const guint8 *
after (const guint8 *data, gsize size, const char *text, gsize length)
{
  return size >= length && memcmp (data, text, length) == 0 ? data + length : NULL;
}

static void
append (GByteArray *array, const guint8 *data, gsize size)
{
  if (array->len + size <= BLOCK_MOST)
    g_byte_array_append (array, data, (guint) size);
}

/* What was gathered, if anything. */
static GBytes *
steal (GByteArray *array)
{
  if (array->len > 0)
    return g_byte_array_free_to_bytes (array);
  g_byte_array_unref (array);
  return NULL;
}

/* @segment: with marker and length. */
static void
take_segment (AssayPictureExtras *extras,
              GByteArray *icc,
              GByteArray *others,
              const guint8 *segment,
              gsize size)
{
  const guint8 *data = segment + 4;
  const guint8 *block;
  gsize length = size - 4;

  switch (segment[1])
    {
    case 0xe1:
      if ((block = after (data, length, ASSAY_EXTRAS_EXIF, 6)) != NULL)
        keep (&extras->exif, block, length - 6);
      else if ((block = after (data, length, ASSAY_EXTRAS_XMP, sizeof ASSAY_EXTRAS_XMP)) != NULL)
        keep (&extras->xmp, block, length - sizeof ASSAY_EXTRAS_XMP);
      else if (after (data, length, ASSAY_EXTRAS_XMP_MORE, sizeof ASSAY_EXTRAS_XMP_MORE) != NULL)
        append (others, segment, size);
      break;
    case 0xe2:
      /* Two bytes: number of the part and how many there are. */
      if ((block = after (data, length, ASSAY_EXTRAS_ICC, sizeof ASSAY_EXTRAS_ICC)) != NULL
          && length > sizeof ASSAY_EXTRAS_ICC + 2)
        append (icc, block + 2, length - sizeof ASSAY_EXTRAS_ICC - 2);
      break;
    case 0xed:
      if (after (data, length, ASSAY_EXTRAS_PHOTOSHOP, sizeof ASSAY_EXTRAS_PHOTOSHOP) != NULL)
        append (others, segment, size);
      break;
    case 0xfe:
      append (others, segment, size);
      break;
    default:
      break;
    }
}

static void
read_jpeg (AssaySource *source, AssayPictureExtras *extras)
{
  GByteArray *icc = g_byte_array_new ();
  GByteArray *others = g_byte_array_new ();
  guint64 at = 2;

  for (guint step = 0; step < STEPS_MOST; step++)
    {
      guint8 head[4];
      gsize size;
      g_autoptr (GBytes) segment = NULL;

      if (assay_source_read_into (source, at, head, sizeof head, NULL) != sizeof head
          || head[0] != 0xff)
        break;
      if (head[1] == 0xff) /* filling */
        {
          at++;
          continue;
        }
      size = 2 + (((gsize) head[2] << 8) | head[3]);
      if (head[1] == 0xda || head[1] == 0xd9 || size < 4)
        break;
      segment = assay_source_read (source, at, size, NULL);
      if (segment == NULL)
        break;
      take_segment (extras, icc, others, g_bytes_get_data (segment, NULL), size);
      at += size;
    }
  extras->icc = steal (icc);
  extras->jpeg = steal (others);
}

/* iTXt: keyword, NUL, compressed, method, language, NUL, translated keyword, NUL, text. FALSE if
 * it is no packet of XMP. */
static gboolean
take_packet (AssayPictureExtras *extras, const guint8 *data, gsize size)
{
  const guint8 *end = data + size;
  const guint8 *text = after (data, size, ASSAY_EXTRAS_PNG_XMP, sizeof ASSAY_EXTRAS_PNG_XMP);
  gboolean packed;

  if (text == NULL || end - text < 4)
    return text != NULL;
  packed = text[0] != 0;
  text += 2;
  for (guint i = 0; i < 2 && text != NULL; i++)
    {
      text = memchr (text, 0, (gsize) (end - text));
      text = text != NULL ? text + 1 : NULL;
    }
  if (text != NULL && packed && extras->xmp == NULL)
    {
      gboolean whole;

      extras->xmp = assay_inflate (text, (gsize) (end - text), ASSAY_INFLATE_MOST, &whole);
    }
  else if (text != NULL)
    keep (&extras->xmp, text, (gsize) (end - text));
  return TRUE;
}

static void
take_profile (AssayPictureExtras *extras, const guint8 *data, gsize size)
{
  gsize name = strnlen ((const char *) data, MIN (size, 80));
  gboolean whole = FALSE;
  g_autoptr (GBytes) profile = NULL;

  if (extras->icc != NULL || name + 2 >= size)
    return;
  profile = assay_inflate (data + name + 2, size - name - 2, ASSAY_INFLATE_MOST, &whole);
  if (whole)
    extras->icc = g_steal_pointer (&profile);
}

/* @chunk: with length, type and checksum. */
static void
take_chunk (AssayPictureExtras *extras, GByteArray *others, const guint8 *chunk, gsize size)
{
  const char *type = (const char *) chunk + 4;
  const guint8 *data = chunk + 8;
  gsize length = size - 12;

  if (memcmp (type, "eXIf", 4) == 0)
    keep (&extras->exif, data, length);
  else if (memcmp (type, "iCCP", 4) == 0)
    take_profile (extras, data, length);
  else if (memcmp (type, "tEXt", 4) == 0 || memcmp (type, "zTXt", 4) == 0
           || memcmp (type, "tIME", 4) == 0
           || (memcmp (type, "iTXt", 4) == 0 && !take_packet (extras, data, length)))
    append (others, chunk, size);
}

static void
read_png (AssaySource *source, AssayPictureExtras *extras)
{
  GByteArray *others = g_byte_array_new ();
  guint64 at = 8;

  for (guint step = 0; step < STEPS_MOST; step++)
    {
      guint8 head[8];
      gsize size;

      if (assay_source_read_into (source, at, head, sizeof head, NULL) != sizeof head
          || memcmp (head + 4, "IEND", 4) == 0)
        break;
      size = 12
             + (gsize) (((guint32) head[0] << 24) | ((guint32) head[1] << 16)
                        | ((guint32) head[2] << 8) | head[3]);
      if (memcmp (head + 4, "IDAT", 4) != 0 && size <= BLOCK_MOST)
        {
          g_autoptr (GBytes) chunk = assay_source_read (source, at, size, NULL);

          if (chunk == NULL)
            break;
          take_chunk (extras, others, g_bytes_get_data (chunk, NULL), size);
        }
      at += size;
    }
  extras->png = steal (others);
}

static void
read_webp (AssaySource *source, AssayPictureExtras *extras)
{
  guint64 at = 12;

  for (guint step = 0; step < STEPS_MOST; step++)
    {
      guint8 head[8];
      gsize size;

      if (assay_source_read_into (source, at, head, sizeof head, NULL) != sizeof head)
        break;
      size = (gsize) head[4] | ((gsize) head[5] << 8) | ((gsize) head[6] << 16)
             | ((gsize) head[7] << 24);
      if (size <= BLOCK_MOST
          && (memcmp (head, "EXIF", 4) == 0 || memcmp (head, "XMP ", 4) == 0
              || memcmp (head, "ICCP", 4) == 0))
        {
          g_autoptr (GBytes) chunk = assay_source_read (source, at + 8, size, NULL);
          const guint8 *data = chunk != NULL ? g_bytes_get_data (chunk, NULL) : NULL;
          /* Some writers announce it as in JPEG. */
          gsize skip = data != NULL && after (data, size, ASSAY_EXTRAS_EXIF, 6) != NULL ? 6 : 0;

          if (data != NULL)
            keep (head[0] == 'E'   ? &extras->exif
                  : head[0] == 'X' ? &extras->xmp
                                   : &extras->icc,
                  data + skip, size - skip);
        }
      at += 8 + (guint64) size + size % 2;
    }
}

void
assay_picture_extras_read (AssaySource *source, AssayPictureExtras *extras)
{
  guint8 head[12] = { 0 };

  *extras = (AssayPictureExtras){ NULL };
  if (assay_source_read_into (source, 0, head, sizeof head, NULL) != sizeof head)
    return;
  if (head[0] == 0xff && head[1] == 0xd8)
    read_jpeg (source, extras);
  else if (memcmp (head, ASSAY_EXTRAS_PNG_MAGIC, 8) == 0)
    read_png (source, extras);
  else if (memcmp (head, "RIFF", 4) == 0 && memcmp (head + 8, "WEBP", 4) == 0)
    read_webp (source, extras);
}

/* 1 to 8; 0 if @exif does not say it. */
static guint
find_orientation (GBytes *exif)
{
  AssayReader reader;
  const guint8 *order;
  gboolean big;
  guint n;

  assay_reader_init_bytes (&reader, exif, 0);
  order = assay_reader_read_bytes (&reader, 4);
  if (order == NULL)
    return 0;
  big = order[0] == 'M';
  if (!assay_reader_seek (&reader, assay_reader_read_u32 (&reader, big)))
    return 0;
  n = assay_reader_read_u16 (&reader, big);
  for (guint i = 0; i < n && assay_reader_ok (&reader); i++)
    {
      guint tag = assay_reader_read_u16 (&reader, big);
      guint type = assay_reader_read_u16 (&reader, big);
      guint value;

      assay_reader_skip (&reader, 4);
      value = assay_reader_read_u16 (&reader, big);
      assay_reader_skip (&reader, 2);
      if (assay_reader_ok (&reader) && tag == ORIENTATION && type == TYPE_SHORT)
        return value >= 1 && value <= 8 ? value : 0;
    }
  return 0;
}

void
assay_picture_extras_reduce (AssayPictureExtras *extras)
{
  /* "MM", 42, first directory at 8, one entry: tag, SHORT, count 1, value; no further one. */
  guint8 block[]
      = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 };
  guint orientation = extras->exif != NULL ? find_orientation (extras->exif) : 0;

  g_clear_pointer (&extras->exif, g_bytes_unref);
  g_clear_pointer (&extras->xmp, g_bytes_unref);
  g_clear_pointer (&extras->jpeg, g_bytes_unref);
  g_clear_pointer (&extras->png, g_bytes_unref);
  block[19] = (guint8) orientation;
  if (orientation > 1)
    extras->exif = g_bytes_new (block, sizeof block);
}
