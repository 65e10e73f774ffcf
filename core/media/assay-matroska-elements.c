/* assay-matroska-elements.c: the elements of Matroska that are read (RFC 9559), and how EBML writes
 * a number (RFC 8794). */
#include "media/assay-matroska-private.h"

static const AssayMatroskaElement element_rules[] = {
  { 0x1a45dfa3, "EBML", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0x4282, "DocType", ASSAY_MATROSKA_TEXT, "doctype", FALSE },
  { 0x4287, "DocTypeVersion", ASSAY_MATROSKA_UNSIGNED, "version", FALSE },
  { ASSAY_MATROSKA_ID_SEGMENT, "Segment", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0x114d9b74, "SeekHead", ASSAY_MATROSKA_BINARY, NULL, FALSE },
  { 0x1549a966, "Info", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { ASSAY_MATROSKA_ID_SCALE, "TimestampScale", ASSAY_MATROSKA_UNSIGNED, "timestamp_scale", FALSE },
  { ASSAY_MATROSKA_ID_DURATION, "Duration", ASSAY_MATROSKA_REAL, "duration", FALSE },
  { 0x4461, "DateUTC", ASSAY_MATROSKA_DATE, "date", FALSE },
  { 0x7ba9, "Title", ASSAY_MATROSKA_TEXT, "title", FALSE },
  { ASSAY_MATROSKA_ID_MUXING_APP, "MuxingApp", ASSAY_MATROSKA_TEXT, "muxing_app", FALSE },
  { ASSAY_MATROSKA_ID_WRITING_APP, "WritingApp", ASSAY_MATROSKA_TEXT, "writing_app", FALSE },
  { 0x73a4, "SegmentUUID", ASSAY_MATROSKA_BINARY, NULL, FALSE },
  { 0x1654ae6b, "Tracks", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { ASSAY_MATROSKA_ID_TRACK, "TrackEntry", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0xd7, "TrackNumber", ASSAY_MATROSKA_UNSIGNED, "number", TRUE },
  { 0x73c5, "TrackUID", ASSAY_MATROSKA_BINARY, NULL, TRUE },
  { ASSAY_MATROSKA_ID_TRACK_TYPE, "TrackType", ASSAY_MATROSKA_UNSIGNED, "type", TRUE },
  { 0x86, "CodecID", ASSAY_MATROSKA_TEXT, "codec", TRUE },
  { 0x536e, "Name", ASSAY_MATROSKA_TEXT, "name", TRUE },
  { 0x22b59c, "Language", ASSAY_MATROSKA_TEXT, "language", TRUE },
  { 0x23e383, "DefaultDuration", ASSAY_MATROSKA_UNSIGNED, "default_duration_ns", TRUE },
  { ASSAY_MATROSKA_ID_CODEC_PRIVATE, "CodecPrivate", ASSAY_MATROSKA_BINARY, NULL, TRUE },
  { 0xe0, "Video", ASSAY_MATROSKA_MASTER, NULL, TRUE },
  { 0xb0, "PixelWidth", ASSAY_MATROSKA_UNSIGNED, "width", TRUE },
  { 0xba, "PixelHeight", ASSAY_MATROSKA_UNSIGNED, "height", TRUE },
  { 0xe1, "Audio", ASSAY_MATROSKA_MASTER, NULL, TRUE },
  { 0xb5, "SamplingFrequency", ASSAY_MATROSKA_REAL, "rate", TRUE },
  { 0x9f, "Channels", ASSAY_MATROSKA_UNSIGNED, "channels", TRUE },
  { 0x6264, "BitDepth", ASSAY_MATROSKA_UNSIGNED, "bits", TRUE },
  { ASSAY_MATROSKA_ID_CLUSTER, "Cluster", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0x1c53bb6b, "Cues", ASSAY_MATROSKA_BINARY, NULL, FALSE },
  { 0x1941a469, "Attachments", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0x61a7, "AttachedFile", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0x466e, "FileName", ASSAY_MATROSKA_TEXT, "attachment", FALSE },
  { 0x1043a770, "Chapters", ASSAY_MATROSKA_BINARY, NULL, FALSE },
  { 0x1254c367, "Tags", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { 0x7373, "Tag", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { ASSAY_MATROSKA_ID_SIMPLE_TAG, "SimpleTag", ASSAY_MATROSKA_MASTER, NULL, FALSE },
  { ASSAY_MATROSKA_ID_TAG_NAME, "TagName", ASSAY_MATROSKA_TEXT, NULL, FALSE },
  { ASSAY_MATROSKA_ID_TAG_STRING, "TagString", ASSAY_MATROSKA_TEXT, NULL, FALSE },
  { 0xec, "Void", ASSAY_MATROSKA_BINARY, NULL, FALSE },
  { 0xbf, "CRC-32", ASSAY_MATROSKA_BINARY, NULL, FALSE },
};

/* Children of Segment: they end a cluster of unknown size. */
static const guint32 top_level[] = { 0x114d9b74, 0x1549a966, 0x1654ae6b, ASSAY_MATROSKA_ID_CLUSTER,
                                     0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367 };

const AssayMatroskaElement *
assay_matroska_find (guint32 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (element_rules); i++)
    if (element_rules[i].id == id)
      return &element_rules[i];
  return NULL;
}

gboolean
assay_matroska_is_top_level (guint32 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (top_level); i++)
    if (top_level[i] == id)
      return TRUE;
  return FALSE;
}

gboolean
assay_ebml_read_number (AssayReader *reader, gboolean keep_marker, guint maximum, guint64 *value)
{
  guint8 first = assay_reader_read_u8 (reader);
  guint length = first == 0 ? 9 : (guint) __builtin_clz ((guint) first) - 24 + 1;
  gboolean all_ones;

  if (!assay_reader_ok (reader) || length > maximum)
    return FALSE;
  *value = keep_marker ? first : first & (0xffu >> length);
  all_ones = (first | (0xff00u >> length & 0xffu)) == 0xff;
  for (guint i = 1; i < length; i++)
    {
      guint8 byte = assay_reader_read_u8 (reader);

      all_ones = all_ones && byte == 0xff;
      *value = (*value << 8) | byte;
    }
  if (all_ones && !keep_marker)
    *value = ASSAY_EBML_UNKNOWN_SIZE;
  return assay_reader_ok (reader);
}
