/* assay-case-store.c: the folder of case folders: making, listing, finding, moving to the trash. */
#include "case/assay-case-store.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

#define TITLE_LIMIT 1024u

char *
assay_store_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "assay", "cases", NULL);
}

static gboolean
check_words (const char *title, const char *reference, const char *examiner, GError **error)
{
  const char *const texts[] = { title, reference, examiner };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL
        && (!g_utf8_validate (texts[i], -1, NULL) || strlen (texts[i]) > TITLE_LIMIT))
      {
        g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                     _ ("Title, reference and examiner are text of at most %u bytes each."),
                     TITLE_LIMIT);
        return FALSE;
      }
  if (title != NULL && !assay_case_is_blank (title))
    return TRUE;
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                       _ ("A case needs a title."));
  return FALSE;
}

/* Folders and the public key, durable before the first entry says that there is a case. */
static gboolean
make_folders (int folder, AssayExaminerKey *key, GError **error)
{
  static const char *const names[] = { "keys", "anchors", "results", "reports" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (mkdirat (folder, names[i], 0700) != 0)
      {
        assay_case_set_errno (error, errno, _ ("The case folder could not be made"));
        return FALSE;
      }
  g_autofree char *pem = assay_examiner_key_public_pem (key);
  return assay_vault_create (folder, error)
         && assay_write_named (folder, "keys/examiner.pub.pem", pem, strlen (pem), error);
}

static AssayEntry *
first_entry (const char *uuid,
             const char *log,
             AssayExaminerKey *key,
             const char *title,
             const char *reference,
             const char *examiner)
{
  AssayEntry *entry = assay_entry_new ("case.open");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *public_key = assay_text_hex (assay_examiner_key_get_public (key), 32);
  json_object_set_string_member (data, "case", uuid);
  json_object_set_string_member (data, "log", log);
  json_object_set_string_member (data, "public_key", public_key);
  json_object_set_string_member (data, "tool", "Assay " ASSAY_VERSION);
  assay_entry_set_personal (entry, data, "title", title, -1);
  assay_entry_set_personal (entry, data, "reference", reference == NULL ? "" : reference, -1);
  assay_entry_set_personal (entry, data, "examiner", examiner == NULL ? "" : examiner, -1);
  return entry;
}

/* The first commit needs the folder itself and its parent on the medium too (CUSTODY §7). */
static gboolean
sync_parents (int folder, GError **error)
{
  const int parent = openat (folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const gboolean done = parent >= 0 && fsync (folder) == 0 && fsync (parent) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("The case folder could not be made durable"));
  assay_close (parent);
  return done;
}

static AssayLedger *
make_ledger (const char *path,
             const AssayEntry *entry,
             const char *log,
             AssayExaminerKey *key,
             GError **error)
{
  sqlite3 *db = assay_db_open_write (path, TRUE, error);
  if (db == NULL)
    return NULL;
  g_autoptr (AssayLedger) ledger = assay_ledger_new (db, key, log);
  if (!assay_ledger_write_marked (ledger, entry, NULL, error))
    return NULL;
  return g_steal_pointer (&ledger);
}

static char *
random_log (void)
{
  guint8 bytes[16];
  if (RAND_bytes (bytes, sizeof bytes) != 1)
    g_error ("the system gives no random numbers");
  return assay_text_hex (bytes, sizeof bytes);
}

static AssayCase *
create_at (const char *path,
           const char *uuid,
           AssayExaminerKey *key,
           const char *title,
           const char *reference,
           const char *examiner,
           GError **error)
{
  const int folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    {
      assay_case_set_errno (error, errno, _ ("The case folder could not be made"));
      return NULL;
    }
  const int lock = assay_case_take_lock (folder, error);
  g_autofree char *log = random_log ();
  g_autoptr (AssayEntry) entry = first_entry (uuid, log, key, title, reference, examiner);
  g_autoptr (AssayLedger) ledger = NULL;
  if (lock >= 0 && make_folders (folder, key, error))
    ledger = make_ledger (path, entry, log, key, error);
  const gboolean done = ledger != NULL && sync_parents (folder, error);
  assay_close (folder);
  if (done)
    return assay_case_new_created (path, g_steal_pointer (&ledger), lock, key, error);
  assay_close (lock);
  return NULL;
}

AssayCase *
assay_store_create (const char *store,
                    AssayExaminerKey *key,
                    const char *title,
                    const char *reference,
                    const char *examiner,
                    GError **error)
{
  if (!check_words (title, reference, examiner, error))
    return NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (store, uuid, NULL);
  if (g_mkdir_with_parents (store, 0700) != 0 || mkdir (path, 0700) != 0)
    {
      assay_case_set_errno (error, errno, _ ("The case folder could not be made"));
      return NULL;
    }
  AssayCase *self = create_at (path, uuid, key, title, reference, examiner, error);
  if (self == NULL)
    assay_remove_tree (path); /* nobody was told of it */
  return self;
}

void
assay_case_summary_free (AssayCaseSummary *self)
{
  g_free (self->path);
  g_free (self->uuid);
  g_free (self->title);
  g_free (self->reference);
  g_free (self->examiner);
  g_free (self->error);
  g_free (self);
}

static gboolean
read_summary (AssayCaseSummary *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) row = assay_db_prepare (
      db,
      "SELECT uuid, title, reference, examiner, opened, (SELECT ifnull(max(item),0) FROM exhibit), "
      "(SELECT body FROM ledger ORDER BY seq DESC LIMIT 1) FROM casefile",
      error);
  if (row == NULL || !assay_db_step (row, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                             _ ("The case has no first entry."));
      return FALSE;
    }
  g_free (self->uuid);
  self->uuid = g_strdup (assay_db_text (row, 0));
  self->title = assay_case_reveal (db, assay_db_text (row, 1));
  self->reference = assay_case_reveal (db, assay_db_text (row, 2));
  self->examiner = assay_case_reveal (db, assay_db_text (row, 3));
  self->opened = sqlite3_column_int64 (row, 4);
  self->exhibits = (guint) sqlite3_column_int64 (row, 5);
  g_autoptr (JsonNode) newest = assay_entry_parse (assay_db_text (row, 6), NULL);
  if (newest != NULL)
    self->modified
        = assay_entry_time (assay_json_string (json_node_get_object (newest), "time", ""));
  return TRUE;
}

