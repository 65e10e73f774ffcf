/* assay-audio-reader.c: sound of one stream as interleaved float at any rate, with exact positions.
 *
 * Positions count decoded samples, not timestamps: containers round those. Going back restarts at a
 * noted place: every second the pair (timestamp, samples so far) of a decoded frame is kept, and
 * after a restart decoding runs to a frame with a noted timestamp, which says where it is. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/opt.h>
#include <math.h>
#include <string.h>

#include "media/assay-audio-marks-private.h"
#include "media/assay-flac-check-private.h"

/* How far before the wanted place decoding restarts: bit reservoirs (MP3: 9 frames), overlaps and
 * the pre-roll of Opus (80 ms) have passed by then. */
#define PREROLL_SECONDS 1.5
/* Hz. Recorders begin at 4 kHz; analyses resample to 16 kHz, and 1 Hz would grow to hours. */
#define LEAST_RATE 1000u
#define MOST_RATE 768000u

struct _AssayAudioReader
{
  AssayDecoder *decoder;
  AssayDemuxer *demuxer;
  AVCodecContext *codec;
  SwrContext *resampler;
  AVPacket *packet;
  AVFrame *frame;
  gint stream;
  guint rate, channels;      /* of the output */
  guint in_rate;             /* of the stream, fixed at the first frame */
  AVChannelLayout in_layout; /* what the resampler was made for */
  enum AVSampleFormat in_format;
  guint frame_rate; /* rate of the frames that the resampler was made for */
  AssayAudioMarks *marks;
  guint64 in_position;   /* of the next decoded frame's first sample */
  gboolean synchronised; /* in_position is known (always, but after a restart) */
  guint64 skip;          /* output frames to drop before the next one is given */
  guint64 position;      /* of the next output frame */
  guint64 in_drop;       /* input samples to drop before the resampler */
  GArray *ready;         /* float: converted, not yet given */
  gsize ready_at;        /* values of it that have been given */
  gboolean draining, ended;
  AssayAudioFaults faults;
  int64_t last_place; /* in the file, of the decoded frame that is farthest in it */
};

static gboolean
start_demuxer (AssayAudioReader *self, GError **error)
{
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  avcodec_free_context (&self->codec);
  self->demuxer = assay_demuxer_open (self->decoder->source, self->decoder->cancellable, error);
  if (self->demuxer == NULL)
    return FALSE;
  if ((guint) self->stream >= self->demuxer->format->nb_streams)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                           _ ("The stream cannot be found again"));
      return FALSE;
    }
  for (guint i = 0; i < self->demuxer->format->nb_streams; i++)
    self->demuxer->format->streams[i]->discard
        = (gint) i == self->stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  assay_flac_check_watch (self->demuxer, self->stream);
  self->codec = assay_decode_open_codec (self->demuxer->format->streams[self->stream], 1, error);
  return self->codec != NULL;
}

