/* assay-cipher-keystream.c: AES-256-CTR and the chaotic generator behind one face. */
#include "cipher/assay-cipher-keystream.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

/* Bytes made at once: most substreams of small pictures need fewer. */
#define BUFFER 1024
#define COUNTER 16

struct _AssayKeyStream
{
  AssayGenerator generator;
  guint8 key[ASSAY_CIPHER_KEY_SIZE]; /* of the stream */
  EVP_CIPHER_CTX *context;           /* AES: the stream; chaos: makes seeds */
  guint8 buffer[BUFFER];
  gsize used; /* bytes of the buffer */
  guint64 bits;
  guint n_bits;
  AssayChaos chaos;
  guint32 last; /* c' of Eq. 3 */
};

AssayKeyStream *
assay_key_stream_new (AssayGenerator generator, const guint8 key[ASSAY_CIPHER_KEY_SIZE])
{
  AssayKeyStream *self = g_new0 (AssayKeyStream, 1);

  self->generator = generator;
  memcpy (self->key, key, sizeof self->key);
  self->context = EVP_CIPHER_CTX_new ();
  if (self->context == NULL
      || EVP_EncryptInit_ex (self->context, EVP_aes_256_ctr (), NULL, key, NULL) != 1)
    g_error ("AES-256-CTR is not available");
  return self;
}

void
assay_key_stream_free (AssayKeyStream *self)
{
  if (self == NULL)
    return;
  EVP_CIPHER_CTX_free (self->context);
  OPENSSL_cleanse (self, sizeof *self);
  g_free (self);
}

static void
put (guint8 *at, guint32 value, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    at[i] = (guint8) (value >> (8 * (bytes - 1 - i)));
}

static void
fill (AssayKeyStream *self, gsize size)
{
  static const guint8 zeros[BUFFER];
  int written;

  if (EVP_EncryptUpdate (self->context, self->buffer, &written, zeros, (int) size) != 1)
    g_error ("AES-256-CTR failed");
  self->used = 0;
}

void
assay_key_stream_set_segment (AssayKeyStream *self,
                              const guint8 label[ASSAY_CIPHER_LABEL],
                              const AssayCipherRepeat *repeat)
{
  static const char purpose[] = "assay cipher segment";
  guint8 text[sizeof purpose + ASSAY_CIPHER_LABEL + 8];
  guint8 key[ASSAY_CIPHER_KEY_SIZE];
  unsigned int length = 0;

  if (self->generator == ASSAY_GENERATOR_NULL)
    return;
  memcpy (text, purpose, sizeof purpose);
  memcpy (text + sizeof purpose, label, ASSAY_CIPHER_LABEL);
  put (text + sizeof purpose + ASSAY_CIPHER_LABEL, repeat->round, 4);
  put (text + sizeof purpose + ASSAY_CIPHER_LABEL + 4, repeat->number, 4);
  if (HMAC (EVP_sha256 (), self->key, sizeof self->key, text, sizeof text, key, &length) == NULL
      || EVP_EncryptInit_ex (self->context, NULL, NULL, key, NULL) != 1)
    g_error ("AES-256-CTR failed");
  OPENSSL_cleanse (key, sizeof key);
}

void
assay_key_stream_start (AssayKeyStream *self, const AssayCipherPlace *place)
{
  guint8 counter[COUNTER] = { 0 }; /* the last five bytes count blocks */

  if (self->generator == ASSAY_GENERATOR_NULL)
    return;
  put (counter, place->layer, 1);
  put (counter + 1, place->segment, 4);
  put (counter + 5, place->address, 3);
  put (counter + 8, place->substream, 3);
  if (EVP_EncryptInit_ex (self->context, NULL, NULL, NULL, counter) != 1)
    g_error ("AES-256-CTR failed");
  self->n_bits = 0;
  self->used = BUFFER;
  if (self->generator != ASSAY_GENERATOR_CHAOS)
    return;
  fill (self, ASSAY_CHAOS_SEED + sizeof self->last);
  assay_chaos_start (&self->chaos, self->buffer);
  memcpy (&self->last, self->buffer + ASSAY_CHAOS_SEED, sizeof self->last);
  self->last = GUINT32_FROM_BE (self->last);
}

/* The next @length bits of the counter mode. */
static guint32
take_bits (AssayKeyStream *self, guint length)
{
  guint32 word;

  if (self->n_bits < length)
    {
      if (self->used >= BUFFER)
        fill (self, BUFFER);
      memcpy (&word, self->buffer + self->used, sizeof word);
      self->used += sizeof word;
      self->bits = self->bits << 32 | GUINT32_FROM_BE (word);
      self->n_bits += 32;
    }
  self->n_bits -= length;
  return (guint32) (self->bits >> self->n_bits & ((G_GUINT64_CONSTANT (1) << length) - 1));
}

/* k + c' of Eq. 3 and 4, not yet cut to a length. */
static guint32
mix (AssayKeyStream *self)
{
  return assay_chaos_next (&self->chaos) + self->last;
}

static guint32
mask (guint length)
{
  return (guint32) ((G_GUINT64_CONSTANT (1) << length) - 1);
}

guint32
assay_key_stream_encrypt (AssayKeyStream *self, guint32 value, guint length)
{
  if (self->generator == ASSAY_GENERATOR_NULL)
    return value;
  if (self->generator == ASSAY_GENERATOR_AES)
    return value ^ take_bits (self, length);
  self->last = value ^ (mix (self) & mask (length));
  return self->last;
}

guint32
assay_key_stream_decrypt (AssayKeyStream *self, guint32 value, guint length)
{
  guint32 plain;

  if (self->generator != ASSAY_GENERATOR_CHAOS)
    return assay_key_stream_encrypt (self, value, length);
  plain = value ^ (mix (self) & mask (length));
  self->last = value;
  return plain;
}
