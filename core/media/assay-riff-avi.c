/* assay-riff-avi.c: video in RIFF: headers, streams, index (AVI RIFF File Reference, OpenDML 1.02).
 */
#include "media/assay-riff-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"
#include "media/assay-media-note-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parser-private.h"

#define INDEX_ENTRY 16u
#define INDEX_KEYFRAME 0x10u
#define SCANNED_CHUNKS 3u
#define SCANNED_BYTES 16384u

static char *
stream_fact (AssayRiff *self, const char *name)
{
  return g_strdup_printf ("avi.stream[%u].%s", self->streams, name);
}

static void
stream_int (AssayRiff *self, const char *name, gint64 value, guint64 offset, guint64 length)
{
  g_autofree char *full = stream_fact (self, name);

  assay_inspection_int (self->inspection, full, value, NULL, offset, length);
}

static void
stream_text (AssayRiff *self, const char *name, const char *value, guint64 offset, guint64 length)
{
  g_autofree char *full = stream_fact (self, name);

  assay_inspection_text (self->inspection, full, value, offset, length);
}

void
assay_riff_avih (AssayRiff *self, const AssayRiffChunk *chunk)
{
  static const char *const names[]
      = { "avi.frame_us", "avi.max_byte_rate", NULL, "avi.flags", "avi.frames",
          NULL,           "avi.streams",       NULL, "avi.width", "avi.height" };
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  guint32 words[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    words[i] = assay_reader_read_u32_le (&reader);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "malformed", chunk->offset, "avih is too short");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      assay_inspection_int (self->inspection, names[i], words[i], NULL, chunk->offset + 8 + 4 * i,
                            4);
  if (words[0] > 0)
    {
      assay_inspection_real (self->inspection, "avi.fps", 1e6 / words[0], NULL, chunk->offset + 8,
                             4);
      assay_inspection_real (self->inspection, "media.duration_s", words[0] / 1e6 * words[4], NULL,
                             chunk->offset + 8, 4);
    }
}

void
assay_riff_strh (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  guint64 at = chunk->offset + 8;
  guint32 type = assay_reader_read_u32_le (&reader);
  guint32 handler = assay_reader_read_u32_le (&reader);
  guint32 scale, rate, length;
  char text[24];

  assay_reader_skip (&reader, 12);
  scale = assay_reader_read_u32_le (&reader);
  rate = assay_reader_read_u32_le (&reader);
  assay_reader_skip (&reader, 4);
  length = assay_reader_read_u32_le (&reader);
  if (bytes == NULL || !assay_reader_ok (&reader) || self->streams >= ASSAY_RIFF_STREAMS)
    {
      assay_inspection_problem (self->inspection, "malformed", chunk->offset,
                                "strh is too short or one too many");
      return;
    }
  self->streams++;
  self->stream_type = type;
  stream_text (self, "type", assay_riff_id_text (type, text), at, 4);
  if (handler != 0)
    stream_text (self, "handler", assay_riff_id_text (handler, text), at + 4, 4);
  stream_int (self, "scale", scale, at + 20, 4);
  stream_int (self, "rate_units", rate, at + 24, 4);
  stream_int (self, "length", length, at + 32, 4);
  if (scale == 0 || rate == 0)
    assay_inspection_problem (self->inspection, "malformed", at + 20, "stream %u: rate %u / %u",
                              self->streams, rate, scale);
}

/* BITMAPINFOHEADER or WAVEFORMATEX, by the type of the stream. */
void
assay_riff_strf (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  guint64 at = chunk->offset + 8;
  char text[24];

  if (bytes == NULL || self->streams == 0)
    return;
  if (self->stream_type == ASSAY_RIFF_ID ('a', 'u', 'd', 's'))
    {
      g_autofree char *prefix = stream_fact (self, "");

      assay_riff_wave_format (self, &reader, prefix);
    }
  else if (self->stream_type == ASSAY_RIFF_ID ('v', 'i', 'd', 's'))
    {
      guint32 width, height, codec;

      assay_reader_skip (&reader, 4);
      width = assay_reader_read_u32_le (&reader);
      height = assay_reader_read_u32_le (&reader);
      assay_reader_skip (&reader, 4);
      codec = assay_reader_read_u32_le (&reader);
      if (!assay_reader_ok (&reader))
        return;
      stream_int (self, "width", width, at + 4, 4);
      stream_int (self, "height", ABS ((gint64) (gint32) height), at + 8, 4);
      stream_text (self, "codec", codec == 0 ? "RGB" : assay_riff_id_text (codec, text), at + 16,
                   4);
    }
}

void
assay_riff_strn (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  gsize left = assay_reader_left (&reader);
  g_autofree char *text = assay_media_text_latin1 (assay_reader_peek (&reader, left), left);

  if (bytes != NULL && self->streams > 0)
    stream_text (self, "name", text, chunk->offset + 8, left);
}

void
assay_riff_idit (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  gsize left = assay_reader_left (&reader);
  g_autofree char *text = assay_media_text_latin1 (assay_reader_peek (&reader, left), left);

  if (bytes == NULL)
    return;
  g_strchomp (text);
  assay_inspection_text (self->inspection, "riff.info.IDIT", text, chunk->offset + 8, left);
  assay_media_note_tag (self->inspection, "IDIT", text, chunk->offset + 8, left);
}

