/* assay-cipher-batch.h: units of some pictures, which several lanes parse and encipher at once. */
#pragma once

#include <gio/gio.h>

#include "cipher/assay-cipher-lane.h"
#include "cipher/assay-cipher-order.h"

G_BEGIN_DECLS

/* A unit on its way through. */
typedef struct
{
  GByteArray *gap; /* what stood before it */
  GByteArray *data;
  GByteArray *changed; /* NULL: stays as it is */
  AssayHevcNal nal;
  gboolean readable;    /* a slice segment of the base layer, for a lane */
  guint picture;        /* in the batch, from 1; 0: goes on with the last one of the batch before */
  AssayCipherArea area; /* of the picture */
  AssayCipherOrderPicture shown; /* the picture; zeros where nobody asks */
  gboolean begins;               /* a picture */
  AssayCipherTurn turn;
  guint64 unit;
  guint64 coded;  /* number of the picture in the stream, from 1 */
  gpointer place; /* of assay_cipher_session_set_place() */
  AssayCipherCount count;
  GError *error;
} AssayCipherItem;

/* Copies. */
AssayCipherItem *assay_cipher_item_new (const guint8 *gap,
                                        gsize gap_size,
                                        const guint8 *nal,
                                        gsize size) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_item_free (AssayCipherItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherItem, assay_cipher_item_free)

typedef struct _AssayCipherBatch AssayCipherBatch;

/* @header, @keys: copied; @other: (nullable): assay_cipher_lane_compare() */
AssayCipherBatch *assay_cipher_batch_new (const AssayCipherHeader *header,
                                          const AssayCipherKeys *keys,
                                          const AssayCipherKeys *other,
                                          gboolean decrypt,
                                          guint threads) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_batch_free (AssayCipherBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherBatch, assay_cipher_batch_free)

/* (transfer full): behind what is there. */
void assay_cipher_batch_add (AssayCipherBatch *self, AssayCipherItem *item);
/* The next slice segment begins a picture. */
void assay_cipher_batch_begin_picture (AssayCipherBatch *self);
/* Whether the next picture belongs into a new batch: by pictures and by bytes. */
gboolean assay_cipher_batch_is_full (const AssayCipherBatch *self);
/* Whether it should be run now, in the middle of a picture if need be: nothing else would bound it
 * in a stream without beginnings of pictures. */
gboolean assay_cipher_batch_is_over (const AssayCipherBatch *self);
/* A parameter set for all lanes; the batch is empty. Its error stays in @item. */
void assay_cipher_batch_take_parameters (AssayCipherBatch *self, AssayCipherItem *item);
/* All readable items through the lanes. The result does not depend on the number of lanes: pictures
 * go first with keys as if no label of theirs had been there before; those that had one go again
 * behind all others, with the key that is theirs. FALSE with G_IO_ERROR_CANCELLED. */
gboolean assay_cipher_batch_run (AssayCipherBatch *self, GCancellable *cancellable, GError **error);
/* (element-type AssayCipherItem): borrowed, in order */
const GPtrArray *assay_cipher_batch_get_items (const AssayCipherBatch *self);
void assay_cipher_batch_clear (AssayCipherBatch *self);

G_END_DECLS
