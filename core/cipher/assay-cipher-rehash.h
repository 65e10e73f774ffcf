/* assay-cipher-rehash.h: picture hashes of one stream become those of the other.
 *
 * Which messages are replaced is not written down, both sides see it: those that hold the hash of
 * the picture as it comes in. The encrypted stream then has right hashes, and decryption, which
 * decodes too, knows them by that and puts in those of the pictures as they were. A message that
 * was wrong already, or whose picture is not shown, is left as it is in both directions. */
#pragma once

#include <glib.h>

#include "cipher/assay-cipher-hash-sei.h"

G_BEGIN_DECLS

/* (element-type AssayPictureHash): by picture in decoding order. */
typedef struct
{
  const GArray *before; /* of the stream that comes */
  const GArray *after;  /* of the one that goes */
} AssayCipherHashes;

typedef struct
{
  guint64 replaced;
  guint64 left;
} AssayCipherRehash;

/**
 * assay_cipher_rehash:
 * @nal: any unit
 * @pictures: how many have begun before it
 * @strict: when encrypting: what decryption could not tell apart is an error
 * @count: is added to
 * @changed: (out) (nullable): the unit with the other hash
 *
 * Returns: %FALSE with ASSAY_CIPHER_ERROR_UNSUPPORTED: a wrong hash is by chance that of the
 * encrypted picture
 */
gboolean assay_cipher_rehash (const AssayCipherHashes *self,
                              const AssayHevcNal *nal,
                              guint64 pictures,
                              gboolean strict,
                              AssayCipherRehash *count,
                              GByteArray **changed,
                              GError **error);

G_END_DECLS
