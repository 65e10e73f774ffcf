/* assay-cipher-header.h: what an encrypted stream carries to be decrypted: two user-data SEI
 * messages (ITU-T H.265 D.2.7), one before the first picture, one behind the last.
 *
 * header: UUID 16, version 1, generator 1, mode 1, elements 1, hash SEI 1, flags 1 (bit 0: the
 *   whole picture after the next intra picture, bit 1: sound too), KDF kind 1, passes 1, memory 1,
 *   lanes 1, nonce 16, layers 8, regions (assay_cipher_regions_write()) 1 or more, key check 8,
 *   HMAC of all before 16: 75 bytes and more.
 * seal: UUID 16, number of slice segments 4, number of units 4, HMAC-SHA-256 of the encrypted
 * stream 16, of the stream as it was 16, of the sound as it was 16, of what lies between the units
 * 8; where there is room: of the encrypted units however packed 16, log2 of a step 1, and if its
 * highest bit is set the header's fields from the version to the regions with their length before
 * them 1, for a video that lost its beginning; sums of the encrypted stream after each step 3 each,
 * at most 12; of the seal itself 8. 88 bytes and more. Versions 2 and 3 have another UUID, 32 bytes
 * of the first HMAC, and neither of those with 8.
 *
 * The first HMAC covers every unit of the encrypted stream but the seal: a stream that was cut,
 * changed or put in another order is told from one that is whole. The others show that what
 * decryption gives is what had been there, byte for byte; the sums only where a change lies. Both
 * together with framing and emulation prevention have at most ASSAY_CIPHER_MOST_BYTES. */
#pragma once

#include "cipher/assay-cipher-key.h"
#include "cipher/assay-cipher-regions.h"
#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

#define ASSAY_CIPHER_VERSION 7
/* The oldest one that is read. */
#define ASSAY_CIPHER_FIRST_VERSION 2
/* From this one on a passphrase is in the normal form NFC before it becomes a key. */
#define ASSAY_CIPHER_NORMAL_VERSION 4
/* From this one on zeros behind a slice segment are no part of it; before, such units stayed as
 * they were. */
#define ASSAY_CIPHER_TRIMMED_VERSION 5
/* From this one on a seal has a sum of itself, and a UUID that says so. */
#define ASSAY_CIPHER_SUMMED_VERSION 4
/* From this one on the key of a slice segment comes from its label, before from its number. */
#define ASSAY_CIPHER_LABEL_VERSION 6
/* From this one on the seal's sum of the content does not see what programs that pack anew repeat
 * or put in: assay-cipher-content.h. Key streams are those of version 6. */
#define ASSAY_CIPHER_REPEATS_VERSION 7
/* Sums along the stream that a seal has at most, and the bytes of each. */
#define ASSAY_CIPHER_STEPS 12
#define ASSAY_CIPHER_STEP_SIZE 3
#define ASSAY_CIPHER_LAYERS 64
/* What Assay adds to a stream. */
#define ASSAY_CIPHER_MOST_BYTES 300u

/* What becomes of the decoded picture hashes, which are wrong for the encrypted pictures. */
typedef enum
{
  ASSAY_HASH_SEI_KEEP,    /* they prove exact decryption */
  ASSAY_HASH_SEI_STRIP,   /* gone; decryption cannot bring them back */
  ASSAY_HASH_SEI_REWRITE, /* those of the encrypted pictures, as long as they are encrypted */
  ASSAY_N_HASH_SEI,
} AssayHashSei;

typedef struct
{
  guint version; /* of a header that was read; what is written is of ASSAY_CIPHER_VERSION */
  AssayGenerator generator;
  guint mode;     /* one AssayCipherMode bit */
  guint elements; /* 1 << AssayCipherClass */
  AssayHashSei hash_sei;
  guint64 layers; /* 1 << nuh_layer_id; bits above 0 have no meaning yet */
  gboolean sound; /* packets of sound too */
  AssayCipherRegions regions;
  AssayCipherKdf kdf; /* its salt is the nonce */
  guint8 nonce[ASSAY_CIPHER_NONCE];
} AssayCipherHeader;

