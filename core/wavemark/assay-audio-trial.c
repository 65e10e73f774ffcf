/* assay-audio-trial.c: changes a copy of a sound and reads it with what its maker knows. */
#include "wavemark/assay-audio-trial.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-resample.h"
#include "wavemark/assay-audio-echo.h"
#include "wavemark/assay-audio-search.h"
#include "wavemark/assay-audio-tempo.h"
#include "wavemark/assay-audio-transcode.h"

/* What is to spare, measured (OVERVIEW.md): of two sounds changed alike one fares worse by so much.
 * Coders differ more than cuts; of noise several are tried, for one differs from the next by 6 in
 * the standard deviation; at a tempo the reader has to find it first. */
#define NEED (-22.0)
#define NEED_NOISE (-24.0)
#define NEED_CODER (-28.0)
#define NEED_TEMPO (-50.0)
/* Places and warps that a reader has tried when it comes to such a reading. */
#define HYPOTHESES 1e6
/* Hz: what a reader looks at ends below. */
#define HIGHEST 4200u
#define N_ECHOES 2u

static const struct
{
  const char *title, *unit;
} kinds[ASSAY_AUDIO_TRIAL_KINDS] = {
  [ASSAY_AUDIO_TRIAL_NONE] = { N_ ("Unchanged"), "" },
  [ASSAY_AUDIO_TRIAL_CUT] = { N_ ("Cut"), "s" },
  [ASSAY_AUDIO_TRIAL_NOISE] = { N_ ("White noise"), "dB" },
  [ASSAY_AUDIO_TRIAL_BITS] = { N_ ("Bits a sample"), "bit" },
  [ASSAY_AUDIO_TRIAL_ECHO] = { N_ ("Echo"), "ms" },
  [ASSAY_AUDIO_TRIAL_TEMPO] = { N_ ("Tempo"), "%" },
  [ASSAY_AUDIO_TRIAL_OPUS] = { "Opus", "kbit/s" },
  [ASSAY_AUDIO_TRIAL_MP3] = { "MP3", "kbit/s" },
  [ASSAY_AUDIO_TRIAL_AAC] = { "AAC", "kbit/s" },
};

static const AssayAudioTrial always[] = {
  { ASSAY_AUDIO_TRIAL_NONE, 0, 0, NEED, 0 },
  { ASSAY_AUDIO_TRIAL_NOISE, 20, 0, NEED_NOISE, 1 },
  { ASSAY_AUDIO_TRIAL_NOISE, 20, 0, NEED_NOISE, 2 },
  { ASSAY_AUDIO_TRIAL_NOISE, 20, 0, NEED_NOISE, 3 },
  { ASSAY_AUDIO_TRIAL_BITS, 8, 0, NEED, 0 },
  { ASSAY_AUDIO_TRIAL_ECHO, 60, 0, NEED, 0 },
  { ASSAY_AUDIO_TRIAL_TEMPO, 1.05, 0, NEED_TEMPO, 0 },
  { ASSAY_AUDIO_TRIAL_TEMPO, 0.96, 0, NEED_TEMPO, 0 },
  { ASSAY_AUDIO_TRIAL_OPUS, 48, 0, NEED_CODER, 0 },
  { ASSAY_AUDIO_TRIAL_MP3, 64, 0, NEED_CODER, 0 },
  { ASSAY_AUDIO_TRIAL_AAC, 96, 0, NEED_CODER, 0 },
};

const char *
assay_audio_trial_title (AssayAudioTrialKind kind)
{
  return kinds[kind].title;
}

const char *
assay_audio_trial_unit (AssayAudioTrialKind kind)
{
  return kinds[kind].unit;
}

double
assay_audio_trial_shown (const AssayAudioTrial *self)
{
  if (self->kind == ASSAY_AUDIO_TRIAL_NONE)
    return (double) NAN;
  return self->kind == ASSAY_AUDIO_TRIAL_TEMPO ? 100 * (self->amount - 1) : self->amount;
}

static void
add_cuts (GArray *trials, double seconds, double length)
{
  for (double start = 0; start + length < seconds; start += length / 2)
    {
      const AssayAudioTrial cut = { ASSAY_AUDIO_TRIAL_CUT, length, start, NEED, 0 };

      g_array_append_val (trials, cut);
    }
}

