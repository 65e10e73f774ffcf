/* assay-video-rewriter.c: decodes, hands pictures over, encodes what comes back, copies the rest.
 */
#include "media/assay-ffmpeg-version.h"
#include "media/assay-video-private.h"
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/pixdesc.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* Copied packets that come before the first picture is written, kept in memory. */
#define EARLY_BYTES ((gsize) 128 * 1024 * 1024)
/* A second has at least so many where the times are set anew. */
#define TICKS 1000

static void
free_packet (gpointer data)
{
  AVPacket *packet = data;

  av_packet_free (&packet);
}

void
assay_video_rewriter_free (AssayVideoRewriter *self)
{
  avcodec_free_context (&self->decoder);
  assay_video_encoder_free (self->encoder);
  g_clear_pointer (&self->muxer, assay_video_muxer_free);
  assay_video_converter_clear (&self->in);
  assay_video_converter_clear (&self->out);
  av_packet_free (&self->packet);
  av_frame_free (&self->frame);
  g_queue_clear_full (&self->early, free_packet);
  g_clear_pointer (&self->durations, g_hash_table_unref);
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  assay_picture_extras_clear (&self->extras);
  g_free (self);
}

static AVStream *
video_stream (const AssayVideoRewriter *self)
{
  return self->demuxer->format->streams[self->stream];
}

static gint
find_video (const AVFormatContext *format)
{
  gint best = -1;
  gint64 size = 0;

  for (guint i = 0; i < MIN (format->nb_streams, ASSAY_DECODER_STREAMS); i++)
    {
      const AVStream *stream = format->streams[i];
      gint64 pixels = (gint64) stream->codecpar->width * stream->codecpar->height;

      if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO
          || (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0
          || (best >= 0 && pixels <= size))
        continue;
      best = (gint) i;
      size = pixels;
    }
  return best;
}

/* What is left of a picture that was cut off would look like the whole. */
static gboolean
refuse_still (GError **error)
{
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                       _ ("The picture is cut off or damaged: not all of it can be decoded"));
  return FALSE;
}

static gboolean
check_size (int width, int height, GError **error)
{
  if (width > 0 && height > 0 && MAX (width, height) <= (int) ASSAY_VIDEO_REWRITER_SIDE)
    return TRUE;
  if (width <= 0 || height <= 0)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                         _ ("Not one picture of the video can be decoded"));
  else
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                 _ ("Pictures of %d×%d pixels are too large; a side may have %u"), width, height,
                 ASSAY_VIDEO_REWRITER_SIDE);
  return FALSE;
}

static void
fill_info (AssayVideoRewriter *self)
{
  const AVStream *stream = video_stream (self);
  const AVFormatContext *format = self->demuxer->format;
  AVRational rate = stream->avg_frame_rate.num > 0 ? stream->avg_frame_rate : stream->r_frame_rate;
  AssayVideoSourceInfo *info = &self->info;

  info->stream = (guint) self->stream;
  info->width = (guint) stream->codecpar->width;
  info->height = (guint) stream->codecpar->height;
  info->fps = rate.num > 0 && rate.den > 0 ? av_q2d (rate) : 0.0;
  if (stream->duration != AV_NOPTS_VALUE && stream->duration > 0)
    info->duration = (double) stream->duration * av_q2d (stream->time_base);
  else if (format->duration != AV_NOPTS_VALUE && format->duration > 0)
    info->duration = (double) format->duration / AV_TIME_BASE;
  info->frames = stream->nb_frames > 0 ? stream->nb_frames : llrint (info->duration * info->fps);
  info->tick_num = stream->time_base.num;
  info->tick_den = stream->time_base.den;
  self->fine = 1;
  if (self->form.fps > 0.0 && (gint64) stream->time_base.num * TICKS > stream->time_base.den)
    self->fine
        = (TICKS * stream->time_base.num + stream->time_base.den - 1) / stream->time_base.den;
  info->tick_den *= self->fine;
  info->still = g_str_has_suffix (format->iformat->name, "_pipe");
  info->rotation = assay_decode_rotation (stream);
}

/* MP4 and MOV say how pictures are to be turned; for all else they are turned. */
static void
decide_turn (AssayVideoRewriter *self)
{
  gboolean says = self->container != NULL && strchr (self->container, '4') != NULL;

  says = says || g_strcmp0 (self->container, "mov") == 0;
  if (says)
    return;
  self->turn = self->info.rotation;
  self->info.rotation = 0;
}

