/* assay-shrink-private.h: makes a picture smaller by averaging. */
#pragma once

#include "model/assay-image.h"

G_BEGIN_DECLS

/**
 * assay_shrink:
 * @most: no side of the result is longer, px
 *
 * Each result pixel is the mean of the whole pixels that it covers: cheap, without rings, the same
 * on every machine.
 *
 * Returns: (transfer full) (nullable): with @id and @title; as large as @image if that is small
 * enough
 */
AssayImage *assay_shrink (AssayImage *image,
                          const char *id,
                          const char *title,
                          guint most,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
