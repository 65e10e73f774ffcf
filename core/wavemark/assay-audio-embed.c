/* assay-audio-embed.c: the tool `audio.embed`. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "signal/assay-mark.h"
#include "signal/assay-resample.h"
#include "wavemark/assay-audio-coder.h"
#include "wavemark/assay-audio-grade.h"
#include "wavemark/assay-audio-marker.h"
#include "wavemark/assay-audio-plots.h"
#include "wavemark/assay-audio-published.h"
#include "wavemark/assay-audio-sound.h"
#include "wavemark/assay-audio-wave.h"
#include "wavemark/assay-audio-whole.h"
#include "wavemark/assay-audio.h"

/* s of sound at its own rate that tell what a coder would do to it. */
#define CODED 20u
/* Bits in a second that it has for one channel or two; of more it gets a mix to two, of which one
 * is looked at. */
#define BITS 96000.0
/* The same bits with and without AVX2: neither fuses a product with a sum. */
#define CLONES __attribute__ ((target_clones ("avx2", "default")))
#define LANES 4u
/* Hz: what a frame changes ends below, its window's leakage included. */
#define HIGHEST 4200u

typedef struct
{
  AssayToolJob *job;
  AssayAudioSound sound;
  AssayAudioReader *reader;   /* at the sound's own rate */
  AssayAudioReader *analysed; /* at ASSAY_AUDIO_RATE, all channels */
  GArray *looked;             /* float, interleaved: what was read to choose the steps */
  AssayAudioMarker *marker;
  AssaySoundWriter *writer;
  AssayAudioMeter *meter;
  AssayResampler **resamplers; /* one a channel: the difference to the sound's own rate */
  double *wave;                /* one period of it, of mean square 1 */
  double level;                /* of the wave */
  gsize n_pushed, n_settled;   /* frames at ASSAY_AUDIO_RATE that the marker has and has given */
  GArray **slow;               /* one a channel: difference at ASSAY_AUDIO_RATE */
  GArray **fast;               /* … at the sound's own rate */
  gsize taken;                 /* of @fast, from its beginning */
  gsize n_marked;              /* frames of @looked that the marker has */
  double grade;                /* of the steps */
  guint channels;
  double *mix;    /* what each has of what the reader will hear */
  gboolean ended; /* the marker has seen the end */
  guint64 frames;
  double sums[2 * ASSAY_AUDIO_BLOCK]; /* means of the channels: the sound and what is added */
  double signal, noise;               /* Σ of squares */
  double peak;                        /* of the difference */
} Run;

