/* assay-cipher-output.h: bytes gathered and written to a descriptor in large pieces. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

typedef struct _AssayCipherOutput AssayCipherOutput;

/* @fd: borrowed, empty. */
AssayCipherOutput *assay_cipher_output_new (int fd) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_output_free (AssayCipherOutput *self);
/* Both FALSE with ASSAY_BASE_ERROR_IO. */
gboolean assay_cipher_output_write (AssayCipherOutput *self,
                                    const guint8 *bytes,
                                    gsize size,
                                    GError **error);
gboolean assay_cipher_output_flush (AssayCipherOutput *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherOutput, assay_cipher_output_free)

G_END_DECLS
