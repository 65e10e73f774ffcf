/* assay-case-db-fold-private.h: a database and the log beside it as one image in memory, for a case
 * that cannot be written: SQLite would want to write to read the log. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The pages of @file with every committed page of @log (which may be missing) laid over them, as
 * SQLite lays them ("Database File Format", section 4): what follows the last whole commit is left
 * out. @size receives its bytes; free with sqlite3_free(), so that SQLite can take it over. NULL
 * with IO if they cannot be read or do not fit into memory. That they belong together is not
 * checked: what reads the image finds out. */
guint8 *assay_db_fold (const char *file, const char *log, gint64 *size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
