/* assay-sound-writer.c: libavcodec's encoders and libavformat's muxers over a descriptor. No other
 * file is opened: the muxers write through our own AVIO functions. */
#include "media/assay-sound-writer.h"
#include "media/assay-ffmpeg-version.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "media/assay-decode-private.h"

#define IO_BUFFER (64 * 1024)
/* Frames of a block of codecs that take any number. */
#define BLOCK 4096

typedef struct
{
  const char *muxer;
  const char *encoder;
} Kind;

/* By AssaySoundFormat; WAV's encoder is by AssaySoundSample. */
static const Kind kinds[] = {
  { "wav", NULL },   { "flac", "flac" },   { "mp3", "libmp3lame" },
  { "adts", "aac" }, { "ogg", "libopus" }, { "ogg", "libvorbis" },
};
static const char *const pcm[] = { "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le" };

struct _AssaySoundWriter
{
  int fd;
  gint64 position;
  AVFormatContext *format;
  AVIOContext *io;
  AVCodecContext *codec;
  AVPacket *packet;
  AVFrame *frame;
  guint channels;
  guint filled;               /* samples of @frame */
  enum AVSampleFormat packed; /* of the encoder, planes forgotten */
  gboolean planar;
  gboolean narrow; /* 24 bits in 32 */
  gint64 pts;
  guint64 clipped;
};

static int
on_write (void *opaque, AssayWrittenByte *buffer, int size)
{
  AssaySoundWriter *self = opaque;

  if (!assay_write_at (self->fd, (guint64) self->position, buffer, (gsize) size))
    return AVERROR (errno);
  self->position += size;
  return size;
}

static int64_t
on_seek (void *opaque, int64_t offset, int whence)
{
  AssaySoundWriter *self = opaque;

  switch (whence & ~AVSEEK_FORCE)
    {
    case SEEK_SET:
      self->position = offset;
      return offset;
    case SEEK_CUR:
      self->position += offset;
      return self->position;
    default:
      return AVERROR (ENOSYS);
    }
}

static gboolean
fail (GError **error, int code)
{
  return assay_decode_set_write_error (error, _ ("The sound cannot be written"), code);
}

static AssaySoundWriter *
refuse (const AssaySoundForm *form, GError **error)
{
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
               _ ("This format does not hold sound of %u Hz with %u channels"), form->rate,
               form->channels);
  return NULL;
}

guint
assay_sound_nearest_rate (AssaySoundFormat format, guint rate)
{
  static const guint known[] = { 16000, 22050, 24000, 32000, 44100, 48000 };
  guint best = 48000;

  if (format == ASSAY_SOUND_WAV || format == ASSAY_SOUND_FLAC)
    return rate;
  if (format == ASSAY_SOUND_OPUS)
    return 48000;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] == rate)
      best = rate;
  return best;
}

/* The sample format of the encoder that holds what is wanted. */
static enum AVSampleFormat
choose_sample_format (const AVCodec *codec, const AssaySoundForm *form)
{
  gboolean wide = form->sample != ASSAY_SOUND_16;

  if (form->format == ASSAY_SOUND_FLAC)
    return wide ? AV_SAMPLE_FMT_S32 : AV_SAMPLE_FMT_S16;
  for (const enum AVSampleFormat *f = codec->sample_fmts; *f != AV_SAMPLE_FMT_NONE; f++)
    if (*f == AV_SAMPLE_FMT_FLTP || *f == AV_SAMPLE_FMT_FLT)
      return *f;
  return codec->sample_fmts[0];
}

static int
open_codec (AssaySoundWriter *self, const AssaySoundForm *form)
{
  const char *name
      = form->format == ASSAY_SOUND_WAV ? pcm[form->sample] : kinds[form->format].encoder;
  const AVCodec *codec = avcodec_find_encoder_by_name (name);

  if (codec == NULL)
    return AVERROR_ENCODER_NOT_FOUND;
  self->codec = avcodec_alloc_context3 (codec);
  if (self->codec == NULL)
    return AVERROR (ENOMEM);
  self->codec->sample_fmt = choose_sample_format (codec, form);
  self->codec->sample_rate = (int) form->rate;
  self->codec->time_base = (AVRational){ 1, (int) form->rate };
  self->codec->bit_rate = form->bit_rate;
  self->codec->thread_count = 1;
  self->codec->flags |= AV_CODEC_FLAG_BITEXACT;
  if (form->format == ASSAY_SOUND_FLAC)
    self->codec->bits_per_raw_sample = form->sample == ASSAY_SOUND_16 ? 16 : 24;
  av_channel_layout_default (&self->codec->ch_layout, (int) form->channels);
  if (self->format->oformat->flags & AVFMT_GLOBALHEADER)
    self->codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  return avcodec_open2 (self->codec, codec, NULL);
}

