/* assay-case-key.h: the keys that sign the ledger of one case, and going over to another
 * (CUSTODY §4: key.add, key.retire). */
#pragma once

#include "case/assay-case-folder.h"

G_BEGIN_DECLS

typedef struct
{
  char *actor;      /* "ed25519:" and 16 hex, as entries name it */
  char *public_key; /* 64 hex */
  gint64 added;     /* entry that brought it; 1 for the first key */
  gint64 retired;   /* entry after which it signs nothing more; 0 while it is in force */
} AssayCaseKey;

void assay_case_key_free (AssayCaseKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCaseKey, assay_case_key_free)

/* In the order in which they were added; (element-type AssayCaseKey) (transfer full). */
GPtrArray *assay_case_list_keys (AssayCase *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_case_change_key:
 * @self: open for writing with the key in force
 * @key: the key that signs from now on
 * @reason: (nullable): why, kept as a personal value
 *
 * Writes key.add (signed by the old key, with a proof that the new key's owner agrees), key.retire
 * (signed by the new key) and a checkpoint, all in one transaction. EXISTS if @key is in force or
 * was ever used here, and the errors of writing.
 */
gboolean
assay_case_change_key (AssayCase *self, AssayExaminerKey *key, const char *reason, GError **error);

G_END_DECLS
