/* test-cipher-keys.c: key streams are never the same twice, the generator's maps are those of the
 * paper, a wrong key and a changed header are told. */
#include <glib.h>
#include <string.h>

#include "base/assay-base.h"
#include "cipher/assay-bypass-bin.h"
#include "cipher/assay-cipher-error.h"
#include "cipher/assay-cipher-header.h"
#include "cipher/assay-cipher-packet.h"

static const guint8 test_key[ASSAY_CIPHER_KEY_SIZE] = "0123456789abcdef0123456789abcde";

/* Eq. 1 and 2 at points computed by hand. */
static void
test_maps (void)
{
  g_assert_cmpuint (assay_chaos_tent (1u << 30, 1u << 31), ==, 1u << 31);
  g_assert_cmpuint (assay_chaos_tent (3u << 30, 1u << 31), ==, 1u << 31);
  g_assert_cmpuint (assay_chaos_tent (0, 1u << 31), ==, G_MAXUINT32);
  g_assert_cmpuint (assay_chaos_tent (1u << 31, 1u << 31), ==, G_MAXUINT32);
  g_assert_cmpuint (assay_chaos_tent (G_MAXUINT32, 1u << 31), ==, 2);
  g_assert_cmpuint (assay_chaos_linear (1u << 28, 1u << 29), ==, 1u << 31);
  g_assert_cmpuint (assay_chaos_linear (3u << 29, 1u << 30), ==, 1u << 31);
  g_assert_cmpuint (assay_chaos_linear (5u << 29, 1u << 30), ==, 1u << 31); /* mirrored */
  g_assert_cmpuint (assay_chaos_linear (G_MAXUINT32, 1u << 30), ==, 4);     /* no fixed point */
  g_assert_cmpuint (assay_chaos_linear (0, 1u << 30), ==, G_MAXUINT32);
}

/* A linear map of bits: column i is what bit i becomes. */
typedef struct
{
  guint32 columns[31];
} Matrix;

static guint32
apply (const Matrix *self, guint32 bits)
{
  guint32 out = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->columns); i++)
    out ^= (bits >> i & 1) != 0 ? self->columns[i] : 0;
  return out;
}

static Matrix
multiply (const Matrix *a, const Matrix *b)
{
  Matrix out;

  for (guint i = 0; i < G_N_ELEMENTS (out.columns); i++)
    out.columns[i] = apply (a, b->columns[i]);
  return out;
}

/* Whether @times steps of the register, of @length bits, bring each of its states back. */
static gboolean
comes_back (const Matrix *step, guint length, guint32 times)
{
  Matrix power = *step;
  Matrix sum;

  for (guint i = 0; i < G_N_ELEMENTS (sum.columns); i++)
    sum.columns[i] = 1u << i;
  for (; times > 0; times >>= 1)
    {
      if ((times & 1) != 0)
        sum = multiply (&power, &sum);
      power = multiply (&power, &power);
    }
  for (guint i = 0; i < length; i++)
    if (sum.columns[i] != 1u << i)
      return FALSE;
  return TRUE;
}

/* The registers run through all of their states but 0, so that the generator's period is a multiple
 * of (2^31 - 1)(2^29 - 1). Their steps are linear, so one matrix tells it: its order is 2^n - 1,
 * and no part of that by one of its primes. 2^31 - 1 is one itself. */
static void
test_registers (void)
{
  static const guint32 primes[] = { 233, 1103, 2089 };
  const guint32 long_period = (1u << 31) - 1;
  const guint32 short_period = (1u << 29) - 1;
  guint8 seed[ASSAY_CHAOS_SEED] = { 0 };
  Matrix long_step = { 0 };
  Matrix short_step = { 0 };
  AssayChaos chaos;

  assay_chaos_start (&chaos, seed);
  for (guint i = 0; i < 31; i++)
    {
      chaos.tent_register = 1u << i;
      chaos.linear_register = i < 29 ? 1u << i : 0;
      assay_chaos_next (&chaos);
      long_step.columns[i] = chaos.tent_register;
      short_step.columns[i] = chaos.linear_register;
    }
  g_assert_true (comes_back (&long_step, 31, long_period));
  g_assert_false (comes_back (&long_step, 31, 1));
  g_assert_true (comes_back (&short_step, 29, short_period));
  for (guint i = 0; i < G_N_ELEMENTS (primes); i++)
    g_assert_false (comes_back (&short_step, 29, short_period / primes[i]));
}

