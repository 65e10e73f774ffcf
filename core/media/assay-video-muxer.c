/* assay-video-muxer.c: the new container: the encoded video and, packet by packet, all else. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavcodec/bsf.h>
#include <libavutil/avstring.h>
#include <libavutil/mem.h>
#include <string.h>

/* SEI of x264 and x265 names program, version and settings; recovery points need none here. */
#define WITHOUT_SEI_H264 "filter_units=remove_types=6"

struct _AssayVideoMuxer
{
  const AVFormatContext *source;
  gint video;
  gboolean drop_metadata;
  AVFormatContext *format; /* NULL for a still */
  AssayOutputIo *io;
  AVBSFContext *filter;
  gint *places;  /* stream of the source → of the output; -1 for none */
  gint64 *last;  /* decoding time of the last packet, by stream of the output */
  gint64 offset; /* µs that the source's clock starts with */
  const char *container;
  const AssayPictureExtras *extras; /* of a still */
  guint copied;
  guint left_out;
  GString *missing; /* what they are */
  gboolean *plain;  /* by stream of the source: its subtitles become plain text */
  guint converted;
  GString *changed; /* what they are */
  guint64 packets;
};

gboolean
assay_video_set_write_error (GError **error, int code)
{
  return assay_decode_set_write_error (error, _ ("The video cannot be written"), code);
}

/* What a program says of itself, and what was true of the old container alone. Of transparency
 * beside the pictures (ALPHA_MODE) the muxer itself tells, where it writes some. */
static gboolean
is_stale (const char *key, gboolean video)
{
  static const char *const always[]
      = { "encoder", "major_brand", "minor_version", "compatible_brands" };
  static const char *const old[]
      = { "DURATION", "BPS", "NUMBER_OF_FRAMES", "NUMBER_OF_BYTES", "vendor_id", "ALPHA_MODE" };

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    if (g_ascii_strcasecmp (key, always[i]) == 0)
      return TRUE;
  if (!video)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    if (av_strncasecmp (key, old[i], strlen (old[i])) == 0)
      return TRUE;
  return g_str_has_prefix (key, "_STATISTICS");
}

static void
copy_metadata (const AssayVideoMuxer *self,
               AVDictionary **to,
               const AVDictionary *from,
               gboolean video)
{
  const AVDictionaryEntry *entry = NULL;

  while ((entry = av_dict_get (from, "", entry, AV_DICT_IGNORE_SUFFIX)) != NULL)
    {
      gboolean needed = g_str_equal (entry->key, "language") || g_str_equal (entry->key, "filename")
                        || g_str_equal (entry->key, "mimetype");

      if (needed || (!self->drop_metadata && !is_stale (entry->key, video)))
        av_dict_set (to, entry->key, entry->value, 0);
    }
}

static gboolean
copy_chapters (AssayVideoMuxer *self)
{
  guint n = self->source->nb_chapters;

  if (n == 0)
    return TRUE;
  self->format->chapters = av_calloc (n, sizeof *self->format->chapters);
  for (guint i = 0; self->format->chapters != NULL && i < n; i++)
    {
      const AVChapter *from = self->source->chapters[i];
      AVChapter *to = av_mallocz (sizeof *to);

      if (to == NULL)
        return FALSE;
      to->id = from->id;
      to->time_base = from->time_base;
      to->start = from->start - av_rescale_q (self->offset, AV_TIME_BASE_Q, from->time_base);
      to->end = from->end - av_rescale_q (self->offset, AV_TIME_BASE_Q, from->time_base);
      copy_metadata (self, &to->metadata, from->metadata, FALSE);
      self->format->chapters[self->format->nb_chapters++] = to;
    }
  return self->format->chapters != NULL;
}

static AVStream *
add_stream (AssayVideoMuxer *self, guint index)
{
  const AVStream *from = self->source->streams[index];
  AVStream *to = avformat_new_stream (self->format, NULL);

  if (to == NULL)
    return NULL;
  self->places[index] = to->index;
  to->disposition = from->disposition;
  to->sample_aspect_ratio = from->sample_aspect_ratio;
  to->start_time = AV_NOPTS_VALUE;
  copy_metadata (self, &to->metadata, from->metadata, (gint) index == self->video);
  return to;
}

