/* assay-files-private.h: reading and writing whole descriptors, and folders, without a path in
 * sight. */
#pragma once

#include <gio/gio.h>

#include "base/assay-write.h"

G_BEGIN_DECLS

/* Bytes of a file in anchors/ at most: requests and time stamps have a few KiB. */
#define ASSAY_ANCHOR_LIMIT ((gsize) 1024 * 1024)

/* close() unless @fd is -1; keeps errno. */
void assay_close (int fd);
/* The whole file if it has exactly @size bytes; NULL with IO, or with CORRUPT if it has not. */
GBytes *assay_read_file (int fd, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The file @name below @folder, at most @limit bytes. */
GBytes *assay_read_named (int folder, const char *name, gsize limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Writes @name below @folder so that it is there whole or not at all, also after a power cut. */
gboolean
assay_write_named (int folder, const char *name, const void *data, gsize size, GError **error);
/* Whether @name is what a file is called while it is written, here or as an output of a run. */
gboolean assay_name_is_temporary (const char *name);
/* Names in @folder without "." and "..", sorted by bytes; (element-type utf8) (transfer full), NULL
 * with IO. */
GPtrArray *assay_list_folder (int folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deletes @path and all below it, following no symbolic link; what cannot be deleted stays. */
void assay_remove_tree (const char *path);

G_END_DECLS
