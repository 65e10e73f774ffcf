/* assay-case-export.c: a case as a bag that others can verify with common tools (CUSTODY §9). */
#include "case/assay-case-export.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-bag-private.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-export-resources.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"
#include "case/assay-jsonld-private.h"

/* After the name of the export, with a random number of so many digits: one in the making. */
#define PARTIAL ".partial-"
#define PARTIAL_DIGITS 8u

typedef struct
{
  AssayCase *self;
  AssayBag *bag;
  sqlite3 *db;       /* the exported database: everything else in the bag is what it says */
  gint64 last;       /* newest entry in it */
  gint64 size;       /* entries of the checkpoint that goes along */
  GHashTable *names; /* paths given to files of folders */
  AssayProgress *progress;
  GCancellable *cancellable;
} Export;

/* VACUUM INTO gives a snapshot; rollback mode, because a WAL file on read-only media cannot be
 * opened. */
static char *
copy_database (AssayCase *self, const char *folder, GError **error)
{
  g_autofree char *copy = g_strconcat (folder, ".case.db", NULL);
  (void) unlink (copy);
  g_rec_mutex_lock (&self->reading);
  const gboolean done
      = self->reader != NULL && assay_db_run (self->reader, error, "VACUUM INTO ?", "s", copy);
  g_rec_mutex_unlock (&self->reading);
  sqlite3 *db = NULL;
  const gboolean set = done && sqlite3_open (copy, &db) == SQLITE_OK
                       && assay_db_exec (db, "PRAGMA journal_mode=DELETE", error);
  sqlite3_close (db);
  if (set)
    return g_steal_pointer (&copy);
  (void) unlink (copy);
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                         _ ("The database could not be exported."));
  return NULL;
}

static gboolean
add_database (Export *export, const char *copy, GError **error)
{
  const int fd = open (copy, O_RDONLY | O_CLOEXEC);
  const gboolean done
      = fd >= 0
        && assay_bag_add_file (export->bag, "data/case.db", fd, NULL, export->cancellable, error);
  assay_close (fd);
  if (!done && error != NULL && *error == NULL)
    assay_case_set_errno (error, errno, _ ("The database could not be exported"));
  return done;
}

/* One column of the exported ledger, line by line. */
static gboolean
add_lines (Export *export, const char *name, const char *sql, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (export->db, sql, &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    {
      g_string_append (text, assay_db_text (rows, 0));
      g_string_append_c (text, '\n');
    }
  if (trouble == NULL)
    return assay_bag_add_bytes (export->bag, name, text->str, text->len, error);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static gboolean
add_ledger (Export *export, GError **error)
{
  export->last = assay_db_number (export->db, "SELECT max(seq) FROM ledger", 0);
  g_autofree char *note = assay_case_get_checkpoint (export->self, export->last, &export->size);
  if (note == NULL)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                           _ ("The case has no checkpoint."));
      return FALSE;
    }
  return add_lines (export, "data/ledger.jsonl", "SELECT body FROM ledger ORDER BY seq", error)
         && add_lines (export, "data/ledger.sig", "SELECT lower(hex(sig)) FROM ledger ORDER BY seq",
                       error)
         && add_lines (export, "data/checkpoints.txt",
                       "SELECT size||' '||lower(hex(note)) FROM checkpoint ORDER BY size", error)
         && add_lines (export, "data/reveals.txt",
                       "SELECT commitment||' '||lower(hex(salt))||' '||lower(hex(value)) FROM "
                       "reveal ORDER BY commitment",
                       error)
         && assay_bag_add_bytes (export->bag, "data/checkpoint.note", note, strlen (note), error);
}

/* Evidence that is held and results, each once. */
#define OBJECTS                                                                                    \
  "SELECT sha256, max(size) FROM (SELECT sha256, size FROM exhibit WHERE state<>'erased' "         \
  "UNION ALL SELECT result, 0 FROM run WHERE result<>'') GROUP BY sha256 ORDER BY sha256"

static gboolean
add_object (Export *export, const char *sha256, GError **error)
{
  const int fd = assay_vault_open_object (export->self->vault, sha256, error);
  if (fd < 0)
    return FALSE;
  g_autofree char *name = g_strdup_printf ("data/objects/%.2s/%s", sha256, sha256);
  const gboolean done
      = assay_bag_add_file (export->bag, name, fd, sha256, export->cancellable, error);
  assay_close (fd);
  return done;
}

