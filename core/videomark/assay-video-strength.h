/* assay-video-strength.h: the factor at which a mark has the PSNR that was asked for.
 *
 * Rounding to whole samples, clipping and enlarging take something away from a mark; what remains
 * is measured on the pictures themselves, until it is right. */
#pragma once

#include "media/assay-video-picture.h"

G_BEGIN_DECLS

/* Mean square of R, G and B, in 1/255, of what @factor would change in picture @index; every
 * @row_step-th row is measured. */
typedef double (*AssayVideoChange) (
    gpointer marker, guint index, AssayVideoPicture *picture, double factor, guint row_step);

/**
 * assay_video_strength_find:
 * @pictures: AssayVideoPicture of @width × @height, a segment of one look
 * @psnr: dB over all R, G and B samples
 * @most: the factor is never larger: what a mark in flat or clipped pictures must not exceed
 *
 * Small pictures are measured whole. Of larger segments the first and the last picture count, every
 * fifth row at first and all of them in the last round, so that texture which repeats with the
 * rows' distance cannot bring the quality below @psnr.
 */
float assay_video_strength_find (GPtrArray *pictures,
                                 guint width,
                                 guint height,
                                 double psnr,
                                 double most,
                                 AssayVideoChange change,
                                 gpointer marker);

G_END_DECLS
