/* assay-riff-wav.c: sound in RIFF: format, samples, broadcast extension (EBU Tech 3285, 3306). */
#include "media/assay-riff-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"
#include "media/assay-media-note-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parser-private.h"

#define FORMAT_PCM 1u
#define FORMAT_FLOAT 3u
#define FORMAT_EXTENSIBLE 0xfffeu

typedef struct
{
  guint code;
  const char *name;
} FormatName;

/* RFC 2361 */
static const FormatName format_names[] = {
  { 1, "PCM" },    { 2, "MS ADPCM" },     { 3, "IEEE float" },  { 6, "A-law" },
  { 7, "mu-law" }, { 0x11, "IMA ADPCM" }, { 0x31, "GSM 6.10" }, { 0x50, "MPEG" },
  { 0x55, "MP3" }, { 0xff, "AAC" },       { 0x161, "WMA" },     { 0x2000, "AC-3" },
};

static const char *
format_name (guint code)
{
  for (guint i = 0; i < G_N_ELEMENTS (format_names); i++)
    if (format_names[i].code == code)
      return format_names[i].name;
  return NULL;
}

static void
prefixed_int (AssayRiff *self,
              const char *prefix,
              const char *name,
              gint64 value,
              const char *shown,
              guint64 offset,
              guint64 length)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);

  assay_inspection_int (self->inspection, full, value, shown, offset, length);
}

void
assay_riff_wave_format (AssayRiff *self, AssayReader *reader, const char *prefix)
{
  guint64 at = assay_reader_offset (reader);
  guint format = assay_reader_read_u16_le (reader);
  guint channels = assay_reader_read_u16_le (reader);
  guint32 rate = assay_reader_read_u32_le (reader);
  guint32 byte_rate = assay_reader_read_u32_le (reader);
  guint align = assay_reader_read_u16_le (reader);
  guint bits = assay_reader_left (reader) >= 2 ? assay_reader_read_u16_le (reader) : 0;

  if (!assay_reader_ok (reader))
    {
      assay_inspection_problem (self->inspection, "malformed", at,
                                "sound format of less than 14 bytes");
      return;
    }
  if (format == FORMAT_EXTENSIBLE && assay_reader_left (reader) >= 10)
    { /* the sub-format GUID begins with the format code */
      assay_reader_skip (reader, 8);
      format = assay_reader_read_u16_le (reader);
    }
  prefixed_int (self, prefix, "format", format, format_name (format), at, 2);
  prefixed_int (self, prefix, "channels", channels, NULL, at + 2, 2);
  prefixed_int (self, prefix, "rate", rate, NULL, at + 4, 4);
  prefixed_int (self, prefix, "byte_rate", byte_rate, NULL, at + 8, 4);
  prefixed_int (self, prefix, "align", align, NULL, at + 12, 2);
  prefixed_int (self, prefix, "bits", bits, NULL, at + 14, 2);
  self->rate = rate;
  self->byte_rate = byte_rate;
  self->channels = channels;
  self->align = align;
  if ((format == FORMAT_PCM || format == FORMAT_FLOAT)
      && (align != channels * ((bits + 7) / 8) || byte_rate != (guint64) rate * align))
    assay_inspection_problem (
        self->inspection, "malformed", at,
        "%u Hz, %u channels, %u bits do not give %u bytes a frame and %u a second", rate, channels,
        bits, align, byte_rate);
}

void
assay_riff_fmt (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);

  if (self->has_format)
    assay_inspection_problem (self->inspection, "duplicate", chunk->offset, "second fmt chunk");
  else if (bytes != NULL)
    assay_riff_wave_format (self, &reader, "wav.");
  self->has_format = TRUE;
}

