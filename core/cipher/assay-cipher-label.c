/* assay-cipher-label.c: see the header. */
#include "cipher/assay-cipher-label.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

/* All of the first runs of bins count, then one of so many: enough to tell slice segments apart,
 * and too few to cost time. */
#define FIRST_RUNS 64u
#define EVERY_RUN 32u

static void
put (GByteArray *out, guint32 value)
{
  guint32 bytes = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &bytes, sizeof bytes);
}

/* The unit from its first bit up to the entry points, or to the slice data. */
static void
put_header (GByteArray *out, const AssayHevcSliceSegment *segment)
{
  const AssayHevcSliceHeader *header = segment->header;
  const gsize bits = header->entry_points_at > 0 ? header->entry_points_at : 8 * header->data_at;
  const guint rest = bits % 8;

  put (out, (guint32) bits);
  g_byte_array_append (out, segment->rbsp->data, (guint) (bits / 8));
  if (rest > 0)
    {
      const guint8 last = (guint8) (segment->rbsp->data[bits / 8] & (0xff00u >> rest));

      g_byte_array_append (out, &last, 1);
    }
}

static void
put_codewords (GByteArray *out, const GArray *codewords, guint32 begin)
{
  put (out, codewords->len);
  for (guint i = 0; i < codewords->len; i++)
    {
      const AssayCodeword *word = &g_array_index (codewords, AssayCodeword, i);

      put (out, word->first_bit - begin);
      put (out, word->end_bit - begin);
      put (out, word->first_run);
      put (out, word->substream);
    }
}

static void
put_runs (GByteArray *out, const GArray *runs, guint32 begin)
{
  put (out, runs->len);
  for (guint i = 0; i < runs->len; i += i < FIRST_RUNS ? 1 : EVERY_RUN)
    {
      const AssayBypassRun *run = &g_array_index (runs, AssayBypassRun, i);

      put (out, run->position - begin);
      put (out, (guint32) run->range << 16 | (guint32) run->element << 8 | run->n);
    }
}

void
assay_cipher_label_read (const AssayHevcSliceSegment *segment,
                         const guint8 key[ASSAY_CIPHER_KEY_SIZE],
                         GByteArray *scratch,
                         guint8 label[ASSAY_CIPHER_LABEL])
{
  static const char purpose[] = "assay cipher label";
  const guint32 begin = 8 * (guint32) segment->header->data_at;
  guint8 digest[32];
  unsigned int length = 0;

  g_byte_array_set_size (scratch, 0);
  g_byte_array_append (scratch, (const guint8 *) purpose, sizeof purpose);
  put_header (scratch, segment);
  put_codewords (scratch, segment->found->codewords, begin);
  put_runs (scratch, segment->found->runs, begin);
  if (HMAC (EVP_sha256 (), key, ASSAY_CIPHER_KEY_SIZE, scratch->data, scratch->len, digest, &length)
      == NULL)
    g_error ("HMAC-SHA-256 failed");
  memcpy (label, digest, ASSAY_CIPHER_LABEL);
}
