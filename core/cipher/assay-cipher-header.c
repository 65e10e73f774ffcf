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
#include "cipher/assay-hevc-units.h"

#define UUID_SIZE 16
#define USER_DATA_UNREGISTERED 5
#define MAC_SIZE 16
/* What stands before the regions, and behind them. */
#define HEAD_SIZE 50
#define TAIL_SIZE (ASSAY_CIPHER_CHECK + MAC_SIZE)
#define MOST_PAYLOAD 254 /* one byte of payload_size */
#define SEAL_SIZE 88
/* Bit of the step's byte: the header's fields follow. */
#define HAS_HEADER 0x80u
/* Of the version's byte. */
#define VERSION_AT UUID_SIZE
/* The version that changed the key streams last. */
#define KEY_STREAM_VERSION ASSAY_CIPHER_LABEL_VERSION
#define FRAME 8 /* start code, header of the unit, type, size, trailing bits */

enum
{
  FLAG_WHOLE_AFTER = 1 << 0,
  FLAG_SOUND = 1 << 1,
};

/* Random, made once for this purpose (RFC 4122, version 4). */
static const guint8 header_uuid[UUID_SIZE] = { 0x8b, 0x1f, 0x4c, 0xd2, 0x6a, 0x93, 0x4e, 0x5b,
                                               0x9d, 0x27, 0xc4, 0x71, 0x3e, 0xa8, 0x5f, 0x16 };
static const guint8 old_seal_uuid[UUID_SIZE] = { 0xd5, 0x62, 0x9e, 0x37, 0xb8, 0x4d, 0x41, 0xfa,
                                                 0xa3, 0x7c, 0x15, 0xe9, 0x5d, 0x82, 0xb6, 0x4f };
static const guint8 seal_uuid[UUID_SIZE] = { 0x4a, 0x93, 0xd1, 0x7e, 0xc6, 0x28, 0x4b, 0x95,
                                             0xb2, 0x5f, 0x71, 0xae, 0x39, 0xe4, 0x8c, 0x6d };

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
unwrap (const AssayHevcNal *nal, guint type, const guint8 *uuid, GByteArray *rbsp)
{
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  AssayReader reader;

  assay_reader_init (&reader, NULL, 0, 0);
  if (nal->type != type || nal->layer != 0 || nal->size > 2 * MOST_PAYLOAD)
    return reader;
  /* Some programs take the first zero of a start code for the unit's last byte. */
  assay_hevc_unescape (nal->data, assay_hevc_trim (nal->data, nal->size), rbsp, removed);
  if (rbsp->len < UUID_SIZE + 5 || rbsp->data[2] != USER_DATA_UNREGISTERED
      || rbsp->data[3] > MOST_PAYLOAD || rbsp->len != rbsp->data[3] + 5u
      || memcmp (rbsp->data + 4, uuid, UUID_SIZE) != 0)
    return reader;
  assay_reader_init (&reader, rbsp->data + 4 + UUID_SIZE, rbsp->data[3] - (gsize) UUID_SIZE, 0);
  return reader;
}

static void
mac (const AssayCipherKeys *keys, const guint8 *text, gsize size, guint8 digest[32])
{
  unsigned int length = 0;

  if (HMAC (EVP_sha256 (), keys->seal, sizeof keys->seal, text, size, digest, &length) == NULL)
    g_error ("HMAC-SHA-256 failed");
}

/* All but the check and the HMAC. */
static GByteArray *
write_fields (const AssayCipherHeader *self)
{
  GByteArray *payload = g_byte_array_new ();

  g_byte_array_append (payload, header_uuid, UUID_SIZE);
  put_u8 (payload, ASSAY_CIPHER_VERSION);
  put_u8 (payload, self->generator);
  put_u8 (payload, self->mode);
  put_u8 (payload, self->elements);
  put_u8 (payload, self->hash_sei);
  put_u8 (payload,
          (self->regions.whole_after ? FLAG_WHOLE_AFTER : 0u) | (self->sound ? FLAG_SOUND : 0u));
  put_u8 (payload, self->kdf.key_file ? 1 : 0);
  put_u8 (payload, self->kdf.passes);
  put_u8 (payload, self->kdf.memory_log2);
  put_u8 (payload, self->kdf.lanes);
  g_byte_array_append (payload, self->nonce, sizeof self->nonce);
  put_be (payload, self->layers, 8);
  g_assert (payload->len == HEAD_SIZE);
  assay_cipher_regions_write (&self->regions, payload);
  return payload;
}

