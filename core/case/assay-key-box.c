/* assay-key-box.c: a secret sealed with a passphrase: Argon2id and AES-256-GCM (CUSTODY 8). */
#include "case/assay-key-box-private.h"

#include "config.h"

#include <argon2.h>
#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "case/assay-case-error.h"

#define PASSES 3
#define MEMORY_KIB 65536
#define LANES 4
#define KEY_SIZE 32
#define OVERHEAD (ASSAY_KEY_BOX_SALT + ASSAY_KEY_BOX_NONCE + ASSAY_KEY_BOX_TAG)

static gboolean
derive (const char *passphrase, const guint8 *salt, guint8 key[KEY_SIZE], GError **error)
{
  int code = argon2id_hash_raw (PASSES, MEMORY_KIB, LANES, passphrase, strlen (passphrase), salt,
                                ASSAY_KEY_BOX_SALT, key, KEY_SIZE);

  if (code != ARGON2_OK)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                 _ ("The passphrase could not be turned into a key: %u MiB of memory are needed "
                    "for it. Close other programs and try again. (Argon2: %s)"),
                 MEMORY_KIB / 1024u, argon2_error_message (code));
  return code == ARGON2_OK;
}

static gboolean
encrypt (EVP_CIPHER_CTX *context,
         const guint8 *key,
         const guint8 *nonce,
         const char *about,
         GBytes *secret,
         guint8 *out)
{
  gsize size;
  const guint8 *plain = g_bytes_get_data (secret, &size);
  int written = 0;

  return EVP_EncryptInit_ex (context, EVP_aes_256_gcm (), NULL, key, nonce) == 1
         && EVP_EncryptUpdate (context, NULL, &written, (const guint8 *) about,
                               (int) strlen (about))
                == 1
         && EVP_EncryptUpdate (context, out, &written, plain, (int) size) == 1
         && EVP_EncryptFinal_ex (context, out + size, &written) == 1
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_GET_TAG, ASSAY_KEY_BOX_TAG, out + size)
                == 1;
}

GBytes *
assay_key_box_seal (GBytes *secret, const char *passphrase, const char *about, GError **error)
{
  gsize size = g_bytes_get_size (secret);
  g_autofree guint8 *box = g_malloc (size + OVERHEAD);
  guint8 *nonce = box + ASSAY_KEY_BOX_SALT;
  guint8 key[KEY_SIZE];
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  gboolean done = context != NULL && RAND_bytes (box, ASSAY_KEY_BOX_SALT) == 1
                  && RAND_bytes (nonce, ASSAY_KEY_BOX_NONCE) == 1;

  if (!done)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                         _ ("No random numbers could be had for sealing the key."));
  else if (derive (passphrase, box, key, error))
    {
      done = encrypt (context, key, nonce, about, secret, nonce + ASSAY_KEY_BOX_NONCE);
      OPENSSL_cleanse (key, sizeof key);
      if (!done)
        g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                             _ ("The key could not be sealed."));
    }
  else
    done = FALSE;
  EVP_CIPHER_CTX_free (context);
  return done ? g_bytes_new_take (g_steal_pointer (&box), size + OVERHEAD) : NULL;
}

static gboolean
decrypt (EVP_CIPHER_CTX *context,
         const guint8 *key,
         const guint8 *box,
         gsize size,
         const char *about,
         guint8 *plain)
{
  const guint8 *nonce = box + ASSAY_KEY_BOX_SALT;
  const guint8 *sealed = nonce + ASSAY_KEY_BOX_NONCE;
  guint8 tag[ASSAY_KEY_BOX_TAG];
  int written = 0;

  memcpy (tag, sealed + size, sizeof tag);
  return EVP_DecryptInit_ex (context, EVP_aes_256_gcm (), NULL, key, nonce) == 1
         && EVP_DecryptUpdate (context, NULL, &written, (const guint8 *) about,
                               (int) strlen (about))
                == 1
         && EVP_DecryptUpdate (context, plain, &written, sealed, (int) size) == 1
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1
         && EVP_DecryptFinal_ex (context, plain + size, &written) == 1;
}

GBytes *
assay_key_box_open (GBytes *box, const char *passphrase, const char *about, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (box, &length);
  guint8 key[KEY_SIZE];
  gboolean done = FALSE;

  if (length < OVERHEAD || length > G_MAXINT)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                           _ ("The sealed key is damaged."));
      return NULL;
    }

  gsize size = length - OVERHEAD;
  guint8 *plain = g_malloc (size + 1);
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();

  if (derive (passphrase, data, key, error))
    {
      done = context != NULL && decrypt (context, key, data, size, about, plain);
      OPENSSL_cleanse (key, sizeof key);
      if (!done)
        g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                             _ ("The passphrase does not open this key."));
    }
  EVP_CIPHER_CTX_free (context);
  if (done)
    return g_bytes_new_take (plain, size);
  OPENSSL_cleanse (plain, size + 1);
  g_free (plain);
  return NULL;
}
