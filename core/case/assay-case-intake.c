/* assay-case-intake.c: from a path to an exhibit: acquire, place, commit; or an entry that says why
 * not. */
#include "case/assay-case-intake.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "base/assay-base.h"
#include "case/assay-acquire-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-fault-private.h"
#include "case/assay-files-private.h"

#define NOTE_LIMIT 16384u

static void
set_time (JsonObject *data, const char *member, struct timespec time)
{
  g_autofree char *text = g_strdup_printf ("%" PRId64 ".%09ld", (gint64) time.tv_sec, time.tv_nsec);
  json_object_set_string_member (data, member, text);
}

/* Who the source says it is. Numbers that may pass 2^53 travel as text. */
static void
describe_source (JsonObject *data, const struct stat *info)
{
  g_autofree char *device = g_strdup_printf ("%u:%u", major (info->st_dev), minor (info->st_dev));
  g_autofree char *inode = g_strdup_printf ("%" PRIu64, (guint64) info->st_ino);
  set_time (data, "mtime", info->st_mtim);
  set_time (data, "ctime", info->st_ctim);
  json_object_set_int_member (data, "mtime_ms",
                              (gint64) info->st_mtim.tv_sec * 1000
                                  + (gint64) info->st_mtim.tv_nsec / 1000000);
  json_object_set_string_member (data, "dev", device);
  json_object_set_string_member (data, "ino", inode);
  json_object_set_int_member (data, "nlink", (gint64) info->st_nlink);
}

static void
describe_claims (AssayCase *self,
                 AssayEntry *entry,
                 const char *path,
                 const AssayIntakeOptions *options)
{
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  const char *source = options != NULL && options->source != NULL ? options->source : absolute;
  const char *note = options != NULL && options->note != NULL ? options->note : "";
  assay_entry_set_personal (entry, data, "name", name, -1);
  assay_entry_set_personal (entry, data, "source", source, -1);
  assay_entry_set_personal (entry, data, "note", note, -1);
  assay_entry_set_personal (entry, data, "acquired_by", assay_case_get_examiner (self), -1);
  json_object_set_string_member (data, "tool", "Assay " ASSAY_VERSION);
  if (options != NULL && options->received != 0)
    {
      g_autofree char *received = assay_time_text (options->received);
      json_object_set_string_member (data, "received", received);
    }
}

static void
describe_bytes (JsonObject *data, const AssayAcquisition *acquired)
{
  json_object_set_string_member (data, "sha256", acquired->hashes.sha256);
  json_object_set_string_member (data, "sha512", acquired->hashes.sha512);
  json_object_set_string_member (data, "sha1", acquired->hashes.sha1);
  json_object_set_string_member (data, "md5", acquired->hashes.md5);
  json_object_set_int_member (data, "size", (gint64) acquired->size);
  json_object_set_boolean_member (data, "read_twice", acquired->second[0] != '\0');
  json_object_set_string_member (data, "settings", "sha256,sha512,sha1,md5; read back from medium");
}

/* What was asked for and not done is an entry too: without an item number, so it changes no table.
 */
static void
record_failure (AssayCase *self,
                AssayEntry *entry,
                const AssayAcquisition *acquired,
                const char *reason,
                const GError *failure)
{
  JsonObject *data = assay_entry_get_data (entry);
  const gboolean changed = g_error_matches (failure, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CHANGED);
  json_object_set_string_member (data, "outcome", changed ? "changed" : "not taken in");
  json_object_set_string_member (data, "error", assay_case_error_id (failure));
  if (reason != NULL)
    json_object_set_string_member (data, "reason", reason);
  json_object_set_int_member (data, "bytes_read", (gint64) acquired->size);
  if (changed)
    {
      json_object_set_string_member (data, "sha256", acquired->hashes.sha256);
      json_object_set_string_member (data, "sha256_second", acquired->second);
      json_object_set_int_member (data, "size_after", (gint64) acquired->size_after);
    }
  g_autoptr (GError) error = NULL;
  if (!assay_case_append (self, entry, NULL, &error))
    g_debug ("the failed intake could not be recorded: %s", error->message);
}

/* An object that is there already must really be these bytes; one that is not is put aside, so that
 * new evidence is not lost to old damage. */
