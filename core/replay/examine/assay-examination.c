/* assay-examination.c: reads a recording once, block by block, and gives the blocks to every
 * measurement; then works the results out. */
#include "replay/examine/assay-examination-private.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-decode.h"
#include "media/assay-wave-length.h"
#include "replay/assay-replay-input.h"

#define BLOCK 16384u
#define MOST_SECONDS 86400.0
#define LEAST_REPEAT 0.15
#define FLOOR_SECONDS 3.0
#define LEVEL_SECONDS 4.0
/* Excerpts in which a codec is looked for with every window. */
#define SEARCHED 4u
/* s: less than what the file states by so much is missing; encoders' own delays are shorter. */
#define MISSING 0.25

static const char *const lossless_codecs[]
    = { "flac", "alac",        "wavpack", "ape", "tta", "truehd",
        "mlp",  "wmalossless", "shorten", "tak", NULL };

/* Each frame is an excitation through a vocal tract; in pauses often a noise of the decoder. */
static const char *const speech_codecs[] = { "amr_nb", "amr_wb", "gsm",  "gsm_ms", "g723_1", "g729",
                                             "qcelp",  "evrc",   "ilbc", "speex",  NULL };

static gboolean
is_lossless (const char *codec)
{
  if (g_str_has_prefix (codec, "pcm_"))
    return !g_str_has_suffix (codec, "law");
  return g_strv_contains (lossless_codecs, codec);
}

static AssayExamination *
examination_new (guint rate, guint channels, guint chosen, const char *codec)
{
  AssayExamination *self = g_new0 (AssayExamination, 1);

  self->rate = rate;
  self->channels = channels;
  self->chosen = chosen;
  self->codec = codec;
  self->lossless = is_lossless (codec);
  self->speech = g_strv_contains (speech_codecs, codec);
  self->values = assay_sound_values_new (rate, channels, chosen);
  self->spectrum = assay_sound_spectrum_new (rate);
  self->hum = assay_sound_hum_new (rate);
  self->joins = assay_sound_joins_new ();
  self->repeats = assay_sound_repeats_new ((guint64) (LEAST_REPEAT * rate));
  self->decay = assay_sound_decay_new (rate);
  self->excerpts = assay_sound_excerpts_new ();
  self->grids = g_array_new (FALSE, FALSE, sizeof (AssayGridAt));
  return self;
}

void
assay_examination_free (AssayExamination *self)
{
  g_clear_pointer (&self->values, assay_sound_values_free);
  g_clear_pointer (&self->spectrum, assay_sound_spectrum_free);
  g_clear_pointer (&self->hum, assay_sound_hum_free);
  g_clear_pointer (&self->joins, assay_sound_joins_free);
  g_clear_pointer (&self->repeats, assay_sound_repeats_free);
  g_clear_pointer (&self->decay, assay_sound_decay_free);
  g_clear_pointer (&self->excerpts, assay_sound_excerpts_free);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->level_steps, g_array_unref);
  g_clear_pointer (&self->grids, g_array_unref);
  g_clear_pointer (&self->track, assay_hum_track_free);
  g_free (self->floor_at);
  g_free (self->floor);
  g_free (self);
}

/* @samples may be changed; @mono is scratch of as many frames. */
static void
push_block (AssayExamination *self, float *samples, double *mono, gsize frames)
{
  assay_sound_values_push (self->values, samples, frames);
  for (gsize i = 0; i < frames; i++)
    mono[i] = (double) samples[i * self->channels + self->chosen];
  assay_sound_spectrum_push (self->spectrum, mono, frames);
  assay_sound_hum_push (self->hum, mono, frames);
  assay_sound_joins_push (self->joins, mono, frames);
  assay_sound_repeats_push (self->repeats, mono, frames);
  assay_sound_decay_push (self->decay, mono, frames);
  assay_sound_excerpts_push (self->excerpts, mono, frames);
}

typedef struct
{
  AssayExamination *examination;
  AssayGridAt *found; /* one an excerpt */
  const guint *which; /* excerpts */
  int window;         /* -1: all */
} GridSearch;

