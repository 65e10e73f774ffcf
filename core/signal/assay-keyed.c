/* assay-keyed.c: what a key says about positions and values: HMAC-SHA-256 and ChaCha20. */
#include "signal/assay-keyed.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define BUFFER 4096

struct _AssayKeyedHash
{
  EVP_MAC *mac;
  EVP_MAC_CTX *context;
};

struct _AssayKeyedStream
{
  EVP_CIPHER_CTX *context;
  guint8 buffer[BUFFER];
  gsize used;
};

static EVP_MAC_CTX *
hmac_new (EVP_MAC *mac, const guint8 *key, gsize size)
{
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[]
      = { OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_DIGEST, digest, 0),
          OSSL_PARAM_construct_end () };
  EVP_MAC_CTX *context = EVP_MAC_CTX_new (mac);

  if (context == NULL || EVP_MAC_init (context, key, size, parameters) != 1)
    g_error ("HMAC-SHA-256 is not available");
  return context;
}

static void
hmac (EVP_MAC_CTX *context, const void *message, gsize size, guint8 digest[ASSAY_KEYED_HASH_SIZE])
{
  gsize length;

  if (EVP_MAC_update (context, message, size) != 1
      || EVP_MAC_final (context, digest, &length, ASSAY_KEYED_HASH_SIZE) != 1)
    g_error ("HMAC-SHA-256 failed");
}

static void
derive (GBytes *key, const char *purpose, guint8 subkey[ASSAY_KEYED_HASH_SIZE])
{
  gsize size;
  const guint8 *data = g_bytes_get_data (key, &size);
  EVP_MAC *mac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  /* OpenSSL takes NULL for "the key of before". */
  EVP_MAC_CTX *context = hmac_new (mac, data != NULL ? data : (const guint8 *) "", size);

  hmac (context, purpose, strlen (purpose), subkey);
  EVP_MAC_CTX_free (context);
  EVP_MAC_free (mac);
}

AssayKeyedHash *
assay_keyed_hash_new (GBytes *key, const char *purpose)
{
  AssayKeyedHash *self = g_new0 (AssayKeyedHash, 1);
  guint8 subkey[ASSAY_KEYED_HASH_SIZE];

  derive (key, purpose, subkey);
  self->mac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  self->context = hmac_new (self->mac, subkey, sizeof subkey);
  OPENSSL_cleanse (subkey, sizeof subkey);
  return self;
}

void
assay_keyed_hash_free (AssayKeyedHash *self)
{
  if (self == NULL)
    return;
  EVP_MAC_CTX_free (self->context);
  EVP_MAC_free (self->mac);
  g_free (self);
}

void
assay_keyed_hash_digest (AssayKeyedHash *self,
                         const void *message,
                         gsize size,
                         guint8 digest[ASSAY_KEYED_HASH_SIZE])
{
  hmac (self->context, message, size, digest);
  if (EVP_MAC_init (self->context, NULL, 0, NULL) != 1)
    g_error ("HMAC-SHA-256 failed");
}

AssayKeyedStream *
assay_keyed_stream_new (GBytes *key, const char *purpose)
{
  AssayKeyedStream *self = g_new0 (AssayKeyedStream, 1);
  guint8 subkey[ASSAY_KEYED_HASH_SIZE];
  const guint8 start[16] = { 0 };

  derive (key, purpose, subkey);
  self->context = EVP_CIPHER_CTX_new ();
  if (self->context == NULL
      || EVP_EncryptInit_ex (self->context, EVP_chacha20 (), NULL, subkey, start) != 1)
    g_error ("ChaCha20 is not available");
  OPENSSL_cleanse (subkey, sizeof subkey);
  self->used = BUFFER;
  return self;
}

void
assay_keyed_stream_free (AssayKeyedStream *self)
{
  if (self == NULL)
    return;
  EVP_CIPHER_CTX_free (self->context);
  OPENSSL_cleanse (self->buffer, sizeof self->buffer);
  g_free (self);
}

void
assay_keyed_stream_fill (AssayKeyedStream *self, void *bytes, gsize size)
{
  static const guint8 zeros[BUFFER];
  guint8 *at = bytes;

  while (size > 0)
    {
      int written;

      if (self->used == BUFFER)
        {
          if (EVP_EncryptUpdate (self->context, self->buffer, &written, zeros, BUFFER) != 1)
            g_error ("ChaCha20 failed");
          self->used = 0;
        }

      gsize part = MIN (size, BUFFER - self->used);

      memcpy (at, self->buffer + self->used, part);
      self->used += part;
      at += part;
      size -= part;
    }
}

guint64
assay_keyed_stream_next (AssayKeyedStream *self)
{
  guint64 number;

  assay_keyed_stream_fill (self, &number, sizeof number);
  return GUINT64_FROM_LE (number);
}

double
assay_keyed_stream_uniform (AssayKeyedStream *self)
{
  return (double) (assay_keyed_stream_next (self) >> 11) / 9007199254740992.0;
}

guint64
assay_keyed_stream_below (AssayKeyedStream *self, guint64 limit)
{
  guint64 surplus = (G_MAXUINT64 % limit + 1) % limit;
  guint64 number;

  do
    number = assay_keyed_stream_next (self);
  while (number > G_MAXUINT64 - surplus);
  return number % limit;
}

void
assay_keyed_stream_permutation (AssayKeyedStream *self, guint32 *order, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    order[i] = i;
  for (guint32 i = n; i > 1; i--)
    {
      guint32 other = (guint32) assay_keyed_stream_below (self, i);
      guint32 kept = order[i - 1];

      order[i - 1] = order[other];
      order[other] = kept;
    }
}
