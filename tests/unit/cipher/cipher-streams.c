/* cipher-streams.c: see the header. */
#include "cipher-streams.h"

static char *
shared_path (const char *name)
{
  const char *shared = g_getenv ("ASSAY_SHARED");

  return g_build_filename (shared != NULL ? shared : "../shared", "data", "hevc", name, NULL);
}

static gboolean
append (const guint8 *gap,
        gsize gap_size,
        const guint8 *nal,
        gsize size,
        gpointer place,
        gpointer user_data,
        GError **error)
{
  GByteArray *out = user_data;

  g_byte_array_append (out, gap, (guint) gap_size);
  g_byte_array_append (out, nal, (guint) size);
  return TRUE;
}

static gboolean
push_all (AssayCipherSession *session, const guint8 *data, gsize size, GError **error)
{
  gsize last = 0;
  gsize at = assay_hevc_find_start_code (data, size, 0);

  while (at < size)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);
      gsize end = next;

      while (end > at + 3 && data[end - 1] == 0)
        end--;
      if (!assay_cipher_session_push (session, data + last, at + 3 - last, data + at + 3,
                                      end - at - 3, error))
        return FALSE;
      last = end;
      at = next;
    }
  return assay_cipher_session_end (session, error);
}

void
cipher_case_init (CipherCase *self, AssayGenerator generator, guint mode)
{
  *self = (CipherCase){ .header = { .generator = generator,
                                    .mode = mode,
                                    .elements = 63,
                                    .layers = 1,
                                    .kdf = { .key_file = TRUE } } };
  g_autoptr (GBytes) secret = g_bytes_new_static ("secret", 6);

  g_assert_true (
      assay_cipher_keys_derive (&self->keys, secret, &self->header.kdf, self->header.nonce, NULL));
}

GByteArray *
cipher_run (CipherCase *self,
            AssayCipherWay way,
            guint threads,
            const guint8 *data,
            gsize size,
            GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  AssayCipherSetup setup = { .way = way,
                             .header = &self->header,
                             .keys = &self->keys,
                             .keep_damaged = self->keep_damaged,
                             .threads = threads,
                             .emit = append,
                             .user_data = out };
  g_autoptr (AssayCipherSession) session = assay_cipher_session_new (&setup);

  if (!push_all (session, data, size, error))
    return NULL;
  self->outcome = *assay_cipher_session_get_outcome (session);
  self->outcome.damage = NULL;
  self->outcome.gaps = NULL;
  return g_steal_pointer (&out);
}

guint8 *
cipher_load (const char *name, gsize *size)
{
  g_autofree char *path = shared_path (name);
  char *data = NULL;

  if (g_file_get_contents (path, &data, size, NULL))
    return (guint8 *) data;
  g_test_skip ("the shared data is not here");
  return NULL;
}