static void
search_excerpts (gsize first, gsize last, gpointer user_data)
{
  GridSearch *search = user_data;
  const AssaySoundExcerpts *excerpts = search->examination->excerpts;
  g_autofree double *samples = g_new (double, ASSAY_CODEC_SAMPLES);

  for (gsize i = first; i < last; i++)
    {
      const AssayCodecExcerpt *excerpt = &excerpts->excerpts[search->which[i]];

      for (gsize j = 0; j < ASSAY_CODEC_SAMPLES; j++)
        samples[j] = (double) excerpt->samples[j];
      search->found[i].at = (double) excerpt->start / search->examination->rate;
      assay_codec_search (samples, search->examination->first + excerpt->start, search->window,
                          &search->found[i].grid);
    }
}

/* The loudest excerpts: their numbers in order of time. */
static guint
loudest (const AssaySoundExcerpts *excerpts, guint *which)
{
  gboolean taken[ASSAY_CODEC_EXCERPTS] = { FALSE };
  guint n = 0;

  for (guint round = 0; round < MIN (SEARCHED, excerpts->n_excerpts); round++)
    {
      guint best = ASSAY_CODEC_EXCERPTS;

      for (guint i = 0; i < excerpts->n_excerpts; i++)
        if (!taken[i]
            && (best == ASSAY_CODEC_EXCERPTS
                || excerpts->excerpts[i].energy > excerpts->excerpts[best].energy))
          best = i;
      taken[best] = TRUE;
    }
  for (guint i = 0; i < excerpts->n_excerpts; i++)
    if (taken[i])
      which[n++] = i;
  return n;
}

