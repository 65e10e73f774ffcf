/* assay-case-db-private.h: SQLite opened as CUSTODY §3 asks, and short forms for its statements. */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)

/* Opens @path/case.db for writing; makes it and its schema if @create. WAL with FULL, or DELETE
 * with EXTRA where the filesystem has no shared memory. */
sqlite3 *
assay_db_open_write (const char *path, gboolean create, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens it for reading: beside a writer, and on read-only media. Both refuse with CORRUPT what has
 * other tables than a case, before anything is read from them. */
sqlite3 *assay_db_open_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An empty database in memory; unless @everything, it has the projection tables only. */
sqlite3 *assay_db_open_memory (gboolean everything, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets FULL, READ_ONLY, LOCKED, CORRUPT or IO after the last error of @db. */
void assay_db_set_error (GError **error, sqlite3 *db);
/* The value of a row of `reveal`, or NULL where it is not what its commitment says: an expression
 * that every connection of ours knows, so that no query can show a text that somebody else put
 * there (CUSTODY §8). */
#define ASSAY_KEPT_TEXT "kept_text(commitment,salt,value)"
gboolean assay_reveal_install (sqlite3 *db);
/* about_exhibit(tool): whether what @tool finds is about the exhibit, not about a file it made. */
gboolean assay_exhibit_answer_install (sqlite3 *db);
/* Both, as every connection that reads a case wants them. */
gboolean assay_db_install_functions (sqlite3 *db);

gboolean assay_db_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *
assay_db_prepare (sqlite3 *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Binds by @types: 's' const char *, 'i' gint64, 'b' GBytes *. */
sqlite3_stmt *assay_db_query (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
    G_GNUC_WARN_UNUSED_RESULT;
/* The same for a statement without rows. */
gboolean assay_db_run (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
/* TRUE while there is a row; FALSE at the end, and with @error set on failure. */
gboolean assay_db_step (sqlite3_stmt *statement, GError **error);
/* "" instead of NULL; borrowed until the next step. */
const char *assay_db_text (sqlite3_stmt *statement, int column);
GBytes *assay_db_blob (sqlite3_stmt *statement, int column) G_GNUC_WARN_UNUSED_RESULT;
/* The one number that @sql gives, @fallback if it gives none. */
gint64 assay_db_number (sqlite3 *db, const char *sql, gint64 fallback);
/* NULL if the schema is the expected one, else a translated sentence naming the first difference.
 */
char *assay_db_compare_schema (sqlite3 *db);
/* The same for the tables alone; no other object of the schema is touched by reading. */
char *assay_db_compare_tables (sqlite3 *db);

G_END_DECLS
