/* assay-png-text.c: textual chunks of PNG. Generators of pictures write their recipe here,
 * ImageMagick whole metadata blocks in hexadecimal. */
#include "config.h"

#include <string.h>

#include "media/assay-inflate-private.h"
#include "media/assay-png-private.h"

typedef struct
{
  AssayInspection *inspection;
  GCancellable *cancellable;
  guint64 offset; /* of the text in the file; ASSAY_OFFSET_NONE if it is compressed */
  guint64 chunk;  /* of the chunk's data, and its size */
  gsize size;
  gsize *budget;
} PngText;

/* "\nexif\n    1234\n" and then that many bytes in hexadecimal, in lines. NULL if it is not that.
 */
static GByteArray *
read_raw_profile (const guint8 *data, gsize size)
{
  const char *at = (const char *) data;
  const char *end = at + size;
  guint lines = 0;

  /* The name and the length take the first two lines that are not empty. */
  while (at < end && lines < 3)
    {
      if (*at == '\n')
        lines++;
      at++;
    }
  if (lines < 3)
    return NULL;

  GByteArray *bytes = g_byte_array_new ();
  int high = -1;

  for (; at < end; at++)
    {
      int digit = g_ascii_xdigit_value (*at);

      if (digit < 0)
        continue;
      if (high < 0)
        {
          high = digit;
          continue;
        }

      guint8 byte = (guint8) (high << 4 | digit);

      g_byte_array_append (bytes, &byte, 1);
      high = -1;
    }
  return bytes;
}

static void
read_profile (PngText *self, const char *kind, const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) bytes = read_raw_profile (data, size);

  if (bytes == NULL)
    {
      assay_inspection_problem (self->inspection, "malformed", self->chunk, "raw profile %s", kind);
      return;
    }

  gboolean identified = bytes->len > 6 && memcmp (bytes->data, "Exif\0", 6) == 0;

  if ((strcmp (kind, "exif") == 0 || strcmp (kind, "APP1") == 0) && bytes->len > 14)
    assay_block_exif (self->inspection, bytes->data + (identified ? 6 : 0),
                      bytes->len - (identified ? 6 : 0), ASSAY_OFFSET_NONE, self->cancellable);
  else if (strcmp (kind, "xmp") == 0)
    assay_block_xmp (self->inspection, bytes->data, bytes->len, ASSAY_OFFSET_NONE);
  else if (strcmp (kind, "iptc") == 0 || strcmp (kind, "8bim") == 0)
    assay_block_photoshop (self->inspection, bytes->data, bytes->len, ASSAY_OFFSET_NONE);
  else if (strcmp (kind, "icc") == 0 || strcmp (kind, "icm") == 0)
    assay_block_icc (self->inspection, bytes->data, bytes->len, ASSAY_OFFSET_NONE);
}

/* @latin1: tEXt and zTXt are Latin-1 by the standard, but generators write UTF-8: what is valid
 * UTF-8 is taken for it. */
static void
text_fact (PngText *self, const char *keyword, const guint8 *text, gsize size)
{
  gsize length = strnlen ((const char *) text, MIN (size, ASSAY_LIMIT_TEXT + 1));
  g_autofree char *value
      = g_utf8_validate_len ((const char *) text, length, NULL) || length > ASSAY_LIMIT_TEXT
            ? g_strndup ((const char *) text, length)
            : g_convert ((const char *) text, (gssize) length, "UTF-8", "ISO-8859-1", NULL, NULL,
                         NULL);
  g_autofree char *joined = g_strdelimit (g_strdup (keyword), " ", '_');
  g_autofree char *name = g_strconcat ("png.text.", joined, NULL);

  assay_inspection_text (self->inspection, name, value != NULL ? value : "",
                         self->offset == ASSAY_OFFSET_NONE ? self->chunk : self->offset, size);
}

static void
take_text (PngText *self, const char *keyword, const guint8 *text, gsize size)
{
  static const char raw[] = "Raw profile type ";

  if (g_str_has_prefix (keyword, raw))
    read_profile (self, keyword + sizeof raw - 1, text, size);
  else if (strcmp (keyword, "XML:com.adobe.xmp") == 0)
    assay_block_xmp (self->inspection, text, size, self->offset);
  else
    text_fact (self, keyword, text, size);
}

static void
take_compressed (PngText *self, const char *keyword, const guint8 *data, gsize size)
{
  gboolean whole;
  gsize most = MIN (ASSAY_INFLATE_MOST, *self->budget);
  g_autoptr (GBytes) bytes = assay_inflate (data, size, most, &whole);

  self->offset = ASSAY_OFFSET_NONE;
  if (!whole)
    assay_inspection_problem (self->inspection, "malformed", self->chunk,
                              "compressed text is damaged or larger than %" G_GSIZE_FORMAT " bytes",
                              most);
  *self->budget -= bytes != NULL ? g_bytes_get_size (bytes) : 0;
  if (bytes != NULL)
    take_text (self, keyword, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* A field that ends in NUL; NULL and failure without one. */
static const char *
read_string (AssayReader *reader)
{
  gsize left = assay_reader_left (reader);
  const guint8 *text = assay_reader_peek (reader, left);
  gsize length = text == NULL ? 0 : strnlen ((const char *) text, left);

  if (text == NULL || length == left)
    {
      assay_reader_fail (reader);
      return NULL;
    }
  assay_reader_skip (reader, length + 1);
  return (const char *) text;
}

void
assay_png_text (AssayInspection *inspection,
                const char *type,
                const guint8 *data,
                gsize size,
                guint64 offset,
                gsize *budget,
                GCancellable *cancellable)
{
  PngText self
      = { .inspection = inspection, .cancellable = cancellable, .chunk = offset, .size = size };
  AssayReader reader;
  gboolean compressed = strcmp (type, "zTXt") == 0;

  self.budget = budget;
  assay_reader_init (&reader, data, size, offset);

  const char *keyword = read_string (&reader);

  if (strcmp (type, "iTXt") == 0)
    {
      compressed = assay_reader_read_u8 (&reader) != 0;
      assay_reader_skip (&reader, 1);
      read_string (&reader); /* language */
      read_string (&reader); /* translated keyword */
    }
  else if (compressed)
    {
      assay_reader_skip (&reader, 1); /* method: deflate is the only one */
    }
  if (!assay_reader_ok (&reader) || keyword == NULL)
    {
      assay_inspection_problem (inspection, "malformed", offset, "%s without keyword", type);
      return;
    }
  assay_inspection_text (inspection, "png.keywords", keyword, offset, strlen (keyword));
  self.offset = assay_reader_offset (&reader);

  gsize left = assay_reader_left (&reader);
  const guint8 *rest = assay_reader_peek (&reader, left);

  if (compressed)
    take_compressed (&self, keyword, rest, left);
  else
    take_text (&self, keyword, rest, left);
}
