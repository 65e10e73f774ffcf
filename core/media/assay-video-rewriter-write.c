/* assay-video-rewriter-write.c: pictures that come back: encoded and put into the new container. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/pixdesc.h>

static gboolean
open_output (AssayVideoRewriter *self, AVFrame *first, GError **error)
{
  const AVStream *stream = self->demuxer->format->streams[self->stream];
  AVRational rate = stream->avg_frame_rate;
  AssayVideoEncoderSetup setup = { .stream = stream, .first = first, .format = self->encoded };

  if (rate.num <= 0 || rate.den <= 0)
    rate = stream->r_frame_rate.num > 0 ? stream->r_frame_rate : (AVRational){ 25, 1 };
  self->muxer = assay_video_muxer_new (&self->form, self->container, self->demuxer->format,
                                       self->stream, error);
  if (self->muxer == NULL)
    return FALSE;
  assay_video_muxer_set_extras (self->muxer, &self->extras);
  /* The profile is copied with the other extras. */
  av_frame_remove_side_data (first, AV_FRAME_DATA_ICC_PROFILE);
  setup.rate = rate;
  setup.time_base = (AVRational){ (int) self->info.tick_num, (int) self->info.tick_den };
  setup.global_header = assay_video_muxer_wants_header (self->muxer);
  self->encoder = assay_video_encoder_open (&self->form, &setup, error);
  if (self->encoder == NULL)
    return FALSE;
  if (self->form.fps > 0.0)
    rate = av_d2q (self->form.fps, 100000);
  if (!assay_video_muxer_start (self->muxer, self->fd, self->encoder, first, rate, self->turn == 0,
                                error))
    return FALSE;
  self->written.width = (guint) first->width;
  self->written.height = (guint) first->height;
  self->written.pixel_format = av_get_pix_fmt_name (self->encoded);
  self->written.container = self->form.codec == ASSAY_VIDEO_CODEC_PNG ? "png" : "jpeg";
  for (AVPacket *packet; (packet = g_queue_pop_head (&self->early)) != NULL;)
    {
      gboolean copied = assay_video_muxer_copy (self->muxer, packet, error);

      av_packet_free (&packet);
      if (!copied)
        return FALSE;
    }
  return TRUE;
}

static gboolean
drain_encoder (AssayVideoRewriter *self, GError **error)
{
  int code;

  while ((code = avcodec_receive_packet (self->encoder, self->packet)) >= 0)
    {
      const gint64 *duration = g_hash_table_lookup (self->durations, &self->packet->pts);

      if (duration != NULL)
        self->packet->duration = *duration;
      g_hash_table_remove (self->durations, &self->packet->pts);
      if (!assay_video_muxer_video (self->muxer, self->packet, self->encoder->time_base, error))
        return FALSE;
    }
  return code == AVERROR (EAGAIN) || code == AVERROR_EOF
         || assay_video_set_write_error (error, code);
}

static gboolean
encode (AssayVideoRewriter *self, AVFrame *frame, gint64 duration, GError **error)
{
  int code;

  frame->pts = frame->pts <= self->last_written ? self->last_written + 1 : frame->pts;
  self->last_written = frame->pts;
  frame->pict_type = AV_PICTURE_TYPE_NONE;
  frame->quality = self->encoder->global_quality;
  if (duration > 0)
    g_hash_table_insert (self->durations, g_memdup2 (&frame->pts, sizeof (gint64)),
                         g_memdup2 (&duration, sizeof duration));
  code = avcodec_send_frame (self->encoder, frame);
  if (code < 0)
    return assay_video_set_write_error (error, code);
  self->written.written++;
  return drain_encoder (self, error);
}

gboolean
assay_video_rewriter_write (AssayVideoRewriter *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) held = picture;
  gboolean still
      = self->form.codec == ASSAY_VIDEO_CODEC_PNG || self->form.codec == ASSAY_VIDEO_CODEC_JPEG;
  AVFrame *frame;
  gboolean written = TRUE;

  if (still && self->written.written > 0)
    return TRUE;
  if (self->encoder != NULL
      && ((guint) self->encoder->width != picture->width
          || (guint) self->encoder->height != picture->height))
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("All pictures of a video must have the same size"));
      return FALSE;
    }
  frame = assay_video_converter_convert (
      &self->out, assay_video_picture_get_frame (picture), self->encoded, (int) picture->width,
      (int) picture->height, picture->full_range && picture->planes != ASSAY_PLANES_RGB, error);
  if (frame == NULL)
    return FALSE;
  frame->pts = picture->pts;
  if (self->encoder == NULL)
    written = open_output (self, frame, error);
  written = written && encode (self, frame, picture->duration, error);
  av_frame_free (&frame);
  return written;
}

gboolean
assay_video_rewriter_end (AssayVideoRewriter *self, GError **error)
{
  if (avcodec_send_frame (self->encoder, NULL) < 0)
    return assay_video_set_write_error (error, AVERROR_EXTERNAL);
  if (!drain_encoder (self, error) || !assay_video_muxer_end (self->muxer, error))
    return FALSE;
  assay_video_muxer_note (self->muxer, &self->written);
  return TRUE;
}
