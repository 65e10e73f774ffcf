/* assay-video-anew.c: reader, encoder, change, decoder in one row. */
#include "media/assay-video-anew.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-unit-decoder.h"
#include "media/assay-video-private.h"
#include "media/assay-video-rewriter-private.h"

/* Pictures a second where the container does not say. */
#define USUAL_RATE 25

/* What is known of a picture of the group. */
typedef struct
{
  gint64 index;
  double seconds;
  double duration;
  guint rotation;
} Moment;

typedef struct
{
  GBytes *data;
  gint64 number; /* of its picture in the group, in the order of showing */
} Packet;

struct _AssayVideoAnew
{
  AssayVideoReader *reader;
  AssayVideoForm form;
  guint pictures;
  AssayPacketChange change; /* (nullable) */
  gpointer change_data;
  AssayVideoConverter converter;
  GArray *moments;           /* Moment: of the group */
  GQueue packets;            /* Packet: not decoded yet */
  AssayUnitDecoder *decoder; /* of the group; NULL between two */
  GQueue frames;             /* AssayVideoFrame: decoded */
};

static void
free_packet (gpointer data)
{
  Packet *packet = data;

  g_bytes_unref (packet->data);
  g_free (packet);
}

static void
free_frame (gpointer data)
{
  assay_video_frame_free (data);
}

/* Forgets the group. */
static void
clear_group (AssayVideoAnew *self)
{
  g_array_set_size (self->moments, 0);
  g_queue_clear_full (&self->packets, free_packet);
  g_queue_clear_full (&self->frames, free_frame);
  g_clear_pointer (&self->decoder, assay_unit_decoder_free);
}

void
assay_video_anew_free (AssayVideoAnew *self)
{
  clear_group (self);
  g_array_unref (self->moments);
  assay_video_converter_clear (&self->converter);
  g_clear_pointer (&self->reader, assay_video_reader_free);
  g_free (self);
}

AssayVideoAnew *
assay_video_anew_new (
    AssayDecoder *decoder, guint stream, const AssayVideoForm *form, guint pictures, GError **error)
{
  g_autoptr (AssayVideoAnew) self = g_new0 (AssayVideoAnew, 1);

  self->form = *form;
  self->pictures = pictures;
  self->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  g_queue_init (&self->packets);
  g_queue_init (&self->frames);
  self->reader = assay_video_reader_new (decoder, stream, error);
  /* The packets are walked once, so that pictures have their numbers after a seek too. */
  if (self->reader == NULL || assay_video_reader_count (self->reader, error) < 0)
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_video_anew_set_change (AssayVideoAnew *self, AssayPacketChange change, gpointer user_data)
{
  self->change = change;
  self->change_data = user_data;
}

/* @frame as the encoder takes it: half-sampled colour wants even sides, as in the rewriter. */
static AVFrame *
convert (AssayVideoAnew *self, const AssayVideoFrame *frame, GError **error)
{
  const AVFrame *source = assay_video_frame_get_frame (frame);
  const AVCodec *codec = assay_video_find_encoder (self->form.codec, error);
  enum AVPixelFormat modern = assay_video_modern_format (source->format);
  gboolean full = source->color_range == AVCOL_RANGE_JPEG || modern != source->format;
  enum AVPixelFormat format;
  AVFrame *cut;
  AVFrame *made;

  if (codec == NULL)
    return NULL;
  format = assay_video_encoder_format (codec, modern, FALSE);
  cut = av_frame_clone (source);
  if (cut == NULL || format == AV_PIX_FMT_NONE)
    {
      av_frame_free (&cut);
      assay_decode_set_error (error, NULL, cut == NULL ? AVERROR (ENOMEM) : AVERROR_PATCHWELCOME);
      return NULL;
    }
  cut->width -= cut->width > 1 ? cut->width % 2 : 0;
  cut->height -= cut->height > 1 ? cut->height % 2 : 0;
  made = assay_video_converter_convert (&self->converter, cut, format, cut->width, cut->height,
                                        full, error);
  av_frame_free (&cut);
  if (made != NULL)
    made->pict_type = AV_PICTURE_TYPE_NONE;
  return made;
}

static AVCodecContext *
open_encoder (AssayVideoAnew *self, AVFrame *first, GError **error)
{
  const AVStream *stream = assay_video_reader_get_stream (self->reader);
  AssayVideoEncoderSetup setup = { .stream = stream, .first = first, .format = first->format };

  setup.rate = stream->avg_frame_rate;
  if (setup.rate.num <= 0 || setup.rate.den <= 0)
    setup.rate = (AVRational){ USUAL_RATE, 1 };
  setup.time_base = av_inv_q (setup.rate);
  return assay_video_encoder_open (&self->form, &setup, error);
}

/* A packet of the encoder, changed, to those that wait for the decoder. */
static gboolean
keep_packet (AssayVideoAnew *self, const AVPacket *packet, GError **error)
{
  g_autoptr (GByteArray) changed = g_byte_array_new ();
  gint64 number = CLAMP (packet->pts, 0, (gint64) self->moments->len - 1);
  Packet *kept;

  if (self->change == NULL)
    g_byte_array_append (changed, packet->data, (guint) packet->size);
  else if (!self->change (packet->data, (gsize) packet->size,
                          g_array_index (self->moments, Moment, number).index, changed,
                          self->change_data, error))
    return FALSE;
  kept = g_new (Packet, 1);
  kept->data = g_byte_array_free_to_bytes (g_steal_pointer (&changed));
  kept->number = number;
  g_queue_push_tail (&self->packets, kept);
  return TRUE;
}

/* What the encoder has ready; @frame: (nullable): none follows. */
static gboolean
encode (
    AssayVideoAnew *self, AVCodecContext *encoder, AVFrame *frame, AVPacket *packet, GError **error)
{
  int code = avcodec_send_frame (encoder, frame);

  while (code >= 0 && (code = avcodec_receive_packet (encoder, packet)) >= 0)
    {
      gboolean kept = keep_packet (self, packet, error);

      av_packet_unref (packet);
      if (!kept)
        return FALSE;
    }
  if (code == AVERROR (EAGAIN) || code == AVERROR_EOF)
    return TRUE;
  assay_decode_set_error (error, NULL, code);
  return FALSE;
}

/* An encoder takes what it was opened for; other pictures would be read beyond their end. */
static gboolean
check_form (const AVCodecContext *encoder, const AVFrame *frame, GError **error)
{
  gboolean large = MAX (frame->width, frame->height) > (int) ASSAY_VIDEO_REWRITER_SIDE;

  if (!large
      && (encoder == NULL
          || (encoder->width == frame->width && encoder->height == frame->height
              && encoder->pix_fmt == frame->format)))
    return TRUE;
  if (large)
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                 _ ("Pictures of %d×%d pixels are too large; a side may have %u"), frame->width,
                 frame->height, ASSAY_VIDEO_REWRITER_SIDE);
  else
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                         _ ("All pictures of a video must have the same size"));
  return FALSE;
}

