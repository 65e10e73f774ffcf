/* assay-revmark-shape.h: how large each value of a network is for pictures of one size. */
#pragma once

#include "videomark/assay-revmark-card.h"

G_BEGIN_DECLS

/* Numbers of one value, and of all values that are alive at a time; multiplications of one run. */
#define ASSAY_REVMARK_VALUE ((gsize) 1 << 27)
#define ASSAY_REVMARK_MEMORY ((gsize) 5 << 26)
#define ASSAY_REVMARK_WORK 1e12

/* Numbers stand frame by frame, row by row, pixel by pixel, the channels of a pixel together. */
typedef struct
{
  guint channels, frames, rows, columns;
} AssayRevmarkShape;

gsize assay_revmark_shape_size (const AssayRevmarkShape *self);
gboolean assay_revmark_shape_equal (const AssayRevmarkShape *a, const AssayRevmarkShape *b);

/**
 * assay_revmark_shape_part:
 * @frames, @rows, @columns: of the video
 * @shapes: (out caller-allocates): of part->n_inputs + part->n_layers values
 * @work: (out): multiplications of all convolutions, filters and products
 *
 * FALSE with MALFORMED (a layer's sources or arrays do not fit together) or LIMIT.
 */
gboolean assay_revmark_shape_part (const AssayRevmarkCard *card,
                                   const AssayRevmarkPart *part,
                                   guint frames,
                                   guint rows,
                                   guint columns,
                                   AssayRevmarkShape *shapes,
                                   double *work,
                                   GError **error);

G_END_DECLS
