/* assay-sandbox-private.h: the system call filter as the kernel takes it. */
#pragma once

#include <glib.h>
#include <linux/filter.h>

G_BEGIN_DECLS

/* The allow-list compiled, with a place for the id of the process that will enter it.
 * Returns: (transfer full) (nullable): NULL with ASSAY_WORKER_ERROR_SANDBOX */
GArray *assay_sandbox_filter_compile (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes @pid into the copy that the calling process owns; FALSE if there is no place for it. */
gboolean assay_sandbox_filter_bind (GArray *filter, GPid pid);

G_END_DECLS
