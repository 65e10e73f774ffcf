/* assay-id3.c: ID3v1, ID3v2.2 to 2.4 (id3.org), and the presence of APE tags. */
#include "media/assay-id3-private.h"

#include "config.h"

#include <string.h>

#include "media/assay-media-note-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parser-private.h"

#define TAG_MAXIMUM (16u * 1024u * 1024u)
#define FRAMES_MAXIMUM 2048u

/* Seven bits a byte, ID3v2.4 6.2. */
static guint32
read_syncsafe (AssayReader *reader)
{
  guint32 value = 0;

  for (guint i = 0; i < 4; i++)
    value = (value << 7) | (assay_reader_read_u8 (reader) & 127u);
  return value;
}

/* Text after its encoding byte: 0 ISO 8859-1, 1 UTF-16 with mark, 2 UTF-16BE, 3 UTF-8. */
static char *
read_text (AssayReader *frame)
{
  guint8 encoding = assay_reader_read_u8 (frame);
  gsize length = assay_reader_left (frame);
  const guint8 *data = assay_reader_peek (frame, length);

  if (encoding == 1 || encoding == 2)
    return assay_media_text_utf16 (data, length, TRUE);
  return assay_media_text_latin1 (data, length);
}

/* TXXX: description, NUL, value; both in the frame's encoding. */
static void
note_free_text (AssayInspection *inspection, AssayReader *frame, guint64 at, guint64 length)
{
  guint8 encoding = assay_reader_read_u8 (frame);
  gsize left = assay_reader_left (frame);
  const guint8 *data = assay_reader_peek (frame, left);
  gboolean wide = encoding == 1 || encoding == 2;
  gsize cut = 0;
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;
  g_autofree char *name = NULL;

  while (cut < left && (data[cut] != 0 || (wide && cut + 1 < left && data[cut + 1] != 0)))
    cut += wide ? 2 : 1;
  if (cut + (wide ? 2 : 1) > left)
    return;
  key = wide ? assay_media_text_utf16 (data, cut, TRUE) : assay_media_text_latin1 (data, cut);
  cut += wide ? 2 : 1;
  value = wide ? assay_media_text_utf16 (data + cut, left - cut, TRUE)
               : assay_media_text_latin1 (data + cut, left - cut);
  name = g_strconcat ("id3.TXXX.", key, NULL);
  assay_inspection_text (inspection, name, value, at, length);
  assay_media_note_tag (inspection, key, value, at, length);
}

static void
note_frame (AssayInspection *inspection, const char *id, AssayReader *frame)
{
  guint64 at = assay_reader_offset (frame);
  gsize length = assay_reader_left (frame);
  g_autofree char *name = g_strconcat ("id3.", id, NULL);

  if (length == 0)
    return;
  if (g_str_equal (id, "TXXX") || g_str_equal (id, "TXX"))
    note_free_text (inspection, frame, at, length);
  else if (id[0] == 'T')
    {
      g_autofree char *text = read_text (frame);

      assay_inspection_text (inspection, name, text, at, length);
      assay_media_note_tag (inspection, g_str_equal (id, "TSS") ? "TSSE" : id, text, at, length);
    }
  else
    assay_inspection_int (inspection, name, (gint64) length, NULL, at, length);
}

/* Frame headers have 6 bytes in version 2.2 and 10 later; sizes are syncsafe from 2.4 on. */
static gboolean
next_frame (AssayReader *reader, guint version, char *id, AssayReader *frame)
{
  gsize letters = version == 2 ? 3 : 4;
  const guint8 *name = assay_reader_read_bytes (reader, letters);
  guint32 size;

  if (name == NULL || name[0] == 0)
    return FALSE;
  for (gsize i = 0; i < letters; i++)
    {
      if (!g_ascii_isupper (name[i]) && !g_ascii_isdigit (name[i]))
        return FALSE;
      id[i] = (char) name[i];
    }
  id[letters] = '\0';
  if (version == 2)
    size = assay_reader_read_u24_be (reader);
  else
    size = version == 4 ? read_syncsafe (reader) : assay_reader_read_u32_be (reader);
  if (version != 2)
    assay_reader_skip (reader, 2);
  return assay_reader_sub (reader, size, frame);
}