static gboolean
add_copy (AssayVideoMuxer *self, guint index)
{
  const AVStream *from = self->source->streams[index];
  AVStream *to = add_stream (self, index);
  unsigned int tag = from->codecpar->codec_tag;

  if (to == NULL || avcodec_parameters_copy (to->codecpar, from->codecpar) < 0
      || !assay_video_copy_side_data (from, to, FALSE, TRUE))
    return FALSE;
  if (self->format->oformat->codec_tag != NULL
      && av_codec_get_id (self->format->oformat->codec_tag, tag) != from->codecpar->codec_id)
    to->codecpar->codec_tag = 0;
  to->time_base = from->time_base;
  to->avg_frame_rate = from->avg_frame_rate;
  self->copied++;
  return TRUE;
}

static gboolean
add_titles (AssayVideoMuxer *self, guint index)
{
  if (!add_copy (self, index))
    return FALSE;
  assay_video_titles_set (self->format->streams[self->places[index]]->codecpar);
  self->plain[index] = TRUE;
  assay_decode_add_name (self->changed, self->converted++, self->source->streams[index]);
  return TRUE;
}

static gboolean
refuse_sound (const AssayVideoMuxer *self, const AVStream *stream, GError **error)
{
  const char *codec = avcodec_get_name (stream->codecpar->codec_id);
  const char *holder = assay_video_find_holder (stream->codecpar);

  if (holder != NULL)
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                 _ ("Sound of the kind “%s” does not fit into “%s” files; “%s” holds it"), codec,
                 self->container, holder);
  else
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                 _ ("Sound of the kind “%s” fits into no container that can be written"), codec);
  return FALSE;
}