AssayVideoRewriter *
assay_video_rewriter_new (AssaySource *source,
                          gint stream,
                          const AssayVideoForm *form,
                          guint threads,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (AssayVideoRewriter) self = g_new0 (AssayVideoRewriter, 1);
  AVFormatContext *format;

  self->form = *form;
  self->encoded = AV_PIX_FMT_NONE;
  self->last_pts = G_MININT64;
  self->last_written = G_MININT64;
  g_queue_init (&self->early);
  self->durations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->packet = av_packet_alloc ();
  self->frame = av_frame_alloc ();
  if (assay_decode_is_heif (source))
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("HEIF pictures are read here but not written again: save this one as "
                              "PNG or JPEG first"));
      return NULL;
    }
  self->demuxer = assay_demuxer_open (source, cancellable, error);
  if (self->demuxer == NULL || self->packet == NULL || self->frame == NULL)
    return NULL;
  format = self->demuxer->format;
  self->stream = stream < 0 ? find_video (format) : stream;
  if (self->stream < 0 || self->stream >= (gint) format->nb_streams
      || video_stream (self)->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("There is no video in this file"));
      return NULL;
    }
  fill_info (self);
  self->container = assay_video_muxer_choose (form, format, self->stream);
  decide_turn (self);
  self->written.opaque = assay_video_stream_hides_alpha (video_stream (self));
  if (self->container == NULL)
    assay_picture_extras_read (source, &self->extras);
  if (form->drop_metadata)
    assay_picture_extras_reduce (&self->extras);
  if (!check_size ((int) self->info.width, (int) self->info.height, error))
    return NULL;
  self->decoder = assay_decode_open_codec (video_stream (self), threads, error);
  if (self->decoder == NULL)
    return NULL;
  if (self->info.still)
    assay_decode_be_strict (self->decoder);
  return g_steal_pointer (&self);
}

const AssayVideoSourceInfo *
assay_video_rewriter_get_info (AssayVideoRewriter *self)
{
  return &self->info;
}

const AssayVideoRewritten *
assay_video_rewriter_get_written (AssayVideoRewriter *self)
{
  return &self->written;
}

/* Formats and sizes, by the first picture decoded. */
static gboolean
decide_formats (AssayVideoRewriter *self, const AVFrame *frame, GError **error)
{
  const AVCodec *codec = assay_video_find_encoder (self->form.codec, error);
  gboolean rgb = self->form.samples == ASSAY_VIDEO_SAMPLES_RGB;
  enum AVPixelFormat source = assay_video_modern_format (frame->format);
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (source);

  if (codec == NULL)
    return FALSE;
  /* A quarter turn swaps the directions in which colour is halved: keep it in full. */
  if (self->turn % 180 != 0 && descriptor->log2_chroma_w != descriptor->log2_chroma_h)
    source = descriptor->comp[0].depth > 8 ? AV_PIX_FMT_YUV444P10 : AV_PIX_FMT_YUV444P;
  self->encoded = assay_video_encoder_format (codec, source, rgb);
  self->seen = assay_video_planar_format (rgb ? AV_PIX_FMT_GBRP : self->encoded);
  if (rgb && !assay_video_format_is_rgb (self->encoded))
    self->seen = descriptor->comp[0].depth > 8 ? AV_PIX_FMT_GBRP10 : AV_PIX_FMT_GBRP;
  else if (rgb)
    self->seen = assay_video_planar_format (self->encoded);
  if (self->seen == AV_PIX_FMT_NONE)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                   _ ("Frames of the pixel format “%s” are not read"),
                   av_get_pix_fmt_name (frame->format));
      return FALSE;
    }
  self->width = frame->width;
  self->height = frame->height;
  descriptor = av_pix_fmt_desc_get (self->encoded);
  /* Half-sampled colour needs even sides in H.264 and H.265: the last row or column is cut. */
  if ((self->form.codec == ASSAY_VIDEO_CODEC_H264 || self->form.codec == ASSAY_VIDEO_CODEC_H265)
      && MIN (self->width, self->height) > 1)
    {
      self->width -= descriptor->log2_chroma_w > 0 ? self->width % 2 : 0;
      self->height -= descriptor->log2_chroma_h > 0 ? self->height % 2 : 0;
    }
  return TRUE;
}

