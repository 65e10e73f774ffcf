/* assay-thumbnail.h: a small picture of an exhibit, made by the worker; blurred until asked for. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-image.h"

G_BEGIN_DECLS

/* Properties: blurred (gboolean, TRUE at first), extent (int: natural side in px). */
#define ASSAY_TYPE_THUMBNAIL (assay_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (AssayThumbnail, assay_thumbnail, ASSAY, THUMBNAIL, GtkWidget)

GtkWidget *assay_thumbnail_new (int extent);
/* @texture: (nullable): NULL shows @icon_name instead. */
void assay_thumbnail_set_texture (AssayThumbnail *self, GdkTexture *texture, const char *icon_name);
void assay_thumbnail_set_blurred (AssayThumbnail *self, gboolean blurred);
/* A texture of validated pixels; main thread or not. (nullable) @image: then NULL. */
GdkTexture *assay_texture_from_image (AssayImage *image) G_GNUC_WARN_UNUSED_RESULT;
/* Symbolic icon for a kind of file ("image/jpeg" …). Static. */
const char *assay_icon_of_mime (const char *mime);

G_END_DECLS
