/* assay-output-file.h: a file that a worker writes: hidden until it is whole, gone if it does not
 * become so. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayOutputFile AssayOutputFile;

/* A nameless (or, where the file system cannot do that, a temporary) file beside @path. NULL with
 * ASSAY_BASE_ERROR_IO; G_IO_ERROR_EXISTS when @path stands already and may not be overwritten. */
AssayOutputFile *assay_output_file_new (const char *path,
                                        gboolean overwrite,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes what was not published. */
void assay_output_file_free (AssayOutputFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayOutputFile, assay_output_file_free)

/* Read-write, borrowed. */
int assay_output_file_get_fd (const AssayOutputFile *self);
/* Empties it for another try. */
gboolean assay_output_file_reset (AssayOutputFile *self, GError **error);
/* After its writer has ended: hashes, syncs, and gives it its name. */
gboolean assay_output_file_publish (AssayOutputFile *self, GError **error);
/* Takes a published file away again: another output of the same run could not be published. */
void assay_output_file_withdraw (AssayOutputFile *self);
const char *assay_output_file_get_path (const AssayOutputFile *self);
/* Lower-case hex, after publishing. */
const char *assay_output_file_get_sha256 (const AssayOutputFile *self);
guint64 assay_output_file_get_size (const AssayOutputFile *self);

G_END_DECLS