/* Whether the picture at hand shows what is behind it and the one that is written will not. */
static gboolean
loses_alpha (const AssayVideoRewriter *self)
{
  const AVPixFmtDescriptor *encoded = av_pix_fmt_desc_get (self->encoded);

  return (encoded->flags & AV_PIX_FMT_FLAG_ALPHA) == 0
         && assay_video_frame_is_transparent (self->frame);
}

/* @self->frame in the format and size that the function sees, its own. */
static AssayVideoPicture *
make_picture (AssayVideoRewriter *self, GError **error)
{
  AVFrame *frame = self->frame;
  gboolean full
      = self->form.codec == ASSAY_VIDEO_CODEC_MJPEG || self->form.codec == ASSAY_VIDEO_CODEC_JPEG
        || frame->color_range == AVCOL_RANGE_JPEG
        || assay_video_modern_format (frame->format) != (enum AVPixelFormat) frame->format;
  AVFrame *seen;
  AVFrame *turned;
  AssayVideoPicture *picture;

  if (frame->width / 2 == self->width / 2 && frame->height / 2 == self->height / 2)
    {
      frame->width = self->width;
      frame->height = self->height;
    }
  seen = assay_video_converter_convert (&self->in, frame, self->seen, self->width, self->height,
                                        full, error);
  if (seen != NULL && self->turn != 0)
    {
      turned = assay_video_frame_turn (seen, self->turn, error);
      av_frame_free (&seen);
      seen = turned;
    }
  if (seen == NULL)
    return NULL;
  seen->color_range
      = full || assay_video_format_is_rgb (self->seen) ? AVCOL_RANGE_JPEG : seen->color_range;
  picture = assay_video_picture_new_frame (seen, error);
  return picture == NULL ? NULL : assay_video_picture_own (picture, error);
}

static void
set_times (AssayVideoRewriter *self, AssayVideoPicture *picture)
{
  const AVStream *stream = video_stream (self);
  gint64 start = stream->start_time != AV_NOPTS_VALUE ? stream->start_time : 0;
  gint64 pts = self->frame->best_effort_timestamp;

  gint64 duration = MAX (assay_frame_duration (self->frame), 0);

  picture->duration = duration * self->fine;
  if (pts == AV_NOPTS_VALUE && self->last_pts != G_MININT64)
    pts = self->last_pts + MAX (duration, 1);
  else if (pts == AV_NOPTS_VALUE)
    pts = start;
  if (pts <= self->last_pts)
    pts = self->last_pts + 1;
  self->last_pts = pts;
  picture->pts = pts * self->fine;
  picture->seconds = (double) (pts - start) * av_q2d (stream->time_base);
  picture->index = (gint64) self->written.read++;
  self->written.corrupt += picture->corrupt ? 1 : 0;
}

/* Frames that the decoder has ready, to the function. */
static gboolean
drain_decoder (AssayVideoRewriter *self, AssayProgress *progress, GError **error)
{
  while (avcodec_receive_frame (self->decoder, self->frame) >= 0)
    {
      AssayVideoPicture *picture;

      if (!check_size (self->frame->width, self->frame->height, error)
          || g_cancellable_set_error_if_cancelled (self->demuxer->cancellable, error)
          || (self->encoded == AV_PIX_FMT_NONE && !decide_formats (self, self->frame, error)))
        return FALSE;
      assay_video_take_field_order (self->frame, video_stream (self));
      if (!self->written.opaque && loses_alpha (self))
        self->written.opaque = TRUE;
      picture = make_picture (self, error);
      if (picture == NULL)
        return FALSE;
      set_times (self, picture);
      av_frame_unref (self->frame);
      if (!self->func (self, picture, self->user_data, error))
        return FALSE;
      assay_progress_set_count (progress, self->written.read,
                                (guint64) MAX (self->info.frames, (gint64) self->written.read),
                                N_ ("Frames"));
    }
  return TRUE;
}

/* Copied at once, or kept until the head is written. */
static gboolean
pass_on (AssayVideoRewriter *self, GError **error)
{
  AVPacket *kept;

  if (self->form.drop_others || self->container == NULL)
    {
      av_packet_unref (self->packet);
      return TRUE;
    }
  if (self->muxer != NULL)
    return assay_video_muxer_copy (self->muxer, self->packet, error);
  self->early_bytes += (gsize) MAX (self->packet->size, 0);
  kept = av_packet_alloc ();
  if (kept == NULL || self->early_bytes > EARLY_BYTES)
    {
      av_packet_free (&kept);
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                           _ ("The first picture comes too late after the sound"));
      return FALSE;
    }
  av_packet_move_ref (kept, self->packet);
  g_queue_push_tail (&self->early, kept);
  return TRUE;
}

