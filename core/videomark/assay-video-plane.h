/* assay-video-plane.h: planes of float on their way to the detector: reduced, flattened, folded. */
#pragma once

#include "videomark/assay-video-pattern.h"

G_BEGIN_DECLS

/* Values of the flattened plane end here: a single edge must not outweigh a wall. */
#define ASSAY_VIDEO_CLIP 3.0f

/* Flattens planes of one size; keeps the buffers. For one thread at a time. */
typedef struct _AssayVideoFlattener AssayVideoFlattener;

AssayVideoFlattener *assay_video_flattener_new (guint width,
                                                guint height) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_flattener_free (AssayVideoFlattener *self);
/* @plane less its blur (Gauss, sigma 2.2, 15 taps, reflected at the edges) into @out. */
void assay_video_flattener_high (AssayVideoFlattener *self, const float *plane, float *out);
/* Local deviation of @high: √(mean of squares over 7×7) + 2. */
void assay_video_flattener_deviation (AssayVideoFlattener *self, const float *high, float *out);
/* high / deviation, clipped to ± ASSAY_VIDEO_CLIP, then / √deviation: a mark under a mask that goes
 * with the deviation's root is read best by its amplitude over the noise's square. Three pixels at
 * each edge fade out. @out may be @plane. */
void assay_video_flattener_run (AssayVideoFlattener *self, const float *plane, float *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoFlattener, assay_video_flattener_free)

/* Means of @scale × @scale pixels; what does not fill a block at the right and below is left out.
 * @out: (width / scale) × (height / scale). */
void assay_video_reduce (
    const float *plane, guint width, guint height, guint scale, float weight, float *out);
/* The way back for differences: linear between the centres of the blocks. */
void assay_video_enlarge (const float *plane, guint width, guint height, guint scale, float *out);

/* Where pixel (x, y) of a plane lies in the tile: (a x + b y, c x + d y), in pixels of the tile. */
typedef struct
{
  double a, b, c, d;
} AssayVideoMap;

extern const AssayVideoMap assay_video_map_identity;

/* Sums the plane into @tile (ASSAY_VIDEO_AREA), each pixel shared linearly among four places. */
void assay_video_fold (
    const float *plane, guint width, guint height, const AssayVideoMap *map, float *tile);

G_END_DECLS
