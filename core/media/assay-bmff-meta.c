/* assay-bmff-meta.c: tags of ISO base media files: user data, iTunes and QuickTime metadata, XMP,
 * C2PA.
 *
 * QuickTime File Format "Metadata" and "User Data Atoms"; 3GPP TS 26.244 clause 8; C2PA 2.1 A.5
 * (uuid box). */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"
#include "media/assay-media-note-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parser-private.h"

#include <string.h>

#define KEYS_MAXIMUM 1024u
#define FREE_SCANNED 4096u
#define PRINTABLE_MAXIMUM 1024u

static const guint8 uuid_xmp[16] = { 0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8,
                                     0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac };
static const guint8 uuid_c2pa[16] = { 0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c,
                                      0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81 };

static void
note_text (AssayBmff *self,
           const char *group,
           const char *key,
           const char *value,
           guint64 offset,
           guint64 length)
{
  g_autofree char *name = g_strconcat ("bmff.", group, ".", key, NULL);

  assay_inspection_text (self->inspection, name, value, offset, length);
  assay_media_note_tag (self->inspection, key, value, offset, length);
}

/* Type codes of 'data' atoms, QuickTime File Format table 3-5. */
enum
{
  DATA_UTF8 = 1,
  DATA_UTF16 = 2,
  DATA_INT = 21,
  DATA_UINT = 22,
  DATA_FLOAT32 = 23,
  DATA_FLOAT64 = 24,
};

static gint64
read_integer (const guint8 *data, gsize size, gboolean is_signed)
{
  guint64 value = is_signed && size > 0 && (data[0] & 0x80) ? G_MAXUINT64 : 0;

  for (gsize i = 0; i < size; i++)
    value = (value << 8) | data[i];
  return (gint64) value;
}

