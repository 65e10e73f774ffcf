/* assay-revmark-place.h: at which of many places bits were most likely read. */
#pragma once

#include "signal/assay-fft.h"
#include "videomark/assay-revmark-card.h"

G_BEGIN_DECLS

/* ln of how much likelier @n logits are as a message that is not known (two points ± a, their
 * spread and a being those that fit best) than as numbers around 0 with the mean square @ordinary.
 * The sign of a logit does not matter, so no key has a say. */
double assay_revmark_place_score (const float *bits, guint n, double ordinary);
/* The mean square of @n numbers: what logits are around 0 at all places. */
double assay_revmark_place_ordinary (const float *bits, gsize n);
/* Of @n places of @bits logits each the one with the largest score, @prior added to the first; the
 * first of equal ones. */
gsize assay_revmark_place_best (const float *places, gsize n, guint bits, double prior);
/* Transforms of a match layer's patterns: out × channels × period × (period / 2 + 1). */
AssayComplex *assay_revmark_pack_match (const AssayRevmarkLayer *layer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
