/* assay-vault-private.h: bytes by their SHA-256, below <case>/vault (CUSTODY §2).
 *
 * Every path is relative to a descriptor of the case folder and no symbolic link is followed. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AssayVault AssayVault;

/* Makes the folders of a new case below @folder and fsyncs them. */
gboolean assay_vault_create (int folder, GError **error);
/* @folder is the descriptor of the case folder and stays the caller's; it must outlive the vault.
 * Where the folders are missing or something else every object is missing; what is there instead is
 * said by assay_case_check_layout(). */
AssayVault *assay_vault_open (int folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_vault_free (AssayVault *self);

/* Read-only descriptor; -1 with CORRUPT if the object is missing or no plain file, else IO. */
int assay_vault_open_object (AssayVault *self, const char *sha256, GError **error);
gboolean assay_vault_has (AssayVault *self, const char *sha256);
/* Bytes that may still be written. */
guint64 assay_vault_free_space (AssayVault *self);

/* A new file in vault/tmp, 0600; @name receives its name for the calls below. */
int assay_vault_open_temporary (AssayVault *self, char **name, GError **error);
/* For reading back what was written; past the cache (O_DIRECT) where the filesystem can. */
int assay_vault_reopen_temporary (AssayVault *self, const char *name, GError **error);
void assay_vault_drop_temporary (AssayVault *self, const char *name);
/* Makes it the object @sha256: fchmod 0400, rename, fsync of the folders. */
gboolean assay_vault_place (AssayVault *self, const char *name, const char *sha256, GError **error);
/* Stores @bytes (a result) and gives its name; as careful as an intake. */
char *assay_vault_put (AssayVault *self, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deletes an object; one that is not there is no error. */
gboolean assay_vault_remove (AssayVault *self, const char *sha256, GError **error);

/* Empties vault/tmp; number of files that were there. */
guint assay_vault_sweep (AssayVault *self);
/* Moves an object that does not belong to vault/quarantine. */
gboolean assay_vault_quarantine (AssayVault *self, const char *sha256, GError **error);
/* Names of everything below objects/, sorted; (element-type utf8) (transfer full). */
GPtrArray *assay_vault_list (AssayVault *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVault, assay_vault_free)

G_END_DECLS