static void
clear_run (Run *run)
{
  for (guint c = 0; run->slow != NULL && c < run->channels; c++)
    {
      assay_resampler_free (run->resamplers[c]);
      g_array_unref (run->slow[c]);
      g_array_unref (run->fast[c]);
    }
  g_free (run->resamplers);
  g_free (run->wave);
  g_free (run->mix);
  g_free (run->slow);
  g_free (run->fast);
  g_clear_pointer (&run->reader, assay_audio_reader_free);
  g_clear_pointer (&run->analysed, assay_audio_reader_free);
  g_clear_pointer (&run->looked, g_array_unref);
  g_clear_pointer (&run->marker, assay_audio_marker_free);
  g_clear_pointer (&run->meter, assay_audio_meter_free);
  g_clear_pointer (&run->writer, assay_sound_writer_free);
  assay_audio_sound_clear (&run->sound);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
read_mark (AssayParameters *parameters, gint8 *symbols, GError **error)
{
  g_autofree guint8 *bits = assay_audio_mark_bits (parameters, "mark", error);

  if (bits != NULL)
    assay_audio_plan_encode (bits, symbols);
  return bits != NULL;
}

/* The noise that a coder would leave; below 0 on error. */
static double
foresee_coder (Run *run, GError **error)
{
  GCancellable *cancellable = assay_tool_job_get_cancellable (run->job);
  guint rate = run->sound.info->rate;
  gboolean mixed = run->channels > 2;
  guint channels = mixed ? 1 : run->channels;
  g_autoptr (AssayAudioReader) reader = assay_audio_sound_read (&run->sound, 0, channels, error);
  g_autoptr (AssayAudioCoder) coder
      = assay_audio_coder_new (rate, channels, mixed ? BITS / 2 : BITS);
  g_autofree float *samples = g_new (float, (gsize) ASSAY_AUDIO_BLOCK *channels);
  gssize n = reader != NULL ? 1 : -1;

  for (gsize frames = 0; n > 0 && frames < (gsize) CODED * rate; frames += (gsize) n)
    {
      n = g_cancellable_set_error_if_cancelled (cancellable, error)
              ? -1
              : assay_audio_reader_read (reader, samples, ASSAY_AUDIO_BLOCK, error);
      if (n > 0)
        assay_audio_coder_push (coder, samples, (gsize) n);
    }
  return n < 0 ? -1 : assay_audio_coder_noise (coder);
}

/* Reads the beginning and gives @plan the steps that it needs. */
static gboolean
choose_steps (Run *run, AssayAudioPlan *plan, GError **error)
{
  GCancellable *cancellable = assay_tool_job_get_cancellable (run->job);
  gsize most = (gsize) ASSAY_AUDIO_LOOK * ASSAY_AUDIO_RATE;
  g_autofree double *mean = g_new0 (double, most);
  double smear = foresee_coder (run, error);
  AssayAudioChoice choice;
  gsize frames = 0;
  gssize n = 1;

  if (smear < 0)
    return FALSE;
  run->looked = g_array_new (FALSE, FALSE, sizeof (float));
  while (frames < most && n > 0)
    {
      gsize wanted = MIN (ASSAY_AUDIO_BLOCK, most - frames);
      float *samples;

      g_array_set_size (run->looked, (guint) ((frames + wanted) * run->channels));
      samples = &g_array_index (run->looked, float, frames * run->channels);
      n = assay_audio_reader_read (run->analysed, samples, wanted, error);
      if (n < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (gsize i = 0; i < (gsize) n * run->channels; i++)
        if (isfinite (samples[i]))
          mean[frames + i / run->channels] += (double) samples[i] * run->mix[i % run->channels];
      frames += (gsize) n;
    }
  g_array_set_size (run->looked, (guint) (frames * run->channels));
  if (frames < (gsize) ASSAY_AUDIO_SHORTEST * ASSAY_AUDIO_RATE)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                   _ ("The sound is too short for a mark: it lasts %.1f s, and at least %u s are "
                      "needed, about 10 s to survive changes"),
                   (double) frames / ASSAY_AUDIO_RATE, ASSAY_AUDIO_SHORTEST);
      return FALSE;
    }
  choice = assay_audio_grade_choose (plan, mean, frames, smear);
  run->grade = assay_audio_grades[choice.grade];
  plan->share = choice.share;
  run->level = choice.wave
               * assay_parameters_get_real (assay_tool_job_get_parameters (run->job), "strength");
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    plan->steps[b] *= run->grade;
  return TRUE;
}

static gboolean
open_run (Run *run, AssayAudioPlan *plan, const gint8 *symbols, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  AssaySoundForm form;

  if (!assay_audio_sound_open (&run->sound, run->job, error))
    return FALSE;
  form = assay_audio_sound_form (&run->sound, assay_parameters_get_text (parameters, "format"));
  run->channels = run->sound.info->channels;
  run->reader = assay_audio_sound_read (&run->sound, 0, 0, error);
  if (run->reader == NULL)
    return FALSE;
  run->analysed = assay_audio_sound_read (&run->sound, ASSAY_AUDIO_RATE, 0, error);
  if (run->analysed == NULL)
    return FALSE;
  run->mix = g_new (double, run->channels);
  assay_audio_reader_get_mix (run->analysed, run->mix);
  if (!choose_steps (run, plan, error))
    return FALSE;
  run->writer
      = assay_sound_writer_new (assay_tool_job_get_output (run->job, "marked"), &form, error);
  if (run->writer == NULL)
    return FALSE;
  run->meter = assay_audio_meter_new (run->sound.info->rate);
  run->marker = assay_audio_marker_new (plan, symbols, run->mix, run->channels);
  run->wave = assay_audio_wave_make (plan, symbols);
  run->resamplers = g_new0 (AssayResampler *, run->channels);
  run->slow = g_new0 (GArray *, run->channels);
  run->fast = g_new0 (GArray *, run->channels);
  for (guint c = 0; c < run->channels; c++)
    {
      run->resamplers[c]
          = assay_resampler_new_narrow (ASSAY_AUDIO_RATE, run->sound.info->rate, HIGHEST);
      run->slow[c] = g_array_new (FALSE, FALSE, sizeof (double));
      run->fast[c] = g_array_new (FALSE, FALSE, sizeof (double));
    }
  return TRUE;
}

/* At most ASSAY_AUDIO_BLOCK frames at ASSAY_AUDIO_RATE: first those that were looked at. */
static gssize
read_analysed (Run *run, float *samples, GError **error)
{
  gsize left = run->looked->len / run->channels - run->n_marked;
  gsize n = MIN (left, ASSAY_AUDIO_BLOCK);

  if (n == 0)
    return assay_audio_reader_read (run->analysed, samples, ASSAY_AUDIO_BLOCK, error);
  memcpy (samples, &g_array_index (run->looked, float, run->n_marked * run->channels),
          n * run->channels * sizeof *samples);
  run->n_marked += n;
  return (gssize) n;
}