static AssayCaseSummary *
summarise (const char *store, const char *name)
{
  AssayCaseSummary *self = g_new0 (AssayCaseSummary, 1);
  self->path = g_build_filename (store, name, NULL);
  self->uuid = assay_text_visible (name, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = assay_db_open_read (self->path, &error);
  if (db == NULL || !read_summary (self, db, &error))
    self->error = g_strdup (error->message);
  if (self->title == NULL)
    self->title = g_strdup (self->uuid);
  if (self->reference == NULL)
    self->reference = g_strdup ("");
  if (self->examiner == NULL)
    self->examiner = g_strdup ("");
  return self;
}

static int
compare_summaries (gconstpointer a, gconstpointer b)
{
  const AssayCaseSummary *left = *(AssayCaseSummary *const *) a;
  const AssayCaseSummary *right = *(AssayCaseSummary *const *) b;
  if (left->modified != right->modified)
    return left->modified > right->modified ? -1 : 1;
  return strcmp (left->path, right->path);
}

GPtrArray *
assay_store_list (const char *store, GError **error)
{
  g_autoptr (GPtrArray) cases
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_case_summary_free);
  const int fd = open (store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return g_steal_pointer (&cases);
  if (fd < 0 && errno == ENOTDIR)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                           _ ("It is no folder, so no cases are in it."));
      return NULL;
    }
  if (fd < 0)
    {
      assay_case_set_errno (error, errno, _ ("The store of cases could not be read"));
      return NULL;
    }
  g_autoptr (GPtrArray) names = assay_list_folder (fd, error);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *database = g_build_filename (name, "case.db", NULL);
      /* A name with a dot is an import that is not verified yet. */
      if (name[0] != '.' && faccessat (fd, database, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        g_ptr_array_add (cases, summarise (store, name));
    }
  assay_close (fd);
  if (names == NULL)
    return NULL;
  g_ptr_array_sort (cases, compare_summaries);
  return g_steal_pointer (&cases);
}

/* The one case whose title is @name, letter for letter; adds to @matches. Only asked where no id
 * begins so, because it opens every case. */
static char *
find_by_title (const char *store, const char *name, guint *matches)
{
  g_autoptr (GPtrArray) cases = assay_store_list (store, NULL);
  g_autofree char *found = NULL;
  for (guint i = 0; cases != NULL && i < cases->len; i++)
    {
      const AssayCaseSummary *summary = cases->pdata[i];
      if (g_strcmp0 (summary->title, name) != 0)
        continue;
      g_free (found);
      found = g_strdup (summary->path);
      (*matches)++;
    }
  return g_steal_pointer (&found);
}

/* The one folder whose name begins with @name, else the one case of that title; NULL with NOT_FOUND
 * if there is none or more than one. */
static char *
find_by_beginning (const char *store, const char *name, GError **error)
{
  g_autofree char *found = NULL;
  guint matches = 0;
  const int fd = open (store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  assay_close (fd);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *candidate = g_ptr_array_index (names, i);
      if (strlen (name) < 4 || g_ascii_strncasecmp (candidate, name, strlen (name)) != 0)
        continue;
      g_free (found);
      found = g_build_filename (store, candidate, NULL);
      matches++;
    }
  if (matches == 0)
    found = find_by_title (store, name, &matches);
  if (matches == 1)
    return g_steal_pointer (&found);
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
               matches == 0 ? _ ("There is no case “%s”.")
                            : _ ("More than one case is called “%s”; give more of its id."),
               name);
  return NULL;
}

char *
assay_store_find (const char *store, const char *name, GError **error)
{
  g_autofree char *database = g_build_filename (name, "case.db", NULL);
  if (g_file_test (database, G_FILE_TEST_IS_REGULAR))
    return g_strdup (name);
  return find_by_beginning (store, name, error);
}

gboolean
assay_store_trash (const char *path, GError **error)
{
  g_autofree char *database = g_build_filename (path, "case.db", NULL);
  const int folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || !g_file_test (database, G_FILE_TEST_IS_REGULAR))
    {
      assay_close (folder);
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("“%s” is not a case folder."), path);
      return FALSE;
    }
  /* Nobody may be writing to it. */
  const int lock = assay_case_take_lock (folder, error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const gboolean done = lock >= 0 && g_file_trash (file, NULL, error);
  assay_close (lock);
  assay_close (folder);
  return done;
}
