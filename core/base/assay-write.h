/* assay-write.h: writing all of a block, whatever signals come. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At the descriptor's own place. FALSE with errno, EIO where nothing was taken. */
gboolean assay_write_all (int fd, gconstpointer data, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* At @offset, which does not move the descriptor's own place. The same. */
gboolean
assay_write_at (int fd, guint64 offset, gconstpointer data, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* The same with ASSAY_BASE_ERROR_IO and the system's reason. */
gboolean
assay_write_output (int fd, guint64 offset, gconstpointer data, gsize size, GError **error);

G_END_DECLS
