/* assay-input-hash.h: SHA-256 of descriptors, in steps, so that it can go on beside a running
 * worker (host side). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayInputHash AssayInputHash;

AssayInputHash *assay_input_hash_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_input_hash_free (AssayInputHash *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayInputHash, assay_input_hash_free)

/* Puts the bytes of @fd (duplicated) at the end of the queue; the index is for the getters. */
guint assay_input_hash_add (AssayInputHash *self, int fd);
/* Reads and hashes a part that takes about a millisecond. TRUE while there is more; a file that is
 * unreadable, or was changed since it was put into the queue, has no hash. */
gboolean assay_input_hash_step (AssayInputHash *self);
/* How many files of the queue, from its beginning, need no step any more. */
guint assay_input_hash_get_n_done (const AssayInputHash *self);
gboolean assay_input_hash_is_done (const AssayInputHash *self);
/* Lower-case hex; NULL when not done or not readable. */
const char *assay_input_hash_get (const AssayInputHash *self, guint index);
/* Whether @fd has the size and the times that it had when it was put into the queue as @index:
 * others that read it meanwhile then saw what was hashed. */
gboolean assay_input_hash_is_same (const AssayInputHash *self, guint index, int fd);
/* Bytes that were hashed. */
guint64 assay_input_hash_get_size (const AssayInputHash *self, guint index);

/* All of a descriptor at once, from its start. NULL with ASSAY_BASE_ERROR_IO. */
char *assay_input_hash_file (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
