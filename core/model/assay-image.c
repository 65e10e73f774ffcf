/* assay-image.c: pictures with a checked size. */
#include "model/assay-image.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-limits.h"
#include "model/assay-model-error.h"

struct _AssayImage
{
  char *id;
  char *title;
  AssayPixels format;
  guint width;
  guint height;
  GBytes *pixels;
};

G_DEFINE_BOXED_TYPE (AssayImage, assay_image, assay_image_ref, assay_image_unref)

static const char *const format_ids[] = { "grey8", "rgb8", "rgba8" };

guint
assay_pixels_size (AssayPixels format)
{
  static const guint sizes[] = { 1, 3, 4 };

  return sizes[format];
}

AssayImage *
assay_image_new (const char *id,
                 const char *title,
                 AssayPixels format,
                 guint width,
                 guint height,
                 GBytes *pixels,
                 GError **error)
{
  gboolean sides = width > 0 && height > 0 && width <= 65535 && height <= 65535;
  guint64 count = (guint64) width * height;

  if ((guint) format > ASSAY_PIXELS_RGBA8 || !sides || count > ASSAY_LIMIT_PIXELS
      || g_bytes_get_size (pixels) != count * assay_pixels_size (format))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("A picture of %u × %u pixels does not fit its %zu bytes"), width, height,
                   g_bytes_get_size (pixels));
      return NULL;
    }

  AssayImage *self = g_atomic_rc_box_new0 (AssayImage);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->format = format;
  self->width = width;
  self->height = height;
  self->pixels = g_bytes_ref (pixels);
  return self;
}

AssayImage *
assay_image_ref (AssayImage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
image_clear (gpointer data)
{
  AssayImage *self = data;

  g_free (self->id);
  g_free (self->title);
  g_bytes_unref (self->pixels);
}

void
assay_image_unref (AssayImage *self)
{
  g_atomic_rc_box_release_full (self, image_clear);
}

const char *
assay_image_get_id (const AssayImage *self)
{
  return self->id;
}

const char *
assay_image_get_title (const AssayImage *self)
{
  return self->title;
}

AssayPixels
assay_image_get_format (const AssayImage *self)
{
  return self->format;
}

guint
assay_image_get_width (const AssayImage *self)
{
  return self->width;
}

guint
assay_image_get_height (const AssayImage *self)
{
  return self->height;
}

gsize
assay_image_get_stride (const AssayImage *self)
{
  return (gsize) self->width * assay_pixels_size (self->format);
}

GBytes *
assay_image_get_pixels (const AssayImage *self)
{
  return self->pixels;
}

/* The pixels travel as numbers of eight bytes, with zeros behind the last one: GVariant looks at
 * each element of an array before it calls it normal, and there are eight times fewer of them. */
#define WORD sizeof (guint64)

static GBytes *
pad_pixels (GBytes *pixels)
{
  gsize size = g_bytes_get_size (pixels);
  gsize padded = (size + WORD - 1) / WORD * WORD;

  if (padded == size)
    return g_bytes_ref (pixels);

  guint8 *copy = g_malloc (padded);

  memcpy (copy, g_bytes_get_data (pixels, NULL), size);
  memset (copy + size, 0, padded - size);
  return g_bytes_new_take (copy, padded);
}

/* The first @size bytes of @padded; all of them where it is not their padded form, so that the
 * check of the size refuses them. */
static GBytes *
unpad_pixels (GBytes *padded, guint64 size)
{
  gsize given;
  const guint8 *data = g_bytes_get_data (padded, &given);

  if (size > given || given - size >= WORD)
    return g_bytes_ref (padded);
  for (gsize i = (gsize) size; i < given; i++)
    if (data[i] != 0)
      return g_bytes_ref (padded);
  return g_bytes_new_from_bytes (padded, 0, (gsize) size);
}

GVariant *
assay_image_to_variant (const AssayImage *self)
{
  g_autoptr (GBytes) padded = pad_pixels (self->pixels);
  GVariant *pixels = g_variant_new_from_bytes (G_VARIANT_TYPE ("at"), padded, TRUE);

  return g_variant_new ("(ssuuu@at)", self->id, self->title, (guint32) self->format, self->width,
                        self->height, pixels);
}

AssayImage *
assay_image_from_variant (GVariant *variant, GError **error)
{
  const char *id;
  const char *title;
  guint32 format;
  guint32 width;
  guint32 height;
  g_autoptr (GVariant) array = NULL;

  g_variant_get (variant, "(&s&suuu@at)", &id, &title, &format, &width, &height, &array);

  g_autoptr (GBytes) padded = g_variant_get_data_as_bytes (array);
  g_autoptr (GBytes) pixels
      = format > ASSAY_PIXELS_RGBA8 || width > G_MAXUINT16 || height > G_MAXUINT16
            ? g_bytes_ref (padded)
            : unpad_pixels (padded,
                            (guint64) width * height * assay_pixels_size ((AssayPixels) format));

  return assay_image_new (id, title, (AssayPixels) format, width, height, pixels, error);
}

char *
assay_image_hash (const AssayImage *self)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->pixels);
}

JsonNode *
assay_image_to_json (const AssayImage *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *hash = assay_image_hash (self);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "title", self->title);
  json_object_set_int_member (object, "width", self->width);
  json_object_set_int_member (object, "height", self->height);
  json_object_set_string_member (object, "format", format_ids[self->format]);
  json_object_set_string_member (object, "sha256", hash);
  return json_node_init_object (json_node_alloc (), object);
}
