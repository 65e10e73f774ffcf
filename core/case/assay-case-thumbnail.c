/* assay-case-thumbnail.c: thumbnails as files in results/thumbnails/, in the wire form of an image,
 * read back with every check of that form. */
#include "case/assay-case-thumbnail-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

#define THUMBNAIL_LIMIT ((gsize) 4 * 1024 * 1024)
#define IMAGE_TYPE "(ssuuuat)"
#define FOLDER "results/thumbnails"

/* What a run left has its hash in the name; what was only made to look at stands under the number.
 */
char *
assay_thumbnail_file (guint exhibit, const char *sha256)
{
  return sha256 == NULL ? g_strdup_printf ("%u", exhibit)
                        : g_strdup_printf ("%u-%.16s", exhibit, sha256);
}

static char *
thumbnail_name (guint exhibit, const char *sha256)
{
  g_autofree char *file = assay_thumbnail_file (exhibit, sha256);
  return g_strconcat (FOLDER "/", file, NULL);
}

static void
store (int folder, const char *name, AssayImage *image)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_image_to_variant (image));
  g_autoptr (GVariant) normal = g_variant_get_normal_form (variant);
  g_autoptr (GError) error = NULL;
  if ((mkdirat (folder, "results", 0700) != 0 && errno != EEXIST)
      || (mkdirat (folder, FOLDER, 0700) != 0 && errno != EEXIST)
      || g_variant_get_size (normal) > THUMBNAIL_LIMIT)
    return;
  if (!assay_write_named (folder, name, g_variant_get_data (normal), g_variant_get_size (normal),
                          &error))
    g_debug ("no thumbnail kept: %s", error->message);
}

void
assay_thumbnail_store (int folder, guint exhibit, AssayImage *image)
{
  g_autofree char *hash = assay_image_hash (image);
  g_autofree char *name = thumbnail_name (exhibit, hash);
  store (folder, name, image);
}

void
assay_thumbnail_store_made (int folder, guint exhibit, AssayImage *image)
{
  g_autofree char *name = thumbnail_name (exhibit, NULL);
  store (folder, name, image);
}

static AssayImage *
load (int folder, guint exhibit, const char *key)
{
  g_autofree char *name = thumbnail_name (exhibit, key);
  g_autoptr (GBytes) bytes = assay_read_named (folder, name, THUMBNAIL_LIMIT, NULL);
  if (bytes == NULL)
    return NULL;
  g_autoptr (GVariant) variant
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (IMAGE_TYPE), bytes, FALSE));
  return g_variant_is_normal_form (variant) ? assay_image_from_variant (variant, NULL) : NULL;
}

static gboolean
has_hash (const AssayImage *image, const char *sha256)
{
  g_autofree char *hash = image == NULL ? NULL : assay_image_hash (image);
  return g_strcmp0 (hash, sha256) == 0;
}

AssayImage *
assay_thumbnail_load (int folder, guint exhibit, const char *sha256)
{
  /* Cases of earlier versions have what a run left under the number too, some only there. */
  const char *const keys[] = { sha256, NULL };
  for (guint i = sha256 == NULL ? 1 : 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (AssayImage) image = load (folder, exhibit, keys[i]);
      if (image != NULL && (sha256 == NULL || has_hash (image, sha256)))
        return g_steal_pointer (&image);
    }
  return NULL;
}

/* Without a folder there are none; a link or a file in its place is not looked behind. */
gboolean
assay_thumbnail_remove (int folder, guint exhibit, GError **error)
{
  const int fd = openat (folder, FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  int number = fd < 0 ? errno : 0;
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  g_autofree char *newest = g_strdup_printf ("%u", exhibit);
  g_autofree char *prefix = g_strdup_printf ("%u-", exhibit);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      if ((g_str_equal (name, newest) || g_str_has_prefix (name, prefix))
          && unlinkat (fd, name, 0) != 0 && errno != ENOENT)
        number = errno;
    }
  if (fd >= 0 && names == NULL)
    number = EIO;
  assay_close (fd);
  if (number != 0)
    assay_case_set_errno (error, number,
                          _ ("The bytes were deleted, but a thumbnail of them was not"));
  return number == 0;
}

/* What the newest check says of its picture; NULL if it left none. */
static char *
find_recorded (AssayCase *self, guint exhibit)
{
  g_autoptr (AssayResult) result = assay_case_find_result (self, exhibit, "integrity", NULL);
  return result == NULL ? NULL : assay_result_hash_image (result, "thumbnail");
}

AssayImage *
assay_case_get_thumbnail (AssayCase *self, guint exhibit, const char *sha256)
{
  if (self->folder < 0)
    return NULL;
  g_autofree char *recorded = sha256 == NULL ? find_recorded (self, exhibit) : NULL;
  return assay_thumbnail_load (self->folder, exhibit, recorded != NULL ? recorded : sha256);
}

void
assay_case_keep_thumbnail (AssayCase *self, guint exhibit, AssayImage *image)
{
  AssayExhibit *shown = assay_case_get_exhibit (self, exhibit);
  g_mutex_lock (&self->writing); /* erasing removes it under the same lock */
  if (shown != NULL && assay_exhibit_get_state (shown) != ASSAY_CUSTODY_ERASED
      && assay_case_check_writable (self, NULL))
    assay_thumbnail_store_made (self->folder, exhibit, image);
  g_mutex_unlock (&self->writing);
}
