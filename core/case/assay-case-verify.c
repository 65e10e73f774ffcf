/* assay-case-verify.c: a whole verification over a snapshot of the case, and the entry that records
 * it. */
#include "case/assay-case-verify.h"

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error.h"
#include "case/assay-case-layout-private.h"
#include "case/assay-examiner-key-private.h"
#include "case/assay-files-private.h"
#include "case/assay-verify-private.h"

/* Exhibits that one entry can name. */
#define MOST_DIFFERS 4000u

static void
verify_clear (AssayVerify *self)
{
  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->rebuilt, sqlite3_close);
  g_clear_pointer (&self->report, assay_verification_free);
  g_clear_pointer (&self->log, g_free);
  g_clear_pointer (&self->keyring, assay_keyring_free);
  assay_recorded_clear (&self->recorded);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->thumbnails, g_hash_table_unref);
  g_clear_pointer (&self->commitments, g_hash_table_unref);
}

/* Whether another process may be putting objects into the vault right now. */
static gboolean
has_other_writer (AssayCase *self)
{
  const int fd = openat (self->folder, "lock", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  const gboolean locked = fd >= 0 && flock (fd, LOCK_SH | LOCK_NB) != 0;
  assay_close (fd);
  return locked;
}

/* Tables and vault at one moment: nothing is placed or committed in between. */
static gboolean
take_snapshot (AssayVerify *self, GError **error)
{
  AssayCase *target = self->self;
  self->db = assay_db_open_read (target->path, error);
  self->rebuilt = self->db == NULL ? NULL : assay_db_open_memory (FALSE, error);
  if (self->rebuilt == NULL)
    return FALSE;
  g_mutex_lock (&target->writing);
  const gboolean alone = target->mode == ASSAY_CASE_WRITE || !has_other_writer (target);
  if (alone && target->vault != NULL)
    self->objects = assay_vault_list (target->vault, NULL);
  const gboolean done
      = target->vault != NULL && assay_db_exec (self->db, "BEGIN", error)
        && assay_db_number (self->db, "SELECT ifnull(max(seq),0) FROM ledger", -1) >= 0;
  g_mutex_unlock (&target->writing);
  if (!done && error != NULL && *error == NULL)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                         _ ("The ledger cannot be read."));
  return done;
}

static void
on_key_trouble (gint64 entry, char *sentence, gpointer user_data)
{
  AssayVerify *self = user_data;
  assay_verification_add (self->report, "key", entry, 0, sentence);
}

/* The first entry says whose case it is. */
static gboolean
read_identity (AssayVerify *self, GError **error)
{
  g_autoptr (sqlite3_stmt) row
      = assay_db_prepare (self->db, "SELECT body FROM ledger ORDER BY seq LIMIT 1", error);
  if (row == NULL)
    return FALSE;
  g_autoptr (JsonNode) root
      = assay_db_step (row, NULL) ? assay_entry_parse (assay_db_text (row, 0), NULL) : NULL;
  JsonObject *entry = root == NULL ? NULL : json_node_get_object (root);
  JsonObject *data = entry == NULL ? NULL : assay_json_object (entry, "data");
  g_autoptr (GBytes) key
      = data == NULL ? NULL : assay_text_unhex (assay_json_string (data, "public_key", ""));
  const gboolean known = key != NULL && g_bytes_get_size (key) == 32;
  memcpy (self->public_key, known ? g_bytes_get_data (key, NULL) : self->self->public_key, 32);
  self->log = g_strdup (entry == NULL ? "" : assay_json_string (entry, "log", ""));
  if (!known)
    assay_verification_add (self->report, "entry-form", 1, 0,
                            g_strdup (_ ("The first entry does not give the public key.")));
  self->keyring
      = assay_keyring_load (self->db, self->public_key, self->log, on_key_trouble, self, error);
  return self->keyring != NULL;
}

/* Whoever verifies by hand takes the keys from there: one that no entry names misleads. */
static void
check_strange_keys (AssayVerify *self)
{
  const int fd
      = openat (self->self->folder, "keys", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("keys/", names->pdata[i], NULL);
      gboolean known = FALSE;
      for (guint k = 0; k < assay_keyring_get_size (self->keyring) && !known; k++)
        {
          g_autofree char *expected = assay_case_key_file (assay_keyring_get (self->keyring, k));
          known = strcmp (path, expected) == 0;
        }
      g_autofree char *shown = assay_text_visible (path, -1);
      /* Only what was being written has such a name; it is told of with its like. */
      if (!known && !assay_name_is_temporary (names->pdata[i]))
        assay_verification_add (
            self->report, "key-unknown", 0, 0,
            g_strdup_printf (_ ("“%s” is there, but no entry names such a key."), shown));
    }
  assay_close (fd);
}

