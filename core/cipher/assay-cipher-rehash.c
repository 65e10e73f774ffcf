/* assay-cipher-rehash.c: see the header. */
#include "cipher/assay-cipher-rehash.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "cipher/assay-cipher-error.h"

static const AssayPictureHash *
get (const GArray *hashes, guint64 picture)
{
  return picture < hashes->len ? &g_array_index (hashes, AssayPictureHash, picture) : NULL;
}

static gboolean
is_same (const AssayPictureHash *a, const AssayPictureHash *b)
{
  return a != NULL && b != NULL && a->type == b->type && a->length == b->length
         && memcmp (a->bytes, b->bytes, a->length) == 0;
}

gboolean
assay_cipher_rehash (const AssayCipherHashes *self,
                     const AssayHevcNal *nal,
                     guint64 pictures,
                     gboolean strict,
                     AssayCipherRehash *count,
                     GByteArray **changed,
                     GError **error)
{
  AssayPictureHash read;
  const AssayPictureHash *after;
  guint64 picture = nal->type == ASSAY_NAL_SUFFIX_SEI ? pictures - 1 : pictures;

  *changed = NULL;
  if (!assay_hash_sei_read (nal, &read))
    return TRUE;
  after = get (self->after, picture);
  if (is_same (&read, get (self->before, picture)) && after != NULL && after->type == read.type
      && after->length == read.length)
    {
      *changed = g_byte_array_new ();
      assay_hash_sei_write (nal, after, *changed);
      count->replaced++;
      return TRUE;
    }
  count->left++;
  if (!strict || !is_same (&read, after))
    return TRUE;
  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
               _ ("The hash of picture %" PRIu64 " is wrong, and cannot be kept apart "
                  "from the new ones; choose another treatment of hashes"),
               picture);
  return FALSE;
}
