/* test-cipher-session.c: all shared streams there and back, byte for byte; what is cut, changed or
 * opened with another key is told. */
#include <glib.h>
#include <string.h>

#include "cipher-streams.h"
#include "cipher/assay-cipher-error.h"

static void
check_round_trip (const guint8 *data, gsize size, AssayGenerator generator, guint mode)
{
  CipherCase c;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) secret = NULL;
  g_autoptr (GByteArray) parallel = NULL;
  g_autoptr (GByteArray) back = NULL;

  cipher_case_init (&c, generator, mode);
  secret = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (secret->len + c.outcome.count.escapes_before, <,
                    size + 300 + c.outcome.count.escapes_after);
  parallel = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 3, data, size, &error);
  g_assert_no_error (error);
  g_assert_true (parallel->len == secret->len
                 && memcmp (parallel->data, secret->data, secret->len) == 0);
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 2, secret->data, secret->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, size);
  g_assert_true (memcmp (back->data, data, size) == 0);
}

static void
test_round_trip (gconstpointer name)
{
  gsize size;
  g_autofree guint8 *data = cipher_load (name, &size);

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
  g_autofree guint8 *data = cipher_load ("x_rectamp_wpp_b.hevc", &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) secret = NULL;
  g_autoptr (GByteArray) back = NULL;
  CipherCase c;

  if (data == NULL)
    return;
  cipher_case_init (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  secret = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, NULL);
  g_assert_nonnull (secret);
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len / 2, &error);
  g_assert_null (back);
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* The seal alone taken off. */
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len - 97, &error);
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED);
  g_clear_error (&error);
  /* One bit of an SEI or parameter that no parser needs, or of slice data. */
  secret->data[secret->len / 3] ^= 4;
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len, &error);
  g_assert_null (back);
  g_assert_nonnull (error);
  g_clear_error (&error);
  secret->data[secret->len / 3] ^= 4;
  g_byte_array_append (secret, secret->data, 2000);
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len, &error);
  g_assert_null (back);
  g_assert_nonnull (error);
}

static void
test_twice (void)
{
  gsize size;
  g_autofree guint8 *data = cipher_load ("x_main10.hevc", &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) secret = NULL;
  CipherCase c;

  if (data == NULL)
    return;
  cipher_case_init (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  secret = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, NULL);
  g_assert_null (cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, secret->data, secret->len, &error));
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