static double
read_real (const guint8 *data, gsize size)
{
  guint64 bits = (guint64) read_integer (data, size, FALSE);
  guint32 bits32 = (guint32) bits;
  double value;
  float value32;

  if (size == 4)
    {
      memcpy (&value32, &bits32, sizeof value32);
      return (double) value32;
    }
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* The value of one 'data' atom, its 8 bytes of type and locale already read. */
static void
note_value (AssayBmff *self, const char *key, guint32 type, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  gsize size = assay_reader_left (reader);
  const guint8 *data = assay_reader_read_bytes (reader, size);
  g_autofree char *name = g_strconcat ("bmff.meta.", key, NULL);
  g_autofree char *text = NULL;

  if (data == NULL)
    return;
  if (type == DATA_UTF8 || type == DATA_UTF16)
    {
      text = type == DATA_UTF8 ? assay_text_visible ((const char *) data, (gssize) size)
                               : assay_media_text_utf16 (data, size, TRUE);
      note_text (self, "meta", key, text, at, size);
    }
  else if ((type == DATA_INT || type == DATA_UINT || (type >= 65 && type <= 78)) && size >= 1
           && size <= 8)
    assay_inspection_int (self->inspection, name, read_integer (data, size, type == DATA_INT), NULL,
                          at, size);
  else if ((type == DATA_FLOAT32 && size == 4) || (type == DATA_FLOAT64 && size == 8))
    assay_inspection_real (self->inspection, name, read_real (data, size), NULL, at, size);
  else
    assay_inspection_bytes (self->inspection, name, data, size, at);
}

/* A small atom inside an item: header and confined payload. FALSE at the end or on damage. */
static gboolean
next_atom (AssayReader *reader, guint32 *type, AssayReader *payload)
{
  guint32 size;

  if (assay_reader_left (reader) < 8)
    return FALSE;
  size = assay_reader_read_u32_be (reader);
  *type = assay_reader_read_u32_be (reader);
  return size >= 8 && assay_reader_sub (reader, size - 8, payload);
}

static char *
atom_text (AssayReader *payload)
{
  gsize left;

  assay_reader_skip (payload, 4);
  left = assay_reader_left (payload);
  return assay_text_visible ((const char *) assay_reader_read_bytes (payload, left), (gssize) left);
}

/* The name of an item: its type, or what 'keys' lists under that number. */
static char *
item_key (AssayBmff *self, guint32 type)
{
  char text[24];

  if (type >= 1 && type <= self->keys->len)
    return g_strdup (g_ptr_array_index (self->keys, type - 1));
  return g_strdup (assay_bmff_type_text (type, text));
}

void
assay_bmff_ilst_item (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader, payload;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  g_autofree char *key = item_key (self, box->type);
  guint32 type;

  while (bytes != NULL && next_atom (&reader, &type, &payload))
    {
      if (type == ASSAY_FOURCC ('n', 'a', 'm', 'e')) /* of '----': free names */
        {
          g_free (key);
          key = atom_text (&payload);
        }
      else if (type == ASSAY_FOURCC ('d', 'a', 't', 'a'))
        {
          guint32 kind = assay_reader_read_u32_be (&payload) & 0xffffffu;

          assay_reader_skip (&payload, 4);
          if (assay_reader_ok (&payload))
            note_value (self, key, kind, &payload);
        }
    }
}

void
assay_bmff_keys (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader, payload;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint32 count, space;

  assay_bmff_full (&reader, NULL);
  count = assay_reader_read_u32_be (&reader);
  for (guint32 i = 0; bytes != NULL && i < MIN (count, KEYS_MAXIMUM); i++)
    {
      gsize left;

      if (!next_atom (&reader, &space, &payload))
        {
          assay_inspection_problem (self->inspection, "count", box->offset,
                                    "keys declares %u names, %u are there", count, i);
          return;
        }
      left = assay_reader_left (&payload);
      g_ptr_array_add (self->keys,
                       assay_text_visible ((const char *) assay_reader_read_bytes (&payload, left),
                                           (gssize) left));
    }
}

/* QuickTime text entries: 16-bit length, language, text; 26.244 boxes: version, language, text. */
static void
note_udta_text (AssayBmff *self, const char *key, AssayReader *reader)
{
  const AssayReader start = *reader;
  guint length = assay_reader_read_u16_be (reader);
  g_autofree char *text = NULL;
  guint64 at;

  assay_reader_skip (reader, 2);
  if (!assay_reader_ok (reader) || length > assay_reader_left (reader))
    { /* bare text, as some cameras write it */
      *reader = start;
      length = (guint) assay_reader_left (reader);
    }
  at = assay_reader_offset (reader);
  text = assay_media_text_tag (assay_reader_read_bytes (reader, length), length);
  note_text (self, "udta", key, text, at, length);
}

/* 26.244 8.10: language, name, role, longitude, latitude, altitude (16.16 degrees and metres). */
static void
note_loci (AssayBmff *self, AssayReader *reader)
{
  guint64 at;
  double values[3];
  static const char *const names[]
      = { "media.gps.longitude", "media.gps.latitude", "media.gps.altitude" };

  assay_reader_skip (reader, 6);
  while (assay_reader_ok (reader) && assay_reader_read_u8 (reader) != 0)
    continue;
  assay_reader_skip (reader, 1);
  at = assay_reader_offset (reader);
  for (guint i = 0; i < 3; i++)
    values[i] = (gint32) assay_reader_read_u32_be (reader) / 65536.0;
  for (guint i = 0; i < 3 && assay_reader_ok (reader); i++)
    assay_inspection_real (self->inspection, names[i], values[i], NULL, at + 4 * i, 4);
}

static gboolean
type_is_3gpp_text (guint32 type)
{
  static const guint32 types[] = {
    ASSAY_FOURCC ('t', 'i', 't', 'l'), ASSAY_FOURCC ('d', 's', 'c', 'p'),
    ASSAY_FOURCC ('c', 'p', 'r', 't'), ASSAY_FOURCC ('p', 'e', 'r', 'f'),
    ASSAY_FOURCC ('a', 'u', 't', 'h'), ASSAY_FOURCC ('g', 'n', 'r', 'e'),
    ASSAY_FOURCC ('a', 'l', 'b', 'm'),
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i] == type)
      return TRUE;
  return FALSE;
}

