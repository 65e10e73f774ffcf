/* assay-cipher-space-plots.h: the encryption space as table and plots. */
#pragma once

#include "cipher/assay-cipher-space.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* Table "encryptable": layer, class, bits, share (per cent of @stream_bytes). (transfer full) */
AssayTable *assay_cipher_space_to_table (const AssayCipherSpace *self, guint64 stream_bytes);
/* Plot "classes": shares as bars. (transfer full) */
AssayPlot *assay_cipher_space_plot_classes (const AssayCipherSpace *self, guint64 stream_bytes);
/**
 * assay_cipher_space_plot_timeline:
 *
 * Plot "timeline": ES and size of each picture over its time in a container, else over its number
 * in the order of the stream. (transfer full)
 */
AssayPlot *assay_cipher_space_plot_timeline (const AssayCipherSpace *self);
/* @part of @whole bytes in per cent */
double assay_cipher_share (guint64 bits, guint64 whole_bytes);
/* The same of pictures that are counted as they are shown (AssayCipherTimeline); @psnr: (nullable):
 * of these pictures, beside it; @outside: (nullable): of what is not encrypted in them, beside
 * @psnr. */
AssayPlot *assay_cipher_space_plot_shown (const AssayCipherSpace *self,
                                          const AssayCipherCurve *psnr,
                                          const AssayCipherCurve *outside);

G_END_DECLS
