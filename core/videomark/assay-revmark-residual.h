/* assay-revmark-residual.h: what an encoder adds, brought to its strength. */
#pragma once

#include "videomark/assay-revmark-shape.h"

G_BEGIN_DECLS

/* In place: clipped to its mean ± some deviations, then each frame to its length (FORMAT.md,
 * "Residual"; section 3.3 of the paper). @residual: numbers of @shape, pixel by pixel. */
void assay_revmark_residual (const AssayRevmarkCard *card,
                             const AssayRevmarkShape *shape,
                             float *residual);

G_END_DECLS
