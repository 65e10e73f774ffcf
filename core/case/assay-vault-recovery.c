/* assay-vault-recovery.c: what a crash can leave in the vault, found and put away. */
#include "case/assay-vault-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"
#include "case/assay-vault-folders-private.h"

guint
assay_vault_sweep (AssayVault *self)
{
  const int temporary = assay_vault_get_temporary (self);
  g_autoptr (GPtrArray) names = temporary < 0 ? NULL : assay_list_folder (temporary, NULL);
  guint swept = 0;
  for (guint i = 0; names != NULL && i < names->len; i++)
    if (unlinkat (temporary, g_ptr_array_index (names, i), 0) == 0)
      swept++;
  return swept;
}

gboolean
assay_vault_quarantine (AssayVault *self, const char *sha256, GError **error)
{
  const int root = assay_vault_get_root (self);
  const int shelf = assay_vault_open_shelf (self, sha256);
  g_autofree char *name = g_strdup_printf ("%s.%08x", sha256, g_random_int ()); /* may come again */
  (void) mkdirat (root, "quarantine", 0700); /* it may be there; what is there is opened */
  const int aside = openat (root, "quarantine", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const gboolean done = shelf >= 0 && aside >= 0 && renameat (shelf, sha256, aside, name) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("A stray object could not be put aside"));
  assay_close (aside);
  assay_close (shelf);
  return done;
}

static gboolean
list_shelf (int objects, const char *shelf, GPtrArray *all, GError **error)
{
  const int fd = openat (objects, shelf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    {
      g_ptr_array_add (all, g_strdup (shelf)); /* no folder: a stray file */
      return TRUE;
    }
  g_autoptr (GPtrArray) names = assay_list_folder (fd, error);
  assay_close (fd);
  for (guint i = 0; names != NULL && i < names->len; i++)
    g_ptr_array_add (all, g_strdup (g_ptr_array_index (names, i)));
  return names != NULL;
}

GPtrArray *
assay_vault_list (AssayVault *self, GError **error)
{
  const int objects = assay_vault_get_objects (self);
  g_autoptr (GPtrArray) shelves = assay_list_folder (objects, error);
  if (shelves == NULL)
    return NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < shelves->len; i++)
    if (!list_shelf (objects, g_ptr_array_index (shelves, i), all, error))
      return NULL;
  return g_steal_pointer (&all);
}