static void
take (AssayGenerator generator, const guint8 *key, const AssayCipherPlace *place, guint32 out[8])
{
  g_autoptr (AssayKeyStream) stream = assay_key_stream_new (generator, key);

  assay_key_stream_start (stream, place);
  for (guint i = 0; i < 8; i++)
    out[i] = assay_key_stream_encrypt (stream, 0, 32);
}

/* Cells of 16 bits that X of both maps and the output reach, and how evenly: chi-square of the
 * output with 65535 degrees of freedom, within six standard deviations. Without registers both maps
 * run into short cycles; with them no state comes back (their own period is in test_registers()).
 */
static void
test_coverage (void)
{
  const guint n = 1u << 22;
  guint8 seed[ASSAY_CHAOS_SEED] = "period and coverage, 24";
  g_autofree guint32 *cells = g_new0 (guint32, 3 * 65536);
  double expected = n / 65536.0;
  double chi = 0;
  AssayChaos chaos;
  AssayChaos mark;

  assay_chaos_start (&chaos, seed);
  mark = chaos;
  for (guint i = 1; i <= n; i++)
    {
      guint32 out = assay_chaos_next (&chaos);

      cells[chaos.tent >> 16]++;
      cells[65536 + (chaos.linear >> 16)]++;
      cells[131072 + (out >> 16)]++;
      g_assert_false (memcmp (&chaos, &mark, sizeof chaos) == 0);
      if ((i & (i - 1)) == 0)
        mark = chaos;
    }
  for (guint i = 0; i < 3 * 65536; i++)
    g_assert_cmpuint (cells[i], >, 0);
  for (guint i = 0; i < 65536; i++)
    chi += (cells[131072 + i] - expected) * (cells[131072 + i] - expected) / expected;
  g_assert_cmpfloat (chi, >, 65535 - 6 * 362.0);
  g_assert_cmpfloat (chi, <, 65535 + 6 * 362.0);
}

/* No two places, and no two keys that differ in one bit, share even a block. */
static void
test_never_reused (gconstpointer data)
{
  AssayGenerator generator = GPOINTER_TO_UINT (data);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < 4096; i++)
    {
      AssayCipherPlace place = {
        .layer = i & 1, .segment = i >> 1 & 15, .address = i >> 5 & 15, .substream = i >> 9 & 7
      };
      guint8 key[ASSAY_CIPHER_KEY_SIZE];
      guint32 out[8];

      memcpy (key, test_key, sizeof key);
      take (generator, key, &place, out);
      for (guint half = 0; half < 2; half++, n++)
        g_hash_table_add (seen, assay_text_hex ((const guint8 *) (out + 4 * half), 16));
      if (i >= 256)
        continue;
      key[i / 8] ^= (guint8) (1u << (i & 7));
      place = (AssayCipherPlace){ 0 };
      take (generator, key, &place, out);
      g_hash_table_add (seen, assay_text_hex ((const guint8 *) out, 16));
      n++;
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, n);
}

static void
test_there_and_back (gconstpointer data)
{
  g_autoptr (AssayKeyStream) one = assay_key_stream_new (GPOINTER_TO_UINT (data), test_key);
  g_autoptr (AssayKeyStream) two = assay_key_stream_new (GPOINTER_TO_UINT (data), test_key);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  AssayCipherPlace place = { .segment = 3 };

  assay_key_stream_start (one, &place);
  assay_key_stream_start (two, &place);
  for (guint i = 0; i < 20000; i++)
    {
      guint length = (guint) g_rand_int_range (random, 1, 33);
      guint32 mask = (guint32) ((G_GUINT64_CONSTANT (1) << length) - 1);
      guint32 value = g_rand_int (random) & mask;
      guint32 secret = assay_key_stream_encrypt (one, value, length);

      g_assert_cmpuint (secret & ~mask, ==, 0);
      g_assert_cmpuint (assay_key_stream_decrypt (two, secret, length), ==, value);
    }
}

static AssayHevcNal
parse (GBytes *bytes)
{
  AssayHevcNal nal;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_true (assay_hevc_nal_read (data, size, &nal));
  return nal;
}

static void
make_keys (const char *secret, AssayCipherHeader *header, AssayCipherKeys *keys)
{
  g_autoptr (GBytes) bytes = g_bytes_new (secret, strlen (secret));
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_cipher_keys_derive (keys, bytes, &header->kdf, header->nonce, &error));
  g_assert_no_error (error);
}

