/* assay-cipher-gaps.h: where something of a video is missing, comes twice or comes too late, from
 * what is there. */
#pragma once

#include "cipher/assay-cipher-order.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_CIPHER_GAP_NONE,
  ASSAY_CIPHER_GAP_PART,      /* coding tree units of the picture are missing */
  ASSAY_CIPHER_GAP_MORE,      /* there are more of them than it has */
  ASSAY_CIPHER_GAP_BEHIND,    /* pictures that would be shown behind this one are missing */
  ASSAY_CIPHER_GAP_BEFORE,    /* the video begins with it, and decoding cannot */
  ASSAY_CIPHER_GAP_REFERENCE, /* a picture that it refers to is missing */
  ASSAY_CIPHER_GAP_LATE,      /* a picture that it refers to comes behind it */
  ASSAY_CIPHER_GAP_DOUBLE,    /* its number, and those of pictures right behind it, came before */
  ASSAY_CIPHER_GAP_COPY,      /* it came before, and one of both is a copy */
  ASSAY_CIPHER_GAP_AGAIN,     /* it reads like one of another sequence, which may be chance */
  ASSAY_CIPHER_GAP_BORDER,    /* a sequence begins where the seal sees the first change */
  ASSAY_CIPHER_GAP_END,       /* the video ends there */
} AssayCipherGap;

/* A slice segment, in the order of the stream. */
typedef struct
{
  guint64 unit;    /* its number, from 0 */
  guint64 picture; /* from 1 */
  guint32 segment;
  gboolean begins;                      /* a picture */
  const AssayCipherOrderPicture *shown; /* the picture, where it begins; borrowed for the call */
  guint64 units; /* coding tree units in it; 0: it could not be read, and no more is known */
  guint64 picture_units;
  guint64 like; /* picture of a slice segment that read alike before; 0 without one, or where that
                   is not known */
} AssayCipherGapSlice;

/* A place where something is missing. */
typedef struct
{
  AssayCipherGap gap;
  guint64 unit; /* that the picture begins with */
  guint32 segment;
  guint64 picture;
  guint64 other; /* the picture that comes late, or came before; 0: none */
} AssayCipherGapPlace;

/* What a seal that does not fit says beside. */
typedef struct
{
  guint64 pictures[2]; /* that the first change can belong to, first and last; 0: not known */
  gboolean fewer;      /* slice segments than there were */
} AssayCipherGapSeal;

typedef struct _AssayCipherGaps AssayCipherGaps;

AssayCipherGaps *assay_cipher_gaps_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_gaps_free (AssayCipherGaps *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherGaps, assay_cipher_gaps_free)

void assay_cipher_gaps_add (AssayCipherGaps *self, const AssayCipherGapSlice *slice);
/* @seal: (nullable). (element-type AssayCipherGapPlace): borrowed; the first thousand, in the order
 * of their units; once, after the last slice segment. */
const GArray *assay_cipher_gaps_end (AssayCipherGaps *self, const AssayCipherGapSeal *seal);

G_END_DECLS
