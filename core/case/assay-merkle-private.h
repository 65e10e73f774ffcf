/* assay-merkle-private.h: the tree head over the ledger (RFC 6962 section 2.1), grown leaf by leaf.
 *
 * Keeps the roots of the full subtrees only, at most 64 hashes, so a ledger of any length costs 2
 * KiB. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_HASH_SIZE 32

typedef struct
{
  guint64 size;                      /* leaves so far */
  guint8 nodes[64][ASSAY_HASH_SIZE]; /* roots of full subtrees, largest first */
} AssayMerkle;

void assay_merkle_init (AssayMerkle *self);
/* Appends the leaf SHA-256(0x00 || entry). */
void assay_merkle_append (AssayMerkle *self, const void *entry, gsize length);
/* The same of a leaf hash that is known already: assay_merkle_leaf(). */
void assay_merkle_append_leaf (AssayMerkle *self, const guint8 leaf[ASSAY_HASH_SIZE]);
/* Root over all leaves; SHA-256 of nothing for the empty tree. */
void assay_merkle_root (const AssayMerkle *self, guint8 root[ASSAY_HASH_SIZE]);

/* Hash of the leaf that @entry is. */
void assay_merkle_leaf (const void *entry, gsize length, guint8 leaf[ASSAY_HASH_SIZE]);
/* The audit path of leaf @index among @n leaf hashes (ASSAY_HASH_SIZE bytes each, in a row), lowest
 * first (RFC 6962 section 2.1.1). */
GByteArray *
assay_merkle_path (const guint8 *leaves, gsize n, gsize index) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 of one block, here because everybody in the folder needs it. */
void assay_sha256 (const void *data, gsize length, guint8 hash[ASSAY_HASH_SIZE]);
char *assay_sha256_text (const void *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
