/* assay-ledger.c: appending to the hash chain, signing, and the checkpoints over it (CUSTODY §4,
 * §5). */
#include "case/assay-ledger-private.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-checkpoint-private.h"
#include "case/assay-clock-private.h"
#include "case/assay-fault-private.h"
#include "case/assay-projection-private.h"

/* Where the chain ends. */
typedef struct
{
  gint64 size;
  guint8 hash[ASSAY_HASH_SIZE]; /* of the newest entry; zeros before the first */
  AssayClock clock;             /* of the newest entry */
  AssayMerkle tree;
  gboolean grown; /* tree holds all entries; it is read only when a checkpoint needs it */
} Head;

struct _AssayLedger
{
  sqlite3 *db;
  AssayExaminerKey *key;
  char *log;
  Head head; /* committed */
  Head next; /* with what the open transaction adds */
  gint64 shift;
  gboolean stopped;
};

AssayLedger *
assay_ledger_new (sqlite3 *db, AssayExaminerKey *key, const char *log)
{
  AssayLedger *self = g_new0 (AssayLedger, 1);
  self->db = db;
  self->key = assay_examiner_key_ref (key);
  self->log = g_strdup (log);
  self->head.grown = TRUE;
  return self;
}

AssayLedger *
assay_ledger_open (sqlite3 *db, AssayExaminerKey *key, GError **error)
{
  g_autoptr (AssayLedger) self = assay_ledger_new (db, key, NULL);
  self->head.grown = FALSE;
  g_autoptr (sqlite3_stmt) newest
      = assay_db_prepare (db, "SELECT body FROM ledger ORDER BY seq DESC LIMIT 1", error);
  if (newest == NULL)
    return NULL;
  if (!assay_db_step (newest, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                             _ ("The ledger is empty."));
      return NULL;
    }
  const char *body = assay_db_text (newest, 0);
  g_autoptr (JsonNode) root = assay_entry_parse (body, error);
  if (root == NULL)
    return NULL;
  JsonObject *entry = json_node_get_object (root);
  self->log = g_strdup (assay_json_string (entry, "log", ""));
  self->head.size = assay_json_int (entry, "seq", 0);
  assay_entry_hash (body, self->head.hash);
  (void) assay_clock_parse (&self->head.clock, assay_json_string (entry, "time", ""),
                            assay_json_string (entry, "up", ""));
  return g_steal_pointer (&self);
}

void
assay_ledger_free (AssayLedger *self)
{
  sqlite3_close (self->db);
  assay_examiner_key_unref (self->key);
  g_free (self->log);
  g_free (self);
}

void
assay_ledger_set_key (AssayLedger *self, AssayExaminerKey *key)
{
  AssayExaminerKey *before = self->key;
  self->key = assay_examiner_key_ref (key);
  assay_examiner_key_unref (before);
}

gint64
assay_ledger_get_size (const AssayLedger *self)
{
  return self->head.size;
}

const char *
assay_ledger_get_log (const AssayLedger *self)
{
  return self->log;
}

sqlite3 *
assay_ledger_get_db (AssayLedger *self)
{
  return self->db;
}

void
assay_ledger_shift_clock (AssayLedger *self, gint64 milliseconds)
{
  self->shift += milliseconds;
}

gboolean
assay_ledger_begin (AssayLedger *self, GError **error)
{
  if (self->stopped)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                           _ ("Writing to this case failed before; open it again."));
      return FALSE;
    }
  self->next = self->head;
  return assay_db_exec (self->db, "BEGIN IMMEDIATE", error);
}

static gboolean
insert (AssayLedger *self, const char *body, const guint8 signature[64], gint64 seq, GError **error)
{
  if (assay_fault ("ledger.insert"))
    {
      assay_case_set_errno (error, errno, _ ("The ledger entry could not be written"));
      return FALSE;
    }
  g_autoptr (GBytes) bytes = g_bytes_new (signature, 64);
  return assay_db_run (self->db, error, "INSERT INTO ledger VALUES(?,?,?)", "isb", seq, body,
                       bytes);
}

