/* assay-cipher-key.h: from a passphrase or a key file to the keys of one stream. */
#pragma once

#include <glib.h>

#include "cipher/assay-cipher-keystream.h"

G_BEGIN_DECLS

#define ASSAY_CIPHER_SALT 16
#define ASSAY_CIPHER_NONCE 16
#define ASSAY_CIPHER_CHECK 8

/* One text can be several rows of bytes (Unicode Standard Annex 15): "é" is one character or two,
 * as the keyboard has it. */
typedef enum
{
  ASSAY_CIPHER_TEXT_TYPED, /* as it comes: versions 2 and 3 */
  ASSAY_CIPHER_TEXT_NFC,
  ASSAY_CIPHER_TEXT_NFD,
  ASSAY_CIPHER_N_TEXTS,
} AssayCipherText;

/* How a passphrase became a key; all but its text travels with the stream. */
typedef struct
{
  AssayCipherText text;
  gboolean key_file; /* no Argon2id: a key file has its entropy already */
  guint8 salt[ASSAY_CIPHER_SALT];
  guint passes;
  guint memory_log2; /* KiB */
  guint lanes;
} AssayCipherKdf;

/* Three passes over 64 MiB in one lane, as for the key box of the case store but in one thread: a
 * worker has 1 GiB, and decryption on a small machine must stay possible. */
#define ASSAY_CIPHER_KDF_PASSES 3
#define ASSAY_CIPHER_KDF_MEMORY 16
#define ASSAY_CIPHER_KDF_LANES 1

typedef struct
{
  guint8 content[ASSAY_CIPHER_KEY_SIZE]; /* of the key streams */
  guint8 seal[ASSAY_CIPHER_KEY_SIZE];    /* of the stream's seal (HMAC-SHA-256) */
  guint8 check[ASSAY_CIPHER_CHECK];      /* tells a wrong key */
} AssayCipherKeys;

/* The present costs; the salt is the caller's to set. */
void assay_cipher_kdf_init (AssayCipherKdf *self, gboolean key_file);

/**
 * assay_cipher_keys_derive:
 * @secret: the passphrase, or the bytes of the key file; not empty
 * @nonce: of the stream
 *
 * Argon2id (RFC 9106), or HMAC-SHA-256 for a key file, with the salt; from that, HMAC-SHA-256 with
 * the nonce and a purpose for each key. FALSE with ASSAY_CIPHER_ERROR_KEY (no secret, too little
 * memory) or _MALFORMED (costs out of bounds: a foreign stream must not ask for gigabytes).
 */
gboolean assay_cipher_keys_derive (AssayCipherKeys *self,
                                   GBytes *secret,
                                   const AssayCipherKdf *kdf,
                                   const guint8 nonce[ASSAY_CIPHER_NONCE],
                                   GError **error);
/* Nonce and salt of a stream to be made: from the secret, stretched with @salt. So nobody can see
 * from a nonce what @salt came from without trying passphrases at the price of each. Errors as
 * assay_cipher_keys_derive(). */
gboolean assay_cipher_nonce_derive (guint8 nonce[ASSAY_CIPHER_NONCE],
                                    GBytes *secret,
                                    const AssayCipherKdf *kdf,
                                    const guint8 salt[ASSAY_CIPHER_SALT],
                                    GError **error);
/* Whether @secret is a text of other bytes in the form @text. */
gboolean assay_cipher_secret_differs (GBytes *secret, AssayCipherText text);
void assay_cipher_keys_clear (AssayCipherKeys *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayCipherKeys, assay_cipher_keys_clear)

G_END_DECLS
