/* assay-cipher-hash-sei.c: three hashes, and where they stand in a unit. */
#include "cipher/assay-cipher-hash-sei.h"

#include <string.h>

#include "base/assay-base.h"

#define MESSAGE 132 /* decoded_picture_hash() */
#define CRC_START 0xffffu
#define CRC_POLYNOMIAL 0x1021u

/* Bytes of one component. */
static const guint8 sizes[] = {
  [ASSAY_HASH_MD5] = 16,
  [ASSAY_HASH_CRC] = 2,
  [ASSAY_HASH_CHECKSUM] = 4,
};

static inline guint
sample_at (const AssayHashPlane *plane, const guint8 *row, guint x)
{
  guint16 wide;

  if (!plane->wide)
    return row[x];
  memcpy (&wide, row + 2 * (gsize) x, sizeof wide);
  return wide;
}

static void
add_md5 (const AssayHashPlane *plane, guint8 *out)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  g_autofree guint8 *row = g_malloc ((gsize) plane->width * 2);
  gsize length = sizes[ASSAY_HASH_MD5];

  for (guint y = 0; y < plane->height; y++)
    {
      const guint8 *from = plane->data + y * plane->stride;

      for (guint x = 0; plane->wide && x < plane->width; x++)
        {
          guint sample = sample_at (plane, from, x);

          row[2 * x] = (guint8) (sample & 0xff);
          row[2 * x + 1] = (guint8) (sample >> 8);
        }
      g_checksum_update (sum, plane->wide ? row : from,
                         (gssize) plane->width * (plane->wide ? 2 : 1));
    }
  g_checksum_get_digest (sum, out, &length);
}

/* One byte into the remainder, highest bit first. */
static inline guint
divide (const guint16 *table, guint crc, guint byte)
{
  return ((crc << 8 | byte) & 0xffff) ^ table[crc >> 8];
}

/* What a remainder's high byte turns into after eight bits. */
static void
make_table (guint16 *table)
{
  for (guint i = 0; i < 256; i++)
    {
      guint value = i << 8;

      for (guint bit = 0; bit < 8; bit++)
        value = (value << 1) ^ ((value & 0x8000) != 0 ? CRC_POLYNOMIAL : 0);
      table[i] = (guint16) value;
    }
}

static void
add_crc (const AssayHashPlane *plane, guint8 *out)
{
  guint16 table[256];
  guint crc = CRC_START;

  make_table (table);
  for (guint y = 0; y < plane->height; y++)
    for (guint x = 0; x < plane->width; x++)
      {
        guint sample = sample_at (plane, plane->data + y * plane->stride, x);

        crc = divide (table, crc, sample & 0xff);
        if (plane->wide)
          crc = divide (table, crc, sample >> 8);
      }
  crc = divide (table, divide (table, crc, 0), 0);
  out[0] = (guint8) (crc >> 8);
  out[1] = (guint8) crc;
}

static void
add_checksum (const AssayHashPlane *plane, guint8 *out)
{
  guint32 sum = 0;

  for (guint y = 0; y < plane->height; y++)
    for (guint x = 0; x < plane->width; x++)
      {
        guint sample = sample_at (plane, plane->data + y * plane->stride, x);
        guint mask = (x & 0xff) ^ (y & 0xff) ^ (x >> 8) ^ (y >> 8);

        sum += (sample & 0xff) ^ mask;
        if (plane->wide)
          sum += (sample >> 8) ^ mask;
      }
  sum = GUINT32_TO_BE (sum);
  memcpy (out, &sum, sizeof sum);
}

void
assay_picture_hash_add (AssayPictureHash *self, const AssayHashPlane *plane)
{
  guint8 *out = self->bytes + self->length;

  g_return_if_fail (self->type < ASSAY_N_HASHES
                    && self->length + sizes[self->type] <= ASSAY_HASH_MOST);
  if (self->type == ASSAY_HASH_MD5)
    add_md5 (plane, out);
  else if (self->type == ASSAY_HASH_CRC)
    add_crc (plane, out);
  else
    add_checksum (plane, out);
  self->length = (guint8) (self->length + sizes[self->type]);
}

/* The next message from @reader's place, which it passes: where its hashes are, 0 for another kind.
 * FALSE behind the last one and for what is no message. */
