/* assay-image-view.h: a picture that a tool made, from memory, with zoom. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-image.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_IMAGE_VIEW (assay_image_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayImageView, assay_image_view, ASSAY, IMAGE_VIEW, GtkWidget)

/* The picture is covered until the person asks for it: evidence may be intimate. */
GtkWidget *assay_image_view_new (AssayImage *image);

G_END_DECLS
