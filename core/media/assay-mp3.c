/* assay-mp3.c: MPEG audio: tags, Xing/Info/LAME header, walk over all frames (ISO/IEC
 * 11172-3 2.4.1, 13818-3). */
#include "config.h"

#include <string.h>

#include "media/assay-encoder-scan-private.h"
#include "media/assay-frame-scan-private.h"
#include "media/assay-id3-private.h"
#include "media/assay-media-note-private.h"
#include "media/assay-parsers-av-private.h"

#define XING_FRAMES 1u
#define XING_BYTES 2u
#define XING_TOC 4u
#define XING_QUALITY 8u

static const guint16 bitrates[2][3][15] = {
  /* MPEG-1: layers I, II, III */
  { { 0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448 },
    { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384 },
    { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 } },
  /* MPEG-2 and 2.5 */
  { { 0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256 },
    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 },
    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 } },
};
static const guint32 rates[3] = { 44100, 48000, 32000 };

/* 2.4.1.3: sync, version, layer, bit rate, sampling rate, padding, mode. */
gboolean
assay_mp3_header (const guint8 *b, AssayFrameHeader *header)
{
  guint version = (b[1] >> 3) & 3u; /* 0: 2.5, 2: 2, 3: 1 */
  guint layer = 4 - ((b[1] >> 1) & 3u);
  guint rate_index = (b[2] >> 2) & 3u;
  guint bitrate_index = b[2] >> 4;
  guint padding = (b[2] >> 1) & 1u;

  if (b[0] != 0xff || (b[1] & 0xe0) != 0xe0 || version == 1 || layer == 4 || rate_index == 3
      || bitrate_index == 0 || bitrate_index == 15)
    return FALSE;
  header->rate = rates[rate_index] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  header->bitrate = bitrates[version == 3 ? 0 : 1][layer - 1][bitrate_index] * 1000u;
  header->channels = (b[3] >> 6) == 3 ? 1 : 2;
  header->samples = layer == 1 ? 384 : layer == 3 && version != 3 ? 576 : 1152;
  header->kind = version << 2 | layer;
  if (layer == 1)
    header->length = (12 * header->bitrate / header->rate + padding) * 4;
  else
    header->length = header->samples / 8 * header->bitrate / header->rate + padding;
  return header->length >= 24;
}

guint
assay_mp3_side_information (const AssayFrameHeader *header)
{
  gboolean version1 = header->kind >> 2 == 3;

  if (version1)
    return header->channels == 1 ? 17 : 32;
  return header->channels == 1 ? 9 : 17;
}

/* LAME's extension: nine bytes of name and version, at byte 21 delay and padding of 12 bits each.
 */
static void
read_lame (AssayInspection *inspection, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  const char *name = (const char *) assay_reader_peek (reader, 24);
  g_autofree char *text = NULL;
  guint32 gap;

  if (name == NULL || !g_ascii_isalpha (name[0]))
    return;
  text = assay_text_visible (name, (gssize) strnlen (name, 9));
  g_strchomp (text);
  assay_inspection_text (inspection, "mp3.encoder", text, at, 9);
  assay_encoder_note (inspection, text, at, 9);
  assay_reader_skip (reader, 21);
  gap = assay_reader_read_u24_be (reader);
  assay_inspection_int (inspection, "mp3.encoder_delay", gap >> 12, NULL, at + 21, 3);
  assay_inspection_int (inspection, "mp3.encoder_padding", gap & 0xfff, NULL, at + 21, 3);
}

