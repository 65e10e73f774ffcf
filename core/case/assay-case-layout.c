/* assay-case-layout.c: the walk over a case folder that looks for links and pipes, and the places
 * that every case has. */
#include "case/assay-case-layout-private.h"

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-files-private.h"

/* The case folder, vault/, vault/objects/: the names of the shelves are still seen. */
#define LEVELS 3u

/* A copy may have left out an empty folder, and a case that was never written to has no lock. */
static const struct
{
  const char *path;
  mode_t kind;
  gboolean needed;
} places[] = {
  { "lock", S_IFREG, FALSE },
  { "vault", S_IFDIR, TRUE },
  { "vault/objects", S_IFDIR, TRUE },
  { "vault/tmp", S_IFDIR, FALSE },
  { "vault/quarantine", S_IFDIR, FALSE },
  { "keys", S_IFDIR, FALSE },
  { "anchors", S_IFDIR, FALSE },
  { "results", S_IFDIR, FALSE },
  { "results/thumbnails", S_IFDIR, FALSE },
  { "reports", S_IFDIR, FALSE },
};

static void
fault_free (gpointer data)
{
  AssayLayoutFault *fault = data;
  g_free (fault->path);
  g_free (fault->sentence);
  g_free (fault);
}

static void
add_link (GPtrArray *faults, const char *path)
{
  g_autofree char *shown = assay_text_visible (path, -1);
  AssayLayoutFault *fault = g_new (AssayLayoutFault, 1);
  *fault = (AssayLayoutFault){
    .code = "link",
    .path = g_strdup (path),
    .sentence = g_strdup_printf (_ ("“%s” is a link to another place; a case has none."), shown),
  };
  g_ptr_array_add (faults, fault);
}

static void
add_strange (GPtrArray *faults, const char *path)
{
  g_autofree char *shown = assay_text_visible (path, -1);
  AssayLayoutFault *fault = g_new (AssayLayoutFault, 1);
  *fault = (AssayLayoutFault){
    .code = "layout",
    .path = g_strdup (path),
    .sentence = g_strdup_printf (_ ("“%s” is not what a case has there."), shown),
  };
  g_ptr_array_add (faults, fault);
}

/* What d_type says, asked for where the filesystem does not say it in the listing. */
static unsigned char
kind_of (int folder, const struct dirent *item)
{
  struct stat info;
  if (item->d_type != DT_UNKNOWN)
    return item->d_type;
  if (fstatat (folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return DT_UNKNOWN;
  return (unsigned char) IFTODT (info.st_mode);
}

static gboolean
is_place (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (path, places[i].path) == 0)
      return TRUE;
  return FALSE;
}

static void
walk (int parent, const char *name, const char *prefix, guint level, GPtrArray *faults)
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
        add_link (faults, path);
      else if (kind == DT_DIR && level < LEVELS)
        walk (fd, item->d_name, inner, level + 1, faults);
      else if (kind != DT_DIR && kind != DT_REG && kind != DT_UNKNOWN && !is_place (path))
        add_strange (faults, path);
    }
  (void) closedir (stream);
}

/* A place below a link is not looked for: the link is named. */
static void
check_places (int folder, GPtrArray *faults)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      struct stat info;
      const gboolean there = fstatat (folder, places[i].path, &info, AT_SYMLINK_NOFOLLOW) == 0;
      const gboolean gone = !there && (errno == ENOENT || errno == ENOTDIR);
      if (there ? !S_ISLNK (info.st_mode) && (info.st_mode & S_IFMT) != places[i].kind
                : gone && places[i].needed)
        add_strange (faults, places[i].path);
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const AssayLayoutFault *left = *(const AssayLayoutFault *const *) a;
  const AssayLayoutFault *right = *(const AssayLayoutFault *const *) b;
  return strcmp (left->path, right->path);
}

GPtrArray *
assay_case_check_layout (int folder)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func (fault_free);
  walk (folder, ".", "", 1, faults);
  check_places (folder, faults);
  g_ptr_array_sort (faults, compare_paths);
  return faults;
}
