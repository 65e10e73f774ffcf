/* assay-video-mark.h: the method `assay` for pictures and video, as mathematics: planes in, marks
 * and probabilities out. Knows no file and no codec.
 *
 * One difference picture, the same for R, G and B, is added to all frames of a segment. In the
 * *work plane* (luma, each axis divided by assay_video_scale()) it repeats every
 * ASSAY_VIDEO_TILE pixels; each of 96 bits owns one keyed pattern of the tile. See OVERVIEW.md. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Pixels of the work plane after which the pattern repeats: fits a 51-pixel cut-out. */
#define ASSAY_VIDEO_TILE 48
#define ASSAY_VIDEO_BITS 96
/* Frames that are planned together. */
#define ASSAY_VIDEO_SEGMENT 8
/* Sides of a frame: smaller holds no tile; larger is no video. */
#define ASSAY_VIDEO_LEAST_SIDE 48
#define ASSAY_VIDEO_MOST_SIDE 16384
/* … of what is marked: larger pictures are not written. */
#define ASSAY_VIDEO_MOST_MARKED 8192

/* Pixels of a frame to a pixel of the work plane: the shorter side divided by 360, rounded, at
 * least 1. A 720p frame is marked as 640×360 and the difference is enlarged. */
guint assay_video_scale (guint width, guint height);

/* What the key says: 96 orthonormal patterns. Immutable; for any number of threads. */
typedef struct _AssayVideoPattern AssayVideoPattern;

AssayVideoPattern *assay_video_pattern_new (GBytes *key) G_GNUC_WARN_UNUSED_RESULT;
AssayVideoPattern *assay_video_pattern_ref (AssayVideoPattern *self);
void assay_video_pattern_unref (AssayVideoPattern *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoPattern, assay_video_pattern_unref)

/* One plane of samples as a decoder gives it; 8 bits: bytes, else 16-bit words of this machine. */
typedef struct
{
  guint8 *data;
  gsize stride; /* bytes from row to row */
  gsize step;   /* samples from pixel to pixel: 1 planar, 3 or 4 packed */
  guint width, height;
  guint depth; /* bits a sample, 8..16, in the low bits */
} AssayVideoPlane;

/* out[y · width + x] += factor · sample + offset. */
void assay_video_plane_sum (const AssayVideoPlane *plane, float factor, float offset, float *out);

/**
 * assay_video_plane_add:
 * @difference: width × height; in units of 1/255 of full scale
 * @factor: what a difference of 1 is in samples: 1 for 8-bit full range, 219/255 for 8-bit limited
 * range, times 2^(depth - 8)
 * @squares: (inout) (nullable): the sum of squares of what changed, in samples, is added
 *
 * sample + round (factor · difference), clipped to @least .. @most.
 */
void assay_video_plane_add (const AssayVideoPlane *plane,
                            const float *difference,
                            float factor,
                            guint least,
                            guint most,
                            double *squares);

/* The sum of squares that assay_video_plane_add() would give in every @row_step'th row; nothing is
 * changed. */
double assay_video_plane_error (const AssayVideoPlane *plane,
                                const float *difference,
                                float factor,
                                guint least,
                                guint most,
                                guint row_step);

/* Makes the difference picture of each segment. */
typedef struct _AssayVideoEmbedder AssayVideoEmbedder;

/**
 * assay_video_embedder_new:
 * @bits: ASSAY_VIDEO_BITS of 0 or 1
 * @psnr: dB: the difference has the mean square 255² / 10^(psnr / 10) before rounding
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_BASE_ERROR_LIMIT if a side is smaller than
 * ASSAY_VIDEO_LEAST_SIDE or larger than ASSAY_VIDEO_MOST_MARKED, or there is no memory
 */
