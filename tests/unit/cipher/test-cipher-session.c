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

/* Without a key stream the stream goes through all steps and comes out as it was. */
static void
check_null (const guint8 *data, gsize size)
{
  CipherCase c;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) same = NULL;

  cipher_case_init (&c, ASSAY_GENERATOR_NULL, ASSAY_CIPHER_MODE_PAPER);
  same = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 2, data, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (c.outcome.count.segments, >, 0);
  g_assert_true (same->len == size && memcmp (same->data, data, size) == 0);
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
  check_round_trip (data, size, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_PAPER);
  check_null (data, size);
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

/* @unit behind each slice segment of @data. */
static GByteArray *
put_between (const guint8 *data, gsize size, const guint8 *unit, gsize length)
{
  GByteArray *out = g_byte_array_new ();
  gsize at = assay_hevc_find_start_code (data, size, 0);

  while (at < size)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);
      AssayHevcNal nal;

      g_byte_array_append (out, data + at, (guint) (next - at));
      if (assay_hevc_nal_read (data + at + 3, next - at - 3, &nal)
          && assay_hevc_nal_is_slice (&nal))
        g_byte_array_append (out, unit, (guint) length);
      at = next;
    }
  return out;
}

/* Parameter sets between slice segments of one picture: lanes share no picture, and the rest of it
 * needs the one that began it. Ends of sequences between pictures stay where they are. */
static void
test_between (void)
{
  static const guint8 end_of_sequence[] = { 0, 0, 1, 0x48, 1 };
  gsize size;
  g_autofree guint8 *data = cipher_load ("h_depslices_wpp_lowqp.hevc", &size);
  g_autoptr (GByteArray) ends = NULL;
  g_autoptr (GByteArray) sets = NULL;
  gsize at = 0;

  if (data == NULL)
    return;
  ends = put_between (data, size, end_of_sequence, sizeof end_of_sequence);
  check_round_trip (ends->data, ends->len, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  while (at < size && (data[at + 3] >> 1) != ASSAY_NAL_PPS)
    at = assay_hevc_find_start_code (data, size, at + 3);
  g_assert_cmpuint (at, <, size);
  sets = put_between (data, size, data + at, assay_hevc_find_start_code (data, size, at + 3) - at);
  check_round_trip (sets->data, sets->len, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
}

/* Nothing begins a picture: what does not fit into a batch is not gathered without end. */
static void
test_no_beginnings (void)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) out = NULL;
  guint8 unit[65536] = { 0, 0, 1, 2, 1, 0x40 };
  CipherCase c;

  memset (unit + 6, 0x55, sizeof unit - 6);
  for (guint i = 0; i < 600; i++)
    g_byte_array_append (data, unit, sizeof unit);
  cipher_case_init (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  out = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 3, data->data, data->len, &error);
  g_assert_null (out);
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, " 0: "));
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
  g_test_add_func ("/cipher/session/between", test_between);
  g_test_add_func ("/cipher/session/no-beginnings", test_no_beginnings);
  return g_test_run ();
}
