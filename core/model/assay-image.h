/* assay-image.h: a picture in memory: validated size, packed rows, nothing lazy. */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_PIXELS_GREY8, /* 1 byte */
  ASSAY_PIXELS_RGB8,  /* 3 bytes */
  ASSAY_PIXELS_RGBA8, /* 4 bytes, straight alpha */
} AssayPixels;

typedef struct _AssayImage AssayImage;
#define ASSAY_TYPE_IMAGE (assay_image_get_type ())
GType assay_image_get_type (void);

/**
 * assay_image_new:
 * @id: [a-z0-9_-]+, names it in a result ("thumbnail")
 * @title: msgid
 * @pixels: rows of width × bytes per pixel, without padding
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MODEL_ERROR_INVALID unless the size of
 * @pixels is exact, both sides are 1..65535 and the product is within ASSAY_LIMIT_PIXELS
 */
AssayImage *assay_image_new (const char *id,
                             const char *title,
                             AssayPixels format,
                             guint width,
                             guint height,
                             GBytes *pixels,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayImage *assay_image_ref (AssayImage *self);
void assay_image_unref (AssayImage *self);
const char *assay_image_get_id (const AssayImage *self);
const char *assay_image_get_title (const AssayImage *self);
AssayPixels assay_image_get_format (const AssayImage *self);
guint assay_image_get_width (const AssayImage *self);
guint assay_image_get_height (const AssayImage *self);
gsize assay_image_get_stride (const AssayImage *self);
GBytes *assay_image_get_pixels (const AssayImage *self);
guint assay_pixels_size (AssayPixels format);

/**
 * assay_image_difference:
 * @gain: what the absolute difference of each sample is multiplied with, 0 to 255
 *
 * Returns: (transfer full) (nullable): red, green and blue differences, cut at 255; transparency is
 * not compared. %NULL with ASSAY_MODEL_ERROR_INVALID if the sizes differ
 */
AssayImage *assay_image_difference (const AssayImage *a,
                                    const AssayImage *b,
                                    double gain,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (ssuuuat); floating. */
GVariant *assay_image_to_variant (const AssayImage *self);
AssayImage *assay_image_from_variant (GVariant *variant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* SHA-256 of the pixels, hex. */
char *assay_image_hash (const AssayImage *self) G_GNUC_WARN_UNUSED_RESULT;
/* {"id", "title", "width", "height", "format", "sha256" of the pixels} */
JsonNode *assay_image_to_json (const AssayImage *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayImage, assay_image_unref)

G_END_DECLS
