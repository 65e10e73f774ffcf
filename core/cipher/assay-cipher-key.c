/* assay-cipher-key.c: Argon2id once a run, HMAC-SHA-256 for all that follows. */
#include "cipher/assay-cipher-key.h"

#include "config.h"

#include <argon2.h>
#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "cipher/assay-cipher-error.h"

/* What a foreign stream may ask for. */
#define MOST_PASSES 16u
#define LEAST_MEMORY 13u
#define MOST_MEMORY 18u /* 256 MiB */
#define MOST_LANES 8u

void
assay_cipher_kdf_init (AssayCipherKdf *self, gboolean key_file)
{
  *self = (AssayCipherKdf){ .text = ASSAY_CIPHER_TEXT_NFC,
                            .key_file = key_file,
                            .passes = ASSAY_CIPHER_KDF_PASSES,
                            .memory_log2 = ASSAY_CIPHER_KDF_MEMORY,
                            .lanes = ASSAY_CIPHER_KDF_LANES };
}

/* Of a passphrase. */
static void
free_text (gpointer data)
{
  OPENSSL_cleanse (data, strlen (data));
  g_free (data);
}

static void
hmac (const guint8 *key, gsize key_size, const guint8 *text, gsize size, guint8 *digest)
{
  unsigned int length = 0;

  if (HMAC (EVP_sha256 (), key, (int) key_size, text, size, digest, &length) == NULL)
    g_error ("HMAC-SHA-256 failed");
}

/* HMAC (master, purpose, nonce) */
static void
derive (const guint8 *master, const char *purpose, const guint8 *nonce, guint8 *key)
{
  guint8 text[64] = { 0 };
  gsize length = strlen (purpose);

  memcpy (text, purpose, length);
  memcpy (text + length, nonce, ASSAY_CIPHER_NONCE);
  hmac (master, ASSAY_CIPHER_KEY_SIZE, text, length + ASSAY_CIPHER_NONCE, key);
}

/* (transfer full): @secret in the form @text; as it is where it is no UTF-8. */
static GBytes *
normalise (GBytes *secret, AssayCipherText text)
{
  gsize size;
  const char *bytes = g_bytes_get_data (secret, &size);
  char *normal;

  if (text == ASSAY_CIPHER_TEXT_TYPED || !g_utf8_validate (bytes, (gssize) size, NULL))
    return g_bytes_ref (secret);
  normal = g_utf8_normalize (bytes, (gssize) size,
                             text == ASSAY_CIPHER_TEXT_NFC ? G_NORMALIZE_DEFAULT_COMPOSE
                                                           : G_NORMALIZE_DEFAULT);
  size = strlen (normal);
  return g_bytes_new_with_free_func (normal, size, free_text, normal);
}

gboolean
assay_cipher_secret_differs (GBytes *secret, AssayCipherText text)
{
  g_autoptr (GBytes) normal = normalise (secret, text);

  return !g_bytes_equal (secret, normal);
}

static gboolean
stretch (GBytes *secret, const AssayCipherKdf *kdf, guint8 *master, GError **error)
{
  g_autoptr (GBytes) text = normalise (secret, kdf->key_file ? ASSAY_CIPHER_TEXT_TYPED : kdf->text);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (text, &size);
  int code;

  if (kdf->key_file)
    {
      /* HMAC (salt, file): HKDF's first step (RFC 5869), whatever the file's length. */
      hmac (kdf->salt, sizeof kdf->salt, bytes, size, master);
      return TRUE;
    }
  if (kdf->passes < 1 || kdf->passes > MOST_PASSES || kdf->memory_log2 < LEAST_MEMORY
      || kdf->memory_log2 > MOST_MEMORY || kdf->lanes < 1 || kdf->lanes > MOST_LANES)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("The stream asks for a key derivation beyond all bounds"));
      return FALSE;
    }
  code = argon2id_hash_raw (kdf->passes, 1u << kdf->memory_log2, kdf->lanes, bytes, size, kdf->salt,
                            sizeof kdf->salt, master, ASSAY_CIPHER_KEY_SIZE);
  if (code != ARGON2_OK)
    g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY,
                 _ ("The passphrase could not be turned into a key: %u MiB of memory are needed "
                    "for it. Close other programs and try again. (Argon2: %s)"),
                 (1u << kdf->memory_log2) / 1024, argon2_error_message (code));
  return code == ARGON2_OK;
}

gboolean
assay_cipher_keys_derive (AssayCipherKeys *self,
                          GBytes *secret,
                          const AssayCipherKdf *kdf,
                          const guint8 nonce[ASSAY_CIPHER_NONCE],
                          GError **error)
{
  guint8 master[ASSAY_CIPHER_KEY_SIZE];
  guint8 check[ASSAY_CIPHER_KEY_SIZE];

  if (g_bytes_get_size (secret) == 0)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY,
                           _ ("A passphrase or a key file is needed"));
      return FALSE;
    }
  if (!stretch (secret, kdf, master, error))
    return FALSE;
  derive (master, "assay cipher content", nonce, self->content);
  derive (master, "assay cipher seal", nonce, self->seal);
  derive (master, "assay cipher check", nonce, check);
  memcpy (self->check, check, sizeof self->check);
  OPENSSL_cleanse (master, sizeof master);
  return TRUE;
}

gboolean
assay_cipher_nonce_derive (guint8 nonce[ASSAY_CIPHER_NONCE],
                           GBytes *secret,
                           const AssayCipherKdf *kdf,
                           const guint8 salt[ASSAY_CIPHER_SALT],
                           GError **error)
{
  AssayCipherKdf own = *kdf;
  guint8 master[ASSAY_CIPHER_KEY_SIZE];
  guint8 digest[ASSAY_CIPHER_KEY_SIZE];

  memcpy (own.salt, salt, sizeof own.salt);
  if (!stretch (secret, &own, master, error))
    return FALSE;
  derive (master, "assay cipher nonce", salt, digest);
  memcpy (nonce, digest, ASSAY_CIPHER_NONCE);
  OPENSSL_cleanse (master, sizeof master);
  return TRUE;
}

void
assay_cipher_keys_clear (AssayCipherKeys *self)
{
  OPENSSL_cleanse (self, sizeof *self);
}
