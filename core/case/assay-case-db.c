/* assay-case-db.c: how case.db is opened: defensively, and with nothing acknowledged before it is
 * on the medium. */
#include "case/assay-case-db-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "case/assay-case-db-fold-private.h"
#include "case/assay-case-db-guard-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-files-private.h"
#include "case/assay-case-schema-private.h"
#include "case/assay-files-private.h"

gboolean
assay_db_install_functions (sqlite3 *db)
{
  return assay_reveal_install (db) && assay_exhibit_answer_install (db);
}

/* What every connection has, CUSTODY §3: a foreign schema must not run code, triggers must fire. */
static gboolean
harden (sqlite3 *db, GError **error)
{
  static const struct
  {
    int option;
    int value;
  } options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },        { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 1 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (sqlite3_db_config (db, options[i].option, options[i].value, NULL) != SQLITE_OK)
      {
        assay_db_set_error (error, db);
        return FALSE;
      }
  assay_db_guard_limit (db);
  (void) sqlite3_extended_result_codes (db, 1);
  (void) sqlite3_busy_timeout (db, 5000);
  if (!assay_db_install_functions (db))
    {
      assay_db_set_error (error, db);
      return FALSE;
    }
  return assay_db_exec (db,
                        "PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON;"
                        "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;",
                        error);
}

static sqlite3 *
open_file (const char *uri, int flags, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  const int result = sqlite3_open_v2 (
      uri, &db, flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_FULLMUTEX, assay_case_files_vfs ());
  if (result != SQLITE_OK || !harden (db, error))
    {
      if (error != NULL && *error == NULL)
        assay_db_set_error (error, db);
      return NULL;
    }
  return g_steal_pointer (&db);
}

/* What is read must be tables of ours: a view or a table of another making under one of their names
 * can keep a query busy for ever. */
static gboolean
check_tables (sqlite3 *db, GError **error)
{
  g_autofree char *difference = assay_db_compare_tables (db);
  if (difference != NULL)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT, difference);
  return difference == NULL;
}

/* A file that is no case of ours must be refused before it is used. */
static gboolean
check_identity (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) probe = assay_db_prepare (db, "PRAGMA application_id", error);
  if (probe == NULL || !assay_db_step (probe, error))
    return FALSE;
  if (sqlite3_column_int64 (probe, 0) != ASSAY_CASE_APPLICATION_ID)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                           _ ("The file is not an Assay case."));
      return FALSE;
    }
  const gint64 version = assay_db_number (db, "PRAGMA user_version", 0);
  if (version == ASSAY_CASE_SCHEMA_VERSION)
    return check_tables (db, error);
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("The case has format version %" PRId64 "; this program knows version %d."),
               version, ASSAY_CASE_SCHEMA_VERSION);
  return FALSE;
}

static gboolean
make_schema (sqlite3 *db, gboolean everything, GError **error)
{
  g_autofree char *identity
      = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d; BEGIN IMMEDIATE;",
                         ASSAY_CASE_APPLICATION_ID, ASSAY_CASE_SCHEMA_VERSION);
  if (!assay_db_exec (db, identity, error))
    return FALSE;
  for (const AssaySchemaObject *object = assay_case_schema; object->name != NULL; object++)
    if ((everything || object->projection) && !assay_db_exec (db, object->sql, error))
      return FALSE;
  return assay_db_exec (db, "COMMIT", error);
}

