/* assay-video-cells.h: large planes cut into cells as large as the tile: what each says for each
 * bit, and the way back. Windows of cells are then sums of few numbers. */
#pragma once

#include "videomark/assay-video-pattern.h"

G_BEGIN_DECLS

typedef struct
{
  guint width, height; /* of the plane */
  guint columns, rows; /* cells; those at the right and below may be cut off */
  float *by_bit;       /* BITS × AREA */
  float *by_pixel;     /* AREA × BITS: the same */
} AssayVideoCells;

/* @patterns: ASSAY_VIDEO_BITS × ASSAY_VIDEO_AREA, each multiplied by its sign of @signs. */
void assay_video_cells_init (
    AssayVideoCells *self, guint width, guint height, const float *patterns, const gint8 *signs);
void assay_video_cells_clear (AssayVideoCells *self);
/* @responses: cells × ASSAY_VIDEO_BITS: Σ plane · pattern over each cell. */
void assay_video_cells_respond (const AssayVideoCells *self, const float *plane, float *responses);
/* Adds Σ weight · pattern to each cell; @weights: cells × ASSAY_VIDEO_BITS. */
void assay_video_cells_spread (const AssayVideoCells *self, const float *weights, float *plane);

G_END_DECLS
