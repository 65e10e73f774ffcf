/* assay-vault-folders-private.h: the descriptors inside the vault, for its second source file. */
#pragma once

#include "case/assay-vault-private.h"

G_BEGIN_DECLS

/* All borrowed; temporary is -1 where the folder is missing. */
int assay_vault_get_root (AssayVault *self);
int assay_vault_get_objects (AssayVault *self);
int assay_vault_get_temporary (AssayVault *self);
/* The folder that the object @sha256 is in, for the caller to close; -1 with errno, ENOENT also if
 * @sha256 is none, ENOTDIR if a link is there. */
int assay_vault_open_shelf (AssayVault *self, const char *sha256);

G_END_DECLS
