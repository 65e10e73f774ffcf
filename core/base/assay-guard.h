/* assay-guard.h: files that nothing may be written over: what a job reads, its keys, and cases.
 *
 * A file is known by device and inode, so that another path, a hard link or a symbolic link to it
 * is the same file. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayGuard AssayGuard;

AssayGuard *assay_guard_new (void) G_GNUC_WARN_UNUSED_RESULT;
AssayGuard *assay_guard_copy (const AssayGuard *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_guard_free (AssayGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayGuard, assay_guard_free)

/* The open file, or all that lies beneath the open folder (O_PATH is enough). */
void assay_guard_add_fd (AssayGuard *self, int fd);
/* The same by name, and the symbolic link that the name may be; one that is not there is left
 * out. */
void assay_guard_add_path (AssayGuard *self, const char *path);
/* FALSE with ASSAY_BASE_ERROR_INVALID when @path is one of them, or a file that is there already
 * within a case or the folder of this program's keys. @self may be NULL. */
gboolean assay_guard_check (const AssayGuard *self, const char *path, GError **error);

G_END_DECLS