static void
check_keys (AssayVerify *self)
{
  check_strange_keys (self);
  for (guint i = 0; i < assay_keyring_get_size (self->keyring); i++)
    {
      const AssayKeyringKey *key = assay_keyring_get (self->keyring, i);
      char *wrong = assay_case_check_key_file (self->self, key);
      if (wrong != NULL)
        assay_verification_add (self->report, "key", key->added, 0, wrong);
    }
  const gint64 newest = assay_db_number (self->db, "SELECT max(seq) FROM ledger", 0);
  if (self->self->key != NULL
      && !assay_keyring_in_force (self->keyring, assay_examiner_key_get_public (self->self->key),
                                  newest))
    assay_verification_add (self->report, "key", 1, 0,
                            g_strdup (_ ("The case was signed with another key than yours.")));
}

static void
check_database (AssayVerify *self)
{
  char *difference = assay_db_compare_schema (self->db);
  if (difference != NULL)
    assay_verification_add (self->report, "schema", 0, 0, difference);
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (self->db, "PRAGMA integrity_check(20)", &error);
  while (rows != NULL && assay_db_step (rows, &error))
    if (strcmp (assay_db_text (rows, 0), "ok") != 0)
      assay_verification_add (self->report, "database", 0, 0, g_strdup (assay_db_text (rows, 0)));
  if (error != NULL)
    assay_verification_add (self->report, "database", 0, 0, g_strdup (error->message));
}

static void
check_layout (AssayVerify *self)
{
  g_autoptr (GPtrArray) faults = assay_case_check_layout (self->self->folder);
  for (guint i = 0; i < faults->len; i++)
    {
      const AssayLayoutFault *fault = faults->pdata[i];
      assay_verification_add (self->report, fault->code, 0, 0, g_strdup (fault->sentence));
    }
}

/* Ledger, kept texts and tables. */
static gboolean
check_records (AssayVerify *self, GError **error)
{
  if (!take_snapshot (self, error) || !read_identity (self, error))
    return FALSE;
  check_keys (self);
  check_database (self);
  check_layout (self);
  return assay_verify_ledger (self, error) && assay_verify_reveals (self, error)
         && assay_verify_projections (self, error);
}

static gboolean
check_everything (AssayVerify *self, GError **error)
{
  AssayProgress *whole = self->progress;
  g_autoptr (AssayProgress) records = assay_progress_sub (whole, 0.0, 0.1);
  g_autoptr (AssayProgress) evidence = assay_progress_sub (whole, 0.1, 1.0);
  self->progress = records;
  gboolean done = check_records (self, error);
  self->progress = evidence;
  done = done && assay_verify_vault (self, error);
  self->progress = whole;
  if (!done)
    return FALSE;
  assay_verify_files (self);
  return assay_verify_thumbnails (self, error) && assay_verify_beside (self, error);
}

/* Findings about the ledger itself: nothing may be appended to it any more. */
static const char *const ledger_codes[]
    = { "entry-form", "sequence", "chain", "signature", "log",        "key",
        "database",   "schema",   "link",  "layout",    "checkpoint", NULL };
/* Findings about what repeats or explains it. */
static const char *const record_codes[] = { "reveal", "projection", NULL };

/* The first finding with one of @codes, or NULL. */
static const AssayVerifyFinding *
find_any (const AssayVerification *report, const char *const *codes)
{
  for (guint i = 0; i < assay_verification_get_n_findings (report); i++)
    {
      const AssayVerifyFinding *finding = assay_verification_get_finding (report, i);
      if (g_strv_contains (codes, finding->code))
        return finding;
    }
  return NULL;
}

/* That the bytes of an exhibit are gone or others. */
static gboolean
is_of_evidence (const AssayVerifyFinding *finding)
{
  return finding->exhibit > 0
         && (strcmp (finding->code, "object-differs") == 0
             || strcmp (finding->code, "object-missing") == 0);
}

/* Where no entry can say so, whoever looks at the exhibit must be told all the same. */
static void
show_differing (AssayCase *self, const AssayVerification *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const AssayVerifyFinding *finding = assay_verification_get_finding (report, i);
      AssayExhibit *exhibit
          = is_of_evidence (finding) ? assay_case_get_exhibit (self, finding->exhibit) : NULL;
      if (exhibit == NULL)
        continue;
      assay_exhibit_set_differs (exhibit);
      assay_case_announce_exhibit (self, finding->exhibit);
    }
}