GArray *
assay_audio_trial_list (double seconds)
{
  GArray *trials = g_array_new (FALSE, FALSE, sizeof (AssayAudioTrial));
  const AssayAudioTrial half = { ASSAY_AUDIO_TRIAL_CUT, seconds / 2, seconds / 4, NEED, 0 };

  add_cuts (trials, seconds, 3);
  add_cuts (trials, seconds, 5);
  if (seconds / 2 > ASSAY_AUDIO_SHORTEST)
    g_array_append_val (trials, half);
  g_array_append_vals (trials, always, G_N_ELEMENTS (always));
  return trials;
}

/* @clip, or what is left of it after a cut. */
static void
copy_part (const AssayAudioClip *clip, gsize first, gsize n, AssayAudioClip *part)
{
  assay_audio_clip_init (part, clip->n_channels, clip->rate);
  first = MIN (first, assay_audio_clip_length (clip));
  n = MIN (n, assay_audio_clip_length (clip) - first);
  for (guint c = 0; n > 0 && c < clip->n_channels; c++)
    g_array_append_vals (part->channels[c], &g_array_index (clip->channels[c], double, first),
                         (guint) n);
}

/* The encoder's file is one, the threads are several. */
static gboolean
transcode (
    AssayAudioClip *clip, AssayToolJob *job, AssaySoundFormat format, double amount, GError **error)
{
  static GMutex mutex;
  gboolean done;

  g_mutex_lock (&mutex);
  done = assay_audio_clip_transcode (clip, job, assay_tool_job_get_scratch (job), format,
                                     (guint) lround (amount * 1000), error);
  g_mutex_unlock (&mutex);
  return done;
}

static gboolean
change (const AssayAudioTrial *self,
        const AssayAudioClip *marked,
        AssayToolJob *job,
        AssayAudioClip *clip,
        GError **error)
{
  AssayRandom random;

  if (self->kind == ASSAY_AUDIO_TRIAL_CUT)
    {
      copy_part (marked, (gsize) (self->start * marked->rate),
                 (gsize) (self->amount * marked->rate), clip);
      return TRUE;
    }
  copy_part (marked, 0, assay_audio_clip_length (marked), clip);
  switch (self->kind)
    {
    case ASSAY_AUDIO_TRIAL_NOISE:
      assay_random_init (&random, self->seed);
      assay_audio_clip_noise (clip, self->amount, &random);
      break;
    case ASSAY_AUDIO_TRIAL_BITS:
      assay_audio_clip_quantise (clip, (guint) self->amount);
      break;
    case ASSAY_AUDIO_TRIAL_ECHO:
      assay_audio_clip_echo (clip, self->amount);
      break;
    case ASSAY_AUDIO_TRIAL_TEMPO:
      assay_audio_clip_tempo (clip, self->amount);
      break;
    case ASSAY_AUDIO_TRIAL_OPUS:
      return transcode (clip, job, ASSAY_SOUND_OPUS, self->amount, error);
    case ASSAY_AUDIO_TRIAL_MP3:
      return transcode (clip, job, ASSAY_SOUND_MP3, self->amount, error);
    case ASSAY_AUDIO_TRIAL_AAC:
      return transcode (clip, job, ASSAY_SOUND_AAC, self->amount, error);
    default:
      break;
    }
  return TRUE;
}

/* Mean of the channels, or of two half of what the first has more than the second, at 16 kHz. */
static GArray *
at_16_khz (const AssayAudioClip *clip, gboolean side)
{
  g_autoptr (AssayResampler) resampler
      = assay_resampler_new_narrow (clip->rate, ASSAY_AUDIO_RATE, HIGHEST);
  gsize n = assay_audio_clip_length (clip);
  g_autofree double *mix = g_new (double, n);
  GArray *out = g_array_new (FALSE, FALSE, sizeof (double));
  double second = side ? -0.5 : 0.5;

  for (gsize i = 0; i < n; i++)
    mix[i] = clip->n_channels == 1 ? g_array_index (clip->channels[0], double, i)
                                   : 0.5 * g_array_index (clip->channels[0], double, i)
                                         + second * g_array_index (clip->channels[1], double, i);
  assay_resampler_push (resampler, mix, n, out);
  assay_resampler_end (resampler, out);
  return out;
}

typedef struct
{
  const AssayAudioTrialMark *mark;
  AssayAudioWarp warp;
  const double *samples; /* at 16 kHz */
  gsize n;
  double enough;
  double best; /* log10 p of the right mark */
} Look;