GBytes *
assay_cipher_header_write (const AssayCipherHeader *self, const AssayCipherKeys *keys)
{
  g_autoptr (GByteArray) payload = write_fields (self);
  guint8 digest[32];

  g_byte_array_append (payload, keys->check, sizeof keys->check);
  mac (keys, payload->data, payload->len, digest);
  g_byte_array_append (payload, digest, MAC_SIZE);
  g_assert (payload->len <= MOST_PAYLOAD);
  return wrap (ASSAY_NAL_PREFIX_SEI, 0, payload);
}

gboolean
assay_cipher_header_set_nonce (AssayCipherHeader *self,
                               const guint8 input[32],
                               GBytes *secret,
                               GError **error)
{
  g_autoptr (GByteArray) all = NULL;
  guint8 digest[32];
  unsigned int length = 0;

  memset (self->nonce, 0, sizeof self->nonce);
  all = write_fields (self);
  all->data[VERSION_AT] = KEY_STREAM_VERSION;
  g_byte_array_append (all, input, 32);
  if (EVP_Digest (all->data, all->len, digest, &length, EVP_sha256 (), NULL) != 1)
    g_error ("SHA-256 failed");
  if (!assay_cipher_nonce_derive (self->nonce, secret, &self->kdf, digest, error))
    return FALSE;
  memcpy (self->kdf.salt, self->nonce, sizeof self->kdf.salt);
  return TRUE;
}

gboolean
assay_cipher_header_fits (const AssayCipherHeader *self)
{
  g_autoptr (GByteArray) payload = write_fields (self);
  g_autoptr (GByteArray) escaped = g_byte_array_new ();
  /* Emulation prevention: at most four bytes in the seal's counts; digests are random, and more
   * than two in them come once in 10^14 streams. */
  const guint spare = 6;

  assay_hevc_escape (payload->data, payload->len, escaped);
  return payload->len + TAIL_SIZE <= MOST_PAYLOAD
         && escaped->len + TAIL_SIZE + SEAL_SIZE + 2 * FRAME + spare <= ASSAY_CIPHER_MOST_BYTES;
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
  kdf->key_file = assay_reader_read_u8 (reader) != 0;
  kdf->passes = assay_reader_read_u8 (reader);
  kdf->memory_log2 = assay_reader_read_u8 (reader);
  kdf->lanes = assay_reader_read_u8 (reader);
}

static gboolean
is_known (guint version)
{
  return version >= ASSAY_CIPHER_FIRST_VERSION && version <= ASSAY_CIPHER_VERSION;
}

/* From the version to the regions, @rest bytes from the end. */
static gboolean
read_fields (AssayCipherHeader *self, AssayReader *reader, gsize rest)
{
  const guint8 *nonce;
  guint flags;

  *self = (AssayCipherHeader){ .version = assay_reader_read_u8 (reader) };
  self->generator = assay_reader_read_u8 (reader);
  self->mode = assay_reader_read_u8 (reader);
  self->elements = assay_reader_read_u8 (reader);
  self->hash_sei = assay_reader_read_u8 (reader);
  flags = assay_reader_read_u8 (reader);
  self->regions.whole_after = (flags & FLAG_WHOLE_AFTER) != 0;
  self->sound = (flags & FLAG_SOUND) != 0;
  read_kdf (&self->kdf, reader);
  self->kdf.text = self->version >= ASSAY_CIPHER_NORMAL_VERSION ? ASSAY_CIPHER_TEXT_NFC
                                                                : ASSAY_CIPHER_TEXT_TYPED;
  nonce = assay_reader_read_bytes (reader, sizeof self->nonce);
  if (nonce != NULL)
    {
      memcpy (self->nonce, nonce, sizeof self->nonce);
      memcpy (self->kdf.salt, nonce, sizeof self->kdf.salt);
    }
  self->layers = assay_reader_read_u64_be (reader);
  return is_known (self->version) && flags <= (FLAG_WHOLE_AFTER | FLAG_SOUND)
         && assay_cipher_regions_read (&self->regions, reader) && assay_reader_left (reader) == rest
         && assay_reader_ok (reader) && check_fields (self);
}

gboolean
assay_cipher_header_read (AssayCipherHeader *self, const AssayHevcNal *nal, GError **error)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_PREFIX_SEI, header_uuid, rbsp);

  if (read_fields (self, &reader, TAIL_SIZE))
    return TRUE;
  if (assay_reader_ok (&reader) && !is_known (self->version))
    {
      g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                   _ ("The video was encrypted by version %u of this method, which is not known"),
                   self->version);
      return FALSE;
    }
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                       _ ("The description of the encryption in the video is damaged"));
  return FALSE;
}