static void
read_frames (AssayInspection *inspection, AssayReader *reader, guint version)
{
  char id[5];
  AssayReader frame;
  guint n = 0;

  while (n++ < FRAMES_MAXIMUM && assay_reader_left (reader) > 6
         && next_frame (reader, version, id, &frame))
    {
      guint header = version == 2 ? 6 : 10;

      assay_inspection_element (inspection, id, frame.base + frame.position - header, header,
                                header + assay_reader_left (&frame), NULL);
      note_frame (inspection, id, &frame);
    }
  if (!assay_reader_ok (reader))
    assay_inspection_problem (inspection, "overrun", assay_reader_offset (reader),
                              "an ID3 frame is larger than its tag");
}

guint64
assay_id3v2 (AssaySource *source, AssayInspection *inspection, guint64 offset)
{
  guint8 head[10];
  AssayReader reader;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *version = NULL;
  guint64 length, left;

  if (assay_source_read_into (source, offset, head, sizeof head, NULL) != (gssize) sizeof head
      || memcmp (head, "ID3", 3) != 0)
    return offset;
  assay_reader_init (&reader, head + 6, 4, offset + 6);
  length = read_syncsafe (&reader) + 10u + (head[5] & 0x10 ? 10u : 0u);
  left = assay_source_get_size (source) - offset;
  version = g_strdup_printf ("2.%u.%u", head[3], head[4]);
  assay_inspection_text (inspection, "id3.version", version, offset + 3, 2);
  if (length > left)
    assay_inspection_problem (
        inspection, "truncated", offset,
        "ID3 tag of %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " are there", length, left);
  length = MIN (length, left);
  if (!assay_inspection_open (inspection, "ID3v2", offset, 10, length, version))
    return offset + length;
  bytes = assay_source_read (source, offset + 10, (gsize) MIN (length - 10, (guint64) TAG_MAXIMUM),
                             NULL);
  /* Extended headers and unsynchronisation are rare; frames behind them are left alone. */
  if (bytes != NULL && (head[5] & 0xc0) == 0 && head[3] >= 2 && head[3] <= 4)
    {
      assay_reader_init_bytes (&reader, bytes, offset + 10);
      read_frames (inspection, &reader, head[3]);
    }
  assay_inspection_close (inspection);
  return offset + length;
}

static void
read_v1 (AssayInspection *inspection, const guint8 *tag, guint64 offset)
{
  static const struct
  {
    const char *name;
    guint at, length;
  } fields[] = { { "id3v1.title", 3, 30 },
                 { "id3v1.artist", 33, 30 },
                 { "id3v1.album", 63, 30 },
                 { "id3v1.year", 93, 4 },
                 { "id3v1.comment", 97, 28 } };

  assay_inspection_element (inspection, "ID3v1", offset, 3, 128, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = assay_media_text_latin1 (tag + fields[i].at, fields[i].length);

      g_strchomp (text);
      if (*text != '\0')
        assay_inspection_text (inspection, fields[i].name, text, offset + fields[i].at,
                               fields[i].length);
    }
}

guint64
assay_id3v1 (AssaySource *source, AssayInspection *inspection)
{
  guint64 end = assay_source_get_size (source);
  guint8 tail[128];
  AssayReader reader;
  guint32 length;

  if (end >= 128 && assay_source_read_into (source, end - 128, tail, 128, NULL) == 128
      && memcmp (tail, "TAG", 3) == 0)
    {
      read_v1 (inspection, tail, end - 128);
      end -= 128;
    }
  /* APEv2: a footer of 32 bytes says how long the tag before it is. */
  if (end < 32 || assay_source_read_into (source, end - 32, tail, 32, NULL) != 32
      || memcmp (tail, "APETAGEX", 8) != 0)
    return end;
  assay_reader_init (&reader, tail, 32, end - 32);
  assay_reader_skip (&reader, 12);
  length = assay_reader_read_u32_le (&reader);
  if (length >= 32 && length <= end)
    {
      assay_inspection_element (inspection, "APE", end - length, 0, length, NULL);
      assay_inspection_int (inspection, "ape.bytes", length, NULL, end - length, length);
      end -= length;
    }
  return end;
}
