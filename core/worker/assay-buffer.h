/* assay-buffer.h: memory that the host lends a worker and takes back sealed (host side). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A sparse memfd of ASSAY_WIRE_BUFFER_SIZE that can neither grow nor shrink; -1 with
 * ASSAY_WORKER_ERROR_START. */
int assay_buffer_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_buffer_map:
 * @fd: from assay_buffer_new(), after the worker said that it is filled
 * @size: bytes from the start, as the worker claims
 *
 * Seals it against writing, which fails while anybody could still write through a mapping, checks
 * all seals, and maps it.
 *
 * Returns: (transfer full) (nullable): bytes that nobody can change, or %NULL with
 * ASSAY_WORKER_ERROR_PROTOCOL
 */
GBytes *assay_buffer_map (int fd, guint64 size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
