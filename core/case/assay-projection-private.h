/* assay-projection-private.h: what the ledger means, as tables: the one place where an entry
 * changes them.
 *
 * Writing applies each entry as it is appended; verification applies all of them to an empty
 * database and compares. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Applies @entry (root object of ledger entry @seq) to the projection tables of @db. */
gboolean assay_projection_apply (sqlite3 *db, JsonObject *entry, GError **error);

/* Called for each difference between two sets of projection tables; @key names the row. */
typedef void (*AssayProjectionFunc) (const char *table,
                                     gint64 key,
                                     const char *column,
                                     const char *expected,
                                     const char *found,
                                     gpointer user_data);
/* Compares row by row and column by column; @expected was rebuilt from the ledger. */
gboolean assay_projection_compare (sqlite3 *expected,
                                   sqlite3 *found,
                                   AssayProjectionFunc func,
                                   gpointer user_data,
                                   GError **error);

G_END_DECLS
