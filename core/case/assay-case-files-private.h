/* assay-case-files-private.h: what may stand beside case.db when SQLite opens it. The folder can be
 * anybody's, and SQLite believes the files that it finds there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FALSE with CORRUPT unless case.db and what SQLite keeps beside it are plain files, and the
 * journal names no other file: SQLite deletes what a super-journal record names (SQLite "Database
 * File Format", section 3, and pager_delsuper). A journal of this database alone is what a crash
 * leaves on a filesystem without shared memory, and is played back. */
gboolean assay_case_files_check (const char *path, GError **error);

/* The name of the VFS that every connection uses: the system's own, but no super-journal can be
 * opened, so that none is deleted either, whatever is put there after the check. */
const char *assay_case_files_vfs (void);

G_END_DECLS
