/* assay-video-blocks.h: a plane folded into one tile, block by block.
 *
 * A plain sum over tiles is ruled by the few places where the picture has strong lines. Here the
 * plane is cut into overlapping blocks as large as a tile; in each, every frequency becomes nearly
 * as strong as the others, and the block keeps its strength. A picture's lines are in few
 * frequencies of a block and lose; the mark is in all of them and stays. Nothing here depends on
 * more of the key than the band's frequencies, which are nobody's secret: the chances of
 * assay-video-score.h hold as they are. */
#pragma once

#include "videomark/assay-video-plane.h"

G_BEGIN_DECLS

/* From block to block: half a tile, so that the windows of all blocks add up to one. */
#define ASSAY_VIDEO_BLOCK_STEP (ASSAY_VIDEO_TILE / 2)

/* A block's window along one side: ASSAY_VIDEO_TILE. */
void assay_video_blocks_window (float *window);
/* By what a block's @coordinates are multiplied: ASSAY_VIDEO_BINS, 0 for a block of nothing. */
void assay_video_blocks_gains (const float *coordinates, float *gains);
/* @plane: flattened; @map: into the tile, as for assay_video_fold(); @tile: ASSAY_VIDEO_AREA, the
 * band's part alone. %FALSE for planes that have too many blocks in that place:
 * @tile is not changed. */
gboolean assay_video_blocks_fold (const AssayVideoPattern *pattern,
                                  const float *plane,
                                  guint width,
                                  guint height,
                                  const AssayVideoMap *map,
                                  float *tile);

G_END_DECLS