AssayAudioReader *
assay_audio_reader_new (
    AssayDecoder *decoder, guint stream, guint rate, guint channels, GError **error)
{
  g_autoptr (AssayAudioReader) self = g_new0 (AssayAudioReader, 1);
  const AssayStreamInfo *info;

  self->decoder = assay_decoder_ref (decoder);
  self->stream = (gint) stream;
  self->packet = av_packet_alloc ();
  self->frame = av_frame_alloc ();
  self->marks = assay_audio_marks_new ();
  self->ready = g_array_new (FALSE, FALSE, sizeof (float));
  self->synchronised = TRUE;
  if (stream >= decoder->n_streams || decoder->streams[stream].kind != ASSAY_STREAM_AUDIO)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The stream holds no sound"));
      return NULL;
    }
  info = &decoder->streams[stream];
  self->rate = rate > 0 ? rate : info->rate;
  self->channels = channels > 0 ? channels : info->channels;
  if (self->rate < 1 || MAX (self->rate, info->rate) > MOST_RATE || info->rate < LEAST_RATE
      || self->channels < 1 || MAX (self->channels, info->channels) > ASSAY_DECODE_CHANNELS)
    {
      g_set_error (
          error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
          _ ("Sound of %u Hz with %u channels is not read: %u to %u Hz and %u channels are"),
          info->rate, info->channels, LEAST_RATE, MOST_RATE, (guint) ASSAY_DECODE_CHANNELS);
      return NULL;
    }
  self->in_rate = info->rate;
  if (!start_demuxer (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_audio_reader_free (AssayAudioReader *self)
{
  swr_free (&self->resampler);
  avcodec_free_context (&self->codec);
  av_packet_free (&self->packet);
  av_frame_free (&self->frame);
  av_channel_layout_uninit (&self->in_layout);
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  g_clear_pointer (&self->marks, assay_audio_marks_free);
  g_clear_pointer (&self->ready, g_array_unref);
  g_clear_pointer (&self->decoder, assay_decoder_unref);
  g_free (self);
}

guint
assay_audio_reader_get_rate (AssayAudioReader *self)
{
  return self->rate;
}

guint
assay_audio_reader_get_channels (AssayAudioReader *self)
{
  return self->channels;
}

void
assay_audio_reader_get_mix (AssayAudioReader *self, double *shares)
{
  const AVChannelLayout *own = &self->demuxer->format->streams[self->stream]->codecpar->ch_layout;
  guint n = self->decoder->streams[self->stream].channels;
  AVChannelLayout in = { 0 }, out = { 0 };
  double sum = 0;
  int code = AVERROR (EINVAL);

  if (own->order == AV_CHANNEL_ORDER_UNSPEC)
    av_channel_layout_default (&in, (int) n);
  else
    av_channel_layout_copy (&in, own);
  av_channel_layout_default (&out, 1);
  /* As swr_init() does it without options, for float: with a largest sum that is reached it would
   * scale a matrix of 64 × 64, whatever the size of ours. */
  if (in.nb_channels == (int) n)
    code = swr_build_matrix2 (&in, &out, G_SQRT2 / 2, G_SQRT2 / 2, 0, G_MAXINT, 1, shares,
                              (ptrdiff_t) n, AV_MATRIX_ENCODING_NONE, NULL);
  for (guint c = 0; code >= 0 && c < n; c++)
    sum += shares[c];
  for (guint c = 0; c < n; c++)
    shares[c] = sum > 0 ? shares[c] / sum : 1.0 / n;
  av_channel_layout_uninit (&in);
  av_channel_layout_uninit (&out);
}

guint64
assay_audio_reader_get_position (AssayAudioReader *self)
{
  return self->position + self->skip;
}

/* Channels of which nobody knows where they stand: their mean. */
static int
mix_evenly (SwrContext *resampler, guint n)
{
  double shares[ASSAY_DECODE_CHANNELS];

  if (n > ASSAY_DECODE_CHANNELS)
    return AVERROR (EINVAL);
  for (guint c = 0; c < n; c++)
    shares[c] = 1.0 / n;
  return swr_set_matrix (resampler, shares, (int) n);
}

/* The resampler for frames like self->frame; made anew when their form changes in mid-stream. */
static gboolean
prepare_resampler (AssayAudioReader *self, GError **error)
{
  const AVFrame *frame = self->frame;
  AVChannelLayout in = { 0 }, out = { 0 };
  int code;

  if (self->resampler != NULL && self->in_format == frame->format
      && self->frame_rate == (guint) frame->sample_rate
      && av_channel_layout_compare (&self->in_layout, &frame->ch_layout) == 0)
    return TRUE;
  swr_free (&self->resampler);
  av_channel_layout_uninit (&self->in_layout);
  av_channel_layout_copy (&self->in_layout, &frame->ch_layout);
  self->in_format = frame->format;
  self->frame_rate = (guint) frame->sample_rate;
  av_channel_layout_default (&out, (int) self->channels);
  if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
    av_channel_layout_default (&in, frame->ch_layout.nb_channels);
  else
    av_channel_layout_copy (&in, &frame->ch_layout);
  if (in.nb_channels == out.nb_channels) /* nothing is mixed, whatever the channels are called */
    {
      av_channel_layout_uninit (&out);
      av_channel_layout_copy (&out, &in);
    }
  code = swr_alloc_set_opts2 (&self->resampler, &out, AV_SAMPLE_FMT_FLT, (int) self->rate, &in,
                              frame->format, frame->sample_rate, 0, NULL);
  if (code >= 0 && self->channels == 1 && in.order == AV_CHANNEL_ORDER_UNSPEC)
    code = mix_evenly (self->resampler, (guint) in.nb_channels);
  if (code >= 0)
    code = swr_init (self->resampler);
  av_channel_layout_uninit (&in);
  av_channel_layout_uninit (&out);
  if (code < 0)
    assay_decode_set_error (error, self->demuxer, code);
  return code >= 0;
}

/* Notes or recognises where the decoded frame stands. */
static void
place_frame (AssayAudioReader *self)
{
  int64_t pts = self->frame->best_effort_timestamp;
  int64_t place = self->frame->pkt_pos;

  self->last_place = MAX (self->last_place, place);
  if (pts == AV_NOPTS_VALUE)
    return;
  if (self->synchronised)
    assay_audio_marks_note (self->marks, pts, place, self->in_position, self->in_rate);
  else
    self->synchronised = assay_audio_marks_find (self->marks, pts, place, &self->in_position);
}

static gboolean
decode_frame (AssayAudioReader *self, GError **error)
{
  const guint64 before = self->demuxer->faults;
  const gboolean got = assay_decode_pull (self->demuxer, self->codec, self->stream, self->packet,
                                          self->frame, &self->draining, error);

  for (guint64 i = before; i < self->demuxer->faults; i++, self->faults.n++)
    if (self->faults.n < ASSAY_AUDIO_FAULTS)
      self->faults.at[self->faults.n] = self->in_position;
  return got;
}

const AssayAudioFaults *
assay_audio_reader_get_faults (AssayAudioReader *self)
{
  return &self->faults;
}

void
assay_audio_reader_around (AssayAudioReader *self, guint64 place, guint64 *from, guint64 *to)
{
  *from = *to = self->in_position;
  if (place <= (guint64) self->last_place)
    assay_audio_marks_around (self->marks, place, from, to);
}

/* Runs @samples of @planes (NULL at the end: what the filter still holds) through the resampler
 * into self->ready. */
static gboolean
convert (AssayAudioReader *self, const guint8 **planes, int samples, GError **error)
{
  int room = swr_get_out_samples (self->resampler, samples);
  guint before = self->ready->len;
  guint8 *out[1];
  int got;

  if (room <= 0)
    return TRUE;
  if ((guint64) room * self->channels > ASSAY_LIMIT_BLOCK)
    {
      assay_decode_set_error (error, self->demuxer, AVERROR (ENOMEM));
      return FALSE;
    }
  g_array_set_size (self->ready, before + (guint) room * self->channels);
  out[0] = (guint8 *) (self->ready->data + (gsize) before * sizeof (float));
  got = swr_convert (self->resampler, out, room, planes, samples);
  g_array_set_size (self->ready, before + (guint) MAX (got, 0) * self->channels);
  if (got < 0)
    assay_decode_set_error (error, self->demuxer, got);
  return got >= 0;
}

/* Decodes one frame into the resampler; FALSE at the end or with an error. */
static gboolean
feed (AssayAudioReader *self, GError **error)
{
  guint64 samples, drop;
  const guint8 *planes[ASSAY_DECODE_CHANNELS] = { 0 };
  int n_planes, bytes;

  if (!decode_frame (self, error))
    return FALSE;
  place_frame (self);
  samples = (guint64) MAX (self->frame->nb_samples, 0);
  if (!self->synchronised)
    return TRUE;
  drop = MIN (self->in_drop > self->in_position ? self->in_drop - self->in_position : 0, samples);
  self->in_position += samples;
  if (drop == samples || self->frame->ch_layout.nb_channels > ASSAY_DECODE_CHANNELS)
    return TRUE;
  if (!prepare_resampler (self, error))
    return FALSE;
  n_planes = av_sample_fmt_is_planar (self->frame->format) ? self->frame->ch_layout.nb_channels : 1;
  bytes = av_get_bytes_per_sample (self->frame->format)
          * (n_planes == 1 ? self->frame->ch_layout.nb_channels : 1);
  for (int i = 0; i < n_planes; i++)
    planes[i] = self->frame->extended_data[i] + drop * (guint64) bytes;
  return convert (self, planes, (int) (samples - drop), error);
}

/* Up to @frames of what is ready; @buffer NULL drops them. */
static gsize
take (AssayAudioReader *self, float *buffer, gsize frames)
{
  gsize there = (self->ready->len - self->ready_at) / self->channels;
  gsize n = MIN (frames, there);

  if (buffer != NULL && n > 0)
    memcpy (buffer, &g_array_index (self->ready, float, self->ready_at),
            n * self->channels * sizeof (float));
  self->ready_at += n * self->channels;
  self->position += n;
  if (self->ready_at == self->ready->len)
    {
      g_array_set_size (self->ready, 0);
      self->ready_at = 0;
    }
  return n;
}

/* Makes more ready; FALSE at the end or with an error. */
static gboolean
refill (AssayAudioReader *self, GError **error)
{
  GError *failure = NULL;

  if (self->ended)
    return FALSE;
  if (feed (self, &failure))
    return TRUE;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  self->ended = TRUE;
  return self->resampler == NULL || convert (self, NULL, 0, error);
}

gssize
assay_audio_reader_read (AssayAudioReader *self, float *buffer, gsize frames, GError **error)
{
  gsize done = 0;
  GError *failure = NULL;

  while (done < frames)
    {
      if (self->skip > 0)
        self->skip -= take (self, NULL, (gsize) MIN (self->skip, (guint64) G_MAXINT));
      if (self->skip == 0)
        done += take (self, buffer + done * self->channels, frames - done);
      if (done < frames && !refill (self, &failure))
        break;
    }
  if (failure == NULL)
    return (gssize) done;
  g_propagate_error (error, failure);
  return -1;
}

static void
reset_stream (AssayAudioReader *self)
{
  swr_free (&self->resampler);
  g_array_set_size (self->ready, 0);
  self->ready_at = 0;
  av_packet_unref (self->packet);
  self->draining = FALSE;
  self->ended = FALSE;
  self->skip = self->in_drop = 0;
}

static gboolean
rewind_reader (AssayAudioReader *self, GError **error)
{
  reset_stream (self);
  self->position = 0;
  self->in_position = 0;
  self->synchronised = TRUE;
  return start_demuxer (self, error);
}

/* Restarts before input sample @in_start at a noted place. FALSE if there is none or the container
 * cannot. */
static gboolean
restart_at_mark (AssayAudioReader *self, guint64 in_start)
{
  guint64 preroll = (guint64) (PREROLL_SECONDS * self->in_rate);
  int64_t pts;

  if (!assay_audio_marks_before (self->marks, in_start > preroll ? in_start - preroll : 0, &pts)
      || av_seek_frame (self->demuxer->format, self->stream, pts, AVSEEK_FLAG_BACKWARD) < 0)
    return FALSE;
  avcodec_flush_buffers (self->codec);
  reset_stream (self);
  self->synchronised = FALSE;
  /* Decode until a noted frame comes by; it must stand before what is wanted. */
  for (guint i = 0; i < 4096 && !self->synchronised; i++)
    {
      self->in_drop = G_MAXUINT64;
      if (!decode_frame (self, NULL))
        return FALSE;
      place_frame (self);
      if (self->synchronised)
        self->in_position += (guint64) MAX (self->frame->nb_samples, 0);
    }
  return self->synchronised && self->in_position <= in_start;
}

gboolean
assay_audio_reader_seek (AssayAudioReader *self, guint64 position, GError **error)
{
  guint64 now = assay_audio_reader_get_position (self);
  guint64 in_start, out_start;

  if (position >= now && self->synchronised && !self->ended)
    {
      self->skip += position - now;
      return TRUE;
    }
  out_start = assay_audio_marks_align (self->in_rate, self->rate, position, &in_start);
  if (!restart_at_mark (self, in_start))
    {
      if (!rewind_reader (self, error))
        return FALSE;
      /* From the very start the resampler mirrors its first samples: only an unbroken run gives the
       * same again. */
      self->skip = position;
      return TRUE;
    }
  self->in_drop = in_start;
  self->position = out_start;
  self->skip = position - out_start;
  return TRUE;
}

gboolean
assay_audio_reader_seek_time (AssayAudioReader *self, double seconds, GError **error)
{
  const AVStream *stream = self->demuxer->format->streams[self->stream];
  double base = av_q2d (stream->time_base);
  int64_t start = stream->start_time != AV_NOPTS_VALUE ? stream->start_time : 0;
  int64_t target;
  GError *failure = NULL;

  if (!(seconds > 0.0) || !(base > 0.0) || seconds > 1e9)
    return rewind_reader (self, error);
  target = start + (int64_t) (seconds / base);
  if (av_seek_frame (self->demuxer->format, self->stream, target, AVSEEK_FLAG_BACKWARD) < 0)
    return assay_audio_reader_seek (self, (guint64) (seconds * self->rate), error);
  avcodec_flush_buffers (self->codec);
  reset_stream (self);
  if (!decode_frame (self, &failure))
    {
      self->ended = TRUE;
      if (failure != NULL)
        g_propagate_error (error, failure);
      return failure == NULL;
    }
  /* The frame in hand is dropped: it only tells the time. */
  self->synchronised = TRUE;
  self->in_position = 0;
  if (self->frame->best_effort_timestamp != AV_NOPTS_VALUE
      && self->frame->best_effort_timestamp > start)
    self->in_position
        = (guint64) ((double) (self->frame->best_effort_timestamp - start) * base * self->in_rate
                     + 0.5);
  self->in_position += (guint64) MAX (self->frame->nb_samples, 0);
  self->position = self->in_position * self->rate / self->in_rate;
  self->skip = (guint64) (seconds * self->rate) > self->position
                   ? (guint64) (seconds * self->rate) - self->position
                   : 0;
  return TRUE;
}
