/* assay-nal-scan.c: user data SEI messages of H.264 and H.265, where encoders and cameras leave
 * their names.
 *
 * H.264 7.3.2.3.1 and D.1.7, H.265 7.3.5 and D.2.7 (user_data_unregistered, payload type 5). No
 * picture is decoded. */
#include "media/assay-encoder-scan-private.h"

#include "config.h"

#include <string.h>

/* NAL unit types, H.264 table 7-1 and H.265 table 7-1. */
enum
{
  AVC_SEI = 6,
  HEVC_PREFIX_SEI = 39,
  HEVC_SUFFIX_SEI = 40,
};

#define USER_DATA_UNREGISTERED 5u
#define UUID_BYTES 16u

/* A sum of bytes ended by one below 255: payload type and size, H.264 7.3.2.3.1. */
static guint
read_sum (AssayReader *reader)
{
  guint sum = 0;
  guint8 byte;

  do
    {
      byte = assay_reader_read_u8 (reader);
      sum += byte;
    }
  while (byte == 255 && assay_reader_ok (reader) && sum < G_MAXUINT16);
  return sum;
}

static void
note_user_data (AssayInspection *inspection, AssayReader *payload)
{
  guint64 at = assay_reader_offset (payload);
  const guint8 *uuid = assay_reader_read_bytes (payload, UUID_BYTES);
  gsize left = assay_reader_left (payload);
  const char *data = (const char *) assay_reader_peek (payload, left);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  if (uuid == NULL)
    return;
  name = assay_text_hex (uuid, UUID_BYTES);
  left = data != NULL ? strnlen (data, left) : 0;
  if (left > 0 && g_utf8_validate (data, (gssize) left, NULL))
    text = assay_text_visible (data, (gssize) left);
  shown = g_strconcat (name, text != NULL ? " " : "", text, NULL);
  assay_inspection_text (inspection, "media.sei", shown, at, UUID_BYTES + left);
}

/* One SEI NAL unit without its header. Emulation prevention bytes do not occur in text and are left
 * in. */
static void
scan_sei (AssayInspection *inspection, AssayReader *reader)
{
  while (assay_reader_left (reader) > UUID_BYTES)
    {
      guint type = read_sum (reader);
      guint size = read_sum (reader);
      AssayReader payload;

      size = (guint) MIN ((gsize) size, assay_reader_left (reader));
      if (!assay_reader_ok (reader) || !assay_reader_sub (reader, size, &payload))
        return;
      if (type == USER_DATA_UNREGISTERED)
        note_user_data (inspection, &payload);
    }
}

static void
scan_unit (AssayInspection *inspection, AssayReader *unit, gboolean hevc)
{
  guint8 first = assay_reader_read_u8 (unit);
  guint type = hevc ? (first >> 1) & 63u : first & 31u;

  if (hevc)
    assay_reader_skip (unit, 1);
  if (!assay_reader_ok (unit))
    return;
  if (hevc ? (type == HEVC_PREFIX_SEI || type == HEVC_SUFFIX_SEI) : type == AVC_SEI)
    scan_sei (inspection, unit);
}

void
assay_nal_scan_sample (AssayInspection *inspection,
                       const guint8 *data,
                       gsize size,
                       guint64 base,
                       guint length_size,
                       gboolean hevc)
{
  AssayReader reader, unit;

  assay_reader_init (&reader, data, size, base);
  while (assay_reader_left (&reader) > length_size)
    {
      guint32 length = 0;

      for (guint i = 0; i < length_size; i++)
        length = (length << 8) | assay_reader_read_u8 (&reader);
      length = (guint32) MIN ((gsize) length, assay_reader_left (&reader));
      if (!assay_reader_sub (&reader, length, &unit))
        break;
      scan_unit (inspection, &unit, hevc);
    }
  assay_encoder_scan (inspection, data, size, base);
}

/* Offset of the next 00 00 01 at or after @from, or @size. */
static gsize
next_start_code (const guint8 *data, gsize size, gsize from)
{
  for (gsize i = from; i + 3 <= size; i++)
    if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1)
      return i;
  return size;
}

void
assay_nal_scan_annexb (
    AssayInspection *inspection, const guint8 *data, gsize size, guint64 base, gboolean hevc)
{
  gsize at = next_start_code (data, size, 0);

  while (at < size)
    {
      gsize begin = at + 3;
      AssayReader unit;

      at = next_start_code (data, size, begin);
      assay_reader_init (&unit, data + begin, at - begin, base + begin);
      scan_unit (inspection, &unit, hevc);
    }
  assay_encoder_scan (inspection, data, size, base);
}