/* Looks for a codec in the loudest excerpts; if one is seen, for its grid in all of them. */
static gboolean
find_codec (AssayExamination *self, guint threads, GCancellable *cancellable, GError **error)
{
  AssayGridAt found[ASSAY_CODEC_EXCERPTS] = { { 0 } };
  guint which[ASSAY_CODEC_EXCERPTS];
  GridSearch search = { self, found, which, -1 };
  guint n = loudest (self->excerpts, which);

  if (!assay_parallel_for (n, 1, threads, search_excerpts, &search, cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (found[i].grid.z > self->grid.z)
      self->grid = found[i].grid;
  if (self->grid.z < ASSAY_CODEC_SEEN)
    return TRUE;
  n = self->excerpts->n_excerpts;
  for (guint i = 0; i < n; i++)
    which[i] = i;
  search.window = (int) self->grid.window;
  if (!assay_parallel_for (n, 1, threads, search_excerpts, &search, cancellable, error))
    return FALSE;
  g_array_append_vals (self->grids, found, n);
  return TRUE;
}

static gboolean
work_out (AssayExamination *self, guint threads, GCancellable *cancellable, GError **error)
{
  assay_sound_values_end (self->values);
  assay_sound_repeats_end (self->repeats);
  self->seconds = (double) self->values->frames / self->rate;
  assay_sound_values_comb (self->values, &self->comb);
  assay_sound_spectrum_edge (self->spectrum, &self->edge);
  assay_sound_spectrum_image (self->spectrum, &self->image);
  assay_sound_floor_curve (self->spectrum, &self->floor_at, &self->floor, &self->n_floor);
  self->steps = assay_sound_floor_steps (self->spectrum, FLOOR_SECONDS);
  self->level_steps
      = assay_sound_level_steps (self->decay, LEVEL_SECONDS, ASSAY_LEVEL_STEP, ASSAY_LEVEL_STEPS);
  self->track = assay_sound_hum_track (self->hum);
  assay_sound_decay_time (self->decay, &self->decay_time);
  assay_sound_decay_ends (self->decay, &self->two);
  return find_codec (self, threads, cancellable, error);
}

/* Up to @first; FALSE with an error. */
static gboolean
skip (AssayAudioReader *reader,
      guint64 first,
      guint rate,
      float *samples,
      GCancellable *cancellable,
      GError **error)
{
  guint64 at = 0;

  while (at < first)
    {
      const gssize got
          = assay_audio_reader_read (reader, samples, (gsize) MIN (first - at, BLOCK), error);

      if (got < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      at += (guint64) got;
      if (got == 0)
        {
          assay_replay_region_beyond ((double) first / rate, (double) at / rate, error);
          return FALSE;
        }
    }
  return TRUE;
}

/* @frames: at most */
static gboolean
read_all (AssayExamination *self,
          AssayAudioReader *reader,
          guint64 frames,
          double announced,
          AssayProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree float *samples = g_new (float, (gsize) BLOCK * self->channels);
  g_autofree double *mono = g_new (double, BLOCK);

  if (!skip (reader, self->first, self->rate, samples, cancellable, error))
    return FALSE;
  for (;;)
    {
      const guint64 left = frames - self->values->frames;
      const gssize got
          = assay_audio_reader_read (reader, samples, (gsize) MIN (left, BLOCK), error);
      const double seconds = (double) self->values->frames / self->rate;

      if (got < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (got == 0)
        return TRUE;
      if (seconds > MOST_SECONDS)
        {
          g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                               _ ("The recording is longer than a day"));
          return FALSE;
        }
      push_block (self, samples, mono, (gsize) got);
      assay_progress_set (progress, announced > 0 ? MIN (seconds / announced, 1) * 0.9 : -1,
                          N_ ("Examining the sound"));
    }
}

/* After the last sample. */
static gboolean
find_damage (AssayExamination *self,
             AssaySource *source,
             AssayAudioReader *reader,
             const AssayStreamInfo *info,
             GCancellable *cancellable,
             GError **error)
{
  const double end = self->start + self->seconds;

  self->damage.part = self->part;
  self->damage.heard = end;
  self->damage.not_finite = self->values->not_finite;
  if (!self->part && !info->guessed && !info->shared && end < info->duration - MISSING)
    self->damage.stated = info->duration;
  if (!self->part && assay_wave_missing (source) > MISSING)
    self->damage.stated = end + assay_wave_missing (source);
  return assay_replay_damage_find (&self->damage, source, reader, self->rate, self->start, end,
                                   cancellable, error);
}

/* Channel @chosen, from 0, of the sound stream that a player would choose. */
static AssayExamination *
examine_channel (AssaySource *source,
                 const AssayRegion *region,
                 guint chosen,
                 guint threads,
                 AssayProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, threads, cancellable, error);
  g_autoptr (AssayAudioReader) reader = NULL;
  g_autoptr (AssayExamination) self = NULL;
  const AssayStreamInfo *info;
  guint64 last;
  gint stream;

  if (decoder == NULL)
    return NULL;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no sound"));
      return NULL;
    }
  info = assay_decoder_get_stream (decoder, (guint) stream);
  reader = assay_audio_reader_new (decoder, (guint) stream, 0, 0, error);
  if (reader == NULL)
    return NULL;
  if (chosen >= assay_audio_reader_get_channels (reader))
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                   _ ("There is no channel %u: the recording has %u"), chosen + 1,
                   assay_audio_reader_get_channels (reader));
      return NULL;
    }
  self = examination_new (assay_audio_reader_get_rate (reader),
                          assay_audio_reader_get_channels (reader), chosen, info->codec);
  if (!assay_replay_region_frames (region, self->rate, &self->first, &last, error))
    return NULL;
  self->part = self->first > 0 || last < G_MAXUINT64;
  self->start = (double) self->first / self->rate;
  if (!read_all (self, reader, last - self->first,
                 assay_decoder_get_duration (decoder) - self->start, progress, cancellable, error)
      || !work_out (self, threads, cancellable, error))
    return NULL;
  if (!find_damage (self, source, reader, info, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

AssayExamination *
assay_examination_new (AssaySource *source,
                       const AssayRegion *region,
                       guint channel,
                       guint threads,
                       AssayProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (AssayExamination) self = examine_channel (source, region, MAX (channel, 1) - 1,
                                                       threads, progress, cancellable, error);
  guint loudest;

  if (self == NULL || channel > 0)
    return g_steal_pointer (&self);
  loudest = assay_sound_values_loudest (self->values);
  if (self->values->squares > 0 || loudest == self->chosen)
    return g_steal_pointer (&self);
  return examine_channel (source, region, loudest, threads, progress, cancellable, error);
}

AssayExamination *
assay_examination_new_from_samples (float *samples, gsize frames, guint channels, guint rate)
{
  AssayExamination *self = examination_new (rate, channels, 0, "pcm_s16le");
  g_autofree double *mono = g_new (double, BLOCK);

  for (gsize i = 0; i < frames; i += BLOCK)
    push_block (self, samples + i * channels, mono, MIN (BLOCK, frames - i));
  if (!work_out (self, 1, NULL, NULL))
    g_assert_not_reached ();
  return self;
}
