/* assay-merkle.c: incremental RFC 6962 tree head. */
#include "case/assay-merkle-private.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/assay-text.h"

/* Looked up once: SHA256() of OpenSSL 3 does that each time, which costs more than hashing an
 * entry.
 */
static const EVP_MD *
algorithm (void)
{
  static gsize once;
  static EVP_MD *sha256;
  if (g_once_init_enter (&once))
    {
      sha256 = EVP_MD_fetch (NULL, "SHA256", NULL);
      g_once_init_leave (&once, 1);
    }
  return sha256;
}

void
assay_sha256 (const void *data, gsize length, guint8 hash[ASSAY_HASH_SIZE])
{
  static const guint8 nothing = 0;
  (void) EVP_Digest (data == NULL ? &nothing : data, length, hash, NULL, algorithm (), NULL);
}

char *
assay_sha256_text (const void *data, gsize length)
{
  guint8 hash[ASSAY_HASH_SIZE];
  assay_sha256 (data, length, hash);
  return assay_text_hex (hash, sizeof hash);
}

void
assay_merkle_init (AssayMerkle *self)
{
  self->size = 0;
}

/* node = SHA-256(0x01 || left || right); @left is replaced. */
static void
join (guint8 left[ASSAY_HASH_SIZE], const guint8 right[ASSAY_HASH_SIZE])
{
  guint8 buffer[1 + 2 * ASSAY_HASH_SIZE];
  buffer[0] = 0x01;
  memcpy (buffer + 1, left, ASSAY_HASH_SIZE);
  memcpy (buffer + 1 + ASSAY_HASH_SIZE, right, ASSAY_HASH_SIZE);
  assay_sha256 (buffer, sizeof buffer, left);
}

void
assay_merkle_leaf (const void *entry, gsize length, guint8 leaf[ASSAY_HASH_SIZE])
{
  g_autofree guint8 *bytes = g_malloc (length + 1);
  bytes[0] = 0x00;
  memcpy (bytes + 1, entry, length);
  assay_sha256 (bytes, length + 1, leaf);
}

void
assay_merkle_append (AssayMerkle *self, const void *entry, gsize length)
{
  guint8 leaf[ASSAY_HASH_SIZE];
  assay_merkle_leaf (entry, length, leaf);
  assay_merkle_append_leaf (self, leaf);
}

void
assay_merkle_append_leaf (AssayMerkle *self, const guint8 leaf[ASSAY_HASH_SIZE])
{
  guint count = (guint) __builtin_popcountll (self->size);
  memcpy (self->nodes[count], leaf, ASSAY_HASH_SIZE);
  count++;
  /* Each trailing one bit of the size is a full subtree as large as the one that has just grown. */
  for (guint64 full = self->size; (full & 1) != 0; full >>= 1)
    {
      join (self->nodes[count - 2], self->nodes[count - 1]);
      count--;
    }
  self->size++;
}

void
assay_merkle_root (const AssayMerkle *self, guint8 root[ASSAY_HASH_SIZE])
{
  const guint count = (guint) __builtin_popcountll (self->size);
  if (count == 0)
    {
      assay_sha256 (NULL, 0, root);
      return;
    }
  memcpy (root, self->nodes[count - 1], ASSAY_HASH_SIZE);
  for (guint i = count - 1; i > 0; i--)
    {
      guint8 left[ASSAY_HASH_SIZE];
      memcpy (left, self->nodes[i - 1], sizeof left);
      join (left, root);
      memcpy (root, left, sizeof left);
    }
}

/* The largest power of two below @n, which is at least 2. */
static gsize
split (gsize n)
{
  gsize k = 1;
  while (2 * k < n)
    k *= 2;
  return k;
}

static void
range_root (const guint8 *leaves, gsize n, guint8 root[ASSAY_HASH_SIZE])
{
  if (n == 1)
    {
      memcpy (root, leaves, ASSAY_HASH_SIZE);
      return;
    }
  const gsize k = split (n);
  guint8 right[ASSAY_HASH_SIZE];
  range_root (leaves, k, root);
  range_root (leaves + k * ASSAY_HASH_SIZE, n - k, right);
  join (root, right);
}

GByteArray *
assay_merkle_path (const guint8 *leaves, gsize n, gsize index)
{
  if (n <= 1)
    return g_byte_array_new ();
  const gsize k = split (n);
  const gboolean left = index < k;
  const guint8 *right_leaves = leaves + k * ASSAY_HASH_SIZE;
  GByteArray *path = left ? assay_merkle_path (leaves, k, index)
                          : assay_merkle_path (right_leaves, n - k, index - k);
  guint8 other[ASSAY_HASH_SIZE];
  if (left)
    range_root (right_leaves, n - k, other);
  else
    range_root (leaves, k, other);
  g_byte_array_append (path, other, sizeof other);
  return path;
}
