/* assay-replay-input.c: any recording as mono sound of the rate that is asked for. */
#include "replay/assay-replay-input.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-decode.h"
#include "media/assay-wave-length.h"
#include "signal/assay-resample.h"

/* Frames decoded at once. */
#define READ_FRAMES 4096
/* s that may be missing at the end before it is said: encoders' own delays are shorter. */
#define MISSING 0.25
/* s: no recording goes on for longer than thirty years. */
#define LATEST 1e9
/* Of the largest sample: what is less is rounding. */
#define CONSTANT 1e-9
/* Of the mean power of the channels: a mean with less of it is no sound of theirs (-60 dB). */
#define CANCELLED 1e-6

struct _AssayReplayAudio
{
  AssaySource *source;       /* owned */
  GCancellable *cancellable; /* owned */
  AssayDecoder *decoder;
  AssayAudioReader *reader;
  AssayResampler *resampler;
  guint channel;
  guint rate;
  AssayReplayAudioInfo info;
  float *decoded; /* READ_FRAMES × channels */
  double *mono;   /* READ_FRAMES */
  GArray *ready;  /* double: converted, not yet given */
  gsize ready_at;
  gboolean ended;
  double sum_each; /* of the squares in the channels that are mixed, divided by their number */
  guint64 first;   /* frames of the stream that are counted, from … to below … */
  guint64 last;
  double missing;     /* s, of a WAVE file that was cut */
  guint64 left;       /* samples that may still be given */
  gboolean is_region; /* something is left out */
};

static gboolean
open_stream (AssayReplayAudio *self, GError **error)
{
  gint stream = assay_decoder_find (self->decoder, ASSAY_STREAM_AUDIO);
  const AssayStreamInfo *info;

  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no sound"));
      return FALSE;
    }
  info = assay_decoder_get_stream (self->decoder, (guint) stream);
  self->reader = assay_audio_reader_new (self->decoder, (guint) stream, 0, 0, error);
  if (self->reader == NULL)
    return FALSE;
  self->info.rate = assay_audio_reader_get_rate (self->reader);
  self->info.channels = assay_audio_reader_get_channels (self->reader);
  self->info.codec = g_intern_string (info->codec);
  self->info.duration = info->duration;
  self->info.guessed = info->guessed || info->shared;
  if (self->channel <= self->info.channels)
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               _ ("There is no channel %u: the sound has %u"), self->channel, self->info.channels);
  return FALSE;
}

AssayReplayAudio *
assay_replay_audio_open (
    AssaySource *source, guint channel, guint rate, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayReplayAudio) self = g_new0 (AssayReplayAudio, 1);

  self->channel = channel;
  self->source = assay_source_ref (source);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->decoder = assay_decoder_new (source, 1, cancellable, error);
  if (self->decoder == NULL || !open_stream (self, error))
    return NULL;
  self->missing = assay_wave_missing (source);
  self->rate = rate > 0 ? rate : self->info.rate;
  self->resampler = assay_resampler_new (self->info.rate, self->rate);
  self->decoded = g_new (float, READ_FRAMES *(gsize) self->info.channels);
  self->mono = g_new (double, READ_FRAMES);
  self->last = self->left = G_MAXUINT64;
  self->ready = g_array_new (FALSE, FALSE, sizeof (double));
  return g_steal_pointer (&self);
}

void
assay_replay_audio_free (AssayReplayAudio *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, assay_audio_reader_free);
  g_clear_pointer (&self->decoder, assay_decoder_unref);
  g_clear_pointer (&self->resampler, assay_resampler_free);
  g_clear_pointer (&self->ready, g_array_unref);
  g_clear_pointer (&self->source, assay_source_unref);
  g_clear_object (&self->cancellable);
  g_free (self->decoded);
  g_free (self->mono);
  g_free (self);
}

const AssayReplayAudioInfo *
assay_replay_audio_get_info (AssayReplayAudio *self)
{
  return &self->info;
}