/* Vendor entries (Samsung, Canon, Nikon, GoPro …): their text if they are text, else their first
 * bytes. */
static void
note_udta_other (AssayBmff *self, const char *key, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  gsize left = assay_reader_left (reader);
  const guint8 *data = assay_reader_read_bytes (reader, left);
  g_autofree char *name = g_strconcat ("bmff.udta.", key, NULL);
  gsize length = data != NULL ? strnlen ((const char *) data, left) : 0;

  if (data == NULL || left == 0)
    return;
  if (length > 0 && length <= PRINTABLE_MAXIMUM && left - length <= 8
      && g_utf8_validate ((const char *) data, (gssize) length, NULL))
    {
      g_autofree char *text = assay_text_visible ((const char *) data, (gssize) length);

      assay_inspection_text (self->inspection, name, text, at, left);
    }
  else
    assay_inspection_bytes (self->inspection, name, data, left, at);
  assay_encoder_scan (self->inspection, data, MIN (left, ASSAY_WINDOW_SIZE), at);
}

void
assay_bmff_udta_entry (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  char key[24];

  assay_bmff_type_text (box->type, key);
  if (bytes == NULL)
    return;
  if (box->type >> 24 == 0xa9)
    note_udta_text (self, key, &reader);
  else if (box->type == ASSAY_FOURCC ('l', 'o', 'c', 'i'))
    note_loci (self, &reader);
  else if (type_is_3gpp_text (box->type) && assay_reader_left (&reader) > 6)
    {
      g_autofree char *text = NULL;
      gsize left;
      guint64 at;

      assay_reader_skip (&reader, 6);
      at = assay_reader_offset (&reader);
      left = assay_reader_left (&reader);
      text = assay_media_text_tag (assay_reader_read_bytes (&reader, left), left);
      note_text (self, "udta", key, text, at, left);
    }
  else
    note_udta_other (self, key, &reader);
}

void
assay_bmff_xmp (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  gsize size;
  const guint8 *data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  assay_block_xmp (self->inspection, data, size, box->offset + box->header);
}

/* C2PA 2.1 A.5.1: version and flags, purpose, for "manifest" the place of a Merkle box, then the
 * manifest store. */
static void
note_c2pa (AssayBmff *self, const AssayBmffBox *box)
{
  guint64 begin = box->offset + box->header;
  gsize length = (gsize) MIN (box->end - begin, (guint64) (16 * ASSAY_BMFF_LEAF));
  g_autoptr (GBytes) bytes = assay_source_read (self->source, begin, length, NULL);
  AssayReader reader;
  gboolean manifest;
  gsize left;

  self->c2pa = TRUE;
  if (bytes == NULL)
    return;
  assay_reader_init_bytes (&reader, bytes, begin);
  assay_reader_skip (&reader, 4);
  manifest = assay_reader_match (&reader, "manifest", 9);
  assay_reader_skip (&reader, 8);
  left = assay_reader_left (&reader);
  if (manifest && assay_reader_ok (&reader) && left > 0)
    assay_block_jumbf (self->inspection, assay_reader_peek (&reader, left), left,
                       assay_reader_offset (&reader));
}

void
assay_bmff_uuid (AssayBmff *self, const AssayBmffBox *box)
{
  g_autofree char *name = assay_text_hex (box->uuid, 16);

  assay_inspection_text (self->inspection, "bmff.uuid", name, box->offset + box->header - 16, 16);
  if (memcmp (box->uuid, uuid_xmp, 16) == 0)
    assay_bmff_xmp (self, box);
  else if (memcmp (box->uuid, uuid_c2pa, 16) == 0)
    note_c2pa (self, box);
}

/* Padding; GPAC, HandBrake and others sign in it. */
void
assay_bmff_free_box (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  guint64 begin = box->offset + box->header;
  gsize length = (gsize) MIN (box->end - begin, (guint64) FREE_SCANNED);

  self->free_bytes += box->end - begin;
  length = assay_window_reader_partial (&self->window, begin, length, &reader);
  if (length > 0)
    assay_encoder_scan (self->inspection, assay_reader_peek (&reader, length), length, begin);
}
