/* assay-cipher-repeats.h: how many slice segments read alike without the key.
 *
 * The key of a slice segment comes from what anybody can read of it (AssayCipherLabel), so that it
 * is found again whatever became of others. Where two have the same label, as pictures of nothing
 * but skipped blocks can, the second one's key must be another one: it is the label and how many
 * had it before. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_CIPHER_LABEL 16
/* Different labels that are kept; then all are forgotten and a new round begins. */
#define ASSAY_CIPHER_MOST_LABELS 786432u

/* Of one slice segment; two with the same label never have the same. */
typedef struct
{
  guint32 round;
  guint32 number; /* of those of the round with this label, from 0 */
  guint32 first;  /* picture of the first of them; enters no key */
} AssayCipherRepeat;

typedef struct _AssayCipherRepeats AssayCipherRepeats;

/* @most: ASSAY_CIPHER_MOST_LABELS: at most 16 MiB */
AssayCipherRepeats *assay_cipher_repeats_new (guint most) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_repeats_free (AssayCipherRepeats *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherRepeats, assay_cipher_repeats_free)

/* The next slice segment of the stream, of picture @picture. */
AssayCipherRepeat assay_cipher_repeats_count (AssayCipherRepeats *self,
                                              const guint8 label[ASSAY_CIPHER_LABEL],
                                              guint32 picture);
/* What that would give, most likely: the first one with its label. */
AssayCipherRepeat assay_cipher_repeats_guess (const AssayCipherRepeats *self);

G_END_DECLS
