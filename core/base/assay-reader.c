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

void
assay_bit_reader_init (AssayBitReader *self, const guint8 *data, gsize size, gboolean escaped)
{
  *self = (AssayBitReader){ .data = data, .size = size, .escaped = escaped };
}

gboolean
assay_bit_reader_ok (const AssayBitReader *self)
{
  return !self->failed;
}

/* Loads whole bytes until at least @count (<= 32) bits are cached; FALSE at the end of the data. */
static gboolean
fill (AssayBitReader *self, guint count)
{
  while (self->cached < count)
    {
      if (self->position >= self->size)
        {
          self->failed = TRUE;
          return FALSE;
        }

      guint8 byte = self->data[self->position++];

      if (self->escaped && self->zeros >= 2 && byte == 3)
        {
          self->zeros = 0;
          continue;
        }
      self->zeros = byte == 0 ? self->zeros + 1 : 0;
      self->cache |= (guint64) byte << (56 - self->cached);
      self->cached += 8;
    }
  return TRUE;
}

guint32
assay_bit_reader_read (AssayBitReader *self, guint count)
{
  g_return_val_if_fail (count <= 32, 0);
  if (count == 0 || self->failed || !fill (self, count))
    return 0;

  guint32 value = (guint32) (self->cache >> (64 - count));

  self->cache <<= count;
  self->cached -= count;
  return value;
}

gboolean
assay_bit_reader_read_flag (AssayBitReader *self)
{
  return assay_bit_reader_read (self, 1) != 0;
}

guint32
assay_bit_reader_read_ue (AssayBitReader *self)
{
  guint zeros = 0;

  while (!assay_bit_reader_read_flag (self))
    {
      if (self->failed || ++zeros > 31)
        {
          self->failed = TRUE;
          return 0;
        }
    }
  return ((guint32) 1 << zeros) - 1 + assay_bit_reader_read (self, zeros);
}

gint32
assay_bit_reader_read_se (AssayBitReader *self)
{
  guint32 code = assay_bit_reader_read_ue (self);
  gint32 magnitude = (gint32) (code / 2 + code % 2);

  return code % 2 == 1 ? magnitude : -magnitude;
}

gboolean
assay_bit_reader_skip (AssayBitReader *self, gsize count)
{
  while (count > 0 && !self->failed)
    {
      guint step = (guint) MIN (count, 32);

      assay_bit_reader_read (self, step);
      count -= step;
    }
  return !self->failed;
}
