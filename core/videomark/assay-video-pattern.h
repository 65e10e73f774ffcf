/* assay-video-pattern.h: the key's 96 patterns in space and as coordinates in their band. */
#pragma once

#include "videomark/assay-video-mark.h"

G_BEGIN_DECLS

#define ASSAY_VIDEO_AREA (ASSAY_VIDEO_TILE * ASSAY_VIDEO_TILE)
/* Columns of a tile's half spectrum. */
#define ASSAY_VIDEO_HALF (ASSAY_VIDEO_TILE / 2 + 1)
/* The band: 3 to 14 cycles a tile. Lower is lost in pictures and seen, higher is lost in codecs. */
#define ASSAY_VIDEO_LOWEST 3
#define ASSAY_VIDEO_HIGHEST 14
/* Frequencies (kx, ky) of the band in one half of the plane. */
#define ASSAY_VIDEO_BINS 294
/* Real dimensions of the band. */
#define ASSAY_VIDEO_DIMENSIONS (2 * ASSAY_VIDEO_BINS)

typedef struct
{
  gint8 x, y; /* cycles a tile */
} AssayVideoBin;

/* The frequencies, x > 0, or x = 0 and y > 0. */
const AssayVideoBin *assay_video_pattern_bins (const AssayVideoPattern *self);
/* Pattern @bit in space: ASSAY_VIDEO_AREA values, row by row, Σ v² = 1. */
const float *assay_video_pattern_tile (const AssayVideoPattern *self, guint bit);
/* The same in the band's orthonormal basis √2/48 · cos, √2/48 · sin: ASSAY_VIDEO_DIMENSIONS. */
const float *assay_video_pattern_coordinates (const AssayVideoPattern *self, guint bit);
/* @tile in the same basis; @coordinates has ASSAY_VIDEO_DIMENSIONS. */
void
assay_video_pattern_analyse (const AssayVideoPattern *self, const float *tile, float *coordinates);
/* The way back: the band's part of a tile. */
void assay_video_pattern_synthesise (const AssayVideoPattern *self,
                                     const float *coordinates,
                                     float *tile);

G_END_DECLS