static gboolean
encode_picture (AssayVideoAnew *self,
                AVCodecContext **encoder,
                const AssayVideoFrame *frame,
                AVPacket *packet,
                GError **error)
{
  Moment moment = { frame->index, frame->seconds, frame->duration, frame->rotation };
  AVFrame *made = convert (self, frame, error);
  gboolean done = made != NULL && check_form (*encoder, made, error);

  if (done && *encoder == NULL)
    *encoder = open_encoder (self, made, error);
  done = done && *encoder != NULL;
  if (done)
    {
      made->pts = self->moments->len;
      g_array_append_val (self->moments, moment);
      done = encode (self, *encoder, made, packet, error);
    }
  av_frame_free (&made);
  return done;
}

/* The next group; without a picture at the end of the video. */
static gboolean
encode_group (AssayVideoAnew *self, GError **error)
{
  AVCodecContext *encoder = NULL;
  AVPacket *packet = av_packet_alloc ();
  GError *failure = NULL;
  gboolean done = packet != NULL;

  if (packet == NULL)
    assay_decode_set_error (&failure, NULL, AVERROR (ENOMEM));
  clear_group (self);
  while (done && self->moments->len < self->pictures)
    {
      g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (self->reader, &failure);

      if (frame == NULL)
        break;
      done = encode_picture (self, &encoder, frame, packet, &failure);
    }
  if (failure == NULL && encoder != NULL)
    encode (self, encoder, NULL, packet, &failure);
  assay_video_encoder_free (encoder);
  av_packet_free (&packet);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* A picture of the group, in the order of showing. */
static gboolean
take_frame (const AssayVideoFrame *frame, gpointer user_data, GError **error)
{
  AssayVideoAnew *self = user_data;
  AssayVideoFrame *kept;
  const Moment *moment;

  if (frame->index < 0 || frame->index >= (gint64) self->moments->len)
    return TRUE;
  kept = assay_video_frame_new (assay_video_frame_get_frame (frame), error);
  if (kept == NULL)
    return FALSE;
  moment = &g_array_index (self->moments, Moment, frame->index);
  kept->index = moment->index;
  kept->seconds = moment->seconds;
  kept->duration = moment->duration;
  kept->rotation = moment->rotation;
  g_queue_push_tail (&self->frames, kept);
  return TRUE;
}

/* Decodes on until there is a picture, or none is left in the group. */
static gboolean
decode_on (AssayVideoAnew *self, GError **error)
{
  gboolean done = TRUE;

  while (done && self->decoder != NULL && g_queue_is_empty (&self->frames))
    {
      Packet *packet = g_queue_pop_head (&self->packets);

      if (packet == NULL)
        {
          done = assay_unit_decoder_end (self->decoder, error);
          g_clear_pointer (&self->decoder, assay_unit_decoder_free);
          break;
        }
      done = assay_unit_decoder_push (self->decoder, g_bytes_get_data (packet->data, NULL),
                                      g_bytes_get_size (packet->data), packet->number, error);
      free_packet (packet);
    }
  return done;
}

AssayVideoFrame *
assay_video_anew_next (AssayVideoAnew *self, GError **error)
{
  const char *codec = self->form.codec == ASSAY_VIDEO_CODEC_H264 ? "h264" : "hevc";

  for (;;)
    {
      if (!decode_on (self, error))
        return NULL;
      if (!g_queue_is_empty (&self->frames))
        return g_queue_pop_head (&self->frames);
      if (!encode_group (self, error) || self->moments->len == 0)
        return NULL;
      self->decoder = assay_unit_decoder_new (codec, 1, take_frame, self, error);
      if (self->decoder == NULL)
        return NULL;
      assay_unit_decoder_set_cropping (self->decoder);
    }
}

gboolean
assay_video_anew_seek (AssayVideoAnew *self, double seconds, GError **error)
{
  clear_group (self);
  return assay_video_reader_seek (self->reader, seconds, error);
}