gboolean
assay_cipher_header_check (const AssayHevcNal *nal, const AssayCipherKeys *keys, GError **error)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_PREFIX_SEI, header_uuid, rbsp);
  gsize size = assay_reader_left (&reader) + UUID_SIZE;
  const guint8 *message = reader.data - UUID_SIZE;
  gsize check_at = size - TAIL_SIZE;
  guint8 digest[32];

  g_return_val_if_fail (size >= HEAD_SIZE + TAIL_SIZE, FALSE);
  if (CRYPTO_memcmp (message + check_at, keys->check, sizeof keys->check) != 0)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY,
                           _ ("The key is not the one that this video was encrypted with, or the "
                              "description of the encryption in the video was altered"));
      return FALSE;
    }
  mac (keys, message, size - MAC_SIZE, digest);
  if (CRYPTO_memcmp (message + size - MAC_SIZE, digest, MAC_SIZE) == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
                       _ ("The description of the encryption in the video was altered"));
  return FALSE;
}

/* @payload with its sum, that of its place in the layers of time included, as a unit. */
static GBytes *
wrap_seal (GByteArray *payload, const AssayCipherKeys *keys, guint temporal_id)
{
  guint8 own[32];

  put_u8 (payload, temporal_id);
  mac (keys, payload->data, payload->len, own);
  g_byte_array_set_size (payload, payload->len - 1);
  g_byte_array_append (payload, own, ASSAY_CIPHER_SHORT);
  return wrap (ASSAY_NAL_SUFFIX_SEI, temporal_id, payload);
}

/* The seal with each (1 << @coarser)th of its steps; without anything but what is always there if
 * it is not @extended. NULL if it is longer than any message. */
static GBytes *
write_seal (const AssayCipherSeal *self,
            const AssayCipherKeys *keys,
            const AssayCipherHeader *header,
            guint temporal_id,
            gboolean extended,
            guint coarser)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  const guint every = 1u << coarser;

  g_byte_array_append (payload, seal_uuid, UUID_SIZE);
  put_be (payload, self->segments, 4);
  put_be (payload, self->units, 4);
  g_byte_array_append (payload, self->digest, ASSAY_CIPHER_SEAL_DIGEST);
  g_byte_array_append (payload, self->plain, sizeof self->plain);
  g_byte_array_append (payload, self->sound, sizeof self->sound);
  g_byte_array_append (payload, self->arrangement, sizeof self->arrangement);
  g_assert (payload->len == SEAL_SIZE - ASSAY_CIPHER_SHORT);
  if (extended)
    {
      g_byte_array_append (payload, self->content, sizeof self->content);
      put_u8 (payload, (self->step_log2 + coarser) | (header != NULL ? HAS_HEADER : 0));
      if (header != NULL)
        {
          g_autoptr (GByteArray) fields = write_fields (header);

          put_u8 (payload, fields->len - UUID_SIZE);
          g_byte_array_append (payload, fields->data + UUID_SIZE, fields->len - UUID_SIZE);
        }
      for (guint i = every; i <= self->n_steps; i += every)
        g_byte_array_append (payload, self->steps[i - 1], ASSAY_CIPHER_STEP_SIZE);
    }
  return payload->len + ASSAY_CIPHER_SHORT <= MOST_PAYLOAD ? wrap_seal (payload, keys, temporal_id)
                                                           : NULL;
}

GBytes *
assay_cipher_seal_write (const AssayCipherSeal *self,
                         const AssayCipherKeys *keys,
                         const AssayCipherHeader *header,
                         guint temporal_id,
                         gsize most)
{
  /* To be able to decrypt what is left counts more than where something is missing. */
  for (guint i = 0; self->extended && i < 10; i++)
    {
      const AssayCipherHeader *with = i < 5 ? header : NULL;
      g_autoptr (GBytes) unit = write_seal (self, keys, with, temporal_id, TRUE, i % 5);

      if (unit != NULL && g_bytes_get_size (unit) <= most)
        return g_steal_pointer (&unit);
    }
  return write_seal (self, keys, NULL, temporal_id, FALSE, 0);
}

/* FALSE when there are not so many bytes. */
static gboolean
read_digest (AssayReader *reader, guint8 *digest, gsize size)
{
  const guint8 *bytes = assay_reader_read_bytes (reader, size);

  if (bytes != NULL)
    memcpy (digest, bytes, size);
  return bytes != NULL;
}

/* Takes the seal's sum of itself off the end of @reader, which stands behind the UUID. It fits when
 * @nal is, bit for bit, what would be written. */
