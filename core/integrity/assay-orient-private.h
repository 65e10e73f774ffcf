/* assay-orient-private.h: turns a picture upright. */
#pragma once

#include "media/assay-inspection.h"
#include "model/assay-image.h"

G_BEGIN_DECLS

/* exif.ifd0.Orientation, 1 .. 8; 1 without one. */
guint assay_orientation_of (const AssayInspection *inspection);

/* @image (transfer none) as Exif's @orientation asks (Exif 3.0, 4.6.5.1.6): 2 mirrored, 3 by 180°,
 * 6 by 90° clockwise … A new reference to @image itself if nothing is to be done. NULL with an
 * error. */
AssayImage *
assay_orient (AssayImage *image, guint orientation, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
