/* assay-bmff-entry.c: sample descriptions: which codec, how large, with which parameter sets.
 *
 * ISO/IEC 14496-12 8.5.2 and 12, 14496-15 5.3.3 (avcC) and 8.3.3 (hvcC), 14496-1 7.2.6 (esds),
 * QuickTime's sound descriptions of versions 1 and 2. */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"

#include <string.h>

#define ENTRY_COMMON 8u /* reserved, data reference index */
#define ENTRY_VIDEO 70u
#define ENTRY_AUDIO 20u
#define ENTRIES_MAXIMUM 64u

typedef struct
{
  guint code;
  const char *name;
} CodeName;

static const CodeName avc_profiles[] = {
  { 66, "Baseline" },     { 77, "Main" },        { 88, "Extended" },    { 100, "High" },
  { 110, "High 10" },     { 122, "High 4:2:2" }, { 244, "High 4:4:4" }, { 118, "Multiview High" },
  { 128, "Stereo High" },
};
static const CodeName hevc_profiles[] = {
  { 1, "Main" },          { 2, "Main 10" }, { 3, "Main Still Picture" }, { 4, "Range Extensions" },
  { 7, "Scalable Main" },
};
/* ISO/IEC 14496-1 table 5 */
static const CodeName object_types[] = {
  { 0x20, "MPEG-4 Visual" }, { 0x21, "H.264" },  { 0x40, "AAC" },          { 0x61, "MPEG-2 Main" },
  { 0x66, "AAC Main" },      { 0x67, "AAC LC" }, { 0x69, "MPEG-2 audio" }, { 0x6a, "MPEG-1 video" },
  { 0x6b, "MP3" },           { 0x6c, "JPEG" },
};

static const char *
code_name (const CodeName *names, guint n, guint code)
{
  for (guint i = 0; i < n; i++)
    if (names[i].code == code)
      return names[i].name;
  return NULL;
}

static void
note_detail (AssayBmff *self,
             const AssayBmffBox *box,
             const char *codec,
             const char *profile,
             guint code,
             double level)
{
  g_autofree char *number = assay_number_text (level, 1);
  g_autofree char *fallback = g_strdup_printf ("profile %u", code);
  g_autofree char *text
      = g_strdup_printf ("%s %s level %s", codec, profile != NULL ? profile : fallback, number);

  assay_bmff_track_text (self, "codec_detail", text, box->offset, box->end - box->offset);
}

/* Parameter sets identify an encoder and its settings: their hash tells whether two recordings
 * share them. */
static void
note_hash (AssayBmff *self, const AssayBmffBox *box, GBytes *bytes)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  assay_bmff_track_text (self, "parameter_sets", hash, box->offset + box->header,
                         g_bytes_get_size (bytes));
}

static void
read_avcc (AssayBmff *self, const AssayBmffBox *box, AssayReader *reader, AssayBmffTrack *track)
{
  guint profile, level, lengths;

  assay_reader_skip (reader, 1);
  profile = assay_reader_read_u8 (reader);
  assay_reader_skip (reader, 1);
  level = assay_reader_read_u8 (reader);
  lengths = (assay_reader_read_u8 (reader) & 3u) + 1u;
  if (!assay_reader_ok (reader))
    return;
  track->nal_length = lengths;
  note_detail (self, box, "H.264", code_name (avc_profiles, G_N_ELEMENTS (avc_profiles), profile),
               profile, level / 10.0);
}

static void
read_hvcc (AssayBmff *self, const AssayBmffBox *box, AssayReader *reader, AssayBmffTrack *track)
{
  guint profile, level, lengths;

  assay_reader_skip (reader, 1);
  profile = assay_reader_read_u8 (reader) & 31u;
  assay_reader_skip (reader, 10);
  level = assay_reader_read_u8 (reader);
  assay_reader_skip (reader, 8);
  lengths = (assay_reader_read_u8 (reader) & 3u) + 1u;
  if (!assay_reader_ok (reader))
    return;
  track->nal_length = lengths;
  track->hevc = TRUE;
  note_detail (self, box, "H.265", code_name (hevc_profiles, G_N_ELEMENTS (hevc_profiles), profile),
               profile, level / 30.0);
}

