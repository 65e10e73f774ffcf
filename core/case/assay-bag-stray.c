/* assay-bag-stray.c: what lies in a bag that its manifests do not list. Listing is the host's
 * business, because a worker can only ask for files by name; nothing is parsed but two lists of
 * lines. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "case/assay-bag-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"
#include "case/assay-import-private.h"
#include "case/assay-import.h"

#define MOST_LEVELS 8u

/* The paths of one manifest. */
static gboolean
add_listed (GHashTable *listed, int folder, const char *manifest, GError **error)
{
  g_autoptr (GBytes) bytes = assay_read_named (folder, manifest, ASSAY_IMPORT_TEXT_LIMIT, error);
  if (bytes == NULL)
    return FALSE;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data, size);
  char *save = NULL;
  for (char *line = strtok_r (text, "\n", &save); line != NULL; line = strtok_r (NULL, "\n", &save))
    if (strlen (line) > 66)
      g_hash_table_add (listed, g_strdup (line + 66));
  return TRUE;
}

static char *
walk (GHashTable *listed, int folder, const char *prefix, guint level, GError **error)
{
  g_autoptr (GPtrArray) names = assay_list_folder (folder, error);
  char *stray = NULL;
  GError *inner_error = NULL;
  for (guint i = 0; names != NULL && stray == NULL && inner_error == NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = g_strconcat (prefix, name, NULL);
      struct stat info;
      if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0
          || !(S_ISREG (info.st_mode) || S_ISDIR (info.st_mode)) || level > MOST_LEVELS)
        return g_steal_pointer (&path);
      if (S_ISREG (info.st_mode))
        {
          stray = g_hash_table_contains (listed, path) ? NULL : g_steal_pointer (&path);
          continue;
        }
      const int inner = openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      g_autofree char *deeper = g_strconcat (path, "/", NULL);
      stray = inner < 0 ? g_steal_pointer (&path)
                        : walk (listed, inner, deeper, level + 1, &inner_error);
      assay_close (inner);
    }
  if (inner_error != NULL)
    g_propagate_error (error, inner_error);
  return stray;
}

char *
assay_bag_find_stray (const char *bag, GError **error)
{
  static const char *const roots[] = { ASSAY_BAG_TAG_MANIFEST, "tagmanifest-sha512.txt" };
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    g_hash_table_add (listed, g_strdup (roots[i]));
  const int folder = open (bag, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  char *stray = NULL;
  if (add_listed (listed, folder, ASSAY_BAG_TAG_MANIFEST, error)
      && add_listed (listed, folder, "manifest-sha256.txt", error))
    stray = walk (listed, folder, "", 0, error);
  assay_close (folder);
  return stray;
}
