/* assay-revmark-chance.h: what a key does to bits, and how unlikely a reading is without it.
 *
 * A network's marks are the same for everybody; the key says which bits they stand for. For a
 * picture that does not know the key, the signs of what is read are therefore independent and fair,
 * exactly, whatever the network and the picture. */
#pragma once

#include "videomark/assay-video-mark.h"

G_BEGIN_DECLS

/* Where each bit of a payload stands in the network's message, and whether it is turned round:
 * ChaCha20 under the subkey "assay revmark 1". */
typedef struct
{
  guint32 order[ASSAY_VIDEO_BITS];
  guint8 flip[ASSAY_VIDEO_BITS];
} AssayRevmarkKey;

void assay_revmark_key_init (AssayRevmarkKey *self, GBytes *key);
/* A payload as the network's bits. */
void assay_revmark_key_hide (const AssayRevmarkKey *self, const guint8 *payload, guint8 *bits);
/* Logits of the network's bits as those of the payload. */
void assay_revmark_key_show (const AssayRevmarkKey *self, const float *logits, double *soft);

/**
 * assay_revmark_chance:
 * @soft: ASSAY_VIDEO_BITS, positive for 1
 * @word: the bits that are claimed
 * @log2_words: how many words could have been claimed
 *
 * Returns: log10 of a bound on the probability that fair signs agree so well with one of the words:
 * words · min over λ of E exp (λ (S - s)), S = Σ ± |soft| (Chernoff 1952); at most 0
 */
double assay_revmark_chance (const double *soft, const guint8 *word, double log2_words);

G_END_DECLS
