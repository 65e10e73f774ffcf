/* assay-guard.c: which files an output may not replace. */
#include "base/assay-guard.h"

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-error.h"
#include "base/assay-text.h"

/* Folders above a file that are looked at; the kernel's own PATH_MAX allows no more. */
#define MOST_FOLDERS 2048

typedef struct
{
  dev_t device;
  ino_t inode;
} Identity;

struct _AssayGuard
{
  GArray *known; /* Identity: of files and folders */
};

AssayGuard *
assay_guard_new (void)
{
  AssayGuard *self = g_new0 (AssayGuard, 1);

  self->known = g_array_new (FALSE, FALSE, sizeof (Identity));
  return self;
}

AssayGuard *
assay_guard_copy (const AssayGuard *self)
{
  AssayGuard *copy = assay_guard_new ();

  g_array_append_vals (copy->known, self->known->data, self->known->len);
  return copy;
}

void
assay_guard_free (AssayGuard *self)
{
  g_array_unref (self->known);
  g_free (self);
}

static void
add (AssayGuard *self, const struct stat *status)
{
  Identity identity = { .device = status->st_dev, .inode = status->st_ino };

  g_array_append_val (self->known, identity);
}

void
assay_guard_add_fd (AssayGuard *self, int fd)
{
  struct stat status;

  if (fstat (fd, &status) == 0)
    add (self, &status);
}

void
assay_guard_add_path (AssayGuard *self, const char *path)
{
  struct stat status;

  if (lstat (path, &status) == 0)
    add (self, &status);
  if (stat (path, &status) == 0)
    add (self, &status);
}

static gboolean
knows (const AssayGuard *self, const struct stat *status)
{
  for (guint i = 0; self != NULL && i < self->known->len; i++)
    {
      const Identity *at = &g_array_index (self->known, Identity, i);

      if (at->device == status->st_dev && at->inode == status->st_ino)
        return TRUE;
    }
  return FALSE;
}

/* A case has its database beside its vault; the case folder of core/case says so, of which this
 * folder knows nothing else. */
static gboolean
is_case (int folder)
{
  struct stat database;
  struct stat vault;

  return fstatat (folder, "case.db", &database, AT_SYMLINK_NOFOLLOW) == 0
         && S_ISREG (database.st_mode)
         && fstatat (folder, "vault", &vault, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR (vault.st_mode);
}

static gboolean
is_same (const struct stat *one, const struct stat *other)
{
  return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* Whether one of the folders above @path, by what they are and not by what the path calls them, is
 * known, a case or the keys. */
static gboolean
lies_within (const AssayGuard *self, const char *path)
{
  g_autofree char *name = g_path_get_dirname (path);
  g_autofree char *keys = g_build_filename (g_get_user_data_dir (), "assay", "keys", NULL);
  int folder = open (name, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct stat own;
  struct stat status;
  struct stat below = { 0 };
  gboolean has_own = stat (keys, &own) == 0;
  gboolean found = FALSE;

  for (guint i = 0; folder >= 0 && i < MOST_FOLDERS && !found; i++)
    {
      if (fstat (folder, &status) != 0 || (i > 0 && is_same (&status, &below)))
        break; /* the folder above the root is the root */
      found = knows (self, &status) || is_case (folder) || (has_own && is_same (&status, &own));
      below = status;

      int above = openat (folder, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);

      close (folder);
      folder = above;
    }
  if (folder >= 0)
    close (folder);
  return found;
}

gboolean
assay_guard_check (const AssayGuard *self, const char *path, GError **error)
{
  struct stat link;
  struct stat target;
  g_autofree char *shown = NULL;

  /* What is not there yet can be no original. */
  if (lstat (path, &link) != 0)
    return TRUE;
  shown = assay_text_visible (path, -1);
  if (knows (self, &link) || (stat (path, &target) == 0 && knows (self, &target)))
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                   _ ("“%s” is read in this run, or opens something in it, so nothing is written "
                      "over it; choose another name"),
                   shown);
      return FALSE;
    }
  if (!lies_within (self, path))
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               _ ("“%s” belongs to a folder that is read in this run, to a case or to the keys, so "
                  "nothing is written over it; choose another place"),
               shown);
  return FALSE;
}
