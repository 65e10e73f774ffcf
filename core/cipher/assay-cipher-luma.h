/* assay-cipher-luma.h: the luma of a picture as the statistics want it. Only assay-worker-media
 * links it. */
#pragma once

#include "media/assay-decode.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 *samples; /* 8 bits, without gaps */
  gsize room;
  guint width, height;
} AssayCipherLuma;

/* The luma of @frame, deeper samples cut to 8 bits, in the memory of the one before. FALSE with
 * ASSAY_BASE_ERROR_LIMIT. */
gboolean
assay_cipher_luma_take (AssayCipherLuma *self, const AssayVideoFrame *frame, GError **error);
void assay_cipher_luma_clear (AssayCipherLuma *self);

G_END_DECLS
