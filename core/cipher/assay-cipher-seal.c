/* assay-cipher-seal.c: HMAC-SHA-256 over what goes by. */
#include "cipher/assay-cipher-seal.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "cipher/assay-cipher-error.h"

#define DIGEST 32

struct _AssayCipherSum
{
  EVP_MAC *mac;
  EVP_MAC_CTX *context;
};

AssayCipherSum *
assay_cipher_sum_new (const AssayCipherKeys *keys, const char *purpose)
{
  AssayCipherSum *self = g_new0 (AssayCipherSum, 1);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[]
      = { OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_DIGEST, digest, 0),
          OSSL_PARAM_construct_end () };

  self->mac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  self->context = EVP_MAC_CTX_new (self->mac);
  if (self->context == NULL
      || EVP_MAC_init (self->context, keys->seal, sizeof keys->seal, parameters) != 1)
    g_error ("HMAC-SHA-256 is not available");
  assay_cipher_sum_bytes (self, (const guint8 *) purpose, strlen (purpose) + 1);
  return self;
}

void
assay_cipher_sum_free (AssayCipherSum *self)
{
  if (self == NULL)
    return;
  EVP_MAC_CTX_free (self->context);
  EVP_MAC_free (self->mac);
  g_free (self);
}

void
assay_cipher_sum_bytes (AssayCipherSum *self, const guint8 *data, gsize size)
{
  if (EVP_MAC_update (self->context, data, size) != 1)
    g_error ("HMAC-SHA-256 failed");
}

void
assay_cipher_sum_unit (AssayCipherSum *self, const guint8 *data, gsize size)
{
  guint32 length = GUINT32_TO_BE ((guint32) size);

  assay_cipher_sum_bytes (self, (const guint8 *) &length, sizeof length);
  assay_cipher_sum_bytes (self, data, size);
}

void
assay_cipher_sum_end (AssayCipherSum *self, guint8 *digest, gsize size)
{
  guint8 whole[DIGEST];
  gsize length = 0;

  if (EVP_MAC_final (self->context, whole, &length, sizeof whole) != 1)
    g_error ("HMAC-SHA-256 failed");
  memcpy (digest, whole, MIN (size, sizeof whole));
}

void
assay_cipher_sum_peek (const AssayCipherSum *self, guint8 *digest, gsize size)
{
  AssayCipherSum copy = { .context = EVP_MAC_CTX_dup (self->context) };

  if (copy.context == NULL)
    g_error ("HMAC-SHA-256 failed");
  assay_cipher_sum_end (&copy, digest, size);
  EVP_MAC_CTX_free (copy.context);
}

gboolean
assay_cipher_state_check (AssayCipherState state, GError **error)
{
  switch (state)
    {
    case ASSAY_CIPHER_WHOLE:
    case ASSAY_CIPHER_REPACKED:
      return TRUE;
    case ASSAY_CIPHER_CUT:
      g_set_error_literal (
          error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED,
          _ ("The seal at the end of the encrypted video is missing: the end was cut off, or the "
             "seal was altered; set “damaged” to “keep” to decrypt what there is"));
      return FALSE;
    case ASSAY_CIPHER_ALTERED:
      g_set_error_literal (
          error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
          _ ("The video was altered after it had been encrypted, or a program packed "
             "it anew; set “damaged” to “keep” to decrypt what can be"));
      return FALSE;
    case ASSAY_CIPHER_BROKEN:
      g_set_error_literal (
          error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
          _ ("The seal of the video was altered after the video had been encrypted, so that it "
             "proves nothing any more; set “damaged” to “keep” to decrypt what can be"));
      return FALSE;
    case ASSAY_CIPHER_DIFFERENT:
      break;
    }
  g_set_error_literal (
      error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_DIFFERENT,
      _ ("What was decrypted is not byte for byte what had been encrypted; set “damaged” "
         "to “keep” to have it nevertheless"));
  return FALSE;
}
