/* assay-adts.c: AAC in ADTS frames (ISO/IEC 14496-3 1.A.2). */
#include "config.h"

#include "media/assay-frame-scan-private.h"
#include "media/assay-id3-private.h"
#include "media/assay-parsers-av-private.h"

static const guint32 rates[]
    = { 96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350 };

gboolean
assay_adts_header (const guint8 *b, AssayFrameHeader *header)
{
  guint rate_index = (b[2] >> 2) & 15u;

  if (b[0] != 0xff || (b[1] & 0xf6) != 0xf0 || rate_index >= G_N_ELEMENTS (rates))
    return FALSE;
  header->rate = rates[rate_index];
  header->channels = ((b[2] & 1u) << 2) | (b[3] >> 6);
  header->length = ((b[3] & 3u) << 11) | ((guint32) b[4] << 3) | (b[5] >> 5);
  header->samples = ((b[6] & 3u) + 1u) * 1024u;
  header->kind = b[2] >> 6;
  header->bitrate = 0;
  return header->length >= 7;
}

void
assay_parse_adts (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  static const char *const profiles[] = { "Main", "LC", "SSR", "LTP" };
  guint64 begin = assay_id3v2 (source, inspection, 0);
  guint64 end = assay_id3v1 (source, inspection);
  AssayFrameScan scan;
  double seconds;

  assay_frame_scan (source, begin, MAX (begin, end), assay_adts_header, cancellable, &scan);
  if (scan.frames == 0)
    {
      assay_inspection_problem (inspection, "missing", begin, "no ADTS frame");
      return;
    }
  assay_inspection_element (inspection, "frames", scan.first_at, 0,
                            MAX (begin, end) - scan.first_at, NULL);
  assay_inspection_text (inspection, "aac.profile", profiles[scan.first.kind & 3],
                         scan.first_at + 2, 1);
  assay_inspection_int (inspection, "aac.rate", scan.first.rate, NULL, scan.first_at + 2, 1);
  assay_inspection_int (inspection, "aac.channels", scan.first.channels, NULL, scan.first_at + 2,
                        2);
  assay_inspection_int (inspection, "aac.frames", (gint64) scan.frames, NULL, scan.first_at,
                        scan.bytes);
  assay_inspection_int (inspection, "aac.rate_changes", scan.rate_changes + scan.kind_changes, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "aac.lost_bytes", (gint64) scan.lost, NULL,
                        scan.lost > 0 ? scan.lost_at : ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.audio.count", 1, NULL, ASSAY_OFFSET_NONE, 0);
  seconds = (double) scan.samples / scan.first.rate;
  assay_inspection_real (inspection, "media.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "aac.bitrate",
                        (gint64) ((double) scan.bytes * 8.0 / seconds + 0.5), NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (scan.lost > 0)
    assay_inspection_problem (inspection, "sync", scan.lost_at,
                              "%" G_GUINT64_FORMAT " bytes belong to no frame", scan.lost);
}