/* Length of an MPEG-4 descriptor: seven bits a byte, at most four bytes (14496-1 8.3.3). */
static guint32
descriptor_length (AssayReader *reader)
{
  guint32 length = 0;

  for (guint i = 0; i < 4; i++)
    {
      guint8 byte = assay_reader_read_u8 (reader);

      length = (length << 7) | (byte & 127u);
      if ((byte & 128) == 0)
        break;
    }
  return length;
}

/* Moves @reader into the first descriptor of @tag; FALSE if it is not the next one. */
static gboolean
descriptor_enter (AssayReader *reader, guint tag)
{
  AssayReader inner;
  guint found = assay_reader_read_u8 (reader);
  guint32 length = descriptor_length (reader);

  length = (guint32) MIN ((gsize) length, assay_reader_left (reader));
  if (found != tag || !assay_reader_ok (reader) || !assay_reader_sub (reader, length, &inner))
    return FALSE;
  *reader = inner;
  return TRUE;
}

static void
read_esds (AssayBmff *self, const AssayBmffBox *box, AssayReader *reader)
{
  const char *name;
  guint8 flags;
  guint type;
  guint32 maximum, average;
  guint64 at;

  assay_bmff_full (reader, NULL);
  if (!descriptor_enter (reader, 3))
    return;
  assay_reader_skip (reader, 2);
  flags = assay_reader_read_u8 (reader);
  if (flags & 0x80)
    assay_reader_skip (reader, 2);
  if (flags & 0x40)
    assay_reader_skip (reader, assay_reader_read_u8 (reader));
  if (flags & 0x20)
    assay_reader_skip (reader, 2);
  if (!descriptor_enter (reader, 4))
    return;
  at = assay_reader_offset (reader);
  type = assay_reader_read_u8 (reader);
  assay_reader_skip (reader, 4);
  maximum = assay_reader_read_u32_be (reader);
  average = assay_reader_read_u32_be (reader);
  if (!assay_reader_ok (reader))
    return;
  name = code_name (object_types, G_N_ELEMENTS (object_types), type);
  assay_bmff_track_text (self, "codec_detail", name != NULL ? name : "MPEG-4", at, 1);
  assay_bmff_track_int (self, "bit_rate_maximum", maximum, at + 5, 4);
  assay_bmff_track_int (self, "bit_rate", average, at + 9, 4);
}

void
assay_bmff_codec (AssayBmff *self, const AssayBmffBox *box)
{
  AssayBmffTrack *track = assay_bmff_track (self);
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);

  if (bytes == NULL || track == NULL)
    return;
  if (box->type == ASSAY_FOURCC ('a', 'v', 'c', 'C'))
    read_avcc (self, box, &reader, track);
  else if (box->type == ASSAY_FOURCC ('h', 'v', 'c', 'C'))
    read_hvcc (self, box, &reader, track);
  else if (box->type == ASSAY_FOURCC ('e', 's', 'd', 's'))
    read_esds (self, box, &reader);
  note_hash (self, box, bytes);
  assay_encoder_scan (self->inspection, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                      box->offset + box->header);
}

/* 12.1.3: compressorname is a Pascal string in 32 bytes; some writers put C text there. */
static void
note_compressor (AssayBmff *self, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  const char *field = (const char *) assay_reader_read_bytes (reader, 32);
  g_autofree char *text = NULL;
  gsize length;

  if (field == NULL)
    return;
  length = (guchar) field[0];
  if (length > 31)
    text = assay_text_visible (field, (gssize) strnlen (field, 32));
  else
    text = assay_text_visible (field + 1, (gssize) strnlen (field + 1, length));
  if (*text == '\0')
    return;
  assay_bmff_track_text (self, "compressor", text, at, 32);
  if (strstr (text, "Lavc") != NULL)
    assay_encoder_note (self->inspection, text, at, 32);
}