void
assay_riff_data (AssayRiff *self, const AssayRiffChunk *chunk)
{
  guint64 begin = chunk->offset + 8;
  AssayReader reader;
  gsize length;

  if (self->has_data)
    {
      assay_inspection_problem (self->inspection, "duplicate", chunk->offset, "second data chunk");
      return;
    }
  self->has_data = TRUE;
  self->data_bytes = chunk->end - begin;
  assay_inspection_int (self->inspection, "wav.data.bytes", (gint64) self->data_bytes, NULL, begin,
                        self->data_bytes);
  length = assay_window_reader_partial (&self->window, begin, ASSAY_WINDOW_SIZE, &reader);
  if (length > 0) /* coded sound (MP3 in WAV) names its encoder */
    assay_encoder_scan (self->inspection, assay_reader_peek (&reader, length), length, begin);
}

void
assay_riff_fact (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  guint32 samples = assay_reader_read_u32_le (&reader);

  if (bytes != NULL && assay_reader_ok (&reader))
    assay_inspection_int (self->inspection, "wav.fact", samples, NULL, chunk->offset + 8, 4);
}

/* EBU Tech 3306: sizes of the RIFF and data chunks, number of samples. */
void
assay_riff_ds64 (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  guint64 riff = assay_reader_read_u64_le (&reader);
  guint64 data = assay_reader_read_u64_le (&reader);

  if (bytes == NULL || !assay_reader_ok (&reader) || !self->wide)
    return;
  self->wide_riff = MIN (riff, (guint64) G_MAXINT64);
  self->wide_data = data;
  assay_inspection_int (self->inspection, "wav.ds64.riff", (gint64) self->wide_riff, NULL,
                        chunk->offset + 8, 8);
  assay_inspection_int (self->inspection, "wav.ds64.data",
                        (gint64) MIN (data, (guint64) G_MAXINT64), NULL, chunk->offset + 16, 8);
}

/* EBU Tech 3285 2.3: fixed fields, then the coding history as text. */
void
assay_riff_bext (AssayRiff *self, const AssayRiffChunk *chunk)
{
  static const struct
  {
    const char *name;
    guint length;
  } fields[] = {
    { "wav.bext.description", 256 }, { "wav.bext.originator", 32 }, { "wav.bext.reference", 32 },
    { "wav.bext.date", 10 },         { "wav.bext.time", 8 },
  };
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  g_autofree char *stamp = NULL;
  guint64 reference;

  for (guint i = 0; bytes != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      guint64 at = assay_reader_offset (&reader);
      const guint8 *data = assay_reader_read_bytes (&reader, fields[i].length);
      g_autofree char *text
          = data != NULL ? assay_media_text_latin1 (data, fields[i].length) : NULL;

      if (text != NULL && *text != '\0')
        assay_inspection_text (self->inspection, fields[i].name, text, at, fields[i].length);
    }
  reference = assay_reader_read_u64_le (&reader);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "malformed", chunk->offset, "bext is too short");
      return;
    }
  assay_inspection_int (self->inspection, "wav.bext.time_reference",
                        (gint64) MIN (reference, (guint64) G_MAXINT64), NULL,
                        assay_reader_offset (&reader) - 8, 8);
  assay_reader_skip (&reader, 256); /* version, UMID, loudness, reserved */
  if (assay_reader_ok (&reader) && assay_reader_left (&reader) > 0)
    {
      gsize left = assay_reader_left (&reader);
      g_autofree char *history = assay_media_text_latin1 (assay_reader_peek (&reader, left), left);

      assay_inspection_text (self->inspection, "wav.bext.history", history,
                             assay_reader_offset (&reader), left);
    }
}

void
assay_riff_finish_wav (AssayRiff *self)
{
  AssayInspection *inspection = self->inspection;

  if (!self->has_format)
    assay_inspection_problem (inspection, "missing", 0, "no fmt chunk");
  if (!self->has_data)
    assay_inspection_problem (inspection, "missing", 0, "no data chunk");
  assay_inspection_int (inspection, "media.audio.count", self->has_format ? 1 : 0, NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (self->align > 0)
    assay_inspection_int (inspection, "wav.samples", (gint64) (self->data_bytes / self->align),
                          NULL, ASSAY_OFFSET_NONE, 0);
  if (self->byte_rate > 0)
    {
      double seconds = (double) self->data_bytes / self->byte_rate;

      assay_inspection_real (inspection, "wav.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
      assay_inspection_real (inspection, "media.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
    }
}