double
assay_replay_audio_get_stated (AssayReplayAudio *self)
{
  const AssayReplayAudioInfo *info = &self->info;
  double least = (info->duration - MISSING) * info->rate;

  if (!self->is_region && self->missing > MISSING)
    return (double) info->n_decoded / info->rate + self->missing;

  return !self->is_region && !info->guessed && (double) info->n_decoded < least ? info->duration
                                                                                : 0;
}

gboolean
assay_replay_audio_get_damage (AssayReplayAudio *self, AssayReplayDamage *damage, GError **error)
{
  const guint rate = self->info.rate;
  const double start = (double) self->first / rate;

  *damage = (AssayReplayDamage){
    .part = self->is_region,
    .heard = (double) self->info.n_decoded / rate,
    .stated = assay_replay_audio_get_stated (self),
    .not_finite = self->info.not_finite,
  };
  return assay_replay_damage_find (damage, self->source, self->reader, rate, start,
                                   start + (double) self->info.n_counted / rate, self->cancellable,
                                   error);
}

gboolean
assay_replay_is_constant (const double *samples, gsize n)
{
  double lowest = 0, highest = 0;

  for (gsize i = 0; i < n; i++)
    {
      lowest = i == 0 ? samples[i] : MIN (lowest, samples[i]);
      highest = i == 0 ? samples[i] : MAX (highest, samples[i]);
    }
  return !(highest - lowest > CONSTANT * MAX (fabs (highest), fabs (lowest)));
}

static double
mix (AssayReplayAudio *self, const float *frame, gboolean counted)
{
  guint first = self->channel == ASSAY_REPLAY_CHANNEL_MEAN ? 0 : self->channel - 1;
  guint last = self->channel == ASSAY_REPLAY_CHANNEL_MEAN ? self->info.channels : self->channel;
  double sum = 0, squares = 0;

  for (guint c = first; c < last; c++)
    {
      if (isfinite (frame[c]))
        {
          sum += (double) frame[c];
          squares += (double) frame[c] * (double) frame[c];
        }
      else
        self->info.not_finite += counted ? 1 : 0;
    }
  self->sum_each += counted ? squares / (last - first) : 0;
  return sum / (last - first);
}

/* Whether the mean is one of the channels at all: of a cable with two wires changed only what
 * differs between them is left, which is no recording of anything. */
static gboolean
check_mean (const AssayReplayAudio *self, GError **error)
{
  if (self->info.sum_squares >= CANCELLED * self->sum_each)
    return TRUE;
  g_set_error_literal (
      error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
      _ ("In the mean of the channels the sound cancels itself, as where one channel is "
         "another with the sign turned. Use one of them: with channel=1, or a copy that has only "
         "one"));
  return FALSE;
}

/* One decoded block more; FALSE with an error. */
static gboolean
decode (AssayReplayAudio *self, GError **error)
{
  AssayReplayAudioInfo *info = &self->info;
  gssize n = assay_audio_reader_read (self->reader, self->decoded, READ_FRAMES, error);

  if (n < 0)
    return FALSE;
  for (gssize i = 0; i < n; i++)
    {
      guint64 at = info->n_decoded + (guint64) i;
      gboolean counted = at >= self->first && at < self->last;
      double value = mix (self, self->decoded + (gsize) i * info->channels, counted);

      self->mono[i] = value;
      if (!counted)
        continue;
      info->n_counted++;
      info->peak = MAX (info->peak, fabs (value));
      info->sum_squares += value * value;
      /* The largest positive value of 16 bits is 32767 / 32768. */
      info->clipped += fabs (value) >= 32767.0 / 32768.0;
    }
  info->n_decoded += (guint64) n;
  assay_resampler_push (self->resampler, self->mono, (gsize) n, self->ready);
  if (n < READ_FRAMES)
    {
      assay_resampler_end (self->resampler, self->ready);
      self->ended = TRUE;
    }
  return TRUE;
}

