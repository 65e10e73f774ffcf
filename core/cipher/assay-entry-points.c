/* assay-entry-points.c: sizes of substreams with their emulation prevention bytes, and the header
 * that holds them. */
#include "cipher/assay-entry-points.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_LENGTH 32u

/* Bytes of each substream but the last of @rbsp, with the bytes that Annex B will put in. */
static GArray *
measure (const AssayHevcSliceSegment *segment, const GByteArray *rbsp, const GArray *removed)
{
  const GArray *codewords = segment->found->codewords;
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 start = (guint32) segment->header->data_at;
  guint substream = 0;
  guint at = 0;

  while (at < removed->len && g_array_index (removed, guint32, at) < start)
    at++;
  for (guint i = 0; i < codewords->len; i++)
    {
      const AssayCodeword *codeword = &g_array_index (codewords, AssayCodeword, i);
      guint32 next = codeword->first_bit / 8;
      guint32 size;

      if (codeword->substream == substream)
        continue;
      substream = codeword->substream;
      size = next - start;
      for (; at < removed->len && g_array_index (removed, guint32, at) <= next; at++)
        size++;
      g_array_append_val (sizes, size);
      start = next;
    }
  return sizes;
}

static gboolean
are_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (guint32)) == 0;
}

/* Bits that the largest of @sizes less 1 needs. */
static guint
shortest (const GArray *sizes)
{
  guint32 all = 0;

  for (guint i = 0; i < sizes->len; i++)
    all |= g_array_index (sizes, guint32, i) - 1;
  return all == 0 ? 1 : 32 - (guint) __builtin_clz (all);
}

/* Bits in front of those that have been written. */
typedef struct
{
  GByteArray *bytes;
  guint64 length;
} Bits;

static void
put (Bits *self, guint32 value, guint count)
{
  static const guint8 zero = 0;

  for (guint i = count; i-- > 0; self->length++)
    {
      if ((self->length & 7) == 0)
        g_byte_array_append (self->bytes, &zero, 1);
      self->bytes->data[self->length >> 3]
          |= (guint8) ((value >> i & 1) << (7 - (self->length & 7)));
    }
}

static void
put_ue (Bits *self, guint32 value)
{
  guint length = 32 - (guint) __builtin_clz (value + 1);

  put (self, 0, length - 1);
  put (self, value + 1, length);
}

static guint
bit_at (const GByteArray *bytes, guint64 at)
{
  return (guint) bytes->data[at >> 3] >> (7 - (at & 7)) & 1u;
}

static guint
ue_length (guint32 value)
{
  return 2 * (32 - (guint) __builtin_clz (value + 1)) - 1;
}

/* The header with @sizes in fields of @length bits in front of the slice data. */
static void
replace_header (const AssayHevcSliceHeader *header,
                GByteArray *rbsp,
                const GArray *sizes,
                guint length)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) header->data_at + 16);
  Bits bits = { out, 0 };
  guint64 behind = header->entry_points_at + ue_length (header->offset_length - 1)
                   + (guint64) header->n_entry_points * header->offset_length;
  guint64 stop = 8 * (guint64) header->data_at - 1;

  for (guint64 i = 0; i < header->entry_points_at; i++)
    put (&bits, bit_at (rbsp, i), 1);
  put_ue (&bits, length - 1);
  for (guint i = 0; i < sizes->len; i++)
    put (&bits, g_array_index (sizes, guint32, i) - 1, length);
  while (stop > behind && bit_at (rbsp, stop) == 0) /* byte_alignment() begins with its last 1 */
    stop--;
  for (guint64 i = behind; i < stop; i++)
    put (&bits, bit_at (rbsp, i), 1);
  put (&bits, 1, 1);
  g_byte_array_append (out, rbsp->data + header->data_at, rbsp->len - (guint) header->data_at);
  g_byte_array_set_size (rbsp, 0);
  g_byte_array_append (rbsp, out->data, out->len);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                       _ ("The entry points of a slice have no room for other values"));
  return FALSE;
}

gboolean
assay_entry_points_rewrite (const AssayHevcSliceSegment *segment,
                            GByteArray *rbsp,
                            gboolean decrypt,
                            GError **error)
{
  const AssayHevcSliceHeader *header = segment->header;
  g_autoptr (GArray) old = NULL;
  g_autoptr (GArray) sizes = NULL;
  g_autoptr (GArray) removed = NULL;
  g_autoptr (GByteArray) nal = NULL;
  g_autoptr (GByteArray) again = NULL;
  guint least;
  guint length = header->offset_length;
  gboolean was_shortest;

  if (header->n_entry_points == 0 || header->entry_points == NULL)
    return TRUE;
  old = measure (segment, segment->rbsp, segment->removed);
  if (!are_equal (old, header->entry_points))
    return TRUE;
  nal = g_byte_array_sized_new (rbsp->len + rbsp->len / 64 + 16);
  again = g_byte_array_sized_new (rbsp->len);
  removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  assay_hevc_escape (rbsp->data, rbsp->len, nal);
  assay_hevc_unescape (nal->data, nal->len, again, removed);
  sizes = measure (segment, rbsp, removed);
  if (are_equal (sizes, old))
    return TRUE;
  least = shortest (sizes);
  was_shortest = length == shortest (old);
  if (was_shortest)
    length = least;
  else if (length < least || (!decrypt && length == least))
    return refuse (error);
  replace_header (header, rbsp, sizes, length);
  return length <= MOST_LENGTH || refuse (error);
}
