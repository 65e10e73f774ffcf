/* assay-case-load.c: rows become what the getters give: once when a case is opened, and for each
 * row that a commit changed. */
#include "case/assay-case-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error.h"

/* A commitment is the last 64 characters of what stands in a column; most columns are empty and
 * need no look-up. */
#define REVEALED(column)                                                                           \
  column ",CASE " column " WHEN '' THEN '' ELSE (SELECT " ASSAY_KEPT_TEXT                          \
         " FROM reveal WHERE commitment=substr(" column ",-64)) END"
/* The newest answer of the check, where the newest check failed: one that fails later, as that of
 * bytes that were erased, takes no answer back. NULL where there is none. */
#define EARLIER_ANSWER                                                                             \
  ",CASE error WHEN '' THEN NULL ELSE (SELECT run.verdict FROM run WHERE run.item=exhibit.item "   \
  "AND run.tool='integrity' AND run.result<>'' ORDER BY run.entry DESC LIMIT 1) END"
/* The strongest doubt that a run of any tool left about the exhibit; NULL where there is none. Only
 * a later run with the same settings takes it back. */
#define STRONGEST_DOUBT                                                                            \
  ",(SELECT max(doubt.verdict) FROM run AS doubt WHERE doubt.item=exhibit.item "                   \
  "AND doubt.verdict IN ('attention','compromised') AND doubt.result<>'' "                         \
  "AND about_exhibit(doubt.tool) AND NOT EXISTS (SELECT 1 FROM run AS later "                      \
  "WHERE later.item=doubt.item AND later.tool=doubt.tool AND later.entry>doubt.entry "             \
  "AND later.parameters=doubt.parameters AND later.result<>''))"
#define PLAIN_COLUMNS "item,size,taken_in,mtime,verified,verdict,state,mime,sha256,sha512,sha1,md5,"
#define PERSONAL_COLUMNS                                                                           \
  REVEALED ("name") "," REVEALED ("source") "," REVEALED ("note") "," REVEALED ("error")
#define SELECT_EXHIBITS                                                                            \
  "SELECT " PLAIN_COLUMNS PERSONAL_COLUMNS EARLIER_ANSWER STRONGEST_DOUBT " FROM exhibit "

/* What a person sees of a personal value: the text of @value, which @stands for in the ledger. */
static char *
show (const char *stands, const char *value)
{
  if (value[0] == '\0' || !g_str_has_prefix (stands, ASSAY_PERSONAL_BASE64))
    return assay_text_visible (value, -1);
  gsize size = 0;
  g_autofree guchar *bytes = g_base64_decode (value, &size);
  return assay_text_visible ((const char *) bytes, (gssize) size);
}

static AssayCustodyState
state_of (const char *text)
{
  if (strcmp (text, "verified") == 0)
    return ASSAY_CUSTODY_VERIFIED;
  if (strcmp (text, "differs") == 0)
    return ASSAY_CUSTODY_DIFFERS;
  return strcmp (text, "erased") == 0 ? ASSAY_CUSTODY_ERASED : ASSAY_CUSTODY_HELD;
}

static void
read_row (sqlite3_stmt *row, AssayExhibitFunc func, gpointer data)
{
  g_autofree char *name = show (assay_db_text (row, 12), assay_db_text (row, 13));
  g_autofree char *source = show (assay_db_text (row, 14), assay_db_text (row, 15));
  g_autofree char *note = show (assay_db_text (row, 16), assay_db_text (row, 17));
  g_autofree char *failure = show (assay_db_text (row, 18), assay_db_text (row, 19));
  AssayExhibitValues values = {
    .number = sqlite3_column_int64 (row, 0),
    .size = sqlite3_column_int64 (row, 1),
    .taken_in = sqlite3_column_int64 (row, 2),
    .mtime = sqlite3_column_int64 (row, 3),
    .verified = sqlite3_column_int64 (row, 4),
    .state = state_of (assay_db_text (row, 6)),
    .mime = assay_db_text (row, 7),
    .sha256 = assay_db_text (row, 8),
    .sha512 = assay_db_text (row, 9),
    .sha1 = assay_db_text (row, 10),
    .md5 = assay_db_text (row, 11),
    .name = name,
    .source = source,
    .note = note,
    .check_error = failure,
  };
  const gboolean answered = sqlite3_column_type (row, 20) != SQLITE_NULL;
  if (!assay_verdict_parse (assay_db_text (row, answered ? 20 : 5), &values.verdict))
    values.verdict = ASSAY_VERDICT_NOT_APPLICABLE;
  if (answered)
    values.check_error = "";
  AssayVerdict doubt = ASSAY_VERDICT_NOT_APPLICABLE;
  if (assay_verdict_parse (assay_db_text (row, 21), &doubt))
    values.verdict = MAX (values.verdict, doubt);
  func (&values, data);
}

/* Numbers are given without gaps; a row that breaks this was put there by somebody else and verify
 * names it. */
