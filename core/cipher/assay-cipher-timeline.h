/* assay-cipher-timeline.h: pictures as they come, counted as they are shown, in little memory. */
#pragma once

#include "cipher/assay-cipher-space.h"

G_BEGIN_DECLS

typedef struct _AssayCipherTimeline AssayCipherTimeline;

/* @space: takes the pictures by their place in the order of showing, from 0; borrowed. */
AssayCipherTimeline *assay_cipher_timeline_new (AssayCipherSpace *space) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_timeline_free (AssayCipherTimeline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherTimeline, assay_cipher_timeline_free)

/**
 * assay_cipher_timeline_add:
 * @order: of assay_cipher_order_get()
 * @begins: FALSE: more of the picture before
 * @bits: of the unit of a slice segment
 * @free_bits: of them are enciphered
 *
 * A picture has its place once 64 others have come behind it: no decoder holds back more than 16.
 */
void assay_cipher_timeline_add (
    AssayCipherTimeline *self, gint32 order, gboolean begins, guint64 bits, guint64 free_bits);
/* The pictures that still wait. */
void assay_cipher_timeline_end (AssayCipherTimeline *self);

G_END_DECLS
