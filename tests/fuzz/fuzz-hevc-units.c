/* fuzz-hevc-units.c: a configuration record (hvcC), then a packet: the first two bytes are the
 * record's length. Emulation prevention is taken out and put back. */
#include <string.h>

#include "cipher/assay-hevc-units.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is escaped comes back, and holds no start code. */
static void
check_escape (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) escaped = g_byte_array_new ();
  g_autoptr (GByteArray) back = g_byte_array_new ();
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));

  assay_hevc_escape (data, size, escaped);
  g_assert (escaped->len == 0
            || assay_hevc_find_start_code (escaped->data, escaped->len, 0) == escaped->len);
  if (size == 0 || data[size - 1] == 0)
    return; /* no unit ends so */
  assay_hevc_unescape (escaped->data, escaped->len, back, removed);
  g_assert (back->len == size && memcmp (back->data, data, size) == 0);
  g_assert (escaped->len == size + removed->len);
}

static void
walk (AssayHevcUnits *units)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  const guint8 *data;
  gsize size;

  while (assay_hevc_units_next (units, &data, &size))
    {
      AssayHevcNal nal;

      g_assert (data >= units->data && data + size <= units->data + units->size);
      if (size == 0)
        continue;
      assay_hevc_nal_read (data, size, &nal);
      assay_hevc_unescape (data, size, rbsp, removed);
      g_assert (rbsp->len + removed->len == size);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  AssayHevcStorage storage;
  AssayHevcUnits units;
  gsize record;

  if (size < 3)
    return 0;
  record = MIN (((gsize) data[0] << 8 | data[1]), size - 2);
  storage = assay_hevc_storage_read (data + 2, record);
  assay_hevc_units_init_record (&units, &storage, data + 2, record);
  walk (&units);
  assay_hevc_units_init_packet (&units, &storage, data + 2 + record, size - 2 - record);
  walk (&units);
  check_escape (data, size);
  return 0;
}
