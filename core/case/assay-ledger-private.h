/* assay-ledger-private.h: the writing end of the ledger: one transaction for an entry, its rows and
 * its checkpoint.
 *
 * Not thread-safe: AssayCase holds its write lock around every call. After a commit that failed
 * nothing more is written until the case is opened again, because nobody can tell what is on the
 * medium (CUSTODY §7). */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "case/assay-entry-private.h"
#include "case/assay-examiner-key.h"

G_BEGIN_DECLS

typedef struct _AssayLedger AssayLedger;

/* Over the empty ledger of a new case; takes @db over. */
AssayLedger *
assay_ledger_new (sqlite3 *db, AssayExaminerKey *key, const char *log) G_GNUC_WARN_UNUSED_RESULT;
/* Continues the ledger in @db, which is taken over (also on failure). */
AssayLedger *
assay_ledger_open (sqlite3 *db, AssayExaminerKey *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_ledger_free (AssayLedger *self);

/* Number of committed entries, time of the newest (ms since 1970). */
gint64 assay_ledger_get_size (const AssayLedger *self);
const char *assay_ledger_get_log (const AssayLedger *self);
/* For reading inside a transaction. Borrowed. */
sqlite3 *assay_ledger_get_db (AssayLedger *self);

gboolean assay_ledger_begin (AssayLedger *self, GError **error);
/* Appends @entry, preceded by a clock.jump entry where the clocks disagree; @seq may be NULL. */
gboolean
assay_ledger_append (AssayLedger *self, const AssayEntry *entry, gint64 *seq, GError **error);
/* Adds a checkpoint over everything appended so far and returns it. */
char *assay_ledger_checkpoint (AssayLedger *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_ledger_commit (AssayLedger *self, GError **error);
void assay_ledger_rollback (AssayLedger *self);
/* Begin, append, commit; rolls back on failure. */
gboolean
assay_ledger_write (AssayLedger *self, const AssayEntry *entry, gint64 *seq, GError **error);
/* Both, or none of them. */
gboolean assay_ledger_write_pair (AssayLedger *self,
                                  const AssayEntry *first,
                                  const AssayEntry *second,
                                  gint64 *seq, /* of @first */
                                  GError **error);
/* The same with a checkpoint in the same transaction. */
gboolean
assay_ledger_write_marked (AssayLedger *self, const AssayEntry *entry, gint64 *seq, GError **error);
/* Signs with @key from the next entry on; also inside a transaction. */
void assay_ledger_set_key (AssayLedger *self, AssayExaminerKey *key);
/* For tests of clock.jump: adds to the wall clock. */
void assay_ledger_shift_clock (AssayLedger *self, gint64 milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLedger, assay_ledger_free)

G_END_DECLS