static gboolean
is_open (const Look *self)
{
  return self->best > self->enough;
}

static void
consider (Look *self, const AssayAudioReading *reading)
{
  if (reading->checked && memcmp (reading->bits, self->mark->bits, ASSAY_AUDIO_BITS) == 0)
    self->best = MIN (self->best, reading->log10_p);
}

/* The first carrier, as it is and as sound with noise. */
static void
look_at_cells (Look *self, const AssayAudioSpectra *spectra)
{
  const AssayAudioPlan *plan = self->mark->plan;
  g_autofree AssayAudioFold *fold = g_new (AssayAudioFold, 1);

  for (guint noise = 0; noise < 2 && is_open (self); noise++)
    {
      AssayAudioReading reading
          = { .warp = self->warp, .grade = self->mark->grade, .hypotheses = HYPOTHESES };

      assay_audio_fold (fold, plan, spectra, spectra->n, &self->warp, noise * spectra->noise);
      reading.place = assay_audio_fold_find (fold, plan, reading.grade).place;
      assay_audio_read_fold (fold, plan, &reading);
      consider (self, &reading);
    }
}

static void
look_at_wave (Look *self)
{
  for (guint i = 0; i < ASSAY_AUDIO_WAVE_FLOORS && is_open (self); i++)
    {
      g_auto (AssayAudioWaveSum) sum = { 0 };
      AssayAudioReading reading = { .hypotheses = HYPOTHESES };

      assay_audio_wave_sum_init (&sum, self->mark->plan, self->samples, self->n,
                                 assay_audio_wave_floors[i]);
      assay_audio_read_wave (&sum, self->mark->plan, &reading);
      consider (self, &reading);
    }
}

static void
look_without_echo (Look *self)
{
  AssayAudioEcho echoes[N_ECHOES];
  guint n_echoes = assay_audio_echo_find (self->samples, self->n, echoes, N_ECHOES);

  for (guint i = 0; i < n_echoes && is_open (self); i++)
    {
      g_autofree double *clean = assay_audio_echo_remove (self->samples, self->n, &echoes[i]);
      g_auto (AssayAudioSpectra) spectra = { 0 };

      assay_audio_spectra_init (&spectra, self->mark->plan, clean, self->n);
      look_at_cells (self, &spectra);
    }
}

static void
look (Look *self, const AssayAudioTrial *trial, const AssayAudioClip *clip)
{
  g_autoptr (GArray) mix = at_16_khz (clip, FALSE);
  g_auto (AssayAudioSpectra) spectra = { 0 };

  self->samples = (const double *) (gpointer) mix->data;
  self->n = mix->len;
  assay_audio_spectra_init (&spectra, self->mark->plan, self->samples, self->n);
  look_at_cells (self, &spectra);
  if (trial->kind != ASSAY_AUDIO_TRIAL_TEMPO && self->mark->wave)
    look_at_wave (self);
  if (trial->kind == ASSAY_AUDIO_TRIAL_ECHO)
    look_without_echo (self);
  if (clip->n_channels == 2 && is_open (self))
    {
      g_autoptr (GArray) side = at_16_khz (clip, TRUE);
      g_auto (AssayAudioSpectra) both = { 0 };

      assay_audio_spectra_init (&both, self->mark->plan, (const double *) (gpointer) side->data,
                                side->len);
      assay_audio_spectra_add (&both, self->mark->plan, &spectra);
      look_at_cells (self, &both);
    }
}

gboolean
assay_audio_trial_run (const AssayAudioTrial *self,
                       const AssayAudioTrialMark *mark,
                       const AssayAudioClip *marked,
                       AssayToolJob *job,
                       double enough,
                       double *log10_p,
                       GError **error)
{
  g_auto (AssayAudioClip) clip = { 0 };
  Look seen = { .mark = mark, .warp = { 1, 1 }, .enough = enough };

  *log10_p = 0;
  if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error)
      || !change (self, marked, job, &clip, error))
    return FALSE;
  if (assay_audio_clip_length (&clip) < clip.rate)
    return TRUE;
  if (self->kind == ASSAY_AUDIO_TRIAL_TEMPO)
    seen.warp.tempo = self->amount;
  look (&seen, self, &clip);
  *log10_p = seen.best;
  return TRUE;
}
