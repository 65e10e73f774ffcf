/* assay-hevc-units.c: see the header. */
#include "cipher/assay-hevc-units.h"

#include "config.h"

#define RECORD_BYTES 23u /* before the arrays */
#define START_CODE 3u

AssayHevcStorage
assay_hevc_storage_read (const guint8 *record, gsize size)
{
  /* the version is 1; early muxers wrote 0, but not the start of a start code */
  if (size < RECORD_BYTES || (record[0] == 0 && record[1] == 0 && record[2] <= 1))
    return (AssayHevcStorage){ .framing = ASSAY_HEVC_FRAMING_ANNEXB };
  return (AssayHevcStorage){ .framing = ASSAY_HEVC_FRAMING_LENGTHS,
                             .length_size = (record[21] & 3u) + 1 };
}

void
assay_hevc_units_init_record (AssayHevcUnits *self,
                              const AssayHevcStorage *storage,
                              const guint8 *record,
                              gsize size)
{
  assay_hevc_units_init_packet (self, storage, record, size);
  if (storage->framing != ASSAY_HEVC_FRAMING_LENGTHS)
    return;
  self->record = TRUE;
  self->length_size = 2;
  self->n_arrays = record[RECORD_BYTES - 1];
  self->at = RECORD_BYTES;
}

void
assay_hevc_units_init_packet (AssayHevcUnits *self,
                              const AssayHevcStorage *storage,
                              const guint8 *data,
                              gsize size)
{
  *self = (AssayHevcUnits){ .data = data, .size = size };
  if (storage->framing == ASSAY_HEVC_FRAMING_LENGTHS)
    self->length_size = storage->length_size;
  else
    self->at = assay_hevc_find_start_code (data, size, 0);
}

gsize
assay_hevc_trim (const guint8 *data, gsize size)
{
  while (size > 0 && data[size - 1] == 0)
    size--;
  return size;
}

static gboolean
next_by_start_code (AssayHevcUnits *self, const guint8 **data, gsize *size)
{
  gsize begin;

  if (self->at >= self->size)
    return FALSE;
  begin = self->at + START_CODE;
  self->at = assay_hevc_find_start_code (self->data, self->size, begin);
  *data = self->data + begin;
  *size = assay_hevc_trim (*data, self->at - begin);
  return TRUE;
}

/* Goes to the next array of a record that has units. */
static gboolean
enter_array (AssayHevcUnits *self)
{
  while (self->n_units == 0)
    {
      if (self->n_arrays == 0)
        return FALSE;
      if (self->size - self->at < 3)
        {
          self->damaged = TRUE;
          return FALSE;
        }
      self->n_units = (guint) self->data[self->at + 1] << 8 | self->data[self->at + 2];
      self->at += 3;
      self->n_arrays--;
    }
  self->n_units--;
  return TRUE;
}

gboolean
assay_hevc_units_next (AssayHevcUnits *self, const guint8 **data, gsize *size)
{
  gsize length = 0;

  if (self->length_size == 0)
    return next_by_start_code (self, data, size);
  if (self->damaged || (self->record && !enter_array (self)) || self->at == self->size)
    return FALSE;
  if (self->size - self->at < self->length_size)
    {
      self->damaged = TRUE;
      return FALSE;
    }
  for (guint i = 0; i < self->length_size; i++)
    length = length << 8 | self->data[self->at++];
  if (length > self->size - self->at)
    {
      self->damaged = TRUE;
      return FALSE;
    }
  *data = self->data + self->at;
  *size = length;
  self->at += length;
  return TRUE;
}

gboolean
assay_hevc_units_contradict (const AssayHevcStorage *storage, const guint8 *data, gsize size)
{
  AssayHevcUnits units;
  const guint8 *unit;
  gsize length;

  assay_hevc_units_init_packet (&units, storage, data, size);
  while (assay_hevc_units_next (&units, &unit, &length))
    continue;
  return units.damaged;
}

gboolean
assay_hevc_units_put (const AssayHevcStorage *storage,
                      const guint8 *gap,
                      gsize gap_size,
                      const guint8 *nal,
                      gsize size,
                      GByteArray *out)
{
  guint length = storage->length_size;
  guint8 prefix[4];

  if (storage->framing == ASSAY_HEVC_FRAMING_ANNEXB)
    g_byte_array_append (out, gap, (guint) gap_size);
  else
    {
      if (length < 4 && size >> (8 * length) != 0)
        return FALSE;
      for (guint i = 0; i < length; i++)
        prefix[i] = (guint8) (size >> (8 * (length - 1 - i)));
      g_byte_array_append (out, prefix, length);
    }
  g_byte_array_append (out, nal, (guint) size);
  return TRUE;
}
