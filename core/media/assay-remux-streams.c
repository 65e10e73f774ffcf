/* assay-remux-streams.c: streams, chapters and attachments of the new container. */
#include <string.h>

#include "media/assay-remux-private.h"

/* Bytes of a list of fields. */
#define MOST_FIELDS 400

/* How a stream is turned and what else stands beside it. */
static int
copy_side_data (const AVStream *from, AVStream *to)
{
  for (int i = 0; i < from->nb_side_data; i++)
    {
      guint8 *copy = av_stream_new_side_data (to, from->side_data[i].type, from->side_data[i].size);

      if (copy == NULL)
        return AVERROR (ENOMEM);
      memcpy (copy, from->side_data[i].data, from->side_data[i].size);
    }
  return 0;
}

static int
add_stream (AssayRemux *self, const AVStream *from)
{
  AVStream *to = avformat_new_stream (self->format, NULL);
  const AVOutputFormat *muxer = self->format->oformat;
  int code;

  if (to == NULL)
    return AVERROR (ENOMEM);
  code = avcodec_parameters_copy (to->codecpar, from->codecpar);
  if (code < 0)
    return code;
  /* The tag stays where the muxer knows it: hvc1 is not hev1. */
  if (muxer->codec_tag != NULL
      && av_codec_get_id (muxer->codec_tag, from->codecpar->codec_tag) != from->codecpar->codec_id)
    to->codecpar->codec_tag = 0;
  to->time_base = from->time_base;
  to->avg_frame_rate = from->avg_frame_rate;
  to->r_frame_rate = from->r_frame_rate;
  to->sample_aspect_ratio = from->sample_aspect_ratio;
  to->disposition = from->disposition;
  av_dict_copy (&to->metadata, from->metadata, 0);
  return copy_side_data (from, to);
}

static gboolean
is_matroska (const AssayRemux *self)
{
  return strcmp (self->format->oformat->name, "matroska") == 0;
}

/* A cover, which Matroska keeps as an attachment. */
static int
add_cover (AssayRemux *self, const AVStream *from)
{
  AVStream *to = avformat_new_stream (self->format, NULL);
  const AVPacket *picture = &from->attached_pic;

  if (to == NULL)
    return AVERROR (ENOMEM);
  to->codecpar->codec_type = AVMEDIA_TYPE_ATTACHMENT;
  to->codecpar->codec_id = from->codecpar->codec_id;
  to->codecpar->extradata = av_mallocz ((size_t) picture->size + AV_INPUT_BUFFER_PADDING_SIZE);
  if (to->codecpar->extradata == NULL)
    return AVERROR (ENOMEM);
  memcpy (to->codecpar->extradata, picture->data, (size_t) picture->size);
  to->codecpar->extradata_size = picture->size;
  av_dict_copy (&to->metadata, from->metadata, 0);
  return 0;
}

static gboolean
has_tag (const AVStream *stream, const char *key)
{
  return av_dict_get (stream->metadata, key, NULL, 0) != NULL;
}

/* Tracks that libavformat makes anew from what it reads out of them: chapters, time codes. */
static gboolean
is_made_anew (const AssayRemux *self, const AVStream *stream)
{
  return stream->discard == AVDISCARD_ALL
         || (stream->codecpar->codec_tag == MKTAG ('t', 'm', 'c', 'd')
             && has_tag (stream, "timecode")
             && has_tag (self->demuxer->format->streams[self->video], "timecode"));
}

/* Sound of old telephones in Matroska, as the video rewriter puts it there. */
static gboolean
is_old_sound (const AssayRemux *self, const AVStream *stream)
{
  return is_matroska (self)
         && (stream->codecpar->codec_id == AV_CODEC_ID_AMR_NB
             || stream->codecpar->codec_id == AV_CODEC_ID_AMR_WB);
}

static gboolean
can_hold (const AssayRemux *self, const AVStream *stream)
{
  switch ((gint) stream->codecpar->codec_type)
    {
    case AVMEDIA_TYPE_VIDEO:
    case AVMEDIA_TYPE_AUDIO:
    case AVMEDIA_TYPE_SUBTITLE:
      return is_old_sound (self, stream)
             || avformat_query_codec (self->format->oformat, stream->codecpar->codec_id,
                                      FF_COMPLIANCE_NORMAL)
                    == 1;
    case AVMEDIA_TYPE_ATTACHMENT:
      return is_matroska (self) && has_tag (stream, "filename") && has_tag (stream, "mimetype");
    case AVMEDIA_TYPE_DATA:
      return strcmp (self->format->oformat->name, "mov") == 0
             && stream->codecpar->codec_tag == MKTAG ('g', 'p', 'm', 'd');
    default:
      return FALSE;
    }
}

/* Dolby Vision's record and how a sphere is looked at: libavformat writes them into MP4, not into
 * MOV. */
