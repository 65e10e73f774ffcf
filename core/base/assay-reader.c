/* assay-reader.c: bounded readers of bytes and bits. */
#include "base/assay-reader.h"

#include <string.h>

void
assay_reader_init (AssayReader *self, const guint8 *data, gsize size, guint64 base)
{
  *self = (AssayReader){ .data = data, .size = size, .base = base };
}

void
assay_reader_init_bytes (AssayReader *self, GBytes *bytes, guint64 base)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  assay_reader_init (self, data, size, base);
}

gboolean
assay_reader_ok (const AssayReader *self)
{
  return !self->failed;
}

void
assay_reader_fail (AssayReader *self)
{
  self->failed = TRUE;
}

gsize
assay_reader_left (const AssayReader *self)
{
  return self->failed ? 0 : self->size - self->position;
}

guint64
assay_reader_offset (const AssayReader *self)
{
  return self->base + self->position;
}

gboolean
assay_reader_seek (AssayReader *self, gsize position)
{
  if (self->failed || position > self->size)
    {
      self->failed = TRUE;
      return FALSE;
    }
  self->position = position;
  return TRUE;
}

gboolean
assay_reader_skip (AssayReader *self, gsize count)
{
  return assay_reader_read_bytes (self, count) != NULL || (count == 0 && !self->failed);
}

const guint8 *
assay_reader_read_bytes (AssayReader *self, gsize count)
{
  if (count > assay_reader_left (self))
    {
      self->failed = TRUE;
      return NULL;
    }

  const guint8 *bytes = self->data == NULL ? NULL : self->data + self->position;

  self->position += count;
  return bytes;
}

const guint8 *
assay_reader_peek (const AssayReader *self, gsize count)
{
  if (count > assay_reader_left (self) || self->data == NULL)
    return NULL;
  return self->data + self->position;
}

/* @count <= 8 bytes as a number. */
static guint64
read_number (AssayReader *self, guint count, gboolean big_endian)
{
  const guint8 *bytes = assay_reader_read_bytes (self, count);
  guint64 value = 0;

  if (bytes == NULL)
    return 0;
  for (guint i = 0; i < count; i++)
    value = value << 8 | bytes[big_endian ? i : count - 1 - i];
  return value;
}

guint8
assay_reader_read_u8 (AssayReader *self)
{
  return (guint8) read_number (self, 1, TRUE);
}

guint16
assay_reader_read_u16_be (AssayReader *self)
{
  return (guint16) read_number (self, 2, TRUE);
}

guint16
assay_reader_read_u16_le (AssayReader *self)
{
  return (guint16) read_number (self, 2, FALSE);
}

guint32
assay_reader_read_u24_be (AssayReader *self)
{
  return (guint32) read_number (self, 3, TRUE);
}

guint32
assay_reader_read_u24_le (AssayReader *self)
{
  return (guint32) read_number (self, 3, FALSE);
}

guint32
assay_reader_read_u32_be (AssayReader *self)
{
  return (guint32) read_number (self, 4, TRUE);
}

guint32
assay_reader_read_u32_le (AssayReader *self)
{
  return (guint32) read_number (self, 4, FALSE);
}

guint64
assay_reader_read_u64_be (AssayReader *self)
{
  return read_number (self, 8, TRUE);
}

guint64
assay_reader_read_u64_le (AssayReader *self)
{
  return read_number (self, 8, FALSE);
}

guint16
assay_reader_read_u16 (AssayReader *self, gboolean big_endian)
{
  return (guint16) read_number (self, 2, big_endian);
}

guint32
assay_reader_read_u32 (AssayReader *self, gboolean big_endian)
{
  return (guint32) read_number (self, 4, big_endian);
}

guint64
assay_reader_read_u64 (AssayReader *self, gboolean big_endian)
{
  return read_number (self, 8, big_endian);
}

gboolean
assay_reader_match (AssayReader *self, const char *magic, gsize length)
{
  const guint8 *bytes = assay_reader_peek (self, length);

  if (bytes == NULL || memcmp (bytes, magic, length) != 0)
    return FALSE;
  self->position += length;
  return TRUE;
}

gboolean
assay_reader_sub (AssayReader *self, gsize length, AssayReader *child)
{
  guint64 base = assay_reader_offset (self);
  const guint8 *bytes = assay_reader_read_bytes (self, length);

  assay_reader_init (child, bytes, self->failed ? 0 : length, base);
  child->failed = self->failed;
  return !self->failed;
}
