/* assay-case-sql.c: short forms for SQLite statements, its errors in our words, and the comparison
 * of the schema. */
#include "case/assay-case-db-private.h"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "case/assay-case-db-guard-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-schema-private.h"

/* Stands for a text with bytes behind its end, which no reader of C strings would see: it is no
 * JSON, no commitment and no value of any column, so whoever compares finds the difference. */
#define CUT_TEXT "\342\220\200 and bytes behind it"

static AssayCaseError
code_of (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_FULL:
      return ASSAY_CASE_ERROR_FULL;
    case SQLITE_READONLY:
      return ASSAY_CASE_ERROR_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ASSAY_CASE_ERROR_LOCKED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG: /* no text of ours comes near the limit */
    case SQLITE_INTERRUPT:
    case SQLITE_ERROR: /* a table that the statement needs is not there */
      return ASSAY_CASE_ERROR_CORRUPT;
    default:
      return ASSAY_CASE_ERROR_IO;
    }
}

/* SQLite calls it an input/output error when there is no room for its shared memory. */
static gboolean
is_full (sqlite3 *db)
{
  const int code = sqlite3_errcode (db) & 0xff; /* extended codes are on */
  const int number = sqlite3_system_errno (db);
  return code == SQLITE_FULL || (code == SQLITE_IOERR && (number == ENOSPC || number == EDQUOT));
}

/* What a failure of SQLite means for a case, and what helps; by primary code. */
static const char *
words_of (int result)
{
  static const struct
  {
    int result;
    const char *words;
  } known[] = {
    { SQLITE_INTERRUPT, N_ ("The case database keeps the program busy without an end; it was "
                            "damaged, or made so on purpose.") },
    { SQLITE_TOOBIG,
      N_ ("The case database holds a text that is larger than any text of a case.") },
    { SQLITE_BUSY, N_ ("Another program is using the case. Close it there and try again.") },
    { SQLITE_LOCKED, N_ ("Another program is using the case. Close it there and try again.") },
    { SQLITE_READONLY, N_ ("The case can only be read here: its folder or its database is "
                           "protected against writing.") },
    { SQLITE_CANTOPEN, N_ ("The case database cannot be opened: it may be gone, or you may not "
                           "be allowed to read it.") },
    { SQLITE_IOERR, N_ ("The disk failed while the case database was read or written. Look at "
                        "the disk, then open the case again.") },
    { SQLITE_NOMEM, N_ ("There is too little memory for the case database. Close other programs "
                        "and try again.") },
    { SQLITE_CORRUPT, N_ ("The case database is damaged. Leave the folder as it is, and go on "
                          "with a copy or an export that verifies.") },
    { SQLITE_NOTADB, N_ ("The case database is damaged. Leave the folder as it is, and go on "
                         "with a copy or an export that verifies.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].result == result)
      return _ (known[i].words);
  return _ ("The case database is not as this program makes it: another program changed it, or it "
            "is damaged. Leave the folder as it is, and go on with a copy or an export that "
            "verifies.");
}

void
assay_db_set_error (GError **error, sqlite3 *db)
{
  const int result = db == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode (db);

  if (db != NULL && is_full (db))
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_FULL,
                         _ ("There is no room left where the case is stored."));
  else if (result == SQLITE_READONLY_ROLLBACK)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY,
                         _ ("The last change to the case was cut off. It can be read after it "
                            "was opened for writing once, which takes that change back."));
  else
    /* Translators: a sentence of ours, then what SQLite said in English */
    g_set_error (error, ASSAY_CASE_ERROR, code_of (result), _ ("%s (SQLite: %s)"),
                 words_of (result & 0xff), sqlite3_errmsg (db));
}

gboolean
assay_db_exec (sqlite3 *db, const char *sql, GError **error)
{
  AssayDbGuard guard;
  assay_db_guard_begin (&guard, db);
  const int result = sqlite3_exec (db, sql, NULL, NULL, NULL);
  assay_db_guard_end (&guard);
  if (result == SQLITE_OK)
    return TRUE;
  assay_db_set_error (error, db);
  return FALSE;
}

sqlite3_stmt *
assay_db_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  AssayDbGuard guard;
  assay_db_guard_begin (&guard, db); /* the first one reads the schema */
  const int result = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  assay_db_guard_end (&guard);
  if (result == SQLITE_OK)
    return statement;
  assay_db_set_error (error, db);
  return NULL;
}

