/* assay-output-file.c: making, publishing and removing the files that workers write. */
#include "worker/assay-output-file.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "worker/assay-input-hash.h"

struct _AssayOutputFile
{
  char *path;
  char *name;      /* last part of path */
  char *temporary; /* NULL while the file has no name */
  gboolean overwrite;
  int folder;
  int fd;
  char *sha256;
  guint64 size;
};

static gboolean
fail (const AssayOutputFile *self, int code, GError **error)
{
  g_autofree char *shown = assay_text_visible (self->path, -1);

  if (code == EEXIST)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” exists already"), shown);
  else
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, _ ("“%s” cannot be written: %s"),
                 shown, g_strerror (code));
  return FALSE;
}

/* A name that is not taken, hidden from ordinary listings. */
static int
open_named (AssayOutputFile *self)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf (".%.200s.%08x.part", self->name, g_random_int ());
      int fd
          = openat (self->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

      if (fd >= 0)
        self->temporary = g_steal_pointer (&name);
      if (fd >= 0 || errno != EEXIST)
        return fd;
    }
  return -1;
}

AssayOutputFile *
assay_output_file_new (const char *path, gboolean overwrite, GError **error)
{
  g_autoptr (AssayOutputFile) self = g_new0 (AssayOutputFile, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat status;

  self->path = g_strdup (path);
  self->name = g_path_get_basename (path);
  self->overwrite = overwrite;
  self->fd = -1;
  self->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->folder < 0)
    {
      fail (self, errno, error);
      return NULL;
    }

  gboolean exists = fstatat (self->folder, self->name, &status, AT_SYMLINK_NOFOLLOW) == 0;

  if (exists && (!overwrite || !S_ISREG (status.st_mode)))
    {
      fail (self, EEXIST, error);
      return NULL;
    }
  self->fd = openat (self->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (self->fd < 0)
    self->fd = open_named (self);
  if (self->fd < 0)
    {
      fail (self, errno, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_output_file_free (AssayOutputFile *self)
{
  if (self->temporary != NULL)
    unlinkat (self->folder, self->temporary, 0);
  if (self->fd >= 0)
    close (self->fd);
  if (self->folder >= 0)
    close (self->folder);
  g_free (self->path);
  g_free (self->name);
  g_free (self->temporary);
  g_free (self->sha256);
  g_free (self);
}

int
assay_output_file_get_fd (const AssayOutputFile *self)
{
  return self->fd;
}

gboolean
assay_output_file_reset (AssayOutputFile *self, GError **error)
{
  if (ftruncate (self->fd, 0) == 0 && lseek (self->fd, 0, SEEK_SET) == 0)
    return TRUE;
  return fail (self, errno, error);
}

/* Links the nameless file as @name. */
static gboolean
link_as (AssayOutputFile *self, const char *name)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  return linkat (AT_FDCWD, link, self->folder, name, AT_SYMLINK_FOLLOW) == 0;
}

/* A nameless file gets a temporary name, because only a rename can replace. */
static gboolean
name_temporarily (AssayOutputFile *self)
{
  for (guint i = 0; i < 100 && self->temporary == NULL; i++)
    {
      g_autofree char *name = g_strdup_printf (".%.200s.%08x.part", self->name, g_random_int ());

      if (link_as (self, name))
        self->temporary = g_steal_pointer (&name);
      else if (errno != EEXIST)
        return FALSE;
    }
  return self->temporary != NULL;
}

static gboolean
give_name (AssayOutputFile *self)
{
  if (!self->overwrite && self->temporary == NULL)
    return link_as (self, self->name);
  if (self->temporary == NULL && !name_temporarily (self))
    return FALSE;
  if (self->overwrite
          ? renameat (self->folder, self->temporary, self->folder, self->name) != 0
          : renameat2 (self->folder, self->temporary, self->folder, self->name, RENAME_NOREPLACE)
                != 0)
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

gboolean
assay_output_file_publish (AssayOutputFile *self, GError **error)
{
  struct stat status;

  if (fstat (self->fd, &status) != 0 || fsync (self->fd) != 0)
    return fail (self, errno, error);
  self->size = (guint64) status.st_size;
  self->sha256 = assay_input_hash_file (self->fd, error);
  if (self->sha256 == NULL)
    return FALSE;
  if (!give_name (self) || fsync (self->folder) != 0)
    return fail (self, errno, error);
  return TRUE;
}

void
assay_output_file_withdraw (AssayOutputFile *self)
{
  unlinkat (self->folder, self->name, 0);
}

const char *
assay_output_file_get_path (const AssayOutputFile *self)
{
  return self->path;
}

const char *
assay_output_file_get_sha256 (const AssayOutputFile *self)
{
  return self->sha256;
}

guint64
assay_output_file_get_size (const AssayOutputFile *self)
{
  return self->size;
}
