/* assay-cipher-gaps.h: where something of a video is missing, from what is there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_CIPHER_GAP_NONE,
  ASSAY_CIPHER_GAP_PART,   /* coding tree units of the picture are missing */
  ASSAY_CIPHER_GAP_BEHIND, /* pictures that would be shown behind this one are */
} AssayCipherGap;

/* A slice segment, in the order of the stream. */
typedef struct
{
  guint64 unit;    /* its number, from 0 */
  guint64 picture; /* from 1 */
  guint32 segment;
  gboolean begins; /* a picture */
  gint32 order;    /* AssayCipherOrder, of the picture */
  guint sequence;
  guint64 units; /* coding tree units in it; 0: it could not be read, and no more is known */
  guint64 picture_units;
} AssayCipherGapSlice;

/* A place where something is missing. */
typedef struct
{
  AssayCipherGap gap;
  AssayCipherGapSlice at; /* that the picture begins with */
} AssayCipherGapPlace;

typedef struct _AssayCipherGaps AssayCipherGaps;

AssayCipherGaps *assay_cipher_gaps_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_gaps_free (AssayCipherGaps *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherGaps, assay_cipher_gaps_free)

void assay_cipher_gaps_add (AssayCipherGaps *self, const AssayCipherGapSlice *slice);
/* (element-type AssayCipherGapPlace): borrowed; the first thousand, in the order of their units;
 * once, after the last slice segment. */
const GArray *assay_cipher_gaps_end (AssayCipherGaps *self);

G_END_DECLS