static int
open_file (AssaySoundWriter *self, const AssaySoundForm *form)
{
  AVDictionary *options = NULL;
  AVStream *stream = avformat_new_stream (self->format, NULL);
  int code;

  if (stream == NULL)
    return AVERROR (ENOMEM);
  stream->time_base = self->codec->time_base;
  code = avcodec_parameters_from_context (stream->codecpar, self->codec);
  if (code < 0)
    return code;
  if (form->format == ASSAY_SOUND_WAV)
    av_dict_set (&options, "rf64", "auto", 0);
  code = avformat_write_header (self->format, &options);
  av_dict_free (&options);
  return code;
}

static int
prepare_frame (AssaySoundWriter *self)
{
  self->packed = av_get_packed_sample_fmt (self->codec->sample_fmt);
  self->planar = av_sample_fmt_is_planar (self->codec->sample_fmt) != 0;
  self->narrow
      = self->codec->bits_per_raw_sample == 24 || self->codec->codec_id == AV_CODEC_ID_PCM_S24LE;
  self->frame->format = self->codec->sample_fmt;
  self->frame->sample_rate = self->codec->sample_rate;
  self->frame->nb_samples = self->codec->frame_size > 0 ? self->codec->frame_size : BLOCK;
  av_channel_layout_copy (&self->frame->ch_layout, &self->codec->ch_layout);
  return av_frame_get_buffer (self->frame, 0);
}

AssaySoundWriter *
assay_sound_writer_new (int fd, const AssaySoundForm *form, GError **error)
{
  g_autoptr (AssaySoundWriter) self = g_new0 (AssaySoundWriter, 1);
  guint8 *buffer = av_malloc (IO_BUFFER);

  self->fd = fd;
  self->channels = form->channels;
  self->packet = av_packet_alloc ();
  self->frame = av_frame_alloc ();
  self->io = buffer == NULL
                 ? NULL
                 : avio_alloc_context (buffer, IO_BUFFER, 1, self, NULL, on_write, on_seek);
  if (self->io == NULL
      || avformat_alloc_output_context2 (&self->format, NULL, kinds[form->format].muxer, NULL) < 0)
    return refuse (form, error);
  self->format->pb = self->io;
  self->format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  if (form->channels < 1 || form->channels > ASSAY_DECODE_CHANNELS || form->rate < 1
      || open_codec (self, form) < 0 || open_file (self, form) < 0 || prepare_frame (self) < 0)
    return refuse (form, error);
  return g_steal_pointer (&self);
}

void
assay_sound_writer_free (AssaySoundWriter *self)
{
  avcodec_free_context (&self->codec);
  av_packet_free (&self->packet);
  av_frame_free (&self->frame);
  if (self->format != NULL)
    self->format->pb = NULL;
  avformat_free_context (self->format);
  if (self->io != NULL)
    av_freep (&self->io->buffer);
  avio_context_free (&self->io);
  g_free (self);
}

/* Packets that the encoder has ready, into the file. */
static gboolean
drain (AssaySoundWriter *self, GError **error)
{
  int code;

  while ((code = avcodec_receive_packet (self->codec, self->packet)) >= 0)
    {
      self->packet->stream_index = 0;
      av_packet_rescale_ts (self->packet, self->codec->time_base,
                            self->format->streams[0]->time_base);
      code = av_write_frame (self->format, self->packet);
      av_packet_unref (self->packet);
      if (code < 0)
        return fail (error, code);
    }
  return code == AVERROR (EAGAIN) || code == AVERROR_EOF || fail (error, code);
}