gboolean
assay_replay_region_frames (
    const AssayRegion *region, guint rate, guint64 *first, guint64 *last, GError **error)
{
  const double start = region == NULL ? -1 : MIN (assay_region_get_start (region), LATEST);
  const double end = region == NULL ? -1 : MIN (assay_region_get_end (region), LATEST);
  gsize n_keys = 0;

  if (region != NULL)
    assay_region_get_keys (region, &n_keys);
  *first = (guint64) (MAX (start, 0) * rate);
  *last = end < 0 ? G_MAXUINT64 : (guint64) (end * rate);
  if (n_keys > 0)
    g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                         _ ("A region of sound is a stretch of time, without a rectangle"));
  else if (*last <= *first)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                 _ ("The region at %.3f s is empty: it holds no sample"), MAX (start, 0));
  return n_keys == 0 && *last > *first;
}

void
assay_replay_region_beyond (double start, double end, GError **error)
{
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               _ ("The region begins at %.2f s, but the sound ends after %.2f s"), start, end);
}

gboolean
assay_replay_audio_restrict (AssayReplayAudio *self, const AssayRegion *region, GError **error)
{
  double start = region == NULL ? 0 : CLAMP (assay_region_get_start (region), 0, LATEST);
  double end = region == NULL ? 0 : MIN (assay_region_get_end (region), LATEST);
  double block[READ_FRAMES];
  guint64 n = (guint64) (start * self->rate);

  if (!assay_replay_region_frames (region, self->info.rate, &self->first, &self->last, error))
    return FALSE;
  self->is_region = self->first > 0 || self->last < G_MAXUINT64;
  while (n > 0)
    {
      gssize got = assay_replay_audio_read (self, block, MIN (n, READ_FRAMES), error);

      if (got < 0)
        return FALSE;
      if (got == 0)
        {
          assay_replay_region_beyond (start, (double) self->info.n_decoded / self->info.rate,
                                      error);
          return FALSE;
        }
      n -= (guint64) got;
    }
  if (end > start)
    self->left = (guint64) ((end - start) * self->rate);
  return TRUE;
}

gssize
assay_replay_audio_read (AssayReplayAudio *self, double *samples, gsize n, GError **error)
{
  gsize done = 0;

  n = (gsize) MIN (n, self->left);
  while (done < n)
    {
      gsize now = MIN (self->ready->len - self->ready_at, n - done);

      if (now > 0)
        memcpy (samples + done, &g_array_index (self->ready, double, self->ready_at),
                now * sizeof *samples);
      done += now;
      self->ready_at += now;
      if (self->ready_at < self->ready->len)
        break;
      g_array_set_size (self->ready, 0);
      self->ready_at = 0;
      if (self->ended || done == n)
        break;
      if (!decode (self, error))
        return -1;
    }
  if (self->left < G_MAXUINT64)
    self->left -= done;
  return done > 0 || check_mean (self, error) ? (gssize) done : -1;
}

double *
assay_replay_read_audio (AssaySource *source,
                         guint channel,
                         guint rate,
                         gsize most,
                         AssayReplayDamage *damage,
                         gsize *n,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (AssayReplayAudio) audio
      = assay_replay_audio_open (source, channel, rate, cancellable, error);
  g_autoptr (GArray) all = NULL;
  double block[READ_FRAMES];
  gssize got = 0;

  if (audio == NULL)
    return NULL;
  all = g_array_new (FALSE, FALSE, sizeof (double));
  do
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      got = assay_replay_audio_read (audio, block, G_N_ELEMENTS (block), error);
      if (got < 0)
        return NULL;
      if (all->len + (gsize) got > MIN (most, G_MAXUINT / sizeof (double)))
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                       _ ("The sound is longer than %zu samples"), (size_t) most);
          return NULL;
        }
      g_array_append_vals (all, block, (guint) got);
    }
  while (got > 0);
  if (!assay_replay_audio_get_damage (audio, damage, error))
    return NULL;
  *n = all->len;
  return (double *) (gpointer) g_array_free (g_steal_pointer (&all), FALSE);
}
