/* assay-hashes-private.h: the hashes of an exhibit, computed as consumers of a pipeline. */
#pragma once

#include <glib.h>

#include "case/assay-pipeline-private.h"

G_BEGIN_DECLS

typedef struct
{
  char sha256[65];
  char sha512[129];
  char sha1[41];
  char md5[33];
} AssayHashes;

/* Which of them; bits. SHA-256 is always computed. */
typedef enum
{
  ASSAY_HASH_SHA256 = 0,
  ASSAY_HASH_SHA512 = 1 << 0,
  ASSAY_HASH_MATCHING = 1 << 1, /* SHA-1 and MD5: to look up in lists, never as proof */
} AssayHashSet;

typedef struct _AssayHasher AssayHasher;

AssayHasher *assay_hasher_new (AssayHashSet set) G_GNUC_WARN_UNUSED_RESULT;
void assay_hasher_free (AssayHasher *self);
/* Fills @consumers with one element for each algorithm; how many. */
guint assay_hasher_get_consumers (AssayHasher *self, AssayConsumer *consumers);
/* Ends; members that were not asked for are "". */
void assay_hasher_finish (AssayHasher *self, AssayHashes *hashes);

/* Hashes of @fd from its start, up to one byte more than @expected; @size (may be NULL) tells how
 * many there were. FALSE with IO or cancelled. */
gboolean assay_hash_descriptor (int fd,
                                guint64 expected,
                                AssayHashSet set,
                                AssayProgress *progress,
                                GCancellable *cancellable,
                                AssayHashes *hashes,
                                guint64 *size,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHasher, assay_hasher_free)

G_END_DECLS