static gboolean
add_streams (AssayVideoMuxer *self, const AssayVideoForm *form, GError **error)
{
  gboolean others = !form->drop_others;

  for (guint i = 0; i < self->source->nb_streams; i++)
    {
      const AVStream *stream = self->source->streams[i];
      gboolean made = TRUE;

      self->places[i] = -1;
      if ((gint) i == self->video)
        made = add_stream (self, i) != NULL;
      else if (others && assay_video_format_holds (self->format->oformat, stream->codecpar))
        made = add_copy (self, i);
      else if (others && form->plain_titles
               && assay_video_titles_fit (self->format->oformat, stream->codecpar))
        made = add_titles (self, i);
      else if (others && stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
        return refuse_sound (self, stream, error);
      else if (others)
        assay_decode_add_name (self->missing, self->left_out++, stream);
      if (!made)
        return assay_video_set_write_error (error, AVERROR (ENOMEM));
    }
  return TRUE;
}

AssayVideoMuxer *
assay_video_muxer_new (const AssayVideoForm *form,
                       const char *container,
                       const AVFormatContext *source,
                       gint video,
                       GError **error)
{
  g_autoptr (AssayVideoMuxer) self = g_new0 (AssayVideoMuxer, 1);

  self->source = source;
  self->video = video;
  self->container = container;
  self->missing = g_string_new (NULL);
  self->changed = g_string_new (NULL);
  self->plain = g_new0 (gboolean, MAX (source->nb_streams, 1));
  self->drop_metadata = form->drop_metadata;
  self->places = g_new0 (gint, MAX (source->nb_streams, 1));
  self->last = g_new0 (gint64, (gsize) source->nb_streams + 1);
  for (guint i = 0; i <= source->nb_streams; i++)
    self->last[i] = G_MININT64;
  /* The clock of broadcast streams starts anywhere. */
  if ((source->iformat->flags & AVFMT_TS_DISCONT) != 0 && source->start_time != AV_NOPTS_VALUE)
    self->offset = source->start_time;
  if (container == NULL)
    return g_steal_pointer (&self);
  if (avformat_alloc_output_context2 (&self->format, av_guess_format (container, NULL, NULL), NULL,
                                      NULL)
      < 0)
    {
      assay_video_set_write_error (error, AVERROR_MUXER_NOT_FOUND);
      return NULL;
    }
  self->format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  copy_metadata (self, &self->format->metadata, source->metadata, TRUE);
  if (!add_streams (self, form, error))
    return NULL;
  if (!form->drop_others && !copy_chapters (self))
    {
      assay_video_set_write_error (error, AVERROR (ENOMEM));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_video_muxer_set_extras (AssayVideoMuxer *self, const AssayPictureExtras *extras)
{
  self->extras = extras;
}

void
assay_video_muxer_free (AssayVideoMuxer *self)
{
  av_bsf_free (&self->filter);
  if (self->format != NULL)
    self->format->pb = NULL;
  avformat_free_context (self->format);
  g_clear_pointer (&self->io, assay_output_io_free);
  g_string_free (self->missing, TRUE);
  g_string_free (self->changed, TRUE);
  g_free (self->plain);
  g_free (self->places);
  g_free (self->last);
  g_free (self);
}

gboolean
assay_video_muxer_wants_header (const AssayVideoMuxer *self)
{
  return self->format != NULL && (self->format->oformat->flags & AVFMT_GLOBALHEADER) != 0;
}

static int
open_filter (AssayVideoMuxer *self, AVStream *stream, AVRational time_base)
{
  int code;

  if (stream->codecpar->codec_id != AV_CODEC_ID_H264)
    return 0;
  code = av_bsf_list_parse_str (WITHOUT_SEI_H264, &self->filter);
  if (code >= 0)
    code = avcodec_parameters_copy (self->filter->par_in, stream->codecpar);
  if (code < 0)
    return code;
  self->filter->time_base_in = time_base;
  code = av_bsf_init (self->filter);
  return code < 0 ? code : avcodec_parameters_copy (stream->codecpar, self->filter->par_out);
}

/* Names with dots ("com.apple.quicktime.make") exist in one kind of MP4 metadata alone. */
static gboolean
has_dotted_names (const AVDictionary *metadata)
{
  const AVDictionaryEntry *entry = NULL;

  while ((entry = av_dict_get (metadata, "", entry, AV_DICT_IGNORE_SUFFIX)) != NULL)
    if (strchr (entry->key, '.') != NULL)
      return TRUE;
  return FALSE;
}

static int
write_head (AssayVideoMuxer *self)
{
  AVDictionary *options = NULL;
  int code;

  if (has_dotted_names (self->format->metadata) && g_str_has_prefix (self->container, "m")
      && !g_str_equal (self->container, "matroska"))
    av_dict_set (&options, "movflags", "use_metadata_tags", 0);
  code = avformat_write_header (self->format, &options);
  av_dict_free (&options);
  return code;
}

gboolean
assay_video_muxer_start (AssayVideoMuxer *self,
                         int fd,
                         const AVCodecContext *encoder,
                         const AVFrame *first,
                         AVRational rate,
                         gboolean keep_matrix,
                         GError **error)
{
  AVStream *stream;
  int code = 0;

  self->io = assay_output_io_new (fd);
  if (self->io == NULL)
    return assay_video_set_write_error (error, AVERROR (ENOMEM));
  if (self->format == NULL)
    return TRUE;
  self->format->pb = assay_output_io_get_context (self->io);
  stream = self->format->streams[self->places[self->video]];
  stream->time_base = encoder->time_base;
  stream->avg_frame_rate = rate;
  stream->sample_aspect_ratio = encoder->sample_aspect_ratio;
  if (!assay_video_copy_side_data (self->source->streams[self->video], stream, TRUE, keep_matrix)
      || !assay_video_copy_light (self->source->streams[self->video], first, stream))
    code = AVERROR (ENOMEM);
  if (code >= 0)
    code = avcodec_parameters_from_context (stream->codecpar, encoder);
  if (code >= 0)
    code = open_filter (self, stream, encoder->time_base);
  /* Apple's players know H.265 by this name alone. */
  if (encoder->codec_id == AV_CODEC_ID_HEVC && !g_str_equal (self->container, "matroska"))
    stream->codecpar->codec_tag = MKTAG ('h', 'v', 'c', '1');
  if (code >= 0)
    code = write_head (self);
  return code >= 0 || assay_video_set_write_error (error, code);
}

/* Decoding times rise in every container; packets of some sources repeat one. */
static int
put (AssayVideoMuxer *self, AVPacket *packet)
{
  gint64 *last = &self->last[packet->stream_index];

  if (packet->dts != AV_NOPTS_VALUE)
    {
      if (*last != G_MININT64 && packet->dts <= *last)
        packet->dts = *last + 1;
      if (packet->pts != AV_NOPTS_VALUE && packet->pts < packet->dts)
        packet->pts = packet->dts;
      *last = packet->dts;
    }
  return av_interleaved_write_frame (self->format, packet);
}

gboolean
assay_video_muxer_copy (AssayVideoMuxer *self, AVPacket *packet, GError **error)
{
  guint from = (guint) packet->stream_index;
  gint to = self->format == NULL || from >= self->source->nb_streams ? -1 : self->places[from];
  const AVStream *stream;
  gint64 shift;
  int code;

  if (to < 0 || (self->plain[from] && !assay_video_titles_convert (packet)))
    {
      av_packet_unref (packet);
      return TRUE;
    }
  stream = self->source->streams[from];
  shift = av_rescale_q (self->offset, AV_TIME_BASE_Q, stream->time_base);
  if (packet->pts == AV_NOPTS_VALUE)
    packet->pts = packet->dts;
  if (packet->pts != AV_NOPTS_VALUE)
    packet->pts -= shift;
  if (packet->dts != AV_NOPTS_VALUE)
    packet->dts -= shift;
  packet->stream_index = to;
  packet->pos = -1;
  av_packet_rescale_ts (packet, stream->time_base, self->format->streams[to]->time_base);
  code = put (self, packet);
  self->packets++;
  return code >= 0 || assay_video_set_write_error (error, code);
}

static gboolean
put_video (AssayVideoMuxer *self, AVPacket *packet, AVRational time_base, GError **error)
{
  gint to = self->places[self->video];
  gint64 shift = av_rescale_q (self->offset, AV_TIME_BASE_Q, time_base);
  int code;

  packet->stream_index = to;
  packet->pts -= shift;
  if (packet->dts != AV_NOPTS_VALUE)
    packet->dts -= shift;
  av_packet_rescale_ts (packet, time_base, self->format->streams[to]->time_base);
  code = put (self, packet);
  return code >= 0 || assay_video_set_write_error (error, code);
}

static void
put_still (AssayVideoMuxer *self, AVPacket *packet)
{
  AVIOContext *context = assay_output_io_get_context (self->io);
  g_autoptr (GByteArray) whole
      = assay_picture_extras_insert (self->extras, packet->data, (gsize) packet->size);

  if (whole != NULL)
    avio_write (context, whole->data, (int) whole->len);
  else
    avio_write (context, packet->data, packet->size);
  av_packet_unref (packet);
}

gboolean
assay_video_muxer_video (AssayVideoMuxer *self,
                         AVPacket *packet,
                         AVRational time_base,
                         GError **error)
{
  int code;

  if (self->format == NULL)
    {
      put_still (self, packet);
      return TRUE;
    }
  if (self->filter == NULL)
    return put_video (self, packet, time_base, error);
  code = av_bsf_send_packet (self->filter, packet);
  while (code >= 0 && (code = av_bsf_receive_packet (self->filter, packet)) >= 0)
    if (!put_video (self, packet, time_base, error))
      return FALSE;
  return code >= 0 || code == AVERROR (EAGAIN) || code == AVERROR_EOF
         || assay_video_set_write_error (error, code);
}

gboolean
assay_video_muxer_end (AssayVideoMuxer *self, GError **error)
{
  AVIOContext *context = assay_output_io_get_context (self->io);
  int code = self->format != NULL ? av_write_trailer (self->format) : 0;

  avio_flush (context);
  if (code >= 0)
    code = context->error;
  return code >= 0 || assay_video_set_write_error (error, code);
}

void
assay_video_muxer_note (const AssayVideoMuxer *self, AssayVideoRewritten *written)
{
  written->copied = self->copied;
  written->left_out = self->left_out;
  written->missing = self->missing->str;
  written->converted = self->converted;
  written->changed = self->changed->str;
  written->packets = self->packets;
  if (self->container != NULL)
    written->container = self->container;
}
