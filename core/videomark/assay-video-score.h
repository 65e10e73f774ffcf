/* assay-video-score.h: how well a folded picture agrees with a key's patterns, at every place.
 *
 * The statistic is the share of the folded picture's energy, after its spectrum was flattened, that
 * lies in the 96 patterns. For a picture that does not know the key, the patterns are a random
 * subspace of the band: the share has the beta distribution (96 / 2, (D - 96) / 2), D =
 * ASSAY_VIDEO_DIMENSIONS, exactly, at each place and geometry, whatever the picture. */
#pragma once

#include "videomark/assay-video-pattern.h"

G_BEGIN_DECLS

typedef struct
{
  double shift_x,
      shift_y;    /* pixels of the tile: the picture's pixel 0 is the tile's pixel -shift */
  double energy;  /* share, 0..1 */
  double log10_p; /* hypotheses of this call counted */
  double hypotheses;
  double runner_up; /* energy of the best place at least 3 pixels off; 0 when not looked for */
  double soft[ASSAY_VIDEO_BITS]; /* per bit, in units where their mean square is the energy · 96 */
} AssayVideoScore;

typedef struct _AssayVideoScorer AssayVideoScorer;

/* How the picture was folded, which says how much of its lines is left to level. */
typedef enum
{
  ASSAY_VIDEO_FOLD_PLAIN,  /* assay_video_fold() */
  ASSAY_VIDEO_FOLD_BLOCKS, /* assay_video_blocks_fold() */
} AssayVideoFold;

/* For one thread at a time. */
AssayVideoScorer *assay_video_scorer_new (AssayVideoPattern *pattern) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_scorer_free (AssayVideoScorer *self);
/* @tile: ASSAY_VIDEO_AREA values, a folded picture; at the place where it stands. */
void assay_video_scorer_at (AssayVideoScorer *self,
                            AssayVideoFold fold,
                            const float *tile,
                            double shift_x,
                            double shift_y,
                            AssayVideoScore *score);
/* Every place, to a quarter of a pixel. The place (0, 0) is believed before any other: it counts
 * as much as all others together, since most copies are not cut. */
void assay_video_scorer_search (AssayVideoScorer *self,
                                AssayVideoFold fold,
                                const float *tile,
                                AssayVideoScore *score);
/* (transfer none): the key's. */
const AssayVideoPattern *assay_video_scorer_pattern (const AssayVideoScorer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoScorer, assay_video_scorer_free)

G_END_DECLS
