/* assay-video-geometry.h: where a mark lies in pictures that were cut, resized, stretched or
 * turned.
 *
 * Two ways to find the tile: common sizes, turned and mirrored too, are tried; otherwise the tile's
 * repetition shows in the autocorrelation as a lattice of peaks, which needs no key. Each candidate
 * is then judged by the key's patterns, and every one counts as a hypothesis. */
#pragma once

#include "videomark/assay-video-plane.h"
#include "videomark/assay-video-scorers.h"

G_BEGIN_DECLS

/* A sum of flattened planes, of frames reduced by @scale. */
typedef struct
{
  guint scale;
  guint columns, rows;
  float *values;
} AssayVideoSum;

/* Where the tile lies: its sides as vectors, pixels of the reduced frame; and how it is folded. */
typedef struct
{
  guint sum; /* which of the sums */
  AssayVideoFold fold;
  double xx, xy, yx, yy;
} AssayVideoLattice;

typedef struct
{
  AssayVideoLattice lattice;
  AssayVideoScore score;
  double tried; /* lattices */
} AssayVideoPlace;

/* Reduced frame to tile. */
AssayVideoMap assay_video_lattice_map (const AssayVideoLattice *self);

/* Folds @sum by @lattice and looks at all shifts. FALSE: it cannot be folded in that way. */
gboolean assay_video_lattice_score (const AssayVideoLattice *lattice,
                                    const AssayVideoSum *sum,
                                    AssayVideoScorer *scorer,
                                    AssayVideoScore *score);

/**
 * assay_video_geometry_search:
 * @sums: of the same frames at different scales
 * @place: (inout): replaced by what is better; @place->tried goes up
 *
 * Returns: %FALSE when cancelled
 */
gboolean assay_video_geometry_search (const AssayVideoSum *sums,
                                      guint n_sums,
                                      AssayVideoScorers *scorers,
                                      AssayVideoPlace *place,
                                      GCancellable *cancellable,
                                      GError **error);

/* The lattices that @sum's autocorrelation suggests, best first; at most @most. */
guint assay_video_geometry_suggest (const AssayVideoSum *sum,
                                    guint index,
                                    AssayVideoLattice *lattices,
                                    guint most);

G_END_DECLS