static gboolean
next_message (AssayReader *reader, const GByteArray *rbsp, gsize *at, AssayPictureHash *hash)
{
  AssayReader inner;
  guint type;
  guint size;
  guint kind;
  gsize start;

  *at = 0;
  /* What is left after the last message is at least the trailing bits. */
  if (assay_reader_left (reader) <= 2)
    return FALSE;
  type = assay_hevc_sei_number (reader);
  size = assay_hevc_sei_number (reader);
  start = reader->position;
  if (!assay_reader_sub (reader, size, &inner))
    return FALSE;
  kind = type == MESSAGE ? assay_reader_read_u8 (&inner) : ASSAY_N_HASHES;
  if (kind >= ASSAY_N_HASHES || (size != 1u + sizes[kind] && size != 1u + 3u * sizes[kind]))
    return TRUE;
  *hash = (AssayPictureHash){ .type = (guint8) kind, .length = (guint8) (size - 1) };
  memcpy (hash->bytes, rbsp->data + start + 1, hash->length);
  *at = start + 1;
  return TRUE;
}

static void
init_messages (AssayReader *reader, const GByteArray *rbsp)
{
  assay_reader_init (reader, rbsp->data, rbsp->len, 0);
  assay_reader_skip (reader, 2);
}

/* Where in the unescaped unit the first such message has its hashes; 0 without one. */
static gsize
find_message (const GByteArray *rbsp, AssayPictureHash *hash)
{
  AssayReader reader;
  gsize at = 0;

  init_messages (&reader, rbsp);
  while (at == 0 && next_message (&reader, rbsp, &at, hash))
    ;
  return at;
}

static gboolean
is_sei (const AssayHevcNal *nal)
{
  return (nal->type == ASSAY_NAL_PREFIX_SEI || nal->type == ASSAY_NAL_SUFFIX_SEI)
         && nal->layer == 0;
}

gboolean
assay_hash_sei_read (const AssayHevcNal *nal, AssayPictureHash *hash)
{
  g_autoptr (GByteArray) rbsp = NULL;
  g_autoptr (GByteArray) again = NULL;
  g_autoptr (GArray) removed = NULL;

  if (!is_sei (nal))
    return FALSE;
  rbsp = g_byte_array_new ();
  again = g_byte_array_new ();
  removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  assay_hevc_unescape (nal->data, nal->size, rbsp, removed);
  if (find_message (rbsp, hash) == 0)
    return FALSE;
  assay_hevc_escape (rbsp->data, rbsp->len, again);
  return again->len == nal->size && memcmp (again->data, nal->data, nal->size) == 0;
}

gboolean
assay_hash_sei_is_all (const AssayHevcNal *nal)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  AssayPictureHash hash;
  AssayReader reader;
  guint n = 0;
  gsize at;

  if (!is_sei (nal))
    return FALSE;
  assay_hevc_unescape (nal->data, nal->size, rbsp, removed);
  init_messages (&reader, rbsp);
  for (; next_message (&reader, rbsp, &at, &hash); n++)
    if (at == 0)
      return FALSE;
  return n > 0 && assay_reader_ok (&reader);
}

gboolean
assay_hash_sei_strip (const AssayHevcNal *nal, GByteArray *out)
{
  g_autoptr (GByteArray) rbsp = NULL;
  g_autoptr (GByteArray) kept = NULL;
  g_autoptr (GArray) removed = NULL;
  AssayReader reader;
  guint n = 0;

  if (!is_sei (nal))
    return FALSE;
  rbsp = g_byte_array_new ();
  kept = g_byte_array_new ();
  removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  assay_hevc_unescape (nal->data, nal->size, rbsp, removed);
  init_messages (&reader, rbsp);
  g_byte_array_append (kept, rbsp->data, (guint) reader.position);
  while (assay_reader_left (&reader) > 2)
    {
      gsize start = reader.position;
      guint type = assay_hevc_sei_number (&reader);

      assay_reader_skip (&reader, assay_hevc_sei_number (&reader));
      if (!assay_reader_ok (&reader))
        return FALSE;
      if (type == MESSAGE)
        n++;
      else
        g_byte_array_append (kept, rbsp->data + start, (guint) (reader.position - start));
    }
  g_byte_array_append (kept, rbsp->data + reader.position, (guint) assay_reader_left (&reader));
  g_byte_array_set_size (out, 0);
  assay_hevc_escape (kept->data, kept->len, out);
  return n > 0;
}

void
assay_hash_sei_write (const AssayHevcNal *nal, const AssayPictureHash *hash, GByteArray *out)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  AssayPictureHash found;
  gsize at;

  assay_hevc_unescape (nal->data, nal->size, rbsp, removed);
  at = find_message (rbsp, &found);
  g_return_if_fail (at > 0 && found.type == hash->type && found.length == hash->length);
  memcpy (rbsp->data + at, hash->bytes, hash->length);
  assay_hevc_escape (rbsp->data, rbsp->len, out);
}