static AssayEntry *
describe (const AssayVerification *report)
{
  AssayEntry *entry = assay_entry_new ("verify");
  JsonObject *data = assay_entry_get_data (entry);
  json_object_set_boolean_member (data, "passed", assay_verification_passed (report));
  json_object_set_int_member (data, "entries", report->n_entries);
  json_object_set_int_member (data, "objects", report->n_objects);
  json_object_set_int_member (data, "bytes", (gint64) report->bytes);
  json_object_set_int_member (data, "findings", report->findings->len);
  json_object_set_string_member (data, "head", report->head);
  if (report->remarks->len > 0)
    json_object_set_int_member (data, "remarks", report->remarks->len);
  g_autoptr (JsonArray) differs = json_array_new ();
  guint last = 0;
  for (guint i = 0; i < report->findings->len; i++)
    {
      const AssayVerifyFinding *finding = assay_verification_get_finding (report, i);
      if (!is_of_evidence (finding) || finding->exhibit == last
          || json_array_get_length (differs) >= MOST_DIFFERS)
        continue;
      last = finding->exhibit;
      json_array_add_int_element (differs, finding->exhibit);
    }
  json_object_set_array_member (data, "differs", json_array_ref (differs));
  return entry;
}

/* What was found is told also where there is no room to write it down. */
static gboolean
record (AssayCase *self, AssayVerification *report, GError **error)
{
  const AssayVerifyFinding *unsound = find_any (report, ledger_codes);
  if (unsound != NULL)
    assay_case_set_damage (self, unsound->detail);
  if (self->mode != ASSAY_CASE_WRITE)
    return TRUE;
  g_autoptr (AssayEntry) entry = describe (report);
  g_autoptr (GError) trouble = NULL;
  report->recorded = assay_case_append (self, entry, NULL, &trouble);
  if (report->recorded)
    return assay_case_reload (self, error);
  if (g_error_matches (trouble, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_FULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static AssayVerify
verify_begin (AssayCase *self, AssayProgress *progress, GCancellable *cancellable)
{
  AssayVerify verify = {
    .self = self,
    .report = assay_verification_new (),
    .commitments = assay_verify_commitments_new (),
    .progress = progress,
    .cancellable = cancellable,
  };
  assay_recorded_init (&verify.recorded);
  return verify;
}

gboolean
assay_case_check_records (AssayCase *self,
                          AssayProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  AssayVerify verify = verify_begin (self, progress, cancellable);
  const gboolean done = check_records (&verify, error);
  const AssayVerifyFinding *found = done ? find_any (verify.report, ledger_codes) : NULL;
  if (done && found == NULL)
    found = find_any (verify.report, record_codes);
  if (found != NULL)
    {
      assay_case_set_damage (self, found->detail);
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                   _ ("This case was changed: %s “Verify” names everything that differs."),
                   found->detail);
    }
  verify_clear (&verify);
  return done && found == NULL;
}

AssayVerification *
assay_case_verify (AssayCase *self,
                   const char *checkpoint,
                   AssayProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  AssayVerify verify = verify_begin (self, progress, cancellable);
  verify.checkpoint = checkpoint;
  AssayVerification *report = NULL;
  if (check_everything (&verify, error) && record (self, verify.report, error))
    report = g_steal_pointer (&verify.report);
  if (report != NULL && !report->recorded)
    show_differing (self, report);
  verify_clear (&verify);
  return report;
}

typedef struct
{
  char *checkpoint;
  AssayProgress *progress;
} VerifyJob;

static void
verify_job_free (gpointer data)
{
  VerifyJob *job = data;
  g_clear_pointer (&job->progress, assay_progress_unref);
  g_free (job->checkpoint);
  g_free (job);
}

static void
verify_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VerifyJob *job = task_data;
  GError *error = NULL;
  AssayVerification *report = assay_case_verify (ASSAY_CASE (source), job->checkpoint,
                                                 job->progress, cancellable, &error);
  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) assay_verification_free);
  else
    g_task_return_error (task, error);
}

void
assay_case_verify_async (AssayCase *self,
                         const char *checkpoint,
                         AssayProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, assay_case_verify_async);
  VerifyJob *job = g_new0 (VerifyJob, 1);
  job->checkpoint = g_strdup (checkpoint);
  job->progress = assay_case_progress_new (progress, progress_data);
  g_task_set_task_data (task, job, verify_job_free);
  assay_case_run_task (ASSAY_CASE_POOL_DISK, task, verify_in_thread);
}

AssayVerification *
assay_case_verify_finish (AssayCase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
