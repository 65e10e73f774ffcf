/* assay-cipher-others.c: see the header. */
#include "cipher/assay-cipher-others.h"

#include "cipher/assay-cipher-header.h"
#include "cipher/assay-hevc-units.h"

static gboolean
hold_message (AssayHevcUnits *units)
{
  const guint8 *data;
  gsize size;

  while (assay_hevc_units_next (units, &data, &size))
    {
      AssayHevcNal nal;

      if (assay_hevc_nal_read (data, size, &nal)
          && (assay_cipher_header_is (&nal) || assay_cipher_seal_is (&nal)))
        return TRUE;
    }
  return FALSE;
}

void
assay_cipher_others_take (AssayCipherOthers *self,
                          guint stream,
                          const guint8 *record,
                          gsize record_size,
                          const guint8 *data,
                          gsize size)
{
  const guint64 bit = (guint64) 1 << (stream & 63);
  AssayHevcStorage storage;
  AssayHevcUnits units;
  gboolean found = FALSE;

  if ((self->encrypted & bit) != 0)
    return;
  storage = assay_hevc_storage_read (record, record_size);
  if ((self->seen & bit) == 0 && record_size > 0)
    {
      assay_hevc_units_init_record (&units, &storage, record, record_size);
      found = hold_message (&units);
    }
  self->seen |= bit;
  if (!found)
    {
      assay_hevc_units_init_packet (&units, &storage, data, size);
      found = hold_message (&units);
    }
  if (found)
    self->encrypted |= bit;
}

guint
assay_cipher_others_count (const AssayCipherOthers *self)
{
  guint n = 0;

  for (guint64 left = self->encrypted; left != 0; left &= left - 1)
    n++;
  return n;
}

char *
assay_cipher_others_name (const AssayCipherOthers *self)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < 64; i++)
    if ((self->encrypted >> i & 1) != 0)
      g_string_append_printf (names, "%s%u", names->len > 0 ? " " : "", i);
  return g_string_free (names, FALSE);
}
