/* assay-files.c: small files and folders by descriptor. */
#include "case/assay-files-private.h"

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"

void
assay_close (int fd)
{
  const int saved = errno;
  if (fd >= 0)
    (void) close (fd);
  errno = saved;
}

/* Up to @size bytes; fewer only at the end of the file. -1 with errno. */
static gssize
read_up_to (int fd, guint8 *buffer, gsize size)
{
  gsize done = 0;
  while (done < size)
    {
      const ssize_t got = pread (fd, buffer + done, size - done, (off_t) done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      done += (gsize) got;
    }
  return (gssize) done;
}

GBytes *
assay_read_file (int fd, gsize size, GError **error)
{
  g_autofree guint8 *buffer = g_try_malloc (size + 1);
  const gssize got = buffer == NULL ? -1 : read_up_to (fd, buffer, size + 1);
  if (got < 0)
    {
      assay_case_set_errno (error, errno, _ ("A file of the case could not be read"));
      return NULL;
    }
  if ((gsize) got == size)
    return g_bytes_new_take (g_steal_pointer (&buffer), size);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                       _ ("A file of the case has another size than recorded."));
  return NULL;
}

GBytes *
assay_read_named (int folder, const char *name, gsize limit, GError **error)
{
  const int fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  GBytes *bytes = NULL;
  if (fd < 0 || fstat (fd, &info) != 0)
    assay_case_set_errno (error, errno, _ ("A file of the case could not be opened"));
  else if (!S_ISREG (info.st_mode) || info.st_size < 0 || (guint64) info.st_size > limit)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("“%s” is not what a case has there."), name);
  else
    bytes = assay_read_file (fd, (gsize) info.st_size, error);
  assay_close (fd);
  return bytes;
}

gboolean
assay_write_named (int folder, const char *name, const void *data, gsize size, GError **error)
{
  g_autofree char *slash = g_path_get_dirname (name);
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *temporary = g_strdup_printf ("%s/.%s.%08x", slash, base, g_random_int ());
  const int fd
      = openat (folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean done = fd >= 0 && assay_write_all (fd, data, size) && fsync (fd) == 0
                  && renameat (folder, temporary, folder, name) == 0;
  if (!done)
    {
      assay_case_set_errno (error, errno, _ ("A file of the case could not be written"));
      if (fd >= 0)
        (void) unlinkat (folder, temporary, 0);
    }
  assay_close (fd);
  if (!done)
    return FALSE;
  const int directory = openat (folder, slash, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  done = directory >= 0 && fsync (directory) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("A folder of the case could not be made durable"));
  assay_close (directory);
  return done;
}

gboolean
assay_name_is_temporary (const char *name)
{
  g_autofree char *inner = g_strdup (name);
  if (g_str_has_suffix (inner, ".part")) /* an output of a run */
    inner[strlen (inner) - strlen (".part")] = '\0';
  const char *dot = strrchr (inner, '.');
  return inner[0] == '.' && dot != inner && strlen (dot) == 9
         && strspn (dot + 1, "0123456789abcdef") == 8;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
assay_list_folder (int folder, GError **error)
{
  /* A descriptor of its own: fdopendir takes it over, and reading must start at the beginning. */
  const int fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = fd < 0 ? NULL : fdopendir (fd);
  if (stream == NULL)
    {
      assay_case_set_errno (error, errno, _ ("A folder of the case could not be listed"));
      assay_close (fd);
      return NULL;
    }
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (const struct dirent *item = readdir (stream); item != NULL; item = readdir (stream))
    if (strcmp (item->d_name, ".") != 0 && strcmp (item->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (item->d_name));
  (void) closedir (stream);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static int
remove_one (const char *path, const struct stat *info, int type, struct FTW *walk)
{
  (void) remove (path);
  return 0;
}

void
assay_remove_tree (const char *path)
{
  (void) nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
