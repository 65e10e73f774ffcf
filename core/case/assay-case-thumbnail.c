/* assay-case-thumbnail.c: thumbnails as files in results/thumbnails/, in the wire form of an image,
 * read back with every check of that form. */
#include "case/assay-case-thumbnail-private.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

#define THUMBNAIL_LIMIT ((gsize) 4 * 1024 * 1024)
#define IMAGE_TYPE "(ssuuuat)"

static char *
thumbnail_name (guint exhibit)
{
  return g_strdup_printf ("results/thumbnails/%u", exhibit);
}

void
assay_thumbnail_store (int folder, guint exhibit, AssayImage *image)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_image_to_variant (image));
  g_autoptr (GVariant) normal = g_variant_get_normal_form (variant);
  g_autofree char *name = thumbnail_name (exhibit);
  if ((mkdirat (folder, "results", 0700) != 0 && errno != EEXIST)
      || (mkdirat (folder, "results/thumbnails", 0700) != 0 && errno != EEXIST)
      || g_variant_get_size (normal) > THUMBNAIL_LIMIT)
    return;
  g_autoptr (GError) error = NULL;
  if (!assay_write_named (folder, name, g_variant_get_data (normal), g_variant_get_size (normal),
                          &error))
    g_debug ("no thumbnail kept: %s", error->message);
}

AssayImage *
assay_thumbnail_load (int folder, guint exhibit)
{
  g_autofree char *name = thumbnail_name (exhibit);
  g_autoptr (GBytes) bytes = assay_read_named (folder, name, THUMBNAIL_LIMIT, NULL);
  if (bytes == NULL)
    return NULL;
  g_autoptr (GVariant) variant
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (IMAGE_TYPE), bytes, FALSE));
  return g_variant_is_normal_form (variant) ? assay_image_from_variant (variant, NULL) : NULL;
}

void
assay_thumbnail_remove (int folder, guint exhibit)
{
  g_autofree char *name = thumbnail_name (exhibit);
  (void) unlinkat (folder, name, 0);
}

AssayImage *
assay_case_get_thumbnail (AssayCase *self, guint exhibit)
{
  return self->folder < 0 ? NULL : assay_thumbnail_load (self->folder, exhibit);
}