/* Padding; muxers sign in it (VirtualDub), cameras keep their notes there. */
void
assay_riff_junk (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = NULL;
  gsize left;
  guint shown = 0;
  const guint8 *data;

  if (self->junks >= 16)
    return;
  bytes = assay_riff_payload (self, chunk, &reader);
  left = assay_reader_left (&reader);
  data = assay_reader_peek (&reader, left);
  if (bytes == NULL || data == NULL)
    return;
  while (shown < MIN (left, 512) && data[shown] != 0)
    shown++;
  self->junks++;
  if (shown >= 4 && g_utf8_validate ((const char *) data, (gssize) shown, NULL))
    {
      g_autofree char *name = g_strdup_printf ("avi.junk.%u", self->junks);
      g_autofree char *text = assay_text_visible ((const char *) data, (gssize) shown);

      assay_inspection_text (self->inspection, name, text, chunk->offset + 8, shown);
    }
  assay_encoder_scan (self->inspection, data, left, chunk->offset + 8);
}

/* The chunks of movi are counted through a small window of their own: data between the headers is
 * not read. */
void
assay_riff_movi (AssayRiff *self, const AssayRiffChunk *chunk)
{
  g_auto (AssayWindow) window = { 0 };
  guint64 offset = chunk->offset + 12;
  guint64 count = 0, video = 0;
  AssayReader reader;

  if (self->movi == 0)
    {
      self->movi = chunk->offset + 8; /* index offsets count from the list type */
      self->movi_end = chunk->end;
    }
  assay_window_init_sized (&window, self->source, 64);
  while (chunk->end - offset >= 8 && assay_window_reader (&window, offset, 8, &reader))
    {
      guint32 id = assay_reader_read_u32_le (&reader);
      guint32 size = assay_reader_read_u32_le (&reader);
      gboolean is_list = id == ASSAY_RIFF_ID ('L', 'I', 'S', 'T'); /* 'rec ' groups: entered */

      if ((++count & 0xfff) == 0 && g_cancellable_is_cancelled (self->cancellable))
        return;
      if (count > ASSAY_LIMIT_SAMPLES || (!is_list && size > chunk->end - offset - 8))
        {
          assay_inspection_problem (self->inspection,
                                    count > ASSAY_LIMIT_SAMPLES ? "limit" : "overrun", offset,
                                    "frame chunk of %u bytes in movi", size);
          break;
        }
      if ((id >> 16) == ('d' | 'c' << 8) || (id >> 16) == ('d' | 'b' << 8))
        video++;
      if (video <= SCANNED_CHUNKS && !is_list)
        {
          gsize length = assay_window_reader_partial (&self->window, offset + 8,
                                                      MIN (size, SCANNED_BYTES), &reader);

          assay_encoder_scan (self->inspection, assay_reader_peek (&reader, length), length,
                              offset + 8);
        }
      offset += is_list ? 12 : 8 + (guint64) size + (size & 1);
      offset = MIN (offset, chunk->end);
    }
  assay_inspection_int (self->inspection, "avi.movi.chunks", (gint64) count, NULL, chunk->offset,
                        chunk->end - chunk->offset);
  assay_inspection_int (self->inspection, "avi.movi.video", (gint64) video, NULL, chunk->offset,
                        chunk->end - chunk->offset);
}

/* Each entry: id, flags, offset from movi (or, with some writers, from the start of the file),
 * size. */
void
assay_riff_idx1 (AssayRiff *self, const AssayRiffChunk *chunk)
{
  guint64 entries
      = MIN ((chunk->end - chunk->offset - 8) / INDEX_ENTRY, (guint64) ASSAY_LIMIT_SAMPLES);
  guint64 bad = 0, keys = 0;
  AssayReader reader;

  self->has_index = TRUE;
  for (guint64 i = 0; i < entries; i++)
    {
      guint64 place, size;
      guint32 flags;

      if (!assay_window_reader (&self->window, chunk->offset + 8 + i * INDEX_ENTRY, INDEX_ENTRY,
                                &reader))
        break;
      assay_reader_skip (&reader, 4);
      flags = assay_reader_read_u32_le (&reader);
      place = assay_reader_read_u32_le (&reader);
      size = assay_reader_read_u32_le (&reader);
      keys += flags & INDEX_KEYFRAME ? 1 : 0;
      if (place + size + 8 > self->movi_end && self->movi + place + size + 8 > self->movi_end)
        bad++;
    }
  assay_inspection_int (self->inspection, "avi.index.entries", (gint64) entries, NULL,
                        chunk->offset + 8, entries * INDEX_ENTRY);
  assay_inspection_int (self->inspection, "avi.index.keyframes", (gint64) keys, NULL,
                        chunk->offset + 8, entries * INDEX_ENTRY);
  assay_inspection_int (self->inspection, "avi.index.bad", (gint64) bad, NULL, chunk->offset + 8,
                        entries * INDEX_ENTRY);
  if (bad > 0)
    assay_inspection_problem (self->inspection, "outside", chunk->offset,
                              "%" G_GUINT64_FORMAT " index entries point outside of movi", bad);
}

void
assay_riff_finish_avi (AssayRiff *self)
{
  guint video = 0, audio = 0;

  for (guint i = 1; i <= self->streams; i++)
    {
      g_autofree char *name = g_strdup_printf ("avi.stream[%u].type", i);
      const AssayFact *type = assay_inspection_find (self->inspection, name);

      video += type != NULL && g_str_equal (type->text, "vids") ? 1 : 0;
      audio += type != NULL && g_str_equal (type->text, "auds") ? 1 : 0;
    }
  assay_inspection_int (self->inspection, "media.video.count", video, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "media.audio.count", audio, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "media.other.count", self->streams - video - audio, NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (self->streams == 0)
    assay_inspection_problem (self->inspection, "missing", 0, "no stream header");
  if (self->movi == 0)
    assay_inspection_problem (self->inspection, "missing", 0, "no movi list: no media data");
}
