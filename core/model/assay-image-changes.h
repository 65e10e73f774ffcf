/* assay-image-changes.h: how many pixels of a picture are unlike another's, within rectangles and
 * outside of them. */
#pragma once

#include "model/assay-image.h"
#include "model/assay-region.h"

G_BEGIN_DECLS

/* Pixels of a picture by where they are, and how many of them are unlike another's. */
typedef struct
{
  guint64 inside; /* of a rectangle, with their middle */
  guint64 outside;
  guint64 inside_changed; /* in red, green or blue, by however little */
  guint64 outside_changed;
} AssayImageChanges;

/**
 * assay_image_count_changes:
 * @rectangles: (array length=n): in pixels of the picture; their times do not count
 * @mask: (nullable): (array, width × height): becomes 1 for pixels outside that differ, else 0
 *
 * Returns: %FALSE if the sizes differ
 */
gboolean assay_image_count_changes (const AssayImage *a,
                                    const AssayImage *b,
                                    const AssayRegionKey *rectangles,
                                    guint n,
                                    guint8 *mask,
                                    AssayImageChanges *changes);

G_END_DECLS