static gboolean
add_objects (Export *export, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  assay_bag_set_progress (
      export->bag,
      (guint64) assay_db_number (export->db,
                                 "SELECT ifnull(sum(s),0) FROM (SELECT max(size) AS s FROM exhibit "
                                 "WHERE state<>'erased' GROUP BY sha256)",
                                 0),
      export->progress);
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (export->db, OBJECTS, &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    if (!add_object (export, assay_db_text (rows, 0), error))
      return FALSE;
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

/* Manifests are lines of text: what would break one. */
static gboolean
breaks_line (char c)
{
  return g_ascii_iscntrl (c) || c == '%' || c == '\\';
}

static gboolean
is_plain (const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    if (breaks_line (*c))
      return FALSE;
  return TRUE;
}

/* Where a file goes. Two names may differ only in what is replaced: the later one gets longer. */
static char *
plain_name (Export *export, const char *folder, const char *name)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_string_printf (path, "data/%s/%s", folder, name);
  for (char *c = path->str; *c != '\0'; c++)
    if (breaks_line (*c))
      *c = '_';
  while (!g_hash_table_add (export->names, g_strdup (path->str)))
    g_string_append_c (path, '_');
  return g_strdup (path->str);
}

static gboolean add_folder (Export *export, int parent, const char *folder, GError **error);

/* Small pictures that a run left go along, so that a report of the imported case is the same; what
 * was only made to look at, under a number alone, is made again by whoever looks. */
static gboolean
is_kept_back (const char *folder, const char *name)
{
  return strcmp (folder, "results/thumbnails") == 0 && strchr (name, '-') == NULL;
}

/* A plain file is copied, a folder is walked (results/<run>/ is one level), anything else is left
 * out. */
static gboolean
add_item (Export *export, int directory, const char *folder, const char *name, GError **error)
{
  const int fd = openat (directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  gboolean done = TRUE;
  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    {
      g_autofree char *target = plain_name (export, folder, name);
      done = assay_bag_add_file (export->bag, target, fd, NULL, export->cancellable, error);
    }
  else if (fd >= 0 && fstat (fd, &info) == 0 && S_ISDIR (info.st_mode)
           && strchr (folder, '/') == NULL)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%s", folder, name);
      done = add_folder (export, export->self->folder, inner, error);
    }
  assay_close (fd);
  return done;
}

static gboolean
add_folder (Export *export, int parent, const char *folder, GError **error)
{
  const int fd = openat (parent, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return TRUE; /* an optional folder */
  g_autoptr (GPtrArray) names = assay_list_folder (fd, error);
  gboolean done = names != NULL;
  /* The names that stay as they are come first, so that no other takes one. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; done && i < names->len; i++)
      if (is_plain (names->pdata[i]) == (pass == 0) && !is_kept_back (folder, names->pdata[i]))
        done = add_item (export, fd, folder, names->pdata[i], error);
  assay_close (fd);
  return done;
}

static gboolean
add_help (Export *export, GError **error)
{
  static const char *const names[] = { "HOW-TO-VERIFY.txt", "verify.sh" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/org/assay/case/export/", names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (assay_case_export_get_resource (), path,
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (bytes == NULL)
        return FALSE;
      gsize size = 0;
      const void *data = g_bytes_get_data (bytes, &size);
      if (!assay_bag_add_bytes (export->bag, names[i], data, size, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_description (Export *export, GError **error)
{
  g_autofree char *jsonld = assay_jsonld_write (export->db, error);
  return jsonld != NULL
         && assay_bag_add_bytes (export->bag, "data/case.jsonld", jsonld, strlen (jsonld), error);
}

static char *
bag_info (Export *export)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *opened = assay_time_text (assay_case_get_opened (export->self));
  return g_strdup_printf ("Bag-Software-Agent: Assay " ASSAY_VERSION "\n"
                          "Bagging-Date: %s\n"
                          "Case-Opened: %s\n"
                          "Checkpoint-Entries: %" PRId64 "\n"
                          "External-Identifier: %s\n"
                          "Ledger-Entries: %" PRId64 "\n",
                          date, opened, export->size, assay_case_get_uuid (export->self),
                          export->last);
}

static gboolean
fill (Export *export, const char *copy, GError **error)
{
  static const char *const folders[] = { "anchors", "keys", "reports", "results" };
  if (sqlite3_open_v2 (copy, &export->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
      || !assay_db_install_functions (export->db))
    {
      assay_db_set_error (error, export->db);
      return FALSE;
    }
  if (!add_database (export, copy, error) || !add_ledger (export, error)
      || !add_objects (export, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (!add_folder (export, export->self->folder, folders[i], error))
      return FALSE;
  g_autofree char *info = bag_info (export);
  return add_description (export, error) && add_help (export, error)
         && assay_bag_finish (export->bag, info, error);
}

static gboolean
record (Export *export, const char *folder, GError **error)
{
  if (export->self->mode != ASSAY_CASE_WRITE)
    return TRUE;
  g_autoptr (AssayEntry) entry = assay_entry_new ("export");
  JsonObject *data = assay_entry_get_data (entry);
  json_object_set_int_member (data, "entries", export->last);
  json_object_set_int_member (data, "checkpoint", export->size);
  json_object_set_string_member (data, "tagmanifest_sha256", assay_bag_get_hash (export->bag));
  assay_entry_set_personal (entry, data, "folder", folder, -1);
  return assay_case_append (export->self, entry, NULL, error);
}

/* Built beside its place, so that a bag under its own name is always a whole one. */
static gboolean
build (AssayCase *self,
       const char *partial,
       AssayProgress *progress,
       GCancellable *cancellable,
       const char *folder,
       GError **error)
{
  Export export = { .self = self, .progress = progress, .cancellable = cancellable };
  export.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  export.bag = assay_bag_new (partial, error);
  g_autofree char *copy = export.bag == NULL ? NULL : copy_database (self, partial, error);
  gboolean done = copy != NULL && fill (&export, copy, error);
  sqlite3_close (export.db);
  if (copy != NULL)
    (void) unlink (copy);
  if (done && rename (partial, folder) != 0)
    {
      assay_case_set_errno (error, errno, _ ("The export could not be given its name"));
      done = FALSE;
    }
  done = done && record (&export, folder, error);
  g_clear_pointer (&export.bag, assay_bag_free);
  g_hash_table_unref (export.names);
  return done;
}

/* Whether @name is that of an export to @base in the making. */
static gboolean
is_partial (const char *name, const char *base)
{
  if (!g_str_has_prefix (name, base) || !g_str_has_prefix (name + strlen (base), PARTIAL))
    return FALSE;
  const char *number = name + strlen (base) + strlen (PARTIAL);
  return strlen (number) == PARTIAL_DIGITS && strspn (number, "0123456789abcdef") == PARTIAL_DIGITS;
}

/* The database is copied beside the folder, see copy_database(). */
static void
remove_partial (const char *path)
{
  g_autofree char *copy = g_strconcat (path, ".case.db", NULL);
  g_autofree char *journal = g_strconcat (copy, "-journal", NULL);
  (void) unlink (copy);
  (void) unlink (journal);
  assay_remove_tree (path);
}

/* The copies of evidence that an export to @folder left when it was killed: nobody holds their lock
 * any more. */
static void
sweep (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *base = g_path_get_basename (folder);
  const int fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      struct stat info;
      if (!is_partial (name, base))
        continue;
      const int left = openat (fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      g_autofree char *path = g_build_filename (parent, name, NULL);
      if (left >= 0 && fstat (left, &info) == 0 && info.st_uid == geteuid ()
          && flock (left, LOCK_EX | LOCK_NB) == 0)
        remove_partial (path);
      assay_close (left);
    }
  assay_close (fd);
}

gboolean
assay_case_export (AssayCase *self,
                   const char *folder,
                   AssayProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_EXISTS) || g_file_test (folder, G_FILE_TEST_IS_SYMLINK))
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS, _ ("“%s” is there already."),
                   folder);
      return FALSE;
    }
  /* A case that was changed goes out too, for those who find out by whom; the caller says so. */
  g_autoptr (GError) trouble = NULL;
  if (!assay_case_check_records (self, NULL, cancellable, &trouble)
      && !g_error_matches (trouble, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  if (self->mode == ASSAY_CASE_WRITE)
    {
      g_autofree char *note = assay_case_make_checkpoint (self, error);
      if (note == NULL)
        return FALSE;
    }
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  sweep (absolute);
  g_autofree char *partial = g_strdup_printf ("%s" PARTIAL "%08x", absolute, g_random_int ());
  if (build (self, partial, progress, cancellable, absolute, error))
    return TRUE;
  assay_remove_tree (partial);
  return FALSE;
}

typedef struct
{
  char *folder;
  AssayProgress *progress;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;
  g_clear_pointer (&job->progress, assay_progress_unref);
  g_free (job->folder);
  g_free (job);
}

static void
export_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ExportJob *job = task_data;
  GError *error = NULL;
  if (assay_case_export (ASSAY_CASE (source), job->folder, job->progress, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
assay_case_export_async (AssayCase *self,
                         const char *folder,
                         AssayProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, assay_case_export_async);
  g_task_set_check_cancellable (task, FALSE);
  ExportJob *job = g_new0 (ExportJob, 1);
  job->folder = g_strdup (folder);
  job->progress = assay_case_progress_new (progress, progress_data);
  g_task_set_task_data (task, job, export_job_free);
  assay_case_run_task (ASSAY_CASE_POOL_DISK, task, export_in_thread);
}

gboolean
assay_case_export_finish (AssayCase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
