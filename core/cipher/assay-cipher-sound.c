/* assay-cipher-sound.c: see the header. */
#include "cipher/assay-cipher-sound.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "cipher/assay-cipher-error.h"
#include "cipher/assay-cipher-packet.h"
#include "cipher/assay-cipher-seal.h"

#define BLOCK 16u

typedef struct
{
  EVP_CIPHER_CTX *context;
  AssayCipherPacket *packet; /* NULL: packets are known by their number */
  AssayCipherSum *sum;       /* of what is not encrypted */
  guint64 packets;
  guint64 bytes;
} Stream;

struct _AssayCipherSound
{
  AssayCipherKeys keys;
  gboolean decrypt;
  gboolean numbered;
  GPtrArray *streams; /* Stream */
  guint64 bytes;
};

/* Sound that can be enciphered, and how many bytes of a packet stay. */
typedef struct
{
  const char *codec;
  guint clear;
  gboolean by_place; /* PCM */
} Kind;

static const Kind kinds[] = {
  { "aac", 1, FALSE }, { "ac3", 8, FALSE },  { "alac", 1, FALSE },
  { "mp3", 4, FALSE }, { "opus", 2, FALSE },
};

static const Kind pcm = { "pcm", 0, TRUE };

static const Kind *
find_kind (const char *codec)
{
  if (g_str_has_prefix (codec, "pcm_"))
    return &pcm;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].codec, codec) == 0)
      return &kinds[i];
  return NULL;
}

static void
free_stream (gpointer data)
{
  Stream *stream = data;

  EVP_CIPHER_CTX_free (stream->context);
  assay_cipher_packet_free (stream->packet);
  assay_cipher_sum_free (stream->sum);
  g_free (stream);
}

AssayCipherSound *
assay_cipher_sound_new (const AssayCipherKeys *keys, gboolean decrypt, gboolean numbered)
{
  AssayCipherSound *self = g_new0 (AssayCipherSound, 1);

  self->keys = *keys;
  self->decrypt = decrypt;
  self->numbered = numbered;
  self->streams = g_ptr_array_new_with_free_func (free_stream);
  return self;
}

void
assay_cipher_sound_free (AssayCipherSound *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->streams);
  assay_cipher_keys_clear (&self->keys);
  g_free (self);
}

static void
add_stream (AssayCipherSound *self)
{
  Stream *stream = g_new0 (Stream, 1);
  g_autofree char *text = g_strdup_printf ("assay cipher sound %u", self->streams->len);
  guint8 key[ASSAY_CIPHER_KEY_SIZE];
  unsigned int length = 0;

  stream->sum = assay_cipher_sum_new (&self->keys, text);
  stream->context = EVP_CIPHER_CTX_new ();
  if (HMAC (EVP_sha256 (), self->keys.content, sizeof self->keys.content, (const guint8 *) text,
            strlen (text), key, &length)
          == NULL
      || stream->context == NULL
      || EVP_EncryptInit_ex (stream->context, EVP_aes_256_ctr (), NULL, key, NULL) != 1)
    g_error ("AES-256-CTR is not available");
  if (!self->numbered)
    stream->packet = assay_cipher_packet_new (key);
  OPENSSL_cleanse (key, sizeof key);
  g_ptr_array_add (self->streams, stream);
}

/* @high: packets, or 0; @low: block of 16 bytes in the packet, or in the stream. */
static void
set_counter (Stream *stream, guint64 high, guint64 low)
{
  guint64 counter[2] = { GUINT64_TO_BE (high), GUINT64_TO_BE (low) };

  if (EVP_EncryptInit_ex (stream->context, NULL, NULL, NULL, (const guint8 *) counter) != 1)
    g_error ("AES-256-CTR failed");
}

static void
encipher (Stream *stream, const guint8 *data, gsize size, guint8 *out)
{
  int written;

  /* A packet of a container is below 2^31 bytes. */
  if (EVP_EncryptUpdate (stream->context, out, &written, data, (int) size) != 1)
    g_error ("AES-256-CTR failed");
}

/* Passes over the part of a block that the packet before has used. */
static void
skip (Stream *stream, gsize size)
{
  static const guint8 zeros[BLOCK];
  guint8 dropped[BLOCK];

  encipher (stream, zeros, size, dropped);
}

static void
take_packet (
    Stream *stream, const Kind *kind, const guint8 *data, gsize size, gboolean decrypt, guint8 *out)
{
  gsize clear = MIN (kind->clear, size);

  stream->packets++;
  if (!kind->by_place && stream->packet != NULL)
    {
      memcpy (out, data, size);
      assay_cipher_packet_take (stream->packet, out, size, clear, decrypt);
      return;
    }

  if (kind->by_place)
    {
      set_counter (stream, 0, stream->bytes / BLOCK);
      skip (stream, stream->bytes % BLOCK);
    }
  else
    set_counter (stream, stream->packets, 0);
  memcpy (out, data, clear);
  encipher (stream, data + clear, size - clear, out + clear);
  stream->bytes += size;
}

gboolean
assay_cipher_sound_take (AssayCipherSound *self,
                         guint stream,
                         const char *codec,
                         const guint8 *data,
                         gsize size,
                         GByteArray *out,
                         GError **error)
{
  const Kind *kind = find_kind (codec);
  const guint8 *plain;
  Stream *at;

  if (kind == NULL || size > G_MAXINT)
    {
      g_set_error (
          error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
          _ ("Sound of the kind “%s” cannot be encrypted; AAC, AC-3, ALAC, MP3, Opus and PCM can"),
          codec);
      return FALSE;
    }
  while (self->streams->len <= stream)
    add_stream (self);
  at = g_ptr_array_index (self->streams, stream);
  if (size == 0)
    return TRUE;
  g_byte_array_set_size (out, (guint) size);
  take_packet (at, kind, data, size, self->decrypt, out->data);
  self->bytes += size;
  plain = self->decrypt ? out->data : data;
  if (kind->by_place)
    assay_cipher_sum_bytes (at->sum, plain, size);
  else
    assay_cipher_sum_unit (at->sum, plain, size);
  return TRUE;
}

guint64
assay_cipher_sound_get_bytes (const AssayCipherSound *self)
{
  return self->bytes;
}

void
assay_cipher_sound_end (AssayCipherSound *self, guint8 digest[ASSAY_CIPHER_SOUND_DIGEST])
{
  g_autoptr (AssayCipherSum) all = assay_cipher_sum_new (&self->keys, "sound");

  for (guint i = 0; i < self->streams->len; i++)
    {
      const Stream *stream = g_ptr_array_index (self->streams, i);
      guint8 one[ASSAY_CIPHER_KEY_SIZE];

      assay_cipher_sum_end (stream->sum, one, sizeof one);
      assay_cipher_sum_bytes (all, one, sizeof one);
    }
  assay_cipher_sum_end (all, digest, ASSAY_CIPHER_SOUND_DIGEST);
}
