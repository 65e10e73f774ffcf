/* assay-parse-gif.c: the blocks of a GIF (GIF89a specification), with XMP and ICC where Adobe puts
 * them. */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-still-private.h"
#include "media/assay-window-private.h"

enum
{
  EXTENSION = 0x21,
  IMAGE = 0x2c,
  TRAILER = 0x3b,
  PLAIN_TEXT = 0x01,
  GRAPHIC_CONTROL = 0xf9,
  COMMENT = 0xfe,
  APPLICATION = 0xff,
};

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  AssayWindow window;
  guint64 position;
  guint frames;
  guint64 delay; /* hundredths of a second, all frames */
  guint blocks;
} Gif;

static gboolean
read_byte (Gif *self, guint64 offset, guint8 *byte)
{
  AssayReader reader;
  gboolean read = assay_window_reader (&self->window, offset, 1, &reader);

  *byte = assay_reader_read_u8 (&reader);
  return read;
}

/* Walks sub-blocks from @self->position behind their terminator; what they hold goes to @into
 * (nullable) up to @most bytes. FALSE if the file ends within them. */
static gboolean
take_sub_blocks (Gif *self, GByteArray *into, gsize most)
{
  guint8 length;

  while (read_byte (self, self->position, &length))
    {
      AssayReader reader;

      self->position++;
      if (length == 0)
        return TRUE;
      if (!assay_window_reader (&self->window, self->position, length, &reader))
        break;
      if (into != NULL && into->len < most)
        g_byte_array_append (into, assay_reader_read_bytes (&reader, length), length);
      self->position += length;
      if (self->blocks++ % 1024 == 0 && g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
    }
  return FALSE;
}

/* XMP is not cut into sub-blocks: it stands as it is, then 258 bytes that lead any reader to the
 * end (XMP part 3, 1.1.2). */
static void
read_xmp (Gif *self, guint64 start)
{
  gsize length = (gsize) MIN (self->position - start, ASSAY_LIMIT_BLOCK);
  g_autoptr (GBytes) bytes
      = length < 258 ? NULL : assay_source_read (self->source, start, length - 258, NULL);

  if (bytes != NULL)
    assay_block_xmp (self->inspection, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                     start);
}

static gboolean
take_application (Gif *self)
{
  AssayReader reader;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint64 offset = self->position;

  if (!assay_window_reader (&self->window, offset, 12, &reader))
    return FALSE;

  guint8 size = assay_reader_read_u8 (&reader);
  g_autofree char *name = g_strndup ((const char *) assay_reader_read_bytes (&reader, 11), 11);

  if (size != 11)
    return take_sub_blocks (self, NULL, 0);
  self->position += 12;
  assay_inspection_text (self->inspection, "gif.application", name, offset + 1, 11);

  guint64 start = self->position;
  gboolean whole = take_sub_blocks (self, data, 1048576);

  if (strcmp (name, "XMP DataXMP") == 0)
    read_xmp (self, start);
  else if (strcmp (name, "ICCRGBG1012") == 0)
    assay_block_icc (self->inspection, data->data, data->len, ASSAY_OFFSET_NONE);
  else if ((strcmp (name, "NETSCAPE2.0") == 0 || strcmp (name, "ANIMEXTS1.0") == 0)
           && data->len >= 3 && data->data[0] == 1)
    assay_inspection_int (self->inspection, "gif.loop", data->data[1] | data->data[2] << 8, NULL,
                          start + 2, 2);
  return whole;
}

static gboolean
take_comment (Gif *self)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint64 offset = self->position;
  gboolean whole = take_sub_blocks (self, data, ASSAY_LIMIT_TEXT);
  g_autofree char *text = g_strndup ((const char *) data->data, data->len);

  assay_inspection_text (self->inspection, "gif.comment", text != NULL ? text : "", offset,
                         self->position - offset);
  return whole;
}

static gboolean
take_control (Gif *self)
{
  AssayReader reader;

  if (assay_window_reader (&self->window, self->position, 4, &reader))
    {
      assay_reader_skip (&reader, 2);
      self->delay += assay_reader_read_u16_le (&reader);
    }
  return take_sub_blocks (self, NULL, 0);
}