static void
add_or_update (const AssayExhibitValues *values, gpointer data)
{
  AssayCase *self = data;
  g_mutex_lock (&self->state);
  const guint known = self->exhibits->len;
  if (values->number == (gint64) known + 1)
    g_ptr_array_add (self->exhibits, assay_exhibit_new (values));
  else if (values->number >= 1 && values->number <= (gint64) known)
    assay_exhibit_update (g_ptr_array_index (self->exhibits, (guint) values->number - 1), values);
  g_mutex_unlock (&self->state);
}

gboolean
assay_case_read_exhibits (sqlite3 *db, AssayExhibitFunc func, gpointer data, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (db, SELECT_EXHIBITS "ORDER BY item", &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    read_row (rows, func, data);
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static gboolean
load_casefile (AssayCase *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) row = assay_db_prepare (
      db, "SELECT uuid,log,public_key,title,reference,examiner,opened FROM casefile", error);
  if (row == NULL || !assay_db_step (row, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                             _ ("The case has no first entry."));
      return FALSE;
    }
  g_autoptr (GBytes) key = assay_text_unhex (assay_db_text (row, 2));
  if (key != NULL && g_bytes_get_size (key) == sizeof self->public_key)
    memcpy (self->public_key, g_bytes_get_data (key, NULL), sizeof self->public_key);
  g_autofree char *title = assay_case_reveal (db, assay_db_text (row, 3));
  g_autofree char *reference = assay_case_reveal (db, assay_db_text (row, 4));
  g_autofree char *examiner = assay_case_reveal (db, assay_db_text (row, 5));
  g_mutex_lock (&self->state);
  self->uuid = assay_case_keep (self, assay_db_text (row, 0));
  self->log = assay_case_keep (self, assay_db_text (row, 1));
  self->title = assay_case_keep (self, title);
  self->reference = assay_case_keep (self, reference);
  self->examiner = assay_case_keep (self, examiner);
  self->opened = sqlite3_column_int64 (row, 6);
  g_mutex_unlock (&self->state);
  return TRUE;
}

static void
load_counts (AssayCase *self, sqlite3 *db)
{
  g_autoptr (sqlite3_stmt) newest
      = assay_db_prepare (db, "SELECT seq, body FROM ledger ORDER BY seq DESC LIMIT 1", NULL);
  if (newest == NULL || !assay_db_step (newest, NULL))
    return;
  g_autoptr (JsonNode) root = assay_entry_parse (assay_db_text (newest, 1), NULL);
  g_mutex_lock (&self->state);
  self->n_entries = sqlite3_column_int64 (newest, 0);
  self->closed
      = root != NULL
        && strcmp (assay_json_string (json_node_get_object (root), "event", ""), "case.close") == 0;
  g_mutex_unlock (&self->state);
}

/* The main thread of the process is where the default main context runs. */
static void
invoke_in_main (GSourceFunc func, gpointer data)
{
  if (getpid () == gettid ())
    {
      (void) func (data);
      return;
    }
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, NULL);
  (void) g_source_attach (source, NULL);
}

typedef struct
{
  AssayCase *self;
  guint first, last; /* exhibits that changed */
} Announcement;

static gboolean
announce (gpointer data)
{
  Announcement *announcement = data;
  AssayCase *self = announcement->self;
  g_mutex_lock (&self->state);
  const guint known = self->exhibits->len;
  g_mutex_unlock (&self->state);
  const guint before = self->shown;
  for (guint i = announcement->first; i <= announcement->last && i <= before; i++)
    assay_exhibit_announce (assay_case_get_exhibit (self, i));
  self->shown = known;
  if (known > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, known - before);
  g_object_unref (self);
  g_free (announcement);
  return G_SOURCE_REMOVE;
}

static void
announce_later (AssayCase *self, guint first, guint last)
{
  Announcement *announcement = g_new (Announcement, 1);
  *announcement = (Announcement){ g_object_ref (self), first, last };
  invoke_in_main (announce, announcement);
}

gboolean
assay_case_load (AssayCase *self, GError **error)
{
  if (!load_casefile (self, self->reader, error)
      || !assay_case_read_exhibits (self->reader, add_or_update, self, error))
    return FALSE;
  load_counts (self, self->reader);
  self->shown = self->exhibits->len; /* nobody listens yet */
  return TRUE;
}

gboolean
assay_case_reload_exhibit (AssayCase *self, sqlite3 *db, guint number, GError **error)
{
  g_autoptr (sqlite3_stmt) row
      = assay_db_query (db, error, SELECT_EXHIBITS "WHERE item=?", "i", (gint64) number);
  if (row == NULL || !assay_db_step (row, error))
    return FALSE;
  read_row (row, add_or_update, self);
  announce_later (self, number, number);
  return TRUE;
}

void
assay_case_announce_exhibit (AssayCase *self, guint number)
{
  announce_later (self, number, number);
}

gboolean
assay_case_reload (AssayCase *self, GError **error)
{
  g_rec_mutex_lock (&self->reading);
  const gboolean done = load_casefile (self, self->reader, error)
                        && assay_case_read_exhibits (self->reader, add_or_update, self, error);
  g_rec_mutex_unlock (&self->reading);
  announce_later (self, 1, G_MAXUINT - 1);
  return done;
}
