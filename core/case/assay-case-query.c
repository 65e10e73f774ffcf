/* assay-case-query.c: reading the ledger and the runs. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"
#include "worker/assay-tool-list.h"

/* Results are text of at most this size; a larger one was not written by us. */
#define RESULT_LIMIT ((gsize) 256 * 1024 * 1024)
#define RESULT_DEPTH 32u

static gboolean
check_open (AssayCase *self, GError **error)
{
  if (self->reader != NULL)
    return TRUE;
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY,
                       _ ("The case was closed."));
  return FALSE;
}

gboolean
assay_case_query_same (sqlite3 *db, const char *sha256, guint except, guint *same, GError **error)
{
  g_autoptr (sqlite3_stmt) row = assay_db_query (
      db, error, "SELECT min(item) FROM exhibit WHERE sha256=? AND item<>? AND state<>'erased'",
      "si", sha256, (gint64) except);
  *same = 0;
  if (row == NULL || !assay_db_step (row, error))
    return FALSE;
  *same = (guint) sqlite3_column_int64 (row, 0);
  return TRUE;
}

gboolean
assay_case_query_holder (
    sqlite3 *db, const char *sha256, guint except, gboolean *shared, guint *same, GError **error)
{
  if (!assay_case_query_same (db, sha256, except, same, error))
    return FALSE;
  g_autoptr (sqlite3_stmt) row
      = assay_db_query (db, error, "SELECT count(*) FROM run WHERE result=?", "s", sha256);
  if (row == NULL || !assay_db_step (row, error))
    return FALSE;
  *shared = *same != 0 || sqlite3_column_int64 (row, 0) > 0;
  return TRUE;
}

gboolean
assay_case_keeps_bytes (AssayCase *self, guint exhibit)
{
  AssayExhibit *asked = assay_case_get_exhibit (self, exhibit);
  gboolean shared = TRUE;
  guint same;
  g_rec_mutex_lock (&self->reading);
  if (asked != NULL && self->reader != NULL)
    (void) assay_case_query_holder (self->reader, assay_exhibit_get_sha256 (asked), exhibit,
                                    &shared, &same, NULL);
  g_rec_mutex_unlock (&self->reading);
  return shared;
}

guint
assay_case_find_same (AssayCase *self, guint exhibit)
{
  AssayExhibit *asked = assay_case_get_exhibit (self, exhibit);
  guint same = 0;
  g_rec_mutex_lock (&self->reading);
  if (asked != NULL && self->reader != NULL)
    (void) assay_case_query_same (self->reader, assay_exhibit_get_sha256 (asked), exhibit, &same,
                                  NULL);
  g_rec_mutex_unlock (&self->reading);
  return same;
}

typedef gboolean (*EntryFunc) (const AssayLedgerEntry *entry, gpointer data);

/* An entry that is malformed is listed too: verification says what is wrong with it. */
static gboolean
give_entry (AssayRevealer *revealer, sqlite3_stmt *row, EntryFunc func, gpointer data)
{
  static const guint8 no_signature[64] = { 0 };
  const char *body = assay_db_text (row, 1);
  g_autoptr (JsonNode) root = assay_json_parse (body, -1, ASSAY_ENTRY_DEPTH, NULL);
  g_autoptr (JsonObject) nothing = json_object_new ();
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : nothing;
  JsonObject *details = assay_json_object (object, "data");
  guint8 hash[ASSAY_HASH_SIZE];
  assay_entry_hash (body, hash);
  g_autofree char *hash_text = assay_text_hex (hash, sizeof hash);
  g_autofree char *revealed = assay_revealer_json (revealer, body);
  const gint64 item = assay_json_int (details == NULL ? nothing : details, "item", 0);
  const AssayLedgerEntry entry = {
    .seq = sqlite3_column_int64 (row, 0),
    .event = assay_json_string (object, "event", "malformed"),
    .time = assay_json_string (object, "time", ""),
    .actor = assay_json_string (object, "actor", ""),
    .exhibit = (guint) CLAMP (item, 0, (gint64) G_MAXUINT32),
    .body = body,
    .hash = hash_text,
    .signature = sqlite3_column_bytes (row, 2) == 64 ? sqlite3_column_blob (row, 2) : no_signature,
    .revealed = revealed,
  };
  return func (&entry, data);
}