static gboolean
take_extension (Gif *self, guint64 start)
{
  guint8 label;
  const char *name = "extension";
  gboolean whole;

  if (!read_byte (self, start + 1, &label))
    return FALSE;
  self->position = start + 2;
  if (label == APPLICATION)
    {
      name = "application";
      whole = take_application (self);
    }
  else if (label == COMMENT)
    {
      name = "comment";
      whole = take_comment (self);
    }
  else if (label == GRAPHIC_CONTROL)
    {
      name = "graphic control";
      whole = take_control (self);
    }
  else
    {
      name = label == PLAIN_TEXT ? "plain text" : name;
      whole = take_sub_blocks (self, NULL, 0);
    }
  assay_inspection_element (self->inspection, name, start, 2, self->position - start, "");
  return whole;
}

static gboolean
take_image (Gif *self, guint64 start)
{
  AssayReader reader;

  if (!assay_window_reader (&self->window, start, 10, &reader))
    return FALSE;
  assay_reader_skip (&reader, 9);

  guint8 flags = assay_reader_read_u8 (&reader);

  self->frames++;
  self->position = start + 10 + ((flags & 0x80) != 0 ? 3u << ((flags & 7) + 1) : 0) + 1;

  gboolean whole = take_sub_blocks (self, NULL, 0);
  guint64 end = MIN (self->position, assay_source_get_size (self->source));

  assay_inspection_element (self->inspection, "image", start, 10, end - start, "");
  return whole;
}

static gboolean
take_header (Gif *self)
{
  AssayReader reader;

  if (!assay_window_reader (&self->window, 0, 13, &reader))
    return FALSE;
  assay_reader_skip (&reader, 3);

  g_autofree char *version = g_strndup ((const char *) assay_reader_read_bytes (&reader, 3), 3);
  guint width = assay_reader_read_u16_le (&reader);
  guint height = assay_reader_read_u16_le (&reader);
  guint8 flags = assay_reader_read_u8 (&reader);
  guint colours = 2u << (flags & 7);

  assay_inspection_text (self->inspection, "gif.version", version, 3, 3);
  assay_inspection_int (self->inspection, "image.width", width, NULL, 6, 2);
  assay_inspection_int (self->inspection, "image.height", height, NULL, 8, 2);
  self->position = 13;
  assay_inspection_element (self->inspection, "header", 0, 6, 13, "");
  if ((flags & 0x80) != 0)
    {
      assay_inspection_int (self->inspection, "gif.colours", colours, NULL, 10, 1);
      assay_inspection_element (self->inspection, "colour table", 13, 0,
                                MIN (3ull * colours, assay_source_get_size (self->source) - 13),
                                "");
      self->position += 3ull * colours;
    }
  return TRUE;
}

/* Blocks up to the trailer. FALSE if it never comes. */
static gboolean
take_blocks (Gif *self)
{
  guint8 code;
  guint count = 0;

  while (read_byte (self, self->position, &code) && count++ < ASSAY_LIMIT_ELEMENTS)
    {
      guint64 start = self->position;

      if (code == TRAILER)
        {
          assay_inspection_element (self->inspection, "trailer", start, 1, 1, "");
          self->position++;
          return TRUE;
        }
      if (code == EXTENSION ? !take_extension (self, start)
                            : code != IMAGE || !take_image (self, start))
        {
          assay_inspection_problem (self->inspection,
                                    code == EXTENSION || code == IMAGE ? "truncated" : "malformed",
                                    start, "block %02x", code);
          return FALSE;
        }
    }
  assay_inspection_problem (self->inspection, "missing", self->position, "no trailer");
  return FALSE;
}

void
assay_parse_gif (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  Gif self = { .source = source, .inspection = inspection, .cancellable = cancellable };

  assay_window_init (&self.window, source);
  if (!take_header (&self))
    assay_inspection_problem (inspection, "truncated", 0, "screen descriptor");
  else if (take_blocks (&self))
    assay_parse_trailer (source, inspection, self.position, cancellable);
  assay_inspection_int (inspection, "image.frames", self.frames, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_real (inspection, "gif.duration_s", (double) self.delay / 100.0, NULL,
                         ASSAY_OFFSET_NONE, 0);
  assay_window_clear (&self.window);
}
