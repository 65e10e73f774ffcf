/* assay-revmark-coder.h: a card's encoder and decoder for segments of one size, with what stands
 * between them in train/FORMAT.md: flow, strength, feedback. */
#pragma once

#include "videomark/assay-revmark-network.h"

G_BEGIN_DECLS

typedef struct _AssayRevmarkCoder AssayRevmarkCoder;

/**
 * assay_revmark_coder_new:
 * @card: must live on
 * @marks: whether the encoder is needed too
 *
 * Returns: (transfer full) (nullable): as assay_revmark_network_new()
 */
AssayRevmarkCoder *assay_revmark_coder_new (const AssayRevmarkCard *card,
                                            guint rows,
                                            guint columns,
                                            gboolean marks,
                                            guint threads,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_revmark_coder_free (AssayRevmarkCoder *self);

/**
 * assay_revmark_coder_read:
 * @rgb: frames × rows × columns × 3, 0..255
 * @frames: 1 .. card->frames
 *
 * FALSE as assay_revmark_network_run().
 */
gboolean assay_revmark_coder_read (AssayRevmarkCoder *self,
                                   const float *rgb,
                                   guint frames,
                                   GCancellable *cancellable,
                                   GError **error);
/* Whether the decoder sees the mean of the frames alone, so that any frames are a segment. */
gboolean assay_revmark_coder_averages (AssayRevmarkCoder *self);
/* What was read: logits (above 0 is a 1) of card->bits at each place, tile × tile of them, or at
 * the one that there is. */
const float *assay_revmark_coder_places (AssayRevmarkCoder *self, gsize *n_places);
/* Nats by which "not cut" is likelier than any other place. */
double assay_revmark_coder_prior (AssayRevmarkCoder *self);

/**
 * assay_revmark_coder_mark:
 * @bits: card->bits of 0 or 1
 * @psnr: dB: the residual has the mean square 255² / 10^(psnr / 10)
 * @residual: (out caller-allocates): frames × rows × columns × 3, in units of 1/255
 *
 * FALSE as assay_revmark_network_run().
 */
gboolean assay_revmark_coder_mark (AssayRevmarkCoder *self,
                                   const float *rgb,
                                   guint frames,
                                   const guint8 *bits,
                                   double psnr,
                                   float *residual,
                                   GCancellable *cancellable,
                                   GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRevmarkCoder, assay_revmark_coder_free)

G_END_DECLS
