/* assay-decoder.c: a container opened for decoding, and what FFmpeg says about its streams. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <libavutil/pixdesc.h>
#include <math.h>

static double
positive (double value)
{
  return isfinite (value) && value > 0.0 ? value : 0.0;
}

static double
ticks (int64_t value, AVRational base)
{
  return value == AV_NOPTS_VALUE || base.den == 0 ? 0.0 : (double) value * base.num / base.den;
}

static AssayStreamKind
stream_kind (const AVStream *stream)
{
  if (stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
    return ASSAY_STREAM_VIDEO;
  return stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? ASSAY_STREAM_AUDIO
                                                            : ASSAY_STREAM_OTHER;
}

static void
fill_stream (AssayStreamInfo *info, AVFormatContext *format, AVStream *stream)
{
  const AVCodecParameters *parameters = stream->codecpar;
  AVRational rate = stream->avg_frame_rate.num > 0 ? stream->avg_frame_rate : stream->r_frame_rate;

  info->kind = stream_kind (stream);
  info->codec = avcodec_get_name (parameters->codec_id);
  info->decodable = assay_decode_find_codec (parameters->codec_id) != NULL;
  info->attached_picture = (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
  info->guessed = format->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
  info->duration = positive (ticks (stream->duration, stream->time_base));
  info->shared = !(info->duration > 0.0) && format->nb_streams > 1;
  if (info->duration <= 0.0 && format->duration != AV_NOPTS_VALUE)
    info->duration = positive ((double) format->duration / AV_TIME_BASE);
  info->start = ticks (stream->start_time, stream->time_base);
  info->frames = MAX (stream->nb_frames, 0);
  info->width = (guint) MAX (parameters->width, 0);
  info->height = (guint) MAX (parameters->height, 0);
  info->rotation = assay_decode_rotation (stream);
  info->fps = rate.den > 0 ? positive ((double) rate.num / rate.den) : 0.0;
  info->rate = (guint) MAX (parameters->sample_rate, 0);
  info->channels = (guint) MAX (parameters->ch_layout.nb_channels, 0);
  info->bits = (guint) MAX (parameters->bits_per_raw_sample, 0);
  if (info->bits == 0)
    info->bits = (guint) MAX (av_get_exact_bits_per_sample (parameters->codec_id), 0);
  info->floating = g_str_has_prefix (info->codec, "pcm_f");
}

AssayDecoder *
assay_decoder_new (AssaySource *source, guint threads, GCancellable *cancellable, GError **error)
{
  AssayDemuxer *demuxer = assay_demuxer_open (source, cancellable, error);
  AssayDecoder *self;

  if (demuxer == NULL)
    return NULL;
  self = g_new0 (AssayDecoder, 1);
  g_atomic_ref_count_init (&self->references);
  self->demuxer = demuxer;
  self->source = assay_source_ref (source);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->threads = MAX (threads, 1);
  self->n_streams = MIN (demuxer->format->nb_streams, ASSAY_DECODER_STREAMS);
  self->streams = g_new0 (AssayStreamInfo, MAX (self->n_streams, 1));
  for (guint i = 0; i < self->n_streams; i++)
    fill_stream (&self->streams[i], demuxer->format, demuxer->format->streams[i]);
  if (demuxer->format->duration != AV_NOPTS_VALUE)
    self->duration = positive ((double) demuxer->format->duration / AV_TIME_BASE);
  return self;
}

AssayDecoder *
assay_decoder_ref (AssayDecoder *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
assay_decoder_unref (AssayDecoder *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  assay_demuxer_free (self->demuxer);
  assay_source_unref (self->source);
  g_clear_object (&self->cancellable);
  g_free (self->streams);
  g_free (self);
}

double
assay_decoder_get_duration (AssayDecoder *self)
{
  return self->duration;
}

guint
assay_decoder_get_n_streams (AssayDecoder *self)
{
  return self->n_streams;
}

const AssayStreamInfo *
assay_decoder_get_stream (AssayDecoder *self, guint index)
{
  g_return_val_if_fail (index < self->n_streams, NULL);
  return &self->streams[index];
}

gint
assay_decoder_find (AssayDecoder *self, AssayStreamKind kind)
{
  gint best = -1;
  guint64 best_size = 0;

  for (guint i = 0; i < self->n_streams; i++)
    {
      const AssayStreamInfo *info = &self->streams[i];
      guint64 size = (guint64) info->width * info->height + info->channels + 1;

      if (info->kind != kind || !info->decodable || info->attached_picture || size <= best_size)
        continue;
      best = (gint) i;
      best_size = size;
    }
  return best;
}
