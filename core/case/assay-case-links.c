/* assay-case-links.c: the walk over a case folder that looks for links. */
#include "case/assay-case-links-private.h"

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-files-private.h"

/* The case folder, vault/, vault/objects/: the names of the shelves are still seen. */
#define LEVELS 3u

/* What d_type says, asked for where the filesystem does not say it in the listing. */
static unsigned char
kind_of (int folder, const struct dirent *item)
{
  struct stat info;
  if (item->d_type != DT_UNKNOWN)
    return item->d_type;
  if (fstatat (folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return DT_UNKNOWN;
  return S_ISLNK (info.st_mode) ? DT_LNK : S_ISDIR (info.st_mode) ? DT_DIR : DT_REG;
}

static void
walk (int parent, const char *name, const char *prefix, guint level, GPtrArray *links)
{
  const int fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *stream = fd < 0 ? NULL : fdopendir (fd);
  if (stream == NULL)
    {
      assay_close (fd);
      return;
    }
  for (const struct dirent *item = readdir (stream); item != NULL; item = readdir (stream))
    {
      if (strcmp (item->d_name, ".") == 0 || strcmp (item->d_name, "..") == 0)
        continue;
      const unsigned char kind = kind_of (fd, item);
      g_autofree char *path = g_strconcat (prefix, item->d_name, NULL);
      g_autofree char *inner = g_strconcat (path, "/", NULL);
      if (kind == DT_LNK)
        g_ptr_array_add (links, g_steal_pointer (&path));
      else if (kind == DT_DIR && level < LEVELS)
        walk (fd, item->d_name, inner, level + 1, links);
    }
  (void) closedir (stream);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
assay_case_find_links (int folder)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (g_free);
  walk (folder, ".", "", 1, links);
  g_ptr_array_sort (links, compare_names);
  return links;
}

char *
assay_case_link_sentence (const char *name)
{
  g_autofree char *shown = assay_text_visible (name, -1);
  return g_strdup_printf (_ ("“%s” is a link to another place; a case has none."), shown);
}