/* A NAL unit with its header and emulation prevention. */
GBytes *assay_cipher_header_write (const AssayCipherHeader *self,
                                   const AssayCipherKeys *keys) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_cipher_header_set_nonce:
 * @input: (array fixed-size=32): SHA-256 of what is encrypted
 *
 * Sets nonce and salt, from the input, all choices of @self and the secret: the same run gives the
 * same file; with another input, another choice or another secret no key stream is shared. Whoever
 * does not know the secret learns nothing of the input. Errors as assay_cipher_keys_derive().
 */
gboolean assay_cipher_header_set_nonce (AssayCipherHeader *self,
                                        const guint8 input[32],
                                        GBytes *secret,
                                        GError **error);

/* Whether the regions leave the description and the seal within ASSAY_CIPHER_MOST_BYTES, with
 * emulation prevention bytes wherever there could be some. */
gboolean assay_cipher_header_fits (const AssayCipherHeader *self);

/* Whether @nal is such a header, of whatever version. */
gboolean assay_cipher_header_is (const AssayHevcNal *nal);
/* FALSE with ASSAY_CIPHER_ERROR_MALFORMED, or _UNSUPPORTED for another version. */
gboolean
assay_cipher_header_read (AssayCipherHeader *self, const AssayHevcNal *nal, GError **error);
/* Of a header that could be read: FALSE with ASSAY_CIPHER_ERROR_KEY (wrong key) or _ALTERED. */
gboolean
assay_cipher_header_check (const AssayHevcNal *nal, const AssayCipherKeys *keys, GError **error);

/* Bytes of the sums that versions before 4 have not, and of the first one since. */
#define ASSAY_CIPHER_SHORT 8
#define ASSAY_CIPHER_SEAL_DIGEST 16

typedef struct
{
  guint32 segments; /* slice segments */
  guint32 units;    /* NAL units, the header among them, the seal not */
  guint8 digest[32];
  guint8 plain[16];                       /* of the units as they were before, in order */
  guint8 sound[16];                       /* of the packets of sound */
  gboolean old;                           /* read, of version 2 or 3: there is no: */
  guint8 arrangement[ASSAY_CIPHER_SHORT]; /* what lies between the units as they were:
                                             AssayCipherTally */
  gboolean broken;                        /* read, and its sum of itself does not fit */
  gboolean extended;                      /* what follows is there */
  guint8 content[16]; /* of the encrypted units however they are packed: AssayCipherTally */
  guint step_log2;    /* units between two of: */
  guint n_steps;
  guint8 steps[ASSAY_CIPHER_STEPS][ASSAY_CIPHER_STEP_SIZE]; /* sums of the encrypted units so far */
} AssayCipherSeal;

/* @header: (nullable): put in where there is room; @temporal_id: of the picture that it stands
 * behind; @most: bytes of the unit: of the steps as many are written as fit. */
GBytes *assay_cipher_seal_write (const AssayCipherSeal *self,
                                 const AssayCipherKeys *keys,
                                 const AssayCipherHeader *header,
                                 guint temporal_id,
                                 gsize most) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @nal is a seal, of whatever version, whole or not. */
gboolean assay_cipher_seal_is (const AssayHevcNal *nal);
/* Whether @nal is a seal that can be read, of whatever version; then @self is filled. */
gboolean assay_cipher_seal_read (AssayCipherSeal *self,
                                 const AssayHevcNal *nal,
                                 const AssayCipherKeys *keys);

/* The header that a seal holds too. FALSE without one; it is to be believed once
 * assay_cipher_seal_read() with its keys says that the seal is not broken. */
gboolean assay_cipher_seal_get_header (AssayCipherHeader *self, const AssayHevcNal *nal);

G_END_DECLS