static gboolean
check_present (AssayCase *self,
               const AssayAcquisition *acquired,
               GCancellable *cancellable,
               GError **error)
{
  if (!assay_vault_has (self->vault, acquired->hashes.sha256))
    return TRUE;
  AssayHashes hashes = { .sha256 = "" };
  g_autoptr (GError) trouble = NULL;
  const int fd = assay_vault_open_object (self->vault, acquired->hashes.sha256, NULL);
  if (fd >= 0)
    (void) assay_hash_descriptor (fd, acquired->size, ASSAY_HASH_SHA256, NULL, cancellable, &hashes,
                                  NULL, &trouble);
  assay_close (fd);
  if (g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  return strcmp (hashes.sha256, acquired->hashes.sha256) == 0
         || assay_vault_quarantine (self->vault, acquired->hashes.sha256, error);
}

/* Under the write lock: the object gets its name and the ledger its entry, or neither is seen. */
static gboolean
commit_locked (
    AssayCase *self, AssayEntry *entry, AssayAcquisition *acquired, guint *number, GError **error)
{
  if (!assay_case_check_writable (self, error))
    return FALSE;
  const gboolean present = assay_vault_has (self->vault, acquired->hashes.sha256);
  if (present)
    assay_acquisition_clear (acquired, self->vault);
  else if (!assay_vault_place (self->vault, acquired->temporary, acquired->hashes.sha256, error))
    return FALSE;
  g_clear_pointer (&acquired->temporary, g_free);
  (void) assay_fault ("intake.placed");
  *number = assay_case_get_n_exhibits (self) + 1;
  guint same = 0;
  if (!assay_case_query_same (assay_ledger_get_db (self->ledger), acquired->hashes.sha256, 0, &same,
                              error))
    return FALSE;
  JsonObject *data = assay_entry_get_data (entry);
  json_object_set_int_member (data, "item", *number);
  json_object_set_boolean_member (data, "object_shared", present);
  if (same != 0)
    json_object_set_int_member (data, "same_as", same);
  json_object_set_string_member (data, "outcome", "held");
  if (assay_ledger_write_marked (self->ledger, entry, NULL, error))
    {
      assay_case_note_commit (self, "intake");
      return assay_case_reload_exhibit (self, assay_ledger_get_db (self->ledger), *number, error);
    }
  json_object_remove_member (data, "item");
  json_object_remove_member (data, "same_as");
  /* Not committed, so not ours: unless a commit that failed reached the medium after all, which
   * start-up will see. */
  return FALSE;
}

static AssayExhibit *
commit (AssayCase *self, AssayEntry *entry, AssayAcquisition *acquired, GError **error)
{
  guint number = 0;
  g_mutex_lock (&self->writing);
  const gboolean done = commit_locked (self, entry, acquired, &number, error);
  g_mutex_unlock (&self->writing);
  return done ? g_object_ref (assay_case_get_exhibit (self, number)) : NULL;
}

static AssayExhibit *
take_in (AssayCase *self,
         AssaySourceFile *source,
         const char *path,
         const AssayIntakeOptions *options,
         AssayProgress *progress,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (AssayEntry) entry = assay_entry_new ("intake");
  describe_claims (self, entry, path, options);
  describe_source (assay_entry_get_data (entry), &source->before);
  AssayAcquisition acquired;
  g_autoptr (GError) failure = NULL;
  AssayExhibit *exhibit = NULL;
  if (assay_acquire (&acquired, self->vault, source, progress, cancellable, &failure)
      && check_present (self, &acquired, cancellable, &failure))
    {
      describe_bytes (assay_entry_get_data (entry), &acquired);
      exhibit = commit (self, entry, &acquired, &failure);
    }
  assay_acquisition_clear (&acquired, self->vault);
  if (exhibit != NULL)
    return exhibit;
  record_failure (self, entry, &acquired, NULL, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* A symbolic link, a pipe, an empty file …: nothing was read. */
static void
record_refusal (AssayCase *self,
                const char *path,
                const AssayIntakeOptions *options,
                const char *reason,
                const GError *failure)
{
  const AssayAcquisition nothing = { .size = 0 };
  g_autoptr (AssayEntry) entry = assay_entry_new ("intake");
  describe_claims (self, entry, path, options);
  record_failure (self, entry, &nothing, reason, failure);
}

static gboolean
check_options (const AssayIntakeOptions *options, GError **error)
{
  if (options == NULL
      || ((options->note == NULL
           || (g_utf8_validate (options->note, -1, NULL) && strlen (options->note) <= NOTE_LIMIT))
          && (options->source == NULL || strlen (options->source) <= NOTE_LIMIT)))
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
               _ ("The text is not valid UTF-8 or longer than %u bytes."), NOTE_LIMIT);
  return FALSE;
}

AssayExhibit *
assay_case_intake (AssayCase *self,
                   const char *path,
                   const AssayIntakeOptions *options,
                   AssayProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  AssaySourceFile source;
  g_autoptr (GError) failure = NULL;
  if (!assay_case_check_writable (self, error) || !check_options (options, error))
    return NULL;
  if (!assay_source_file_open (&source, path, &failure))
    {
      record_refusal (self, path, options, source.refused, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  AssayExhibit *exhibit = take_in (self, &source, path, options, progress, cancellable, error);
  assay_source_file_close (&source);
  return exhibit;
}

typedef struct
{
  char *path;
  char *source;
  char *note;
  AssayIntakeOptions options;
  AssayProgress *progress;
} IntakeJob;

static void
intake_job_free (gpointer data)
{
  IntakeJob *job = data;
  g_clear_pointer (&job->progress, assay_progress_unref);
  g_free (job->path);
  g_free (job->source);
  g_free (job->note);
  g_free (job);
}

static void
intake_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  IntakeJob *job = task_data;
  GError *error = NULL;
  AssayExhibit *exhibit = assay_case_intake (ASSAY_CASE (source), job->path, &job->options,
                                             job->progress, cancellable, &error);
  if (exhibit != NULL)
    g_task_return_pointer (task, exhibit, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
assay_case_intake_async (AssayCase *self,
                         const char *path,
                         const AssayIntakeOptions *options,
                         AssayProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, assay_case_intake_async);
  /* An exhibit that was committed is told of, also when the cancel came a moment later. */
  g_task_set_check_cancellable (task, FALSE);
  IntakeJob *job = g_new0 (IntakeJob, 1);
  job->path = g_strdup (path);
  job->source = options == NULL ? NULL : g_strdup (options->source);
  job->note = options == NULL ? NULL : g_strdup (options->note);
  job->options = (AssayIntakeOptions){
    .source = job->source,
    .note = job->note,
    .received = options == NULL ? 0 : options->received,
  };
  job->progress = assay_case_progress_new (progress, progress_data);
  g_task_set_task_data (task, job, intake_job_free);
  assay_case_run_task (ASSAY_CASE_POOL_DISK, task, intake_in_thread);
}

AssayExhibit *
assay_case_intake_finish (AssayCase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
