/* test-cipher-session.c: all shared streams there and back, byte for byte; what is cut, changed or
 * opened with another key is told. */
#include <glib.h>
#include <string.h>

#include "base/assay-base.h"
#include "cipher/assay-cipher-error.h"
#include "cipher/assay-cipher-session.h"

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

typedef struct
{
  AssayCipherHeader header;
  AssayCipherKeys keys;
  AssayCipherCount count;
} Case;

static void
init_case (Case *self, AssayGenerator generator, guint mode)
{
  *self = (Case){ .header = { .generator = generator,
                              .mode = mode,
                              .elements = 63,
                              .layers = 1,
                              .kdf = { .key_file = TRUE } } };
  g_autoptr (GBytes) secret = g_bytes_new_static ("secret", 6);

  g_assert_true (
      assay_cipher_keys_derive (&self->keys, secret, &self->header.kdf, self->header.nonce, NULL));
}

static GByteArray *
run (Case *self, AssayCipherWay way, guint threads, const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  AssayCipherSetup setup = { .way = way,
                             .header = &self->header,
                             .keys = &self->keys,
                             .threads = threads,
                             .emit = append,
                             .user_data = out };
  g_autoptr (AssayCipherSession) session = assay_cipher_session_new (&setup);

  if (!push_all (session, data, size, error))
    return NULL;
  self->count = assay_cipher_session_get_outcome (session)->count;
  return g_steal_pointer (&out);
}

static guint8 *
load (const char *name, gsize *size)
{
  g_autofree char *path = shared_path (name);
  char *data = NULL;

  if (g_file_get_contents (path, &data, size, NULL))
    return (guint8 *) data;
  g_test_skip ("the shared data is not here");
  return NULL;
}

static void
check_round_trip (const guint8 *data, gsize size, AssayGenerator generator, guint mode)
{
  Case c;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) secret = NULL;
  g_autoptr (GByteArray) parallel = NULL;
  g_autoptr (GByteArray) back = NULL;

  init_case (&c, generator, mode);
  secret = run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (secret->len + c.count.escapes_before, <, size + 300 + c.count.escapes_after);
  parallel = run (&c, ASSAY_CIPHER_ENCRYPT, 3, data, size, &error);
  g_assert_no_error (error);
  g_assert_true (parallel->len == secret->len
                 && memcmp (parallel->data, secret->data, secret->len) == 0);
  back = run (&c, ASSAY_CIPHER_DECRYPT, 2, secret->data, secret->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, size);
  g_assert_true (memcmp (back->data, data, size) == 0);
}

static void
test_round_trip (gconstpointer name)
{
  gsize size;
  g_autofree guint8 *data = load (name, &size);

  if (data == NULL)
    return;
  check_round_trip (data, size, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  check_round_trip (data, size, ASSAY_GENERATOR_CHAOS, ASSAY_CIPHER_MODE_EXTENDED);
  check_round_trip (data, size, ASSAY_GENERATOR_NULL, ASSAY_CIPHER_MODE_PAPER);
}

/* Altered, cut, put in another order: each is told. */
static void
test_tampered (void)
{
  gsize size;
  g_autofree guint8 *data = load ("x_rectamp_wpp_b.hevc", &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) secret = NULL;
  g_autoptr (GByteArray) back = NULL;
  Case c;

  if (data == NULL)
    return;
  init_case (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  secret = run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, NULL);
  g_assert_nonnull (secret);
  back = run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len / 2, &error);
  g_assert_null (back);
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* The seal alone taken off. */
  back = run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len - 97, &error);
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED);
  g_clear_error (&error);
  /* One bit of an SEI or parameter that no parser needs, or of slice data. */
  secret->data[secret->len / 3] ^= 4;
  back = run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len, &error);
  g_assert_null (back);
  g_assert_nonnull (error);
  g_clear_error (&error);
  secret->data[secret->len / 3] ^= 4;
  g_byte_array_append (secret, secret->data, 2000);
  back = run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len, &error);
  g_assert_null (back);
  g_assert_nonnull (error);
}

static void
test_twice (void)
{
  gsize size;
  g_autofree guint8 *data = load ("x_main10.hevc", &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) secret = NULL;
  Case c;

  if (data == NULL)
    return;
  init_case (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  secret = run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, NULL);
  g_assert_null (run (&c, ASSAY_CIPHER_ENCRYPT, 1, secret->data, secret->len, &error));
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = {
    "h_depslices_wpp_lowqp.hevc",
    "h_pcm_tiles.hevc",
    "h_ra_nosbh.hevc",
    "h_tqbypass.hevc",
    "k_wppslices_smpamp.hevc",
    "x_dqp_tskip_nowpp.hevc",
    "x_intra_nosh_qp6.hevc",
    "x_lossless.hevc",
    "x_main10.hevc",
    "x_rectamp_wpp_b.hevc",
    "x_scalinglist_ctu16.hevc",
    "x_slices_ctu32_wpp.hevc",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cipher/session/%s", names[i]);

      g_test_add_data_func (path, names[i], test_round_trip);
    }
  g_test_add_func ("/cipher/session/tampered", test_tampered);
  g_test_add_func ("/cipher/session/twice", test_twice);
  return g_test_run ();
}