/* The Xing or Info header of the first frame says how many frames follow. */
static gboolean
read_xing (AssaySource *source, AssayInspection *inspection, const AssayFrameScan *scan)
{
  guint64 at = scan->first_at + 4 + assay_mp3_side_information (&scan->first);
  g_autoptr (GBytes) bytes = assay_source_read (source, at, MIN (scan->first.length, 200u), NULL);
  AssayReader reader;
  guint32 flags;
  gboolean variable;

  if (bytes == NULL)
    return FALSE;
  assay_reader_init_bytes (&reader, bytes, at);
  variable = assay_reader_match (&reader, "Xing", 4);
  if (!variable && !assay_reader_match (&reader, "Info", 4))
    return FALSE;
  assay_inspection_element (inspection, variable ? "Xing" : "Info", at, 4, g_bytes_get_size (bytes),
                            NULL);
  flags = assay_reader_read_u32_be (&reader);
  if (flags & XING_FRAMES)
    assay_inspection_int (inspection, "mp3.xing_frames", assay_reader_read_u32_be (&reader), NULL,
                          at + 8, 4);
  if (flags & XING_BYTES)
    assay_inspection_int (inspection, "mp3.xing_bytes", assay_reader_read_u32_be (&reader), NULL,
                          at + 12, 4);
  if (flags & XING_TOC)
    assay_reader_skip (&reader, 100);
  if (flags & XING_QUALITY)
    assay_reader_skip (&reader, 4);
  if (assay_reader_ok (&reader))
    read_lame (inspection, &reader);
  return TRUE;
}

static void
note_scan (AssayInspection *inspection, const AssayFrameScan *scan, gboolean xing)
{
  static const char *const versions[] = { "2.5", "", "2", "1" };
  guint64 frames = scan->frames - (xing ? 1 : 0); /* the header's frame is silent */
  guint64 samples = scan->samples - (xing ? scan->first.samples : 0);
  double seconds = (double) samples / scan->first.rate;

  assay_inspection_text (inspection, "mp3.version", versions[(scan->first.kind >> 2) & 3],
                         scan->first_at + 1, 1);
  assay_inspection_int (inspection, "mp3.layer", scan->first.kind & 3, NULL, scan->first_at + 1, 1);
  assay_inspection_int (inspection, "mp3.rate", scan->first.rate, NULL, scan->first_at + 2, 1);
  assay_inspection_int (inspection, "mp3.channels", scan->first.channels, NULL, scan->first_at + 3,
                        1);
  assay_inspection_int (inspection, "mp3.frames", (gint64) frames, NULL, scan->first_at,
                        scan->bytes);
  assay_inspection_bool (inspection, "mp3.vbr", scan->bitrate_changes > 1, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "mp3.rate_changes", scan->rate_changes + scan->kind_changes,
                        NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "mp3.lost_bytes", (gint64) scan->lost, NULL,
                        scan->lost > 0 ? scan->lost_at : ASSAY_OFFSET_NONE, 0);
  if (seconds > 0.0)
    {
      assay_inspection_int (inspection, "mp3.bitrate",
                            (gint64) ((double) scan->bytes * 8.0 / seconds + 0.5), NULL,
                            ASSAY_OFFSET_NONE, 0);
      assay_inspection_real (inspection, "mp3.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
      assay_inspection_real (inspection, "media.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
    }
}

static void
scan_start (AssaySource *source, AssayInspection *inspection, guint64 offset)
{
  g_autofree guint8 *buffer = g_malloc (ASSAY_WINDOW_SIZE);
  gssize got = assay_source_read_into (source, offset, buffer, 8192, NULL);

  if (got > 0)
    assay_encoder_scan (inspection, buffer, (gsize) got, offset);
}

void
assay_parse_mp3 (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  guint64 begin = assay_id3v2 (source, inspection, 0);
  guint64 end = assay_id3v1 (source, inspection);
  AssayFrameScan scan;
  gboolean xing;

  assay_frame_scan (source, begin, MAX (begin, end), assay_mp3_header, cancellable, &scan);
  if (scan.frames == 0)
    {
      assay_inspection_problem (inspection, "missing", begin, "no MPEG audio frame");
      return;
    }
  assay_inspection_element (inspection, "frames", scan.first_at, 0,
                            MAX (begin, end) - scan.first_at, NULL);
  xing = scan.first.samples > 384 && read_xing (source, inspection, &scan);
  note_scan (inspection, &scan, xing);
  assay_inspection_int (inspection, "media.audio.count", 1, NULL, ASSAY_OFFSET_NONE, 0);
  scan_start (source, inspection, scan.first_at);
  if (scan.lost > 0)
    assay_inspection_problem (inspection, "sync", scan.lost_at,
                              "%" G_GUINT64_FORMAT " bytes belong to no frame", scan.lost);
  if (scan.limited)
    assay_inspection_problem (inspection, "limit", scan.first_at,
                              "the walk over the frames was ended");
}