static void
note_missing_side_data (AssayRemux *self, const AVStream *stream)
{
  if (strcmp (self->format->oformat->name, "mov") != 0)
    return;
  for (int i = 0; i < stream->nb_side_data; i++)
    {
      enum AVPacketSideDataType type = stream->side_data[i].type;

      if (type != AV_PKT_DATA_DOVI_CONF && type != AV_PKT_DATA_SPHERICAL
          && type != AV_PKT_DATA_STEREO3D)
        continue;
      g_string_append_printf (self->missing, "%s%s", self->left_out > 0 ? ", " : "",
                              av_packet_side_data_name (type));
      self->left_out++;
    }
}

/* What is neither video nor sound. */
static void
note_beside (AssayRemux *self, const AVStream *stream, gboolean cover)
{
  const char *comma = self->beside->len > 0 ? ", " : "";

  if (cover)
    g_string_append_printf (self->beside, "%scover “%s”", comma,
                            avcodec_get_name (stream->codecpar->codec_id));
  else if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO
           && stream->codecpar->codec_type != AVMEDIA_TYPE_AUDIO)
    assay_decode_add_name (self->beside, self->beside->len > 0 ? 1 : 0, stream);
}

/* One stream of the source; negative: an error. */
static int
take_stream (AssayRemux *self, unsigned int index)
{
  const AVStream *from = self->demuxer->format->streams[index];
  gboolean cover = (from->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;

  self->places[index] = -1;
  if (is_made_anew (self, from))
    return 0;
  if (cover && is_matroska (self) && from->attached_pic.size > 0 && has_tag (from, "filename")
      && has_tag (from, "mimetype"))
    {
      note_beside (self, from, TRUE);
      return add_cover (self, from);
    }
  if (!can_hold (self, from))
    {
      assay_decode_add_name (self->missing, self->left_out++, from);
      return 0;
    }
  if (from->codecpar->codec_type != AVMEDIA_TYPE_ATTACHMENT)
    self->places[index] = (gint) self->format->nb_streams;
  note_missing_side_data (self, from);
  note_beside (self, from, cover);
  return add_stream (self, from);
}

static int
copy_chapters (const AVFormatContext *from, AVFormatContext *to)
{
  to->chapters = av_calloc (MAX (from->nb_chapters, 1), sizeof *to->chapters);
  if (to->chapters == NULL)
    return AVERROR (ENOMEM);
  for (unsigned int i = 0; i < from->nb_chapters; i++)
    {
      const AVChapter *chapter = from->chapters[i];
      AVChapter *copy = av_mallocz (sizeof *copy);

      if (copy == NULL)
        return AVERROR (ENOMEM);
      copy->id = chapter->id;
      copy->time_base = chapter->time_base;
      copy->start = chapter->start;
      copy->end = chapter->end;
      av_dict_copy (&copy->metadata, chapter->metadata, 0);
      to->chapters[to->nb_chapters++] = copy;
    }
  return 0;
}

/* Of the container's make, not of what was recorded. */
static const char *const plain_fields[]
    = { "major_brand",      "minor_version",    "compatible_brands",
        "encoder",          "handler_name",     "vendor_id",
        "language",         "duration",         "BPS",
        "NUMBER_OF_FRAMES", "ENCODER",          "DURATION",
        "NUMBER_OF_BYTES",  "_STATISTICS_TAGS", NULL };

static void
add_fields (GString *names, const AVDictionary *fields)
{
  const AVDictionaryEntry *entry = NULL;

  while ((entry = av_dict_get (fields, "", entry, AV_DICT_IGNORE_SUFFIX)) != NULL)
    {
      g_autofree char *name = g_utf8_make_valid (entry->key, -1);

      if (g_strv_contains (plain_fields, entry->key) || names->len > MOST_FIELDS
          || strstr (names->str, name) != NULL)
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
}

char *
assay_remux_get_fields (AssayRemux *self)
{
  GString *names = g_string_new (NULL);

  add_fields (names, self->demuxer->format->metadata);
  for (guint i = 0; i < self->demuxer->format->nb_streams; i++)
    add_fields (names, self->demuxer->format->streams[i]->metadata);
  return g_string_free (names, FALSE);
}

int
assay_remux_add_streams (AssayRemux *self)
{
  const AVFormatContext *from = self->demuxer->format;
  int code = 0;

  self->places = g_new (gint, from->nb_streams);
  for (unsigned int i = 0; i < from->nb_streams && code >= 0; i++)
    code = take_stream (self, i);
  if (from->nb_chapters > 0)
    g_string_append_printf (self->beside, "%schapters (%u)", self->beside->len > 0 ? ", " : "",
                            from->nb_chapters);
  av_dict_copy (&self->format->metadata, from->metadata, 0);
  return code >= 0 ? copy_chapters (from, self->format) : code;
}