AssayVideoEmbedder *assay_video_embedder_new (AssayVideoPattern *pattern,
                                              const guint8 *bits,
                                              double psnr,
                                              guint width,
                                              guint height,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_embedder_free (AssayVideoEmbedder *self);
/* A frame of the segment: its luma, 0..255, full range, is added in place:
 * assay_video_plane_sum (plane, factor, offset, assay_video_embedder_luma (self)), then count it.
 */
float *assay_video_embedder_luma (AssayVideoEmbedder *self);
void assay_video_embedder_count (AssayVideoEmbedder *self);

/**
 * assay_video_embedder_plan:
 *
 * Ends the segment: the difference picture for its frames, in units of 1/255 of full scale.
 *
 * Returns: (transfer none) (nullable): width × height, valid until the next call; %NULL when
 * cancelled
 */
const float *
assay_video_embedder_plan (AssayVideoEmbedder *self, GCancellable *cancellable, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoEmbedder, assay_video_embedder_free)

/* Where the mark lies in the frames that were read: the tile's sides as vectors, in pixels of the
 * frame, and the place where the frame's corner stands in the tile, in pixels of the tile. */
typedef struct
{
  double xx, xy, yx, yy;
  double shift_x, shift_y;
} AssayVideoGeometry;

/* log10 p from which on a mark is claimed, and from which on it is worth to read on. */
#define ASSAY_VIDEO_CLAIM (-6.0)
#define ASSAY_VIDEO_HINT (-2.0)

typedef enum
{
  ASSAY_VIDEO_NONE,
  ASSAY_VIDEO_INCONCLUSIVE,
  ASSAY_VIDEO_MARKED,
} AssayVideoOutcome;

typedef struct
{
  AssayVideoOutcome outcome; /* MARKED at log10 p <= -6, NONE above -2 */
  double log10_p;    /* of so clear a trace without this key's mark, all hypotheses counted */
  double hypotheses; /* places, sizes and angles tried */
  double energy;     /* share of the signal in the key's 96 patterns, 0..1; 0.16 by chance */
  double margin;     /* what it is above the best place at least 3 pixels off */
  double soft[ASSAY_VIDEO_BITS]; /* positive for 1 */
  AssayVideoGeometry geometry;
  guint width, height; /* of the pictures that were read */
  gboolean unclaimed; /* nothing can be: raw bits of a scheme that needs to know what is expected */
  gboolean moved;     /* not where and as large as it was marked */
  guint64 frames;
  double seconds;      /* read */
  double seconds_more; /* that would be needed if the rest is alike; 0 unless INCONCLUSIVE */
} AssayVideoReading;

/* One piece of the time, read at the place that was found. */
typedef struct
{
  double start, end; /* s */
  double energy;
  double log10_p; /* of this piece alone, at this place alone */
} AssayVideoSpan;

typedef struct _AssayVideoDetector AssayVideoDetector;

/**
 * assay_video_detector_new:
 * @search: sizes, angles and stretched pictures are searched too
 *
 * For frames of one size. Memory: about 8 bytes a pixel.
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_BASE_ERROR_LIMIT if a side is smaller than
 * 16 or larger than ASSAY_VIDEO_MOST_SIDE, or there is no memory
 */
AssayVideoDetector *assay_video_detector_new (AssayVideoPattern *pattern,
                                              guint width,
                                              guint height,
                                              gboolean search,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_detector_free (AssayVideoDetector *self);
/* As with the embedder: the sum that a frame's luma, times @share, is added to, then the frame is
 * counted; @share: what it counts beside the others of its segment; @seconds is its time. FALSE
 * when cancelled. */
float *assay_video_detector_luma (AssayVideoDetector *self);
gboolean assay_video_detector_count (AssayVideoDetector *self,
                                     float share,
                                     double seconds,
                                     GCancellable *cancellable,
                                     GError **error);
/* Once, after the last frame. */
gboolean assay_video_detector_end (AssayVideoDetector *self,
                                   AssayVideoReading *reading,
                                   GCancellable *cancellable,
                                   GError **error);
/* After the end: (array length=n): owned by @self. */
const AssayVideoSpan *assay_video_detector_spans (AssayVideoDetector *self, guint *n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoDetector, assay_video_detector_free)

G_END_DECLS
