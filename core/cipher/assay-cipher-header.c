/* assay-cipher-header.c: the two messages as bytes. */
#include "cipher/assay-cipher-header.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/assay-base.h"
#include "cipher/assay-bypass-bin.h"
#include "cipher/assay-cipher-error.h"

#define UUID_SIZE 16
#define USER_DATA_UNREGISTERED 5
#define MAC_SIZE 16
#define HEADER_SIZE 89
#define SEAL_SIZE 56

/* Random, made once for this purpose (RFC 4122, version 4). */
static const guint8 header_uuid[UUID_SIZE] = { 0x8b, 0x1f, 0x4c, 0xd2, 0x6a, 0x93, 0x4e, 0x5b,
                                               0x9d, 0x27, 0xc4, 0x71, 0x3e, 0xa8, 0x5f, 0x16 };
static const guint8 seal_uuid[UUID_SIZE] = { 0xd5, 0x62, 0x9e, 0x37, 0xb8, 0x4d, 0x41, 0xfa,
                                             0xa3, 0x7c, 0x15, 0xe9, 0x5d, 0x82, 0xb6, 0x4f };

static void
put_u8 (GByteArray *out, guint value)
{
  guint8 byte = (guint8) value;

  g_byte_array_append (out, &byte, 1);
}

static void
put_be (GByteArray *out, guint64 value, guint bytes)
{
  for (guint i = bytes; i-- > 0;)
    put_u8 (out, (guint) (value >> (8 * i)) & 0xff);
}

/* sei_rbsp() with one message; 7.3.2.4 and 7.3.5. */
static GBytes *
wrap (guint type, guint temporal_id, const GByteArray *payload)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  GByteArray *nal = g_byte_array_new ();

  put_u8 (rbsp, type << 1);
  put_u8 (rbsp, temporal_id + 1);
  put_u8 (rbsp, USER_DATA_UNREGISTERED);
  put_u8 (rbsp, payload->len); /* below 255 */
  g_byte_array_append (rbsp, payload->data, payload->len);
  put_u8 (rbsp, 0x80);
  assay_hevc_escape (rbsp->data, rbsp->len, nal);
  return g_byte_array_free_to_bytes (nal);
}

/* The message of a unit made by wrap(), without its UUID; empty if it is none. */
static AssayReader
unwrap (const AssayHevcNal *nal, guint type, const guint8 *uuid, gsize size, GByteArray *rbsp)
{
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  AssayReader reader;

  assay_reader_init (&reader, NULL, 0, 0);
  if (nal->type != type || nal->layer != 0 || nal->size > 2 * size + 16)
    return reader;
  assay_hevc_unescape (nal->data, nal->size, rbsp, removed);
  if (rbsp->len != size + 5 || rbsp->data[2] != USER_DATA_UNREGISTERED || rbsp->data[3] != size
      || memcmp (rbsp->data + 4, uuid, UUID_SIZE) != 0)
    return reader;
  assay_reader_init (&reader, rbsp->data + 4 + UUID_SIZE, size - UUID_SIZE, 0);
  return reader;
}

static void
mac (const AssayCipherKeys *keys, const guint8 *text, gsize size, guint8 digest[32])
{
  unsigned int length = 0;

  if (HMAC (EVP_sha256 (), keys->seal, sizeof keys->seal, text, size, digest, &length) == NULL)
    g_error ("HMAC-SHA-256 failed");
}

GBytes *
assay_cipher_header_write (const AssayCipherHeader *self, const AssayCipherKeys *keys)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 digest[32];

  g_byte_array_append (payload, header_uuid, UUID_SIZE);
  put_u8 (payload, ASSAY_CIPHER_VERSION);
  put_u8 (payload, self->generator);
  put_u8 (payload, self->mode);
  put_u8 (payload, self->elements);
  put_u8 (payload, self->hash_sei);
  put_u8 (payload, self->kdf.key_file ? 1 : 0);
  put_u8 (payload, self->kdf.passes);
  put_u8 (payload, self->kdf.memory_log2);
  put_u8 (payload, self->kdf.lanes);
  g_byte_array_append (payload, self->kdf.salt, sizeof self->kdf.salt);
  g_byte_array_append (payload, self->nonce, sizeof self->nonce);
  put_be (payload, self->layers, 8);
  g_byte_array_append (payload, keys->check, sizeof keys->check);
  mac (keys, payload->data, payload->len, digest);
  g_byte_array_append (payload, digest, MAC_SIZE);
  g_assert (payload->len == HEADER_SIZE);
  return wrap (ASSAY_NAL_PREFIX_SEI, 0, payload);
}