/* Where the file's contents end so far, in any stream. */
static void
note_end (AssayVideoRewriter *self)
{
  const AVFormatContext *format = self->demuxer->format;
  const AVPacket *packet = self->packet;
  double tick = av_q2d (format->streams[packet->stream_index]->time_base);
  double start
      = format->start_time != AV_NOPTS_VALUE ? (double) format->start_time / AV_TIME_BASE : 0.0;

  if (packet->pts != AV_NOPTS_VALUE)
    self->last_seconds = MAX (self->last_seconds,
                              (double) (packet->pts + MAX (packet->duration, 0)) * tick - start);
}

static gboolean
take_packet (AssayVideoRewriter *self, AssayProgress *progress, GError **error)
{
  int code;

  note_end (self);
  if (self->packet->stream_index != self->stream)
    return pass_on (self, error);
  self->video_packets++;
  /* Damaged packets are passed over, as players do. */
  code = avcodec_send_packet (self->decoder, self->packet);
  av_packet_unref (self->packet);
  if (code == AVERROR (ENOMEM))
    {
      assay_decode_set_error (error, self->demuxer, code);
      return FALSE;
    }
  return drain_decoder (self, progress, error);
}

/* A cut file is refused: what came before the cut would look like the whole. */
static gboolean
check_whole (AssayVideoRewriter *self, GError **error)
{
  const AVStream *stream = video_stream (self);
  const AVFormatContext *format = self->demuxer->format;
  gboolean indexed = strstr (format->iformat->name, "mp4") != NULL;
  /* A length guessed from the bit rate says nothing. */
  gboolean told = format->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE;
  /* Matroska's length counts from 0, wherever the first packet stands. */
  gboolean later = strstr (format->iformat->name, "matroska") != NULL
                   && format->start_time != AV_NOPTS_VALUE && format->start_time > 0;
  double first = later ? (double) format->start_time / AV_TIME_BASE : 0;
  gboolean cut = indexed
                     ? self->video_packets < (guint64) avformat_index_get_entries_count (stream)
                     : (told
                        && assay_media_is_short (self->last_seconds + first, self->info.duration,
                                                 self->info.fps))
                           || assay_media_lacks_packets (self->video_packets, stream->nb_frames);

  if (self->written.read == 0)
    return self->info.still ? refuse_still (error) : check_size (0, 0, error);
  if (!cut || self->info.still)
    return TRUE;
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
               _ ("The video ends after %.1f of %.1f seconds: the file is cut off or damaged"),
               self->last_seconds, self->info.duration);
  return FALSE;
}

/* So is one of which libavformat leaves packets out without a word. */
static gboolean
check_loss (AssayVideoRewriter *self, GError **error)
{
  gboolean alone = self->form.drop_others || self->container == NULL;
  g_autofree char *words = NULL;
  AssayMediaLoss loss;

  if (!assay_demuxer_find_loss (self->demuxer, alone ? self->stream : -1, &loss, error))
    return FALSE;
  if (!loss.lost)
    return TRUE;
  words = assay_media_loss_describe (&loss);
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED, words);
  return FALSE;
}

static gboolean
rewrite (AssayVideoRewriter *self, AssayProgress *progress, GError **error)
{
  GError *failure = NULL;

  while (assay_demuxer_read (self->demuxer, -1, self->packet, &failure))
    if (!take_packet (self, progress, error))
      return FALSE;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  avcodec_send_packet (self->decoder, NULL);
  if (!drain_decoder (self, progress, error) || !check_whole (self, error)
      || !check_loss (self, error) || !self->func (self, NULL, self->user_data, error))
    return FALSE;
  if (self->encoder == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("No picture is left to be written"));
      return FALSE;
    }
  return assay_video_rewriter_end (self, error);
}

gboolean
assay_video_rewriter_run (AssayVideoRewriter *self,
                          int fd,
                          AssayVideoRewriteFunc func,
                          gpointer user_data,
                          AssayProgress *progress,
                          GError **error)
{
  self->fd = fd;
  self->func = func;
  self->user_data = user_data;
  if (rewrite (self, progress, error))
    return TRUE;
  /* The host throws the file away as well. */
  if (ftruncate (fd, 0) != 0)
    g_debug ("a failed output could not be emptied");
  return FALSE;
}
