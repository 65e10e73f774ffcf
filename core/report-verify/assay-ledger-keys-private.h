/* assay-ledger-keys-private.h: which key may sign which entry of a foreign ledger (CUSTODY §4). */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ASSAY_LEDGER_KEYS_MOST 64

typedef struct _AssayLedgerKeys AssayLedgerKeys;

AssayLedgerKeys *assay_ledger_keys_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_ledger_keys_free (AssayLedgerKeys *self);
/* Adds the key of entry 1; FALSE if @hex is none. */
gboolean assay_ledger_keys_start (AssayLedgerKeys *self, const char *hex);
/* Whether @signature (64 bytes) over @data is that of the key called @actor, in force at @entry. */
gboolean assay_ledger_keys_check (const AssayLedgerKeys *self,
                                  const char *actor,
                                  guint64 entry,
                                  const void *data,
                                  gsize size,
                                  GBytes *signature);
/* Whether @line is the signature line of a checkpoint note of @log over @text (the lines before the
 * empty one), made with a key that may sign what follows @entry. Strict: one form only. */
gboolean assay_ledger_keys_check_note (const AssayLedgerKeys *self,
                                       guint64 entry,
                                       const char *log,
                                       const char *text,
                                       const char *line);
/* Takes the entry @root (checked before) into account; FALSE if it is a key event that does not
 * hold. */
gboolean assay_ledger_keys_apply (AssayLedgerKeys *self, guint64 entry, JsonObject *root);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLedgerKeys, assay_ledger_keys_free)

G_END_DECLS