static void
bind_all (sqlite3_stmt *statement, const char *types, va_list values)
{
  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 's':
        (void) sqlite3_bind_text (statement, i + 1, va_arg (values, const char *), -1,
                                  SQLITE_TRANSIENT);
        break;
      case 'i':
        (void) sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
        break;
      case 'b':
        {
          gsize size = 0;
          const void *data = g_bytes_get_data (va_arg (values, GBytes *), &size);
          (void) sqlite3_bind_blob64 (statement, i + 1, data, size, SQLITE_TRANSIENT);
          break;
        }
      default:
        g_assert_not_reached ();
      }
}

sqlite3_stmt *
assay_db_query (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = assay_db_prepare (db, sql, error);
  if (statement == NULL)
    return NULL;
  va_list values;
  va_start (values, types);
  bind_all (statement, types, values);
  va_end (values);
  return statement;
}

static int
step (sqlite3_stmt *statement)
{
  AssayDbGuard guard;
  assay_db_guard_begin (&guard, sqlite3_db_handle (statement));
  const int result = sqlite3_step (statement);
  assay_db_guard_end (&guard);
  return result;
}

gboolean
assay_db_run (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = assay_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  va_list values;
  va_start (values, types);
  bind_all (statement, types, values);
  va_end (values);
  if (step (statement) == SQLITE_DONE)
    return TRUE;
  assay_db_set_error (error, db);
  return FALSE;
}

gboolean
assay_db_step (sqlite3_stmt *statement, GError **error)
{
  const int result = step (statement);
  if (result == SQLITE_ROW && assay_db_guard_rows (statement))
    return TRUE;
  if (result == SQLITE_ROW)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                         _ ("A table of the case database has more rows than the file can hold: "
                            "its pages go round in a circle."));
  else if (result != SQLITE_DONE)
    assay_db_set_error (error, sqlite3_db_handle (statement));
  return FALSE;
}

const char *
assay_db_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  if (text == NULL)
    return "";
  return strlen (text) == (gsize) sqlite3_column_bytes (statement, column) ? text : CUT_TEXT;
}

GBytes *
assay_db_blob (sqlite3_stmt *statement, int column)
{
  const void *data = sqlite3_column_blob (statement, column);
  return g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, column));
}

gint64
assay_db_number (sqlite3 *db, const char *sql, gint64 fallback)
{
  g_autoptr (sqlite3_stmt) statement = assay_db_prepare (db, sql, NULL);
  if (statement == NULL || !assay_db_step (statement, NULL))
    return fallback;
  return sqlite3_column_int64 (statement, 0);
}

static char *
compare_object (sqlite3 *db, const AssaySchemaObject *object)
{
  g_autoptr (sqlite3_stmt) row
      = assay_db_query (db, NULL, "SELECT sql FROM sqlite_master WHERE type=? AND name=?", "ss",
                        object->type, object->name);
  if (row == NULL || !assay_db_step (row, NULL))
    return g_strdup_printf (_ ("The %s “%s” of the database is missing."), object->type,
                            object->name);
  if (strcmp (assay_db_text (row, 0), object->sql) != 0)
    return g_strdup_printf (_ ("The definition of the %s “%s” was changed."), object->type,
                            object->name);
  return NULL;
}

char *
assay_db_compare_tables (sqlite3 *db)
{
  for (const AssaySchemaObject *object = assay_case_schema; object->name != NULL; object++)
    {
      char *difference = strcmp (object->type, "table") == 0 ? compare_object (db, object) : NULL;
      if (difference != NULL)
        return difference;
    }
  return NULL;
}

static gboolean
is_expected (const char *type, const char *name)
{
  for (const AssaySchemaObject *object = assay_case_schema; object->name != NULL; object++)
    if (strcmp (object->type, type) == 0 && strcmp (object->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* SQLite keeps the text of a definition as it was given, so equal text is equal schema. */
char *
assay_db_compare_schema (sqlite3 *db)
{
  for (const AssaySchemaObject *object = assay_case_schema; object->name != NULL; object++)
    {
      char *difference = compare_object (db, object);
      if (difference != NULL)
        return difference;
    }
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (
      db, "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", NULL);
  while (rows != NULL && assay_db_step (rows, NULL))
    if (!is_expected (assay_db_text (rows, 0), assay_db_text (rows, 1)))
      return g_strdup_printf (_ ("The database has a %s “%s” that does not belong there."),
                              assay_db_text (rows, 0), assay_db_text (rows, 1));
  return NULL;
}
