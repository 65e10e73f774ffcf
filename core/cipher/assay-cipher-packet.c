/* assay-cipher-packet.c: two halves, HMAC-SHA-256 and AES-256 in counter mode in turn. */
#include "cipher/assay-cipher-packet.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

/* Of the first half, at most; a packet of twice as much or more has the least rounds. */
#define HALF ((gsize) 16)
#define ROUNDS 4u
/* A short packet has few values, so more rounds. */
#define SHORT_ROUNDS 10u
#define DIGEST 32

struct _AssayCipherPacket
{
  EVP_MAC *mac;
  EVP_MAC_CTX *sum;        /* with its key */
  EVP_CIPHER_CTX *numbers; /* with its key */
};

/* HMAC (key, purpose) */
static void
derive (const guint8 *key, const char *purpose, guint8 out[DIGEST])
{
  unsigned int length = 0;

  if (HMAC (EVP_sha256 (), key, ASSAY_CIPHER_KEY_SIZE, (const guint8 *) purpose, strlen (purpose),
            out, &length)
      == NULL)
    g_error ("HMAC-SHA-256 failed");
}

AssayCipherPacket *
assay_cipher_packet_new (const guint8 key[ASSAY_CIPHER_KEY_SIZE])
{
  AssayCipherPacket *self = g_new0 (AssayCipherPacket, 1);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[]
      = { OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_DIGEST, digest, 0),
          OSSL_PARAM_construct_end () };
  guint8 own[DIGEST];

  derive (key, "assay cipher packet sum", own);
  self->mac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  self->sum = EVP_MAC_CTX_new (self->mac);
  if (self->sum == NULL || EVP_MAC_init (self->sum, own, sizeof own, parameters) != 1)
    g_error ("HMAC-SHA-256 is not available");
  derive (key, "assay cipher packet numbers", own);
  self->numbers = EVP_CIPHER_CTX_new ();
  if (self->numbers == NULL
      || EVP_EncryptInit_ex (self->numbers, EVP_aes_256_ctr (), NULL, own, NULL) != 1)
    g_error ("AES-256-CTR is not available");
  OPENSSL_cleanse (own, sizeof own);
  return self;
}

void
assay_cipher_packet_free (AssayCipherPacket *self)
{
  if (self == NULL)
    return;
  EVP_MAC_CTX_free (self->sum);
  EVP_MAC_free (self->mac);
  EVP_CIPHER_CTX_free (self->numbers);
  g_free (self);
}

typedef struct
{
  const guint8 *clear;
  gsize n_clear;
  guint8 *first; /* the half of at most HALF bytes */
  gsize n_first;
  guint8 *second;
  gsize n_second;
} Halves;

static void
add_bytes (EVP_MAC_CTX *sum, gconstpointer bytes, gsize size)
{
  if (size > 0 && EVP_MAC_update (sum, bytes, size) != 1)
    g_error ("HMAC-SHA-256 failed");
}

/* HMAC over the round's number, all sizes, what stays, and one half. */
static void
sum_half (const AssayCipherPacket *self,
          const Halves *halves,
          guint round,
          const guint8 *half,
          gsize size,
          guint8 digest[DIGEST])
{
  const guint32 numbers[]
      = { GUINT32_TO_BE (round), GUINT32_TO_BE ((guint32) halves->n_clear),
          GUINT32_TO_BE ((guint32) halves->n_first), GUINT32_TO_BE ((guint32) halves->n_second) };
  EVP_MAC_CTX *sum = EVP_MAC_CTX_dup (self->sum);
  gsize length = 0;

  if (sum == NULL)
    g_error ("HMAC-SHA-256 failed");
  add_bytes (sum, numbers, sizeof numbers);
  add_bytes (sum, halves->clear, halves->n_clear);
  add_bytes (sum, half, size);
  if (EVP_MAC_final (sum, digest, &length, DIGEST) != 1)
    g_error ("HMAC-SHA-256 failed");
  EVP_MAC_CTX_free (sum);
}

/* Even rounds change the first half by the second one, odd ones the second by the first. */
static void
run_round (AssayCipherPacket *self, const Halves *halves, guint round)
{
  guint8 digest[DIGEST];
  int written;

  if (round % 2 == 0)
    {
      sum_half (self, halves, round, halves->second, halves->n_second, digest);
      for (gsize i = 0; i < halves->n_first; i++)
        halves->first[i] ^= digest[i];
      return;
    }
  sum_half (self, halves, round, halves->first, halves->n_first, digest);
  if (EVP_EncryptInit_ex (self->numbers, NULL, NULL, NULL, digest) != 1
      || EVP_EncryptUpdate (self->numbers, halves->second, &written, halves->second,
                            (int) halves->n_second)
             != 1)
    g_error ("AES-256-CTR failed");
}

void
assay_cipher_packet_take (
    AssayCipherPacket *self, guint8 *data, gsize size, gsize clear, gboolean decrypt)
{
  const gsize stays = MIN (clear, size);
  const gsize rest = size - stays;
  const gsize first = MIN (rest / 2, HALF);
  const guint rounds = first < HALF ? SHORT_ROUNDS : ROUNDS;
  const Halves halves = { .clear = data,
                          .n_clear = stays,
                          .first = data + stays,
                          .n_first = first,
                          .second = data + stays + first,
                          .n_second = rest - first };

  if (rest == 0)
    return;
  for (guint i = 0; i < rounds; i++)
    run_round (self, &halves, decrypt ? rounds - 1 - i : i);
}