static gboolean
encode (AssaySoundWriter *self, GError **error)
{
  int whole = self->frame->nb_samples;
  int code;

  if (self->filled == 0)
    return TRUE;
  self->frame->nb_samples = (int) self->filled;
  self->frame->pts = self->pts;
  self->pts += self->filled;
  code = avcodec_send_frame (self->codec, self->frame);
  if (code < 0)
    return fail (error, code);
  self->filled = 0;
  if (!drain (self, error))
    return FALSE;
  /* The encoder may keep the buffer. */
  self->frame->nb_samples = whole;
  code = av_frame_make_writable (self->frame);
  return code >= 0 || fail (error, code);
}

/* The nearest of @full steps a side; halves to even: adding and subtracting 1.5 · 2^52 rounds so.
 */
static inline gint32
quantise (float sample, double full, guint *clipped)
{
  double scaled = fabsf (sample) <= G_MAXFLOAT ? (double) sample * full : 0;

  *clipped += scaled > full - 1 || scaled < -full;
  return (gint32) (CLAMP (scaled, -full, full - 1) + 0x1.8p52 - 0x1.8p52);
}

/* The same to 16 bits, where single precision is exact: 1.5 · 2^23 rounds halves to even. */
static inline gint16
quantise_short (float sample, guint *clipped)
{
  float scaled = fabsf (sample) <= G_MAXFLOAT ? sample * 32768.0F : 0.0F;

  *clipped += scaled > 32767.0F || scaled < -32768.0F;
  return (gint16) (CLAMP (scaled, -32768.0F, 32767.0F) + 0x1.8p23F - 0x1.8p23F);
}

/* The next @n samples of a channel, @stride apart, into the frame, @step apart. */
static void
put (AssaySoundWriter *self,
     guint8 *plane,
     gsize first,
     gsize step,
     const float *samples,
     gsize stride,
     gsize n)
{
  gint16 *small = (gint16 *) (gpointer) plane + first;
  gint32 *large = (gint32 *) (gpointer) plane + first;
  float *real = (float *) (gpointer) plane + first;
  guint clipped = 0;

  switch (self->packed)
    {
    case AV_SAMPLE_FMT_S16:
      for (gsize i = 0; i < n; i++)
        small[i * step] = quantise_short (samples[i * stride], &clipped);
      break;
    case AV_SAMPLE_FMT_S32:
      for (gsize i = 0; i < n; i++)
        large[i * step] = self->narrow ? quantise (samples[i * stride], 8388608, &clipped) * 256
                                       : quantise (samples[i * stride], 2147483648.0, &clipped);
      break;
    default:
      for (gsize i = 0; i < n; i++)
        real[i * step] = isfinite (samples[i * stride]) ? samples[i * stride] : 0;
      break;
    }
  self->clipped += clipped;
}

gboolean
assay_sound_writer_write (AssaySoundWriter *self,
                          const float *samples,
                          gsize frames,
                          GError **error)
{
  while (frames > 0)
    {
      gsize n = MIN (frames, (gsize) self->frame->nb_samples - self->filled);

      for (guint c = 0; c < self->channels; c++)
        if (self->planar)
          put (self, self->frame->extended_data[c], self->filled, 1, samples + c, self->channels,
               n);
        else
          put (self, self->frame->extended_data[0], self->filled * self->channels + c,
               self->channels, samples + c, self->channels, n);
      self->filled += (guint) n;
      samples += n * self->channels;
      frames -= n;
      if (self->filled == (guint) self->frame->nb_samples && !encode (self, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_sound_writer_end (AssaySoundWriter *self, GError **error)
{
  int code;

  if (!encode (self, error))
    return FALSE;
  code = avcodec_send_frame (self->codec, NULL);
  if (code < 0 && code != AVERROR_EOF)
    return fail (error, code);
  if (!drain (self, error))
    return FALSE;
  code = av_write_trailer (self->format);
  if (code < 0)
    return fail (error, code);
  avio_flush (self->io);
  return self->io->error >= 0 || fail (error, self->io->error);
}

guint64
assay_sound_writer_get_clipped (AssaySoundWriter *self)
{
  return self->clipped;
}