gboolean
assay_cipher_header_is (const AssayHevcNal *nal)
{
  /* The UUID has no two zeros in sequence: no emulation prevention within. */
  return nal->type == ASSAY_NAL_PREFIX_SEI && nal->layer == 0 && nal->size > 4 + UUID_SIZE
         && nal->data[2] == USER_DATA_UNREGISTERED
         && memcmp (nal->data + 4, header_uuid, UUID_SIZE) == 0;
}

static gboolean
check_fields (const AssayCipherHeader *self)
{
  return self->generator < ASSAY_N_GENERATORS
         && (self->mode == ASSAY_CIPHER_MODE_PAPER || self->mode == ASSAY_CIPHER_MODE_EXACT
             || self->mode == ASSAY_CIPHER_MODE_EXTENDED)
         && self->elements < 1u << ASSAY_CIPHER_N_CLASSES && self->hash_sei < ASSAY_N_HASH_SEI;
}

static void
read_kdf (AssayCipherKdf *kdf, AssayReader *reader)
{
  const guint8 *salt;

  kdf->key_file = assay_reader_read_u8 (reader) != 0;
  kdf->passes = assay_reader_read_u8 (reader);
  kdf->memory_log2 = assay_reader_read_u8 (reader);
  kdf->lanes = assay_reader_read_u8 (reader);
  salt = assay_reader_read_bytes (reader, sizeof kdf->salt);
  if (salt != NULL)
    memcpy (kdf->salt, salt, sizeof kdf->salt);
}

gboolean
assay_cipher_header_read (AssayCipherHeader *self, const AssayHevcNal *nal, GError **error)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_PREFIX_SEI, header_uuid, HEADER_SIZE, rbsp);
  const guint8 *nonce;
  guint version = assay_reader_read_u8 (&reader);

  *self = (AssayCipherHeader){ .generator = assay_reader_read_u8 (&reader) };
  self->mode = assay_reader_read_u8 (&reader);
  self->elements = assay_reader_read_u8 (&reader);
  self->hash_sei = assay_reader_read_u8 (&reader);
  read_kdf (&self->kdf, &reader);
  nonce = assay_reader_read_bytes (&reader, sizeof self->nonce);
  if (nonce != NULL)
    memcpy (self->nonce, nonce, sizeof self->nonce);
  self->layers = assay_reader_read_u64_be (&reader);
  if (assay_reader_ok (&reader) && version != ASSAY_CIPHER_VERSION)
    {
      g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                   _ ("The video was encrypted by version %u of this method, which is not known"),
                   version);
      return FALSE;
    }
  if (assay_reader_ok (&reader) && check_fields (self))
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                       _ ("The description of the encryption in the video is damaged"));
  return FALSE;
}

gboolean
assay_cipher_header_check (const AssayHevcNal *nal, const AssayCipherKeys *keys, GError **error)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_PREFIX_SEI, header_uuid, HEADER_SIZE, rbsp);
  const guint8 *message = reader.data - UUID_SIZE;
  gsize check_at = HEADER_SIZE - MAC_SIZE - sizeof keys->check;
  guint8 digest[32];

  g_return_val_if_fail (reader.data != NULL, FALSE);
  if (CRYPTO_memcmp (message + check_at, keys->check, sizeof keys->check) != 0)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY,
                           _ ("The key is not the one that this video was encrypted with"));
      return FALSE;
    }
  mac (keys, message, HEADER_SIZE - MAC_SIZE, digest);
  if (CRYPTO_memcmp (message + HEADER_SIZE - MAC_SIZE, digest, MAC_SIZE) == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
                       _ ("The description of the encryption in the video was altered"));
  return FALSE;
}

GBytes *
assay_cipher_seal_write (const AssayCipherSeal *self, guint temporal_id)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();

  g_byte_array_append (payload, seal_uuid, UUID_SIZE);
  put_be (payload, self->segments, 4);
  put_be (payload, self->units, 4);
  g_byte_array_append (payload, self->digest, sizeof self->digest);
  g_assert (payload->len == SEAL_SIZE);
  return wrap (ASSAY_NAL_SUFFIX_SEI, temporal_id, payload);
}

gboolean
assay_cipher_seal_read (AssayCipherSeal *self, const AssayHevcNal *nal)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_SUFFIX_SEI, seal_uuid, SEAL_SIZE, rbsp);
  const guint8 *digest;

  self->segments = assay_reader_read_u32_be (&reader);
  self->units = assay_reader_read_u32_be (&reader);
  digest = assay_reader_read_bytes (&reader, sizeof self->digest);
  if (digest != NULL)
    memcpy (self->digest, digest, sizeof self->digest);
  return digest != NULL;
}
