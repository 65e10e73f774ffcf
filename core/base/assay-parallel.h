/* assay-parallel.h: the only threads of the engine. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Works on items @first .. @last - 1. Must write only to memory of its own items. */
typedef void (*AssayParallelFunc) (gsize first, gsize last, gpointer user_data);

/**
 * assay_parallel_for:
 * @count: number of items
 * @block: items of one call; blocks are the same whatever the number of threads, so a sum
 *   kept per block and joined in block order is the same bytes on every machine
 * @threads: at most so many threads; 0 for the number of processors
 * @cancellable: (nullable): asked before each block
 *
 * Returns: %FALSE when cancelled, with G_IO_ERROR_CANCELLED
 */
gboolean assay_parallel_for (gsize count,
                             gsize block,
                             guint threads,
                             AssayParallelFunc func,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