/* The wave's samples from @first on that lie side by side, at most @n. */
static gsize
wave_run (gsize first, gsize n)
{
  return MIN (n, ASSAY_AUDIO_PERIOD - first % ASSAY_AUDIO_PERIOD);
}

/* The wave is added before the marker sees the sound, so that the ratios take it into account. */
static void
push (Run *run, float *samples, gsize n)
{
  for (gsize i = 0, length; i < n && run->level > 0; i += length)
    {
      const double *wave = run->wave + (run->n_pushed + i) % ASSAY_AUDIO_PERIOD;

      length = wave_run (run->n_pushed + i, n - i);
      for (gsize k = 0; k < length; k++)
        for (guint c = 0; c < run->channels; c++)
          samples[(i + k) * run->channels + c] += (float) (run->level * wave[k]);
    }
  run->n_pushed += n;
  assay_audio_marker_push (run->marker, samples, n, run->slow);
}

/* What the marker has given becomes the difference to the sound without the wave. */
static void
settle (Run *run)
{
  gsize n = MIN (run->slow[0]->len, run->n_pushed - run->n_settled);

  for (gsize i = 0, length; i < n && run->level > 0; i += length)
    {
      const double *wave = run->wave + (run->n_settled + i) % ASSAY_AUDIO_PERIOD;

      length = wave_run (run->n_settled + i, n - i);
      for (guint c = 0; c < run->channels; c++)
        {
          double *slow = &g_array_index (run->slow[c], double, i);

          for (gsize k = 0; k < length; k++)
            slow[k] += run->level * wave[k];
        }
    }
  run->n_settled += n;
}

/* Makes differences until there are @frames of them or the sound has ended. */
static gboolean
advance (Run *run, gsize frames, GError **error)
{
  g_autofree float *samples = g_new (float, (gsize) ASSAY_AUDIO_BLOCK * run->channels);

  while (run->fast[0]->len - run->taken < frames && !run->ended)
    {
      gssize n = read_analysed (run, samples, error);

      if (n < 0)
        return FALSE;
      if (n > 0)
        push (run, samples, (gsize) n);
      else
        assay_audio_marker_end (run->marker, run->slow);
      run->ended = n == 0;
      settle (run);
      for (guint c = 0; c < run->channels; c++)
        {
          assay_resampler_push (run->resamplers[c], (const double *) (gpointer) run->slow[c]->data,
                                run->slow[c]->len, run->fast[c]);
          g_array_set_size (run->slow[c], 0);
          if (run->ended)
            assay_resampler_end (run->resamplers[c], run->fast[c]);
        }
    }
  return TRUE;
}

/* Adds the squares of @n values, a multiple of LANES, to @sum, and returns the largest: in lanes
 * that do not wait for each other. */
CLONES static double
add_squares (const double *values, gsize n, double *sum)
{
  double sums[LANES] = { 0 }, most[LANES] = { 0 };

  for (gsize i = 0; i < n; i += LANES)
    for (guint lane = 0; lane < LANES; lane++)
      {
        double square = values[i + lane] * values[i + lane];

        sums[lane] += square;
        most[lane] = MAX (most[lane], square);
      }
  for (guint lane = 0; lane < LANES; lane++)
    {
      *sum += sums[lane];
      most[0] = MAX (most[0], most[lane]);
    }
  return most[0];
}

/* Adds @changes to @n samples of a channel, @stride apart, and both to the sums. What is no number
 * stays as it is, and its change becomes 0. */
CLONES static void
add_channel (Run *run, float *samples, gsize stride, gsize n, double *changes)
{
  double values[ASSAY_AUDIO_BLOCK] = { 0 };
  double *sums = run->sums, *changed = run->sums + ASSAY_AUDIO_BLOCK;
  double share = 1.0 / run->channels;
  gsize padded = (n + LANES - 1) / LANES * LANES;
  double largest;

  for (gsize i = 0; i < n; i++)
    values[i] = (double) samples[i * stride];
  for (gsize i = 0; i < n; i++)
    {
      gboolean number = fabs (values[i]) <= G_MAXDOUBLE;

      values[i] = number ? values[i] : 0;
      changes[i] = number ? changes[i] : 0;
      sums[i] += values[i] * share;
      changed[i] += changes[i] * share;
    }
  for (gsize i = 0; i < n; i++)
    samples[i * stride] = (float) ((double) samples[i * stride] + changes[i]);
  add_squares (values, padded, &run->signal);
  largest = add_squares (changes, padded, &run->noise);
  run->peak = MAX (run->peak, sqrt (largest));
}

