/* assay-video-shape.h: the difference picture in the work plane: where it may be strong, and which
 * one the reader understands best.
 *
 * The host is known when a picture is marked, so what it says by itself in the key's patterns is
 * not noise: the difference is chosen against it (informed embedding). The reader's flattening is
 * held fixed, so that it is linear in the difference. */
#pragma once

#include "videomark/assay-video-plane.h"

G_BEGIN_DECLS

/* Planes of one segment, width × height of the work plane. Borrowed. */
typedef struct
{
  AssayVideoPattern *pattern;
  AssayVideoFlattener *flattener;
  const gint8 *signs; /* ASSAY_VIDEO_BITS of ±1 */
  guint width, height;
  const float *host;    /* what the reader sees without a mark: flattened, clipped */
  const float *inverse; /* 1 / local deviation */
  const float *mask;    /* where a difference is hidden: mean square 1 */
  double strength;      /* root of the mean square that the difference must have */
} AssayVideoShape;

/* (local deviation)^½ as the eye's threshold of contrast masking, mean square 1. @inverse: 1 /
 * local deviation. */
void assay_video_shape_mask (const float *inverse, gsize n, float *mask);
/* @sensitivity^(-@exponent / 2), mean square 1: with 1 a difference takes the same from similarity
 * everywhere, with more busy places hide more. */
void
assay_video_shape_mask_similar (const float *sensitivity, gsize n, double exponent, float *mask);

/* What large planes begin with: one amplitude a bit, so that no bit is weaker than the others;
 * @rounds of correcting what the flattening does to it. */
void assay_video_shape_amplitudes (const AssayVideoShape *self, guint rounds, float *difference);

/**
 * assay_video_shape_windows:
 *
 * For small planes: every pixel is free within the band and the mask. Gradient ascent on a soft
 * minimum over all bits, of the whole picture and of all windows of 40 % of both sides.
 *
 * Returns: %FALSE when cancelled
 */
gboolean assay_video_shape_windows (const AssayVideoShape *self,
                                    guint rounds,
                                    float *difference,
                                    GCancellable *cancellable,
                                    GError **error);

/* The same for large planes: windows are made of cells as large as the tile, so they are few. */
gboolean assay_video_shape_cells (const AssayVideoShape *self,
                                  guint rounds,
                                  float *difference,
                                  GCancellable *cancellable,
                                  GError **error);

/* Mean square of @plane brought to @strength squared. */
void assay_video_shape_normalise (float *plane, gsize n, double strength);

G_END_DECLS