static void
test_header (void)
{
  AssayCipherHeader header = { .mode = ASSAY_CIPHER_MODE_EXACT, .elements = 63, .layers = 1 };
  AssayCipherHeader read;
  AssayCipherKeys keys;
  AssayCipherKeys other;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) unit = NULL;
  AssayHevcNal nal;

  header.kdf = (AssayCipherKdf){ .passes = 1, .memory_log2 = 13, .lanes = 1 };
  make_keys ("one", &header, &keys);
  make_keys ("two", &header, &other);
  unit = assay_cipher_header_write (&header, &keys);
  nal = parse (unit);
  g_assert_cmpuint (nal.size + 3, <, 150);
  g_assert_true (assay_cipher_header_is (&nal));
  g_assert_true (assay_cipher_header_read (&read, &nal, NULL));
  g_assert_cmpuint (read.mode, ==, header.mode);
  g_assert_cmpuint (read.kdf.memory_log2, ==, 13);
  g_assert_true (assay_cipher_header_check (&nal, &keys, NULL));
  g_assert_false (assay_cipher_header_check (&nal, &other, &error));
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY);
  g_clear_error (&error);

  /* A changed element set is told. */
  g_autoptr (GByteArray) changed = g_byte_array_new ();
  g_byte_array_append (changed, nal.data, (guint) nal.size);
  changed->data[4 + 16 + 3] ^= 1;
  g_assert_true (assay_hevc_nal_read (changed->data, changed->len, &nal));
  g_assert_false (assay_cipher_header_check (&nal, &keys, &error));
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED);
}

/* Each bit of a seal counts: with one of them flipped it is none any more, or it says so itself. */
static void
test_seal (void)
{
  AssayCipherHeader header = { .kdf = { .passes = 1, .memory_log2 = 13, .lanes = 1 } };
  AssayCipherSeal seal
      = { .segments = 5, .units = 0x000003, .extended = TRUE, .step_log2 = 1, .n_steps = 3 };
  AssayCipherSeal read;
  AssayCipherKeys keys;
  g_autoptr (GBytes) unit = NULL;
  g_autoptr (GByteArray) changed = g_byte_array_new ();
  AssayHevcNal nal;

  make_keys ("one", &header, &keys);
  unit = assay_cipher_seal_write (&seal, &keys, NULL, 0, ASSAY_CIPHER_MOST_BYTES);
  nal = parse (unit);
  g_assert_true (assay_cipher_seal_read (&read, &nal, &keys));
  g_assert_cmpuint (read.segments, ==, 5);
  g_assert_cmpuint (read.units, ==, 3);
  g_assert_cmpuint (read.n_steps, ==, 3);
  g_assert_false (read.broken || read.old);
  g_byte_array_append (changed, nal.data, (guint) nal.size);
  for (guint bit = 0; bit < 8 * changed->len; bit++)
    {
      changed->data[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_true (!assay_hevc_nal_read (changed->data, changed->len, &nal)
                     || !assay_cipher_seal_read (&read, &nal, &keys) || read.broken);
      changed->data[bit / 8] ^= (guint8) (1 << bit % 8);
    }
  /* A zero behind it is the next start code's. */
  g_byte_array_set_size (changed, changed->len + 1);
  changed->data[changed->len - 1] = 0;
  g_assert_true (assay_hevc_nal_read (changed->data, changed->len, &nal));
  g_assert_true (assay_cipher_seal_read (&read, &nal, &keys) && !read.broken);
}

/* One text, typed on two keyboards. */
static void
test_passphrase_forms (void)
{
  static const char composed[] = "caf\xc3\xa9 au lait";
  static const char decomposed[] = "cafe\xcc\x81 au lait";
  g_autoptr (GBytes) one = g_bytes_new_static (composed, sizeof composed - 1);
  g_autoptr (GBytes) two = g_bytes_new_static (decomposed, sizeof decomposed - 1);
  AssayCipherKdf kdf = { .passes = 1, .memory_log2 = 13, .lanes = 1 };
  guint8 nonce[ASSAY_CIPHER_NONCE] = { 0 };
  AssayCipherKeys keys[2];

  for (guint text = 0; text < ASSAY_CIPHER_N_TEXTS; text++)
    {
      kdf.text = text;
      g_assert_true (assay_cipher_keys_derive (&keys[0], one, &kdf, nonce, NULL));
      g_assert_true (assay_cipher_keys_derive (&keys[1], two, &kdf, nonce, NULL));
      g_assert_cmpint (memcmp (keys[0].check, keys[1].check, sizeof keys[0].check) == 0, ==,
                       text != ASSAY_CIPHER_TEXT_TYPED);
    }
  g_assert_true (assay_cipher_secret_differs (two, ASSAY_CIPHER_TEXT_NFC));
  g_assert_false (assay_cipher_secret_differs (one, ASSAY_CIPHER_TEXT_NFC));
}

/* A stream must not make the reader take gigabytes. */
static void
test_greedy_kdf (void)
{
  AssayCipherKdf kdf = { .passes = 1, .memory_log2 = 30, .lanes = 1 };
  guint8 nonce[ASSAY_CIPHER_NONCE] = { 0 };
  AssayCipherKeys keys;
  g_autoptr (GBytes) secret = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (assay_cipher_keys_derive (&keys, secret, &kdf, nonce, &error));
  g_assert_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED);
}