gboolean
assay_case_foreach_entry (
    AssayCase *self, gint64 first, gint64 last, EntryFunc func, gpointer data, GError **error)
{
  g_rec_mutex_lock (&self->reading);
  g_autoptr (GError) trouble = NULL;
  if (check_open (self, &trouble))
    {
      g_autoptr (AssayRevealer) revealer = assay_revealer_new (self->reader);
      g_autoptr (sqlite3_stmt) rows
          = assay_db_query (self->reader, &trouble,
                            "SELECT seq, body, sig FROM ledger WHERE seq>=? AND seq<=? "
                            "ORDER BY seq",
                            "ii", MAX (first, 1), last == 0 ? G_MAXINT64 : last);
      while (rows != NULL && assay_db_step (rows, &trouble)
             && give_entry (revealer, rows, func, data))
        continue;
    }
  g_rec_mutex_unlock (&self->reading);
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

typedef gboolean (*RunFunc) (const AssayRunRecord *run, gpointer data);

static gboolean
give_run (AssayRevealer *revealer, sqlite3_stmt *row, RunFunc func, gpointer data)
{
  g_autofree char *parameters = assay_revealer_json (revealer, assay_db_text (row, 4));
  g_autofree char *failure = assay_revealer_text (revealer, assay_db_text (row, 6));
  AssayRunRecord run = {
    .run = sqlite3_column_int64 (row, 0),
    .exhibit = (guint) sqlite3_column_int64 (row, 1),
    .tool = assay_db_text (row, 2),
    .version = assay_db_text (row, 3),
    .parameters = parameters,
    .result_sha256 = assay_db_text (row, 5),
    .error = failure,
    .started = sqlite3_column_int64 (row, 8),
    .ended = sqlite3_column_int64 (row, 9),
  };
  /* The words of an error can be deleted like any personal value; that it failed cannot. */
  if (run.result_sha256[0] == '\0' && run.error[0] == '\0')
    run.error = _ ("The run failed; the message was deleted.");
  if (!assay_verdict_parse (assay_db_text (row, 7), &run.verdict))
    run.verdict = ASSAY_VERDICT_NOT_APPLICABLE;
  return func (&run, data);
}

gboolean
assay_case_foreach_run (
    AssayCase *self, guint exhibit, gint64 upto, RunFunc func, gpointer data, GError **error)
{
  g_rec_mutex_lock (&self->reading);
  g_autoptr (GError) trouble = NULL;
  if (check_open (self, &trouble))
    {
      g_autoptr (AssayRevealer) revealer = assay_revealer_new (self->reader);
      g_autoptr (sqlite3_stmt) rows = assay_db_query (
          self->reader, &trouble,
          "SELECT * FROM run WHERE (?=0 OR item=?) AND entry<=? "
          "ORDER BY entry",
          "iii", (gint64) exhibit, (gint64) exhibit, upto == 0 ? G_MAXINT64 : upto);
      while (rows != NULL && assay_db_step (rows, &trouble)
             && give_run (revealer, rows, func, data))
        continue;
    }
  g_rec_mutex_unlock (&self->reading);
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

/* The bytes must be those of the ledger: a changed result is never shown. */
char *
assay_case_load_result_text (AssayCase *self, const char *sha256, GError **error)
{
  const int fd = assay_vault_open_object (self->vault, sha256, error);
  if (fd < 0)
    return NULL;
  struct stat info;
  g_autoptr (GBytes) bytes = NULL;
  if (fstat (fd, &info) == 0 && info.st_size >= 0 && info.st_size < (off_t) RESULT_LIMIT)
    bytes = assay_read_file (fd, (gsize) info.st_size, error);
  assay_close (fd);
  if (bytes == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                             _ ("A stored result is larger than a result can be."));
      return NULL;
    }
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *hash = assay_sha256_text (data, size);
  if (strcmp (hash, sha256) == 0)
    return g_strndup (data, size);
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("The stored result %s was changed."), sha256);
  return NULL;
}

gboolean
assay_case_holds_bytes (AssayCase *self, const char *sha256, guint64 size)
{
  const int fd = assay_vault_open_object (self->vault, sha256, NULL);
  struct stat info;
  const gboolean same
      = fd >= 0 && fstat (fd, &info) == 0 && info.st_size >= 0 && (guint64) info.st_size == size;
  assay_close (fd);
  return same;
}

static AssayResult *
load_result (AssayCase *self, const char *tool, const char *sha256, GError **error)
{
  const AssayToolInfo *info = assay_tool_list_find (tool);
  if (info == NULL)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("This program has no tool “%s”."), tool);
      return NULL;
    }
  g_autofree char *text = assay_case_load_result_text (self, sha256, error);
  g_autoptr (JsonNode) node
      = text == NULL ? NULL : assay_json_parse (text, -1, RESULT_DEPTH, error);
  return node == NULL ? NULL : assay_result_from_json (info, node, error);
}

AssayResult *
assay_case_load_result (AssayCase *self, const AssayRunRecord *run, GError **error)
{
  if (run->result_sha256[0] != '\0')
    return load_result (self, run->tool, run->result_sha256, error);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                       _ ("The run failed and has no result."));
  return NULL;
}

AssayResult *
assay_case_find_result (AssayCase *self, guint exhibit, const char *tool, GError **error)
{
  g_rec_mutex_lock (&self->reading);
  g_autofree char *sha256 = NULL;
  {
    g_autoptr (sqlite3_stmt) row
        = !check_open (self, error)
              ? NULL
              : assay_db_query (self->reader, error,
                                "SELECT result FROM run WHERE item=? AND tool=? AND result<>'' "
                                "ORDER BY entry DESC LIMIT 1",
                                "is", (gint64) exhibit, tool);
    if (row != NULL && assay_db_step (row, error))
      sha256 = g_strdup (assay_db_text (row, 0));
  }
  g_rec_mutex_unlock (&self->reading);
  return sha256 == NULL ? NULL : load_result (self, tool, sha256, error);
}

char *
assay_case_get_checkpoint (AssayCase *self, gint64 upto, gint64 *size)
{
  char *note = NULL;
  g_rec_mutex_lock (&self->reading);
  {
    g_autoptr (sqlite3_stmt) row
        = self->reader == NULL ? NULL
                               : assay_db_query (self->reader, NULL,
                                                 "SELECT size, note FROM checkpoint WHERE size<=? "
                                                 "ORDER BY size DESC LIMIT 1",
                                                 "i", upto == 0 ? G_MAXINT64 : upto);
    if (row != NULL && assay_db_step (row, NULL))
      {
        note = g_strdup (assay_db_text (row, 1));
        if (size != NULL)
          *size = sqlite3_column_int64 (row, 0);
      }
  }
  g_rec_mutex_unlock (&self->reading);
  return note;
}
