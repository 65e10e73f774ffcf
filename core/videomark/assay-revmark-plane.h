/* assay-revmark-plane.h: decoded pictures as a network sees them, and differences on the way back.
 *
 * Y, U and V become R, G and B by ITU-R BT.601 whatever the stream says: what is read later may say
 * nothing, and both ways must be the same. */
#pragma once

#include "videomark/assay-video-luma.h"

G_BEGIN_DECLS

/* How a picture becomes one of rows × columns: pixels of it to one of the network's, along each
 * axis. */
typedef struct
{
  guint columns, rows;
  double across, down;
} AssayRevmarkGrid;

/* @side 0: pixels of @scale × @scale; else side × side. FALSE when nothing is left. */
gboolean assay_revmark_grid_init (
    AssayRevmarkGrid *self, guint width, guint height, guint side, double scale);
/* @rgb: rows × columns × 3, 0..255. Means of what a pixel covers, linear where it covers less than
 * one. */
void assay_revmark_see (const AssayVideoLuma *picture, const AssayRevmarkGrid *grid, float *rgb);

/* Whether black lines or columns stand around the picture; then what they leave of it. */
gboolean assay_revmark_within_bars (const AssayVideoLuma *picture, guint *width, guint *height);

/* What a plane of a picture gets of R, G and B. */
typedef struct
{
  float red, green, blue;
} AssayRevmarkShares;

/* Of plane @plane of a picture, chroma counted behind the others. */
AssayRevmarkShares assay_revmark_shares (const AssayVideoLuma *picture, guint plane);
/**
 * assay_revmark_enlarge:
 * @residual: rows × columns × 3
 * @work: (out caller-allocates): rows × columns
 * @out: (out caller-allocates): height × width of @plane: linear between the centres
 */
void assay_revmark_enlarge (const float *residual,
                            const AssayRevmarkGrid *grid,
                            AssayRevmarkShares shares,
                            guint width,
                            guint height,
                            double across,
                            double down,
                            float *work,
                            float *out);

G_END_DECLS
