/* assay-revmark-starts.h: where a copy's marked segments begin: the part `starts` of a card, which
 * looks at what the decoder reads of the frames from each frame on (train/starts.py, FORMAT.md). */
#pragma once

#include "videomark/assay-revmark-network.h"

G_BEGIN_DECLS

/* Frames that are looked at; of longer videos the first. */
#define ASSAY_REVMARK_MOST_WINDOWS 100000u

typedef struct
{
  guint frame;    /* of those that were added, the first being 0 */
  double seconds; /* its time */
  double logit;   /* above 0 */
} AssayRevmarkStart;

typedef struct _AssayRevmarkStarts AssayRevmarkStarts;

/* @card: with the part; must live on. */
AssayRevmarkStarts *assay_revmark_starts_new (const AssayRevmarkCard *card,
                                              guint threads) G_GNUC_WARN_UNUSED_RESULT;
void assay_revmark_starts_free (AssayRevmarkStarts *self);
/* What was read of the segment's length of frames from the next frame on: card->bits logits at
 * @place. */
void
assay_revmark_starts_add (AssayRevmarkStarts *self, guint place, const float *bits, double seconds);
/**
 * assay_revmark_starts_find:
 * @place: what was read at other places is left out, with all before it
 *
 * Once. The frames that begin another segment than the one before.
 *
 * Returns: (transfer full) (nullable): of AssayRevmarkStart, in order; %NULL when cancelled or as
 * assay_revmark_network_new() and _run()
 */
GArray *assay_revmark_starts_find (AssayRevmarkStarts *self,
                                   guint place,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Frames that were looked at by it. */
guint assay_revmark_starts_looked (const AssayRevmarkStarts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRevmarkStarts, assay_revmark_starts_free)

G_END_DECLS