static gsize
read_video_entry (AssayBmff *self, AssayReader *reader)
{
  guint64 at;
  guint width, height;

  assay_reader_skip (reader, 16);
  at = assay_reader_offset (reader);
  width = assay_reader_read_u16_be (reader);
  height = assay_reader_read_u16_be (reader);
  if (!assay_reader_ok (reader))
    return 0;
  assay_bmff_track_int (self, "coded_width", width, at, 2);
  assay_bmff_track_int (self, "coded_height", height, at + 2, 2);
  assay_reader_skip (reader, 14);
  note_compressor (self, reader);
  return ENTRY_COMMON + ENTRY_VIDEO;
}

static gsize
read_audio_entry (AssayBmff *self, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader) + 8;
  guint version = assay_reader_read_u16_be (reader);
  guint channels, bits;
  guint32 rate;

  assay_reader_skip (reader, 6);
  channels = assay_reader_read_u16_be (reader);
  bits = assay_reader_read_u16_be (reader);
  assay_reader_skip (reader, 4);
  rate = assay_reader_read_u32_be (reader);
  if (!assay_reader_ok (reader))
    return 0;
  assay_bmff_track_int (self, "channels", channels, at, 2);
  assay_bmff_track_int (self, "bits", bits, at + 2, 2);
  assay_bmff_track_int (self, "rate", rate >> 16, at + 8, 4);
  return ENTRY_COMMON + ENTRY_AUDIO + (version == 1 ? 16 : version == 2 ? 36 : 0);
}

/* Facts of one entry; returns how many bytes stand before its boxes, 0 if it has none that are
 * known. */
static gsize
read_entry (AssayBmff *self, const AssayBmffBox *entry, guint32 handler)
{
  AssayReader reader;
  gsize length = (gsize) MIN (entry->end - entry->offset - entry->header, (guint64) 256);

  if (!assay_window_reader (&self->window, entry->offset + entry->header, length, &reader))
    return 0;
  assay_reader_skip (&reader, ENTRY_COMMON);
  if (handler == ASSAY_FOURCC ('v', 'i', 'd', 'e') || handler == ASSAY_FOURCC ('p', 'i', 'c', 't'))
    return read_video_entry (self, &reader);
  if (handler == ASSAY_FOURCC ('s', 'o', 'u', 'n'))
    return read_audio_entry (self, &reader);
  return 0;
}

void
assay_bmff_stsd (AssayBmff *self, const AssayBmffBox *box)
{
  AssayBmffTrack *track = assay_bmff_track (self);
  guint64 at = box->offset + box->header;
  AssayReader reader;
  AssayBmffBox entry;
  guint32 count;
  char text[24];

  if (track == NULL || box->end - at < 8
      || !assay_window_reader (&self->window, at + 4, 4, &reader))
    return;
  count = assay_reader_read_u32_be (&reader);
  assay_bmff_track_int (self, "codec.count", count, at + 4, 4);
  at += 8;
  for (guint n = 0; n < MIN (count, ENTRIES_MAXIMUM) && at < box->end; n++)
    {
      gsize before;

      if (!assay_bmff_header (self, at, box->end, box->type, &entry))
        return;
      entry.depth = box->depth + 1;
      if (n == 0)
        {
          track->codec = entry.type;
          assay_bmff_track_text (self, "codec", assay_bmff_type_text (entry.type, text), at + 4, 4);
        }
      if (!assay_inspection_open (self->inspection, assay_bmff_type_text (entry.type, text),
                                  entry.offset, entry.header, entry.end - entry.offset, NULL))
        return;
      before = read_entry (self, &entry, track->handler);
      if (before > 0 && entry.end - entry.offset - entry.header > before)
        assay_bmff_children (self, entry.offset + entry.header + before, entry.end, &entry);
      assay_inspection_close (self->inspection);
      at = entry.end;
    }
}