/* WAL needs shared memory, which network and some USB filesystems lack (CUSTODY §3). */
static gboolean
set_journal (sqlite3 *db, GError **error)
{
  gboolean wal = FALSE;
  {
    g_autoptr (sqlite3_stmt) mode = assay_db_prepare (db, "PRAGMA journal_mode=WAL", error);
    if (mode == NULL)
      return FALSE;
    wal = assay_db_step (mode, NULL) && strcmp (assay_db_text (mode, 0), "wal") == 0;
  }
  if (wal)
    return assay_db_exec (db, "PRAGMA synchronous=FULL", error);
  return assay_db_exec (db, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA", error);
}

/* Readable for nobody else, also where the folder is copied to; the files beside it get its mode.
 */
static gboolean
make_file (const char *file, GError **error)
{
  const int fd = open (file, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    assay_case_set_errno (error, errno, _ ("The case folder could not be made"));
  assay_close (fd);
  return fd >= 0;
}

sqlite3 *
assay_db_open_write (const char *path, gboolean create, GError **error)
{
  g_autofree char *file = g_build_filename (path, "case.db", NULL);
  if (!assay_case_files_check (path, error) || (create && !make_file (file, error)))
    return NULL;
  g_autoptr (sqlite3) db
      = open_file (file, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0), error);
  if (db == NULL || (!create && !check_identity (db, error)) || !set_journal (db, error)
      || (create && !make_schema (db, TRUE, error)))
    return NULL;
  return g_steal_pointer (&db);
}

static gboolean
is_read_only (const char *path)
{
  struct statvfs fs;
  if (statvfs (path, &fs) == 0 && (fs.f_flag & ST_RDONLY) != 0)
    return TRUE;
  return access (path, W_OK) != 0;
}

/* A case that was not closed before its medium became read-only still has entries in its log:
 * `immutable` would silently leave them out, so the two files are read from memory. So is a case on
 * a full disk, where a writer may come back as soon as there is room. Nothing of it is in a file
 * that a kill could leave behind. */
static sqlite3 *
open_folded (const char *file, const char *log, GError **error)
{
  gint64 size = 0;
  guint8 *image = assay_db_fold (file, log, &size, error);
  if (image == NULL)
    return NULL;
  /* The name alone: the flag would go on to what VACUUM INTO opens. */
  g_autoptr (sqlite3) db = open_file (":memory:", SQLITE_OPEN_READWRITE, error);
  if (db == NULL)
    {
      sqlite3_free (image);
      return NULL;
    }
  /* It frees the image also where it fails. */
  if (sqlite3_deserialize (db, "main", image, size, size,
                           SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY)
      == SQLITE_OK)
    return g_steal_pointer (&db);
  assay_db_set_error (error, db);
  return NULL;
}

/* Where nothing can be written, also no shared memory beside the log. */
static sqlite3 *
open_still (const char *file, const char *log, GError **error)
{
  struct stat size;
  if (stat (log, &size) == 0 && size.st_size > 0)
    return open_folded (file, log, error);
  g_autofree char *escaped = g_uri_escape_string (file, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file:", escaped, "?immutable=1", NULL);
  return open_file (uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

sqlite3 *
assay_db_open_read (const char *path, GError **error)
{
  g_autofree char *file = g_build_filename (path, "case.db", NULL);
  g_autofree char *log = g_build_filename (path, "case.db-wal", NULL);
  g_autoptr (GError) trouble = NULL;
  if (!assay_case_files_check (path, error))
    return NULL;
  g_autoptr (sqlite3) db = is_read_only (path) ? open_still (file, log, &trouble)
                                               : open_file (file, SQLITE_OPEN_READONLY, &trouble);
  if (db != NULL && check_identity (db, &trouble))
    return g_steal_pointer (&db);
  g_clear_pointer (&db, sqlite3_close);
  if (g_error_matches (trouble, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_FULL))
    {
      g_clear_error (&trouble);
      db = open_folded (file, log, &trouble);
      if (db != NULL && check_identity (db, &trouble))
        return g_steal_pointer (&db);
    }
  g_propagate_error (error, g_steal_pointer (&trouble));
  return NULL;
}

sqlite3 *
assay_db_open_memory (gboolean everything, GError **error)
{
  g_autoptr (sqlite3) db
      = open_file (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, error);
  if (db == NULL || !make_schema (db, everything, error))
    return NULL;
  return g_steal_pointer (&db);
}