static gboolean
is_broken (AssayReader *reader, const AssayHevcNal *nal, const AssayCipherKeys *keys)
{
  const guint size = (guint) assay_reader_left (reader) + UUID_SIZE;
  g_autoptr (GByteArray) payload = g_byte_array_sized_new (size);
  g_autoptr (GBytes) unit = NULL;

  if (size < SEAL_SIZE)
    return TRUE;
  g_byte_array_append (payload, reader->data - UUID_SIZE, size - ASSAY_CIPHER_SHORT);
  assay_reader_init (reader, reader->data, size - UUID_SIZE - ASSAY_CIPHER_SHORT, 0);
  unit = wrap_seal (payload, keys, nal->temporal_id);
  return g_bytes_get_size (unit) != assay_hevc_trim (nal->data, nal->size)
         || CRYPTO_memcmp (g_bytes_get_data (unit, NULL), nal->data, g_bytes_get_size (unit)) != 0;
}

/* A message with the UUID of the seals of this version, or of the old ones. */
static AssayReader
find_seal (AssayCipherSeal *self,
           const AssayHevcNal *nal,
           const AssayCipherKeys *keys,
           GByteArray *rbsp)
{
  AssayReader reader = unwrap (nal, ASSAY_NAL_SUFFIX_SEI, seal_uuid, rbsp);

  *self = (AssayCipherSeal){ .old = assay_reader_left (&reader) == 0 };
  if (self->old)
    return unwrap (nal, ASSAY_NAL_SUFFIX_SEI, old_seal_uuid, rbsp);
  self->broken = is_broken (&reader, nal, keys);
  return reader;
}

gboolean
assay_cipher_seal_is (const AssayHevcNal *nal)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_SUFFIX_SEI, seal_uuid, rbsp);

  if (assay_reader_left (&reader) > 0)
    return TRUE;
  reader = unwrap (nal, ASSAY_NAL_SUFFIX_SEI, old_seal_uuid, rbsp);
  return assay_reader_left (&reader) > 0;
}

gboolean
assay_cipher_seal_get_header (AssayCipherHeader *self, const AssayHevcNal *nal)
{
  /* What stands before the step's byte. */
  const gsize before = SEAL_SIZE - UUID_SIZE - ASSAY_CIPHER_SHORT + ASSAY_CIPHER_SEAL_DIGEST;
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = unwrap (nal, ASSAY_NAL_SUFFIX_SEI, seal_uuid, rbsp);
  AssayReader fields;
  const guint8 *bytes;
  gsize size;

  assay_reader_skip (&reader, before);
  if ((assay_reader_read_u8 (&reader) & HAS_HEADER) == 0)
    return FALSE;
  size = assay_reader_read_u8 (&reader);
  bytes = assay_reader_read_bytes (&reader, size);
  if (bytes == NULL)
    return FALSE;
  assay_reader_init (&fields, bytes, size, 0);
  return read_fields (self, &fields, 0);
}

gboolean
assay_cipher_seal_read (AssayCipherSeal *self, const AssayHevcNal *nal, const AssayCipherKeys *keys)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  AssayReader reader = find_seal (self, nal, keys, rbsp);

  self->segments = assay_reader_read_u32_be (&reader);
  self->units = assay_reader_read_u32_be (&reader);
  if (!read_digest (&reader, self->digest,
                    self->old ? sizeof self->digest : ASSAY_CIPHER_SEAL_DIGEST)
      || !read_digest (&reader, self->plain, sizeof self->plain)
      || !read_digest (&reader, self->sound, sizeof self->sound)
      || (!self->old && !read_digest (&reader, self->arrangement, sizeof self->arrangement)))
    return FALSE;
  self->extended = assay_reader_left (&reader) > 0;
  if (!self->extended)
    return TRUE;
  if (!read_digest (&reader, self->content, sizeof self->content))
    return FALSE;
  self->step_log2 = assay_reader_read_u8 (&reader);
  if ((self->step_log2 & HAS_HEADER) != 0)
    assay_reader_skip (&reader, assay_reader_read_u8 (&reader));
  self->step_log2 &= ~HAS_HEADER;
  while (self->n_steps < ASSAY_CIPHER_STEPS && assay_reader_left (&reader) > 0
         && read_digest (&reader, self->steps[self->n_steps], ASSAY_CIPHER_STEP_SIZE))
    self->n_steps++;
  return assay_reader_ok (&reader) && assay_reader_left (&reader) == 0 && self->step_log2 < 32;
}
