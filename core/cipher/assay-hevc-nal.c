/* assay-hevc-nal.c: see the header. */
#include "cipher/assay-hevc-nal.h"

#include "config.h"

#include <string.h>

gboolean
assay_hevc_nal_read (const guint8 *data, gsize size, AssayHevcNal *self)
{
  *self = (AssayHevcNal){ .data = data, .size = size };
  if (size < 2)
    return FALSE;
  self->type = data[0] >> 1 & 0x3f;
  self->layer = (data[0] & 1u) << 5 | data[1] >> 3;
  self->temporal_id = (data[1] & 7u) - 1;
  return (data[0] & 0x80) == 0 && (data[1] & 7) != 0;
}

gboolean
assay_hevc_nal_is_slice (const AssayHevcNal *self)
{
  return self->type <= 9 || (self->type >= ASSAY_NAL_BLA_W_LP && self->type <= ASSAY_NAL_CRA);
}

gboolean
assay_hevc_nal_begins_picture (const AssayHevcNal *self)
{
  return assay_hevc_nal_is_slice (self) && self->size > 2 && (self->data[2] & 0x80) != 0;
}

gsize
assay_hevc_find_start_code (const guint8 *data, gsize size, gsize from)
{
  const guint8 *at = data + from;
  const guint8 *end = data + size;

  while (end - at >= 3)
    {
      const guint8 *one = memchr (at + 2, 1, (gsize) (end - at) - 2);

      if (one == NULL)
        return size;
      if (one[-1] == 0 && one[-2] == 0)
        return (gsize) (one - 2 - data);
      at = one - 1;
    }
  return size;
}

void
assay_hevc_unescape (const guint8 *data, gsize size, GByteArray *rbsp, GArray *removed)
{
  gsize start = 0;
  gsize i = 0;

  g_byte_array_set_size (rbsp, 0);
  g_array_set_size (removed, 0);
  while (i + 2 < size)
    {
      const guint8 *three = memchr (data + i + 2, 3, size - i - 2);
      guint32 place;

      if (three == NULL)
        break;
      i = (gsize) (three - data) - 2;
      if (data[i] != 0 || data[i + 1] != 0)
        {
          i++;
          continue;
        }
      g_byte_array_append (rbsp, data + start, (guint) (i + 2 - start));
      place = rbsp->len;
      g_array_append_val (removed, place);
      start = i + 3;
      i = start;
    }
  g_byte_array_append (rbsp, data + start, (guint) (size - start));
}

void
assay_hevc_escape (const guint8 *data, gsize size, GByteArray *out)
{
  static const guint8 three = 3;
  gsize start = 0;
  gsize at = 0;

  while (at + 2 < size)
    {
      const guint8 *zero = memchr (data + at, 0, size - at - 2);

      if (zero == NULL)
        break;
      at = (gsize) (zero - data) + 1;
      if (data[at] != 0 || data[at + 1] > 3)
        continue;
      at++;
      g_byte_array_append (out, data + start, (guint) (at - start));
      g_byte_array_append (out, &three, 1);
      start = at;
    }
  g_byte_array_append (out, data + start, (guint) (size - start));
  /* a last byte of zero would be taken for trailing_zero_8bits */
  if (size > 0 && data[size - 1] == 0)
    g_byte_array_append (out, &three, 1);
}

guint
assay_hevc_sei_number (AssayReader *reader)
{
  guint value = 0;
  guint byte;

  do
    {
      byte = assay_reader_read_u8 (reader);
      value += byte;
    }
  while (byte == 0xff && assay_reader_ok (reader));
  return value;
}
