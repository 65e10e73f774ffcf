/* assay-examiner-key.c: the examiner's Ed25519 key in memory: signing, and verifying by a public
 * key.
 *
 * The private half lives in OpenSSL's secure heap (locked, not in core dumps, wiped) and is never
 * copied out. Files are the business of assay-examiner-key-file.c. */
#include "case/assay-examiner-key.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

#include "base/assay-text.h"
#include "case/assay-case-error.h"
#include "case/assay-examiner-key-file-private.h"
#include "case/assay-examiner-key-private.h"
#include "case/assay-merkle-private.h"

struct _AssayExaminerKey
{
  gatomicrefcount count;
  EVP_PKEY *pkey;
  guint8 public_key[32];
  char *actor;
};

G_DEFINE_BOXED_TYPE (AssayExaminerKey,
                     assay_examiner_key,
                     assay_examiner_key_ref,
                     assay_examiner_key_unref)

AssayExaminerKey *
assay_examiner_key_new_take (EVP_PKEY *pkey, GError **error)
{
  AssayExaminerKey *self = g_new0 (AssayExaminerKey, 1);
  g_atomic_ref_count_init (&self->count);
  self->pkey = pkey;
  gsize size = sizeof self->public_key;
  if (EVP_PKEY_get_id (pkey) != EVP_PKEY_ED25519
      || EVP_PKEY_get_raw_public_key (pkey, self->public_key, &size) != 1 || size != 32)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                           _ ("The examiner key is not an Ed25519 key."));
      assay_examiner_key_unref (self);
      return NULL;
    }
  self->actor = assay_ed25519_actor (self->public_key);
  return self;
}

AssayExaminerKey *
assay_examiner_key_ref (AssayExaminerKey *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
assay_examiner_key_unref (AssayExaminerKey *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  EVP_PKEY_free (self->pkey);
  g_free (self->actor);
  g_free (self);
}

const guint8 *
assay_examiner_key_get_public (AssayExaminerKey *self)
{
  return self->public_key;
}

const char *
assay_examiner_key_get_actor (AssayExaminerKey *self)
{
  return self->actor;
}

char *
assay_examiner_key_public_pem (AssayExaminerKey *self)
{
  return assay_ed25519_pem (self->public_key);
}

gboolean
assay_examiner_key_sign (
    AssayExaminerKey *self, const void *data, gsize size, guint8 signature[64], GError **error)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gsize length = 64;
  const gboolean done
      = context != NULL && EVP_DigestSignInit (context, NULL, NULL, NULL, self->pkey) == 1
        && EVP_DigestSign (context, signature, &length, data, size) == 1 && length == 64;
  EVP_MD_CTX_free (context);
  if (!done)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                         _ ("Signing with the examiner key failed."));
  return done;
}

struct _AssayVerifier
{
  EVP_PKEY *pkey;
};

AssayVerifier *
assay_verifier_new (const guint8 public_key[32])
{
  AssayVerifier *self = g_new0 (AssayVerifier, 1);
  self->pkey = EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, public_key, 32);
  return self;
}

gboolean
assay_verifier_check (AssayVerifier *self, const void *data, gsize size, const guint8 signature[64])
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  const gboolean valid = self->pkey != NULL && context != NULL
                         && EVP_DigestVerifyInit (context, NULL, NULL, NULL, self->pkey) == 1
                         && EVP_DigestVerify (context, signature, 64, data, size) == 1;
  EVP_MD_CTX_free (context);
  return valid;
}

void
assay_verifier_free (AssayVerifier *self)
{
  EVP_PKEY_free (self->pkey);
  g_free (self);
}

gboolean
assay_ed25519_verify (const guint8 public_key[32],
                      const void *data,
                      gsize size,
                      const guint8 signature[64])
{
  g_autoptr (AssayVerifier) verifier = assay_verifier_new (public_key);
  return assay_verifier_check (verifier, data, size, signature);
}

char *
assay_ed25519_pem (const guint8 public_key[32])
{
  EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, public_key, 32);
  BIO *memory = BIO_new (BIO_s_mem ());
  char *pem = NULL;
  if (pkey != NULL && memory != NULL && PEM_write_bio_PUBKEY (memory, pkey) == 1)
    {
      char *data = NULL;
      const long length = BIO_get_mem_data (memory, &data);
      pem = g_strndup (data, (gsize) length);
    }
  BIO_free (memory);
  EVP_PKEY_free (pkey);
  return pem;
}

char *
assay_ed25519_actor (const guint8 public_key[32])
{
  g_autofree char *hash = assay_sha256_text (public_key, 32);
  return g_strdup_printf ("ed25519:%.16s", hash);
}