/* Packets of every length come back; each bit counts for all of them, the clear ones too, but that
 * the clear ones stay. */
static void
test_packets (void)
{
  static const guint8 key[ASSAY_CIPHER_KEY_SIZE] = "of a stream of sound";
  g_autoptr (AssayCipherPacket) packet = assay_cipher_packet_new (key);
  g_autofree guint8 *plain = g_malloc (5000);
  g_autofree guint8 *one = g_malloc (5000);
  g_autofree guint8 *two = g_malloc (5000);

  for (guint i = 0; i < 5000; i++)
    plain[i] = (guint8) (i * 7 + i / 256);
  for (gsize size = 0; size <= 5000; size += size < 70 ? 1 : 493)
    {
      guint differ = 0;

      memcpy (one, plain, size);
      assay_cipher_packet_take (packet, one, size, 2, FALSE);
      g_assert_true (memcmp (one, plain, MIN (size, 2)) == 0);
      memcpy (two, plain, size);
      if (size > 2)
        two[size - 1] ^= 1;
      assay_cipher_packet_take (packet, two, size, 2, FALSE);
      for (gsize i = 2; i < size; i++)
        differ += one[i] != two[i] ? 1 : 0;
      g_assert_cmpuint (differ, >=, size > 40 ? (size - 2) * 9 / 10 : size > 3 ? 1 : 0);
      assay_cipher_packet_take (packet, one, size, 2, TRUE);
      g_assert_true (memcmp (one, plain, size) == 0);
    }
  /* what stays decides too */
  memcpy (one, plain, 300);
  memcpy (two, plain, 300);
  two[0] ^= 1;
  assay_cipher_packet_take (packet, one, 300, 2, FALSE);
  assay_cipher_packet_take (packet, two, 300, 2, FALSE);
  g_assert_true (memcmp (one + 2, two + 2, 16) != 0 && memcmp (one + 200, two + 200, 16) != 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/chaos/maps", test_maps);
  g_test_add_func ("/cipher/chaos/registers", test_registers);
  g_test_add_func ("/cipher/chaos/coverage", test_coverage);
  g_test_add_data_func ("/cipher/key-stream/aes/never-reused",
                        GUINT_TO_POINTER (ASSAY_GENERATOR_AES), test_never_reused);
  g_test_add_data_func ("/cipher/key-stream/chaos/never-reused",
                        GUINT_TO_POINTER (ASSAY_GENERATOR_CHAOS), test_never_reused);
  g_test_add_data_func ("/cipher/key-stream/aes/there-and-back",
                        GUINT_TO_POINTER (ASSAY_GENERATOR_AES), test_there_and_back);
  g_test_add_data_func ("/cipher/key-stream/chaos/there-and-back",
                        GUINT_TO_POINTER (ASSAY_GENERATOR_CHAOS), test_there_and_back);
  g_test_add_func ("/cipher/header", test_header);
  g_test_add_func ("/cipher/seal", test_seal);
  g_test_add_func ("/cipher/passphrase-forms", test_passphrase_forms);
  g_test_add_func ("/cipher/kdf/greedy", test_greedy_kdf);
  g_test_add_func ("/cipher/keys/packets", test_packets);
  return g_test_run ();
}
