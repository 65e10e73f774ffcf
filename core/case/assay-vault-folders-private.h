/* assay-vault-folders-private.h: the descriptors inside the vault, for its second source file. */
#pragma once

#include "case/assay-vault-private.h"

G_BEGIN_DECLS

/* All borrowed; temporary is -1 where the folder is missing. */
int assay_vault_get_root (AssayVault *self);
int assay_vault_get_objects (AssayVault *self);
int assay_vault_get_temporary (AssayVault *self);

G_END_DECLS
