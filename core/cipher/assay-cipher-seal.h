/* assay-cipher-seal.h: what the seal of a stream is computed from, unit after unit. */
#pragma once

#include "cipher/assay-cipher-header.h"

G_BEGIN_DECLS

/* A keyed hash over pieces in order. */
typedef struct _AssayCipherSum AssayCipherSum;

/* @purpose: two sums of one stream differ in it. */
AssayCipherSum *assay_cipher_sum_new (const AssayCipherKeys *keys,
                                      const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_sum_free (AssayCipherSum *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherSum, assay_cipher_sum_free)

/* Bytes as they come, wherever they are divided. */
void assay_cipher_sum_bytes (AssayCipherSum *self, const guint8 *data, gsize size);
/* A unit: its length, then its bytes. */
void assay_cipher_sum_unit (AssayCipherSum *self, const guint8 *data, gsize size);
/* The same of what there was so far. */
void assay_cipher_sum_peek (const AssayCipherSum *self, guint8 *digest, gsize size);
/* HMAC-SHA-256, or its first bytes; once. */
void assay_cipher_sum_end (AssayCipherSum *self, guint8 *digest, gsize size);

/* Both streams that a seal is of, as their units go by.
 *
 * Of the encrypted one there are, beside the sum of all units in order: one that survives packing
 * anew (assay-cipher-content.h), and sums after each 2^n units, at most ASSAY_CIPHER_STEPS of them,
 * n being the least that allows it. */
typedef struct _AssayCipherTally AssayCipherTally;

/* @version: of the description; 0: of ASSAY_CIPHER_VERSION. */
AssayCipherTally *assay_cipher_tally_new (const AssayCipherKeys *keys,
                                          guint version) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_tally_free (AssayCipherTally *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherTally, assay_cipher_tally_free)

/* The next unit of the encrypted stream, behind so many @pictures, and of the one as it was. */
void assay_cipher_tally_encrypted (AssayCipherTally *self,
                                   const guint8 *nal,
                                   gsize size,
                                   guint64 pictures);
void assay_cipher_tally_plain (AssayCipherTally *self, const guint8 *nal, gsize size);
/* What stands before a unit as it was, or beside all of them: start codes and zeros of a byte
 * stream, the configuration record of a container. In order, each with its length. */
void assay_cipher_tally_beside (AssayCipherTally *self, const guint8 *data, gsize size);
/* The seal but for its sound; once. */
void assay_cipher_tally_end (AssayCipherTally *self, guint32 segments, AssayCipherSeal *seal);

/* What the seal says of a stream that was decrypted. */
typedef enum
{
  ASSAY_CIPHER_WHOLE,     /* as it was encrypted, and back as it was before */
  ASSAY_CIPHER_CUT,       /* its end is missing */
  ASSAY_CIPHER_ALTERED,   /* something in it was changed, left out, added or moved */
  ASSAY_CIPHER_REPACKED,  /* as it was encrypted, but packed in another way, or back as it was */
  ASSAY_CIPHER_BROKEN,    /* the seal itself was changed: what it says is not to be believed */
  ASSAY_CIPHER_DIFFERENT, /* as it was encrypted, but not back as it was before */
} AssayCipherState;

/* Of a stream with a seal: what was sealed and what is there. @behind: units follow the seal. */
AssayCipherState assay_cipher_seal_compare (const AssayCipherSeal *sealed,
                                            const AssayCipherSeal *found,
                                            gboolean behind);

/* Where the first change lies, from what the seal and the stream have in common. */
typedef struct
{
  gboolean known;
  guint64 units[2];    /* of the encrypted stream, from 0: first and last */
  guint64 pictures[2]; /* that they can belong to, from 1: first and last */
} AssayCipherChange;

/* After its end. @seal: of the stream that was sealed. @pictures: in all. */
AssayCipherChange assay_cipher_tally_compare (const AssayCipherTally *self,
                                              const AssayCipherSeal *seal,
                                              guint64 pictures);

/* FALSE with ASSAY_CIPHER_ERROR _TRUNCATED, _ALTERED or _DIFFERENT unless it is whole or repacked.
 */
gboolean assay_cipher_state_check (AssayCipherState state, GError **error);

G_END_DECLS
