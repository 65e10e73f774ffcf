/* assay-source.h: an evidence file as random-access bytes, whatever its size.
 *
 * Reads are positional and bounded, so a parser takes the block that it needs (a box, a segment)
 * and never maps or loads the whole file. Works over a descriptor (the worker's) or over memory
 * (tests, fuzzers). */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"
#include "base/assay-reader.h"

G_BEGIN_DECLS

typedef struct _AssaySource AssaySource;

/* Takes a duplicate of @fd (regular file or memfd); the caller keeps its own. NULL and
 * ASSAY_BASE_ERROR_IO if it cannot be duplicated or its size cannot be told. */
AssaySource *assay_source_new_fd (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssaySource *assay_source_new_bytes (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
AssaySource *assay_source_ref (AssaySource *self);
void assay_source_unref (AssaySource *self);

/* Bytes, as they were when the source was made. */
guint64 assay_source_get_size (const AssaySource *self);
/* Where bytes are stored next, at @offset or behind it: up to there the file system keeps a hole,
 * which reads as zeros. @offset where nobody knows, the size where nothing more is stored. Reading
 * a hole of gigabytes only to see that it is one takes half a minute. */
guint64 assay_source_skip_hole (AssaySource *self, guint64 offset);

/**
 * assay_source_read:
 * @offset: first byte
 * @length: how many; at most ASSAY_LIMIT_BLOCK
 *
 * Exactly @length bytes. May be called from several threads.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL with TRUNCATED (the file ends before),
 * LIMIT or IO
 */
GBytes *assay_source_read (AssaySource *self, guint64 offset, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* All of it, at most @most bytes: LIMIT if there are more. */
GBytes *
assay_source_read_all (AssaySource *self, gsize most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A part into @buffer: returns how many bytes there were (fewer only at the end), -1 on IO. */
gssize assay_source_read_into (
    AssaySource *self, guint64 offset, void *buffer, gsize length, GError **error);
/* Adds all bytes to @checksum, in blocks. @progress may be NULL. FALSE when cancelled, or with
 * TRUNCATED or IO. */
gboolean assay_source_update_checksum (AssaySource *self,
                                       GChecksum *checksum,
                                       AssayProgress *progress,
                                       GCancellable *cancellable,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySource, assay_source_unref)

G_END_DECLS