/* Adds the difference to @n frames of @samples and takes it off the store. */
static void
add_difference (Run *run, float *samples, gsize n)
{
  double *sums = run->sums, *changes = run->sums + ASSAY_AUDIO_BLOCK;
  gsize there = MIN (n, run->fast[0]->len - run->taken);
  double rest[ASSAY_AUDIO_BLOCK];

  memset (run->sums, 0, 2 * ASSAY_AUDIO_BLOCK * sizeof *run->sums);
  for (guint c = 0; c < run->channels; c++)
    {
      double *added = &g_array_index (run->fast[c], double, run->taken);

      if (there < ASSAY_AUDIO_BLOCK)
        {
          memset (rest, 0, sizeof rest);
          added = memcpy (rest, added, there * sizeof *added);
        }
      add_channel (run, samples + c, run->channels, n, added);
    }
  assay_audio_meter_add (run->meter, sums, changes, n);
  run->taken += there;
  if (run->taken < run->fast[0]->len / 2)
    return;
  for (guint c = 0; c < run->channels; c++)
    g_array_remove_range (run->fast[c], 0, (guint) run->taken);
  run->taken = 0;
}

static gboolean
mark_all (Run *run, GError **error)
{
  g_autofree float *samples = g_new (float, (gsize) ASSAY_AUDIO_BLOCK * run->channels);
  AssayProgress *progress = assay_tool_job_get_progress (run->job);
  guint64 total = (guint64) (run->sound.info->duration * run->sound.info->rate);
  gssize n;

  do
    {
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (run->job), error))
        return FALSE;
      n = assay_audio_reader_read (run->reader, samples, ASSAY_AUDIO_BLOCK, error);
      if (n < 0 || !advance (run, (gsize) n, error))
        return FALSE;
      add_difference (run, samples, (gsize) n);
      run->frames += (guint64) n;
      if (!assay_sound_writer_write (run->writer, samples, (gsize) n, error))
        return FALSE;
      assay_progress_set_count (progress, run->frames, total, N_ ("Marking"));
    }
  while (n > 0);
  if (run->frames == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("The sound is empty"));
      return FALSE;
    }
  if (!assay_audio_whole_check (&run->sound, assay_tool_job_get_input (run->job, 0)->source,
                                run->frames, error))
    return FALSE;
  return assay_sound_writer_end (run->writer, error);
}

static double
ratio_decibels (double a, double b)
{
  return 10 * log10 (MAX (a, 1e-20) / MAX (b, 1e-20));
}

/* How far the wave is below the sound; 0 without one. */
static double
wave_decibels (const Run *run)
{
  double power = (double) run->frames * run->channels * run->level * run->level;

  return run->level > 0 ? ratio_decibels (run->signal, power) : 0;
}

AssayResult *
assay_audio_embed_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  g_auto (Run) run = { .job = job };
  AssayResultBuilder *builder;

  if (assay_audio_is_published (parameters))
    return assay_audio_published_embed (job, error);
  if (!assay_audio_has_key (parameters, error) || !read_mark (parameters, symbols, error))
    return NULL;
  assay_audio_plan_init (plan, assay_parameters_get_secret (parameters, "key"),
                         assay_parameters_get_real (parameters, "strength"));
  if (!open_run (&run, plan, symbols, error) || !mark_all (&run, error))
    return NULL;
  if (!(run.noise > 0))
    {
      g_set_error_literal (
          error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
          _ ("Nothing in this sound can carry a mark: it is silent, or no sound at all"));
      return NULL;
    }
  builder = assay_result_builder_new (&assay_audio_embed_info);
  assay_result_builder_metric (builder, "snr", ratio_decibels (run.signal, run.noise));
  assay_result_builder_metric (builder, "grade", run.grade);
  assay_result_builder_metric (builder, "wave", wave_decibels (&run));
  assay_result_builder_metric (builder, "peak", 20 * log10 (MAX (run.peak, 1e-10)));
  assay_result_builder_metric (builder, "duration",
                               (double) run.frames / (double) run.sound.info->rate);
  assay_result_builder_metric (builder, "clipped",
                               (double) assay_sound_writer_get_clipped (run.writer));
  assay_audio_meter_report (run.meter, builder);

  g_autofree char *mark = assay_mark_spell (assay_parameters_get_text (parameters, "mark"));

  assay_result_builder_answer (builder, "mark", mark);
  return assay_result_builder_end (builder, error);
}
