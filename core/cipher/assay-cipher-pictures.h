/* assay-cipher-pictures.h: the hashes of a stream's decoded pictures, of the kind that the stream
 * itself carries. Only assay-worker-media links it. */
#pragma once

#include <gio/gio.h>

#include "cipher/assay-cipher-hash-sei.h"
#include "media/assay-unit-decoder.h"

G_BEGIN_DECLS

typedef struct _AssayCipherPictures AssayCipherPictures;

/* %NULL with ASSAY_MEDIA_ERROR. */
AssayCipherPictures *assay_cipher_pictures_new (guint threads,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Pictures go to @func as they are shown, cut to their window, and no hashes are computed. */
AssayCipherPictures *assay_cipher_pictures_new_for (AssayUnitPicture func,
                                                    gpointer user_data,
                                                    guint threads,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_pictures_free (AssayCipherPictures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherPictures, assay_cipher_pictures_free)

/* The next unit of the stream. FALSE with ASSAY_MEDIA_ERROR. */
gboolean assay_cipher_pictures_take (AssayCipherPictures *self,
                                     const guint8 *data,
                                     gsize size,
                                     GError **error);
gboolean assay_cipher_pictures_end (AssayCipherPictures *self, GError **error);
/* (element-type AssayPictureHash): by picture in decoding order; without one where the stream
 * carries none, and for pictures that are not shown, cannot be decoded or are damaged. Borrowed. */
const GArray *assay_cipher_pictures_get (const AssayCipherPictures *self);

G_END_DECLS
