/* assay-vault.c: objects come in by rename and go out by unlink; nothing in between. */
#include "case/assay-vault-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-fault-private.h"
#include "case/assay-files-private.h"
#include "case/assay-merkle-private.h"
#include "case/assay-vault-folders-private.h"

struct _AssayVault
{
  int objects;
  int temporary;
  int root;
  gint serial;
};

gboolean
assay_vault_create (int folder, GError **error)
{
  static const char *const names[] = { "vault", "vault/objects", "vault/tmp" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (mkdirat (folder, names[i], 0700) != 0 && errno != EEXIST)
      {
        assay_case_set_errno (error, errno, _ ("The vault could not be made"));
        return FALSE;
      }
  const int vault = openat (folder, "vault", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const gboolean done = vault >= 0 && fsync (vault) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("The vault could not be made"));
  if (vault >= 0)
    (void) close (vault);
  return done;
}

AssayVault *
assay_vault_open (int folder, GError **error)
{
  const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  g_autoptr (AssayVault) self = g_new0 (AssayVault, 1);
  self->objects = self->temporary = -1;
  self->root = openat (folder, "vault", flags);
  if (self->root >= 0)
    self->objects = openat (self->root, "objects", flags);
  /* Read-only copies may lack the empty folder. */
  if (self->objects >= 0)
    self->temporary = openat (self->root, "tmp", flags);
  if (self->objects >= 0 || errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
    return g_steal_pointer (&self);
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("The vault of the case cannot be opened: %s."), g_strerror (errno));
  return NULL;
}

void
assay_vault_free (AssayVault *self)
{
  assay_close (self->objects);
  assay_close (self->temporary);
  assay_close (self->root);
  g_free (self);
}

int
assay_vault_get_root (AssayVault *self)
{
  return self->root;
}

int
assay_vault_get_objects (AssayVault *self)
{
  return self->objects;
}

int
assay_vault_get_temporary (AssayVault *self)
{
  return self->temporary;
}

int
assay_vault_open_shelf (AssayVault *self, const char *sha256)
{
  /* The name comes from the ledger and must not become another path. */
  if (strlen (sha256) != 64 || strspn (sha256, "0123456789abcdef") != 64)
    {
      errno = ENOENT;
      return -1;
    }
  const char shelf[] = { sha256[0], sha256[1], '\0' };
  if (self->objects < 0)
    {
      errno = ENOENT;
      return -1;
    }
  return openat (self->objects, shelf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* A link or a file in the place of a shelf is said by its name, as nothing can be done there. */
static void
set_shelf_error (GError **error, int number, const char *sha256, const char *sentence)
{
  if (number == ENOTDIR || number == ELOOP)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("“vault/objects/%.2s” is not what a case has there."), sha256);
  else
    assay_case_set_errno (error, number, sentence);
}

int
assay_vault_open_object (AssayVault *self, const char *sha256, GError **error)
{
  const int shelf = assay_vault_open_shelf (self, sha256);
  const int fd
      = shelf < 0 ? -1 : openat (shelf, sha256, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  assay_close (shelf);
  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    return fd;
  const int number = fd >= 0 ? ELOOP : errno;
  assay_close (fd);
  if (number == ELOOP)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("In place of the vault object %s there is a link, or something else that is no "
                    "regular file."),
                 sha256);
  else if (number == ENOENT || number == ENOTDIR)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("The vault object %s is missing."), sha256);
  else
    assay_case_set_errno (error, number, _ ("A vault object could not be opened"));
  return -1;
}

gboolean
assay_vault_has (AssayVault *self, const char *sha256)
{
  const int shelf = assay_vault_open_shelf (self, sha256);
  const gboolean there = shelf >= 0 && faccessat (shelf, sha256, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  assay_close (shelf);
  return there;
}

guint64
assay_vault_free_space (AssayVault *self)
{
  struct statvfs fs;
  if (fstatvfs (self->root, &fs) != 0)
    return G_MAXUINT64;
  return (guint64) fs.f_bavail * (guint64) fs.f_frsize;
}

int
assay_vault_open_temporary (AssayVault *self, char **name, GError **error)
{
  if (self->temporary < 0)
    {
      assay_case_set_errno (error, EROFS, _ ("The vault cannot be written to"));
      return -1;
    }
  *name = g_strdup_printf ("%d.%d.%08x", (int) getpid (), g_atomic_int_add (&self->serial, 1),
                           g_random_int ());
  const int fd = assay_fault ("vault.create")
                     ? -1
                     : openat (self->temporary, *name,
                               O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      assay_case_set_errno (error, errno, _ ("The vault cannot be written to"));
      g_clear_pointer (name, g_free);
    }
  return fd;
}

int
assay_vault_reopen_temporary (AssayVault *self, const char *name, GError **error)
{
  const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC;
  int fd = openat (self->temporary, name, flags | O_DIRECT);
  if (fd < 0)
    fd = openat (self->temporary, name, flags);
  if (fd < 0)
    assay_case_set_errno (error, errno, _ ("The copy in the vault could not be read back"));
  return fd;
}

void
assay_vault_drop_temporary (AssayVault *self, const char *name)
{
  if (name != NULL)
    (void) unlinkat (self->temporary, name, 0);
}

static gboolean
sync_folder (int fd, GError **error)
{
  const gboolean done = !assay_fault ("vault.fsyncdir") && fsync (fd) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("A folder of the vault could not be made durable"));
  return done;
}

gboolean
assay_vault_place (AssayVault *self, const char *name, const char *sha256, GError **error)
{
  g_autofree char *made = g_strndup (sha256, 2);
  (void) mkdirat (self->objects, made, 0700); /* it may be there; what is there is opened */
  const int shelf = assay_vault_open_shelf (self, sha256);
  if (shelf < 0)
    {
      set_shelf_error (error, errno, sha256, _ ("A folder of the vault could not be made"));
      return FALSE;
    }
  const gboolean placed = fchmodat (self->temporary, name, 0400, 0) == 0
                          && !assay_fault ("vault.rename")
                          && renameat (self->temporary, name, shelf, sha256) == 0;
  if (!placed)
    assay_case_set_errno (error, errno, _ ("The copy could not be put into the vault"));
  const gboolean done = placed && sync_folder (shelf, error) && sync_folder (self->objects, error);
  assay_close (shelf);
  return done;
}

/* A stored result is small, so it is compared in memory. */
static gboolean
read_equals (AssayVault *self, const char *name, GBytes *bytes, GError **error)
{
  const int fd = openat (self->temporary, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  (void) posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  g_autoptr (GBytes) stored = fd < 0 ? NULL : assay_read_file (fd, g_bytes_get_size (bytes), error);
  const gboolean equal = stored != NULL && g_bytes_equal (stored, bytes);
  if (stored != NULL && !equal)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                         _ ("What was written to the vault reads back differently."));
  assay_close (fd);
  return equal;
}

/* Whether the object is there with these very bytes; one that is damaged is moved out of the way.
 */
static gboolean
already_there (AssayVault *self, const char *sha256, GBytes *bytes)
{
  const int fd = assay_vault_open_object (self, sha256, NULL);
  if (fd < 0)
    return FALSE;
  g_autoptr (GBytes) stored = assay_read_file (fd, g_bytes_get_size (bytes), NULL);
  assay_close (fd);
  if (stored != NULL && g_bytes_equal (stored, bytes))
    return TRUE;
  (void) assay_vault_quarantine (self, sha256, NULL);
  return FALSE;
}

char *
assay_vault_put (AssayVault *self, GBytes *bytes, GError **error)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);
  g_autofree char *sha256 = assay_sha256_text (data, size);
  if (already_there (self, sha256, bytes))
    return g_steal_pointer (&sha256);
  g_autofree char *name = NULL;
  const int fd = assay_vault_open_temporary (self, &name, error);
  if (fd < 0)
    return NULL;
  gboolean done = !assay_fault ("vault.write") && assay_write_all (fd, data, size)
                  && !assay_fault ("vault.fsync") && fsync (fd) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("A result could not be written to the vault"));
  assay_close (fd);
  done = done && read_equals (self, name, bytes, error)
         && assay_vault_place (self, name, sha256, error);
  if (done)
    return g_steal_pointer (&sha256);
  assay_vault_drop_temporary (self, name);
  return NULL;
}

gboolean
assay_vault_remove (AssayVault *self, const char *sha256, GError **error)
{
  const int shelf = assay_vault_open_shelf (self, sha256);
  if (shelf < 0 && errno == ENOENT)
    return TRUE;
  if (shelf < 0)
    {
      set_shelf_error (error, errno, sha256, _ ("The bytes could not be deleted"));
      return FALSE;
    }
  const gboolean removed
      = !assay_fault ("vault.unlink") && (unlinkat (shelf, sha256, 0) == 0 || errno == ENOENT);
  if (!removed)
    assay_case_set_errno (error, errno, _ ("The bytes could not be deleted"));
  const gboolean done = removed && sync_folder (shelf, error);
  assay_close (shelf);
  return done;
}
