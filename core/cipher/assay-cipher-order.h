/* assay-cipher-order.h: which picture is being read, counted as it is shown.
 *
 * From PicOrderCntVal (ITU-T H.265, 8.3.1), which begins anew with each coded video sequence: each
 * sequence goes on behind the highest number of the one before it. Pictures that precede the first
 * one of a later sequence (RADL) therefore share numbers with the last ones before it. Nothing that
 * a cipher changes is looked at, so both sides count alike. */
#pragma once

#include "cipher/assay-hevc-params.h"

G_BEGIN_DECLS

typedef struct _AssayCipherOrder AssayCipherOrder;

/* A picture, from the header of its first slice segment. */
typedef struct
{
  gboolean known; /* the header could be read; else nothing but the sequence is true */
  gint32 order;   /* 0 is the first intra picture of the stream */
  guint sequence; /* coded video sequence that it is of: numbers of one follow from each other; 0
                     before the first intra picture */
  gboolean intra; /* decoding can begin with it (IRAP) */
  guint n_references;
  gint32 references[ASSAY_HEVC_MOST_PICTURES]; /* of the short-term ones that it may refer to */
} AssayCipherOrderPicture;

AssayCipherOrder *assay_cipher_order_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_order_free (AssayCipherOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherOrder, assay_cipher_order_free)

/* Every unit of the base layer with a header that can be read, in the order of the stream. TRUE
 * when it begins a picture. What is damaged is passed over: the number stays what it was. */
gboolean assay_cipher_order_take (AssayCipherOrder *self, const AssayHevcNal *nal);
/* Of the last picture; 0 is the first intra picture of the stream. */
gint32 assay_cipher_order_get (const AssayCipherOrder *self);
/* The last picture. Borrowed; changes with the next one. */
const AssayCipherOrderPicture *assay_cipher_order_get_picture (const AssayCipherOrder *self);
/* Whether the last picture is an intra picture from which decoding can begin (IRAP). */
gboolean assay_cipher_order_is_intra (const AssayCipherOrder *self);
/* As coded, and the window that is shown of it: left, top, width, height in luma samples; FALSE
 * before the first picture. */
gboolean assay_cipher_order_get_window (const AssayCipherOrder *self, guint window[4]);
/* Side of a coding tree unit in luma samples; 0 before the first picture. */
guint assay_cipher_order_get_unit (const AssayCipherOrder *self);

G_END_DECLS
