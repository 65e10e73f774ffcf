/* assay-revmark-flow.h: motion between the frames of a segment, by block matching: whole numbers,
 * as train/FORMAT.md says. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_revmark_flow:
 * @luma: frames × rows × columns, (77 R + 150 G + 29 B + 128) >> 8
 * @reference: a frame; the middle one when there are fewer
 * @flow: frames × rows × columns × 2 (y, x), in pixels: where what the reference shows is found
 */
void assay_revmark_flow (
    const guint8 *luma, guint frames, guint rows, guint columns, guint reference, float *flow);

G_END_DECLS