static gboolean
insert_reveals (AssayLedger *self, const AssayEntry *entry, GError **error)
{
  for (guint i = 0; i < assay_entry_get_n_reveals (entry); i++)
    {
      const AssayReveal *reveal = assay_entry_get_reveal (entry, i);
      if (!assay_db_run (self->db, error, "INSERT INTO reveal VALUES(?,?,?)", "sbs",
                         reveal->commitment, reveal->salt, reveal->value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
append_at (AssayLedger *self, const AssayEntry *entry, const AssayClock *now, GError **error)
{
  g_autofree char *prev = assay_text_hex (self->next.hash, sizeof self->next.hash);
  g_autofree char *up = assay_clock_up_text (now);
  const AssayEntryPlace place = {
    .actor = assay_examiner_key_get_actor (self->key),
    .log = self->log,
    .prev = prev,
    .seq = self->next.size + 1,
    .time = now->wall,
    .up = up,
  };
  g_autofree char *body = assay_entry_write (entry, &place, error);
  g_autoptr (JsonNode) root = body == NULL ? NULL : assay_entry_parse (body, error);
  if (root == NULL)
    return FALSE;
  g_autofree char *bytes = g_strconcat (body, "\n", NULL);
  guint8 signature[64];
  if (!assay_examiner_key_sign (self->key, bytes, strlen (bytes), signature, error)
      || !insert (self, body, signature, place.seq, error) || !insert_reveals (self, entry, error)
      || !assay_projection_apply (self->db, json_node_get_object (root), error))
    return FALSE;
  self->next.size = place.seq;
  self->next.clock = *now;
  assay_sha256 (bytes, strlen (bytes), self->next.hash);
  if (self->next.grown)
    assay_merkle_append (&self->next.tree, bytes, strlen (bytes));
  return TRUE;
}

/* Said before the entry whose time is in doubt. */
static gboolean
append_jump (AssayLedger *self, gint64 jump, const AssayClock *now, GError **error)
{
  g_autoptr (AssayEntry) entry = assay_entry_new ("clock.jump");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *before = assay_time_text (self->next.clock.wall);
  json_object_set_string_member (data, "before", before);
  json_object_set_int_member (data, "moved_ms", jump);
  json_object_set_boolean_member (data, "restarted",
                                  strcmp (self->next.clock.boot, now->boot) != 0);
  return append_at (self, entry, now, error);
}

gboolean
assay_ledger_append (AssayLedger *self, const AssayEntry *entry, gint64 *seq, GError **error)
{
  AssayClock now;
  assay_clock_read (&now);
  now.wall += self->shift;
  const gint64 jump = self->next.size == 0 ? 0 : assay_clock_jump (&self->next.clock, &now);
  if ((jump != 0 && !append_jump (self, jump, &now, error))
      || !append_at (self, entry, &now, error))
    return FALSE;
  if (seq != NULL)
    *seq = self->next.size;
  return TRUE;
}

/* Reads the leaves once; later ones are appended as they are written. */
static gboolean
grow (AssayLedger *self, GError **error)
{
  if (self->next.grown)
    return TRUE;
  assay_merkle_init (&self->next.tree);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows
      = assay_db_prepare (self->db, "SELECT body||char(10) FROM ledger ORDER BY seq", &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    assay_merkle_append (&self->next.tree, assay_db_text (rows, 0),
                         strlen (assay_db_text (rows, 0)));
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  self->next.grown = TRUE;
  return TRUE;
}

char *
assay_ledger_checkpoint (AssayLedger *self, GError **error)
{
  if (!grow (self, error))
    return NULL;
  AssayCheckpoint checkpoint = { .size = self->next.size };
  (void) g_strlcpy (checkpoint.log, self->log, sizeof checkpoint.log);
  memcpy (checkpoint.head, self->next.hash, sizeof checkpoint.head);
  assay_merkle_root (&self->next.tree, checkpoint.root);
  g_autofree char *note = assay_checkpoint_write (&checkpoint, self->key, error);
  /* Two checkpoints over the same entries are the same text, because Ed25519 is deterministic. */
  if (note == NULL
      || !assay_db_run (self->db, error, "INSERT OR IGNORE INTO checkpoint VALUES(?,?)", "is",
                        self->next.size, note))
    return NULL;
  return g_steal_pointer (&note);
}

gboolean
assay_ledger_commit (AssayLedger *self, GError **error)
{
  gboolean done = FALSE;
  if (assay_fault ("ledger.commit"))
    assay_case_set_errno (error, errno, _ ("The ledger entry could not be committed"));
  else
    done = assay_db_exec (self->db, "COMMIT", error);
  if (!done)
    {
      self->stopped = TRUE;
      assay_ledger_rollback (self);
      return FALSE;
    }
  self->head = self->next;
  (void) assay_fault ("ledger.committed");
  return TRUE;
}

void
assay_ledger_rollback (AssayLedger *self)
{
  if (sqlite3_get_autocommit (self->db) == 0)
    (void) assay_db_exec (self->db, "ROLLBACK", NULL);
}

gboolean
assay_ledger_write (AssayLedger *self, const AssayEntry *entry, gint64 *seq, GError **error)
{
  if (!assay_ledger_begin (self, error))
    return FALSE;
  if (assay_ledger_append (self, entry, seq, error))
    return assay_ledger_commit (self, error);
  assay_ledger_rollback (self);
  return FALSE;
}

gboolean
assay_ledger_write_pair (AssayLedger *self,
                         const AssayEntry *first,
                         const AssayEntry *second,
                         gint64 *seq,
                         GError **error)
{
  if (!assay_ledger_begin (self, error))
    return FALSE;
  if (assay_ledger_append (self, first, seq, error)
      && assay_ledger_append (self, second, NULL, error))
    return assay_ledger_commit (self, error);
  assay_ledger_rollback (self);
  return FALSE;
}

gboolean
assay_ledger_write_marked (AssayLedger *self, const AssayEntry *entry, gint64 *seq, GError **error)
{
  if (!assay_ledger_begin (self, error))
    return FALSE;
  g_autofree char *note = NULL;
  if (assay_ledger_append (self, entry, seq, error))
    note = assay_ledger_checkpoint (self, error);
  if (note != NULL)
    return assay_ledger_commit (self, error);
  assay_ledger_rollback (self);
  return FALSE;
}
