/* assay-video-sensitivity.h: where a change costs similarity. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_video_sensitivity:
 * @luma: width × height, 0..255
 * @out: (out): (width / scale) × (height / scale)
 *
 * C2 / (2 σ² + C2), C2 = (0.03 · 255)²: what a small change of a pixel takes from the structural
 * similarity of the windows that hold it, 1 where they are flat. The variance σ² is that of boxes
 * about as wide as the windows of similarity (Gauss, sigma 1.5, has the variance of a box of 5.3
 * pixels), at the resolution of @luma.
 */
void
assay_video_sensitivity (const float *luma, guint width, guint height, guint scale, float *out);

G_END_DECLS
