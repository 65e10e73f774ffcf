/* assay-revmark-sum.h: what is read of a video at one size: segments found, logits summed. */
#pragma once

#include "videomark/assay-revmark-scheme-private.h"
#include "videomark/assay-revmark-starts.h"

G_BEGIN_DECLS

/* What one segment said: at the place where all frames were marked, and at its own best place. */
typedef struct
{
  double start, end; /* s */
  guint place;
  float here[ASSAY_VIDEO_BITS], best[ASSAY_VIDEO_BITS];
} AssayRevmarkPiece;

typedef struct _AssayRevmarkSum AssayRevmarkSum;

/* As assay_revmark_coder_new(); @scale as assay_revmark_grid_init() has it. @starts: every frame on
 * is read, so that the segments' beginnings can be found; only where the card has the part. */
AssayRevmarkSum *assay_revmark_sum_new (const AssayRevmarkShared *shared,
                                        guint width,
                                        guint height,
                                        double scale,
                                        gboolean starts,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_revmark_sum_free (AssayRevmarkSum *self);
gboolean assay_revmark_sum_add (AssayRevmarkSum *self,
                                const AssayVideoLuma *picture,
                                double seconds,
                                GCancellable *cancellable,
                                GError **error);
/* Reads what is left of the last segment. */
gboolean assay_revmark_sum_end (AssayRevmarkSum *self, GCancellable *cancellable, GError **error);
/* The likeliest place and its score; @contrast: how far that is above the other places, in their
 * standard deviations; 0 where there is one place alone. */
guint assay_revmark_sum_place (const AssayRevmarkSum *self, double *score, double *contrast);
/* The logits summed at @place. Borrowed. */
const float *assay_revmark_sum_bits (const AssayRevmarkSum *self, guint place);
/* Of AssayRevmarkPiece; borrowed. */
const GArray *assay_revmark_sum_pieces (const AssayRevmarkSum *self);
/* After the end: as assay_revmark_starts_find() for @place; an empty array where they were not
 * asked for. @looked: frames that were looked at. */
GArray *assay_revmark_sum_starts (AssayRevmarkSum *self,
                                  guint place,
                                  guint *looked,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Frames before the first segment that was found; 0 .. ASSAY_VIDEO_SEGMENT - 1. */
guint assay_revmark_sum_phase (const AssayRevmarkSum *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRevmarkSum, assay_revmark_sum_free)

G_END_DECLS
