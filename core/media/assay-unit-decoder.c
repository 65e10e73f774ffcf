/* assay-unit-decoder.c: FFmpeg's decoder without a demuxer. */
#include "media/assay-unit-decoder.h"

#include <string.h>

#include "media/assay-video-private.h"

struct _AssayUnitDecoder
{
  AVFormatContext *format; /* holds the stream that the decoder is described by */
  AVCodecContext *codec;
  AVPacket *packet;
  AVFrame *frame;
  AssayUnitPicture func;
  gpointer user_data;
};

AssayUnitDecoder *
assay_unit_decoder_new (
    const char *codec, guint threads, AssayUnitPicture func, gpointer user_data, GError **error)
{
  g_autoptr (AssayUnitDecoder) self = g_new0 (AssayUnitDecoder, 1);
  const AVCodecDescriptor *descriptor = avcodec_descriptor_get_by_name (codec);
  AVStream *stream;

  assay_decode_set_limits ();
  self->func = func;
  self->user_data = user_data;
  self->format = avformat_alloc_context ();
  self->packet = av_packet_alloc ();
  self->frame = av_frame_alloc ();
  stream = self->format != NULL ? avformat_new_stream (self->format, NULL) : NULL;
  if (stream == NULL || self->packet == NULL || self->frame == NULL)
    {
      assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      return NULL;
    }
  stream->codecpar->codec_type = AVMEDIA_TYPE_VIDEO;
  stream->codecpar->codec_id = descriptor != NULL ? descriptor->id : AV_CODEC_ID_NONE;
  stream->time_base = (AVRational){ 1, 1 };
  self->codec = assay_decode_open_codec (stream, threads, error);
  if (self->codec == NULL)
    return NULL;
  self->codec->apply_cropping = 0;
  return g_steal_pointer (&self);
}

void
assay_unit_decoder_set_cropping (AssayUnitDecoder *self)
{
  self->codec->apply_cropping = 1;
}

void
assay_unit_decoder_free (AssayUnitDecoder *self)
{
  if (self == NULL)
    return;
  avcodec_free_context (&self->codec);
  avformat_free_context (self->format);
  av_packet_free (&self->packet);
  av_frame_free (&self->frame);
  g_free (self);
}

/* What the decoder has ready. */
static gboolean
take_frames (AssayUnitDecoder *self, GError **error)
{
  while (avcodec_receive_frame (self->codec, self->frame) >= 0)
    {
      g_autoptr (AssayVideoFrame) frame = assay_video_frame_new (self->frame, error);

      if (frame == NULL)
        return FALSE;
      frame->index = self->frame->pts;
      if (!self->func (frame, self->user_data, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_unit_decoder_push (
    AssayUnitDecoder *self, const guint8 *data, gsize size, gint64 index, GError **error)
{
  int code;

  if (size > G_MAXINT / 2 || av_new_packet (self->packet, (int) size) < 0)
    {
      assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      return FALSE;
    }
  memcpy (self->packet->data, data, size);
  self->packet->pts = index;
  self->packet->dts = index;
  do
    {
      code = avcodec_send_packet (self->codec, self->packet);
      if (!take_frames (self, error))
        {
          av_packet_unref (self->packet);
          return FALSE;
        }
    }
  while (code == AVERROR (EAGAIN));
  av_packet_unref (self->packet);
  return TRUE;
}

gboolean
assay_unit_decoder_end (AssayUnitDecoder *self, GError **error)
{
  avcodec_send_packet (self->codec, NULL);
  return take_frames (self, error);
}
