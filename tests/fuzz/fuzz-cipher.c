/* fuzz-cipher.c: a byte stream that claims to be encrypted, or to be encrypted now: header, seal,
 * patching of codewords, entry points. */
#include "cipher/assay-cipher-session.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
drop (const guint8 *gap,
      gsize gap_size,
      const guint8 *nal,
      gsize size,
      gpointer place,
      gpointer user_data,
      GError **error)
{
  return TRUE;
}

static void
run (AssayCipherWay way, const guint8 *data, gsize size)
{
  AssayCipherHeader header
      = { .mode = 2, .elements = 63, .layers = 1, .kdf = { .key_file = TRUE } };
  AssayCipherKeys keys = { .content = { 1 } };
  AssayCipherSetup setup = {
    .way = way, .header = &header, .keys = &keys, .keep_damaged = TRUE, .threads = 1, .emit = drop
  };
  g_autoptr (AssayCipherSession) session = assay_cipher_session_new (&setup);
  gsize at = assay_hevc_find_start_code (data, size, 0);
  gboolean done = TRUE;

  while (at < size && done)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);
      AssayHevcNal nal;

      if (assay_hevc_nal_read (data + at + 3, next - at - 3, &nal) && assay_cipher_header_is (&nal)
          && assay_cipher_header_read (&header, &nal, NULL))
        assay_cipher_header_check (&nal, &keys, NULL);
      done = assay_cipher_session_push (session, data + at, 3, data + at + 3, next - at - 3, NULL);
      at = next;
    }
  if (done)
    done = assay_cipher_session_end (session, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  run (ASSAY_CIPHER_ENCRYPT, data, size);
  run (ASSAY_CIPHER_DECRYPT, data, size);
  return 0;
}
