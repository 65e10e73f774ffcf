/* assay-case-db-guard-private.h: a database that somebody else made must not keep the program busy.
 *
 * SQLite follows whatever pages say, and a crafted file can make one step, or a table without end.
 */
#pragma once

#include <sqlite3.h>

#include <glib.h>

G_BEGIN_DECLS

/* One call of SQLite that may take long. */
typedef struct
{
  sqlite3 *db;
  gint64 since; /* processor time of the thread, µs */
} AssayDbGuard;

/* What a schema, a row and a statement of a case can be at most. The own statements are far below.
 */
void assay_db_guard_limit (sqlite3 *db);
/* Until _end the call of SQLite ends with SQLITE_INTERRUPT after 8 s of processor time and 1 s
 * for each 8 MiB of the file. @self stays where it is. */
void assay_db_guard_begin (AssayDbGuard *self, sqlite3 *db);
void assay_db_guard_end (AssayDbGuard *self);
/* FALSE when @statement has given more rows than its file can hold, because a page is its own
 * descendant. */
gboolean assay_db_guard_rows (sqlite3_stmt *statement);

G_END_DECLS
