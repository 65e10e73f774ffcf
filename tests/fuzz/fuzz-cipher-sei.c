/* fuzz-cipher-sei.c: one unit of a stream that may be encrypted: its description with regions, its
 * seal, picture hashes; and the order of pictures over whatever units there are. */
#include <string.h>

#include "cipher/assay-cipher-hash-sei.h"
#include "cipher/assay-cipher-header.h"
#include "cipher/assay-cipher-order.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What was read is written again as it was. */
static void
read_header (const AssayHevcNal *nal)
{
  AssayCipherHeader header;
  AssayCipherKeys keys = { .seal = { 1 } };
  AssayCipherArea area;

  if (!assay_cipher_header_read (&header, nal, NULL))
    return;
  assay_cipher_header_check (nal, &keys, NULL);
  for (gint32 order = -3; order < 300; order += 7)
    {
      assay_cipher_regions_at (&header.regions, order, &area);
      assay_cipher_area_find (&area, 64, 128, 64);
    }
  if (assay_cipher_header_fits (&header))
    {
      g_autoptr (GBytes) unit = assay_cipher_header_write (&header, &keys);
      AssayCipherHeader again;
      AssayHevcNal written;
      gsize length;
      const guint8 *bytes = g_bytes_get_data (unit, &length);

      if (!assay_hevc_nal_read (bytes, length, &written)
          || !assay_cipher_header_read (&again, &written, NULL)
          || memcmp (&again.regions.n_tracks, &header.regions.n_tracks, sizeof (guint)) != 0)
        g_error ("a description cannot be read back");
    }
}

static void
read_hash (const AssayHevcNal *nal)
{
  AssayPictureHash hash;
  g_autoptr (GByteArray) out = NULL;

  assay_hash_sei_is_all (nal);
  if (!assay_hash_sei_read (nal, &hash))
    return;
  out = g_byte_array_new ();
  assay_hash_sei_write (nal, &hash, out);
  if (out->len != nal->size || memcmp (out->data, nal->data, nal->size) != 0)
    g_error ("a hash that is replaced by itself changes the unit");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (AssayCipherOrder) order = assay_cipher_order_new ();
  const AssayCipherKeys keys = { 0 };
  gsize at = assay_hevc_find_start_code (data, size, 0);

  while (at < size)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);
      AssayHevcNal nal;
      AssayCipherSeal seal;
      AssayCipherHeader copy;
      guint window[4];

      if (assay_hevc_nal_read (data + at + 3, next - at - 3, &nal))
        {
          if (assay_cipher_header_is (&nal))
            read_header (&nal);
          assay_cipher_seal_read (&seal, &nal, &keys);
          assay_cipher_seal_get_header (&copy, &nal);
          read_hash (&nal);
          assay_cipher_order_take (order, &nal);
          assay_cipher_order_get_window (order, window);
        }
      at = next;
    }
  return 0;
}
