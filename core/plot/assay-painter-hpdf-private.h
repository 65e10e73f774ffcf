/* assay-painter-hpdf-private.h: what the parts of the PDF painter share. */
#pragma once

#include "plot/assay-painter-hpdf.h"

G_BEGIN_DECLS

/* @image as an object of @document, which owns it. @images (AssayImage → HPDF_Image, holding a
 * reference to each key) remembers those already loaded, so that a picture painted on ten pages is
 * stored once. NULL if libharu refused it; its error handler has been called then. */
HPDF_Image assay_hpdf_image (HPDF_Doc document, GHashTable *images, AssayImage *image);

G_END_DECLS
