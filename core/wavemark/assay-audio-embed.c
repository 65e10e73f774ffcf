/* assay-audio-embed.c: the tool `audio.embed`. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "signal/assay-mark.h"
#include "wavemark/assay-audio-adder.h"
#include "wavemark/assay-audio-choose.h"
#include "wavemark/assay-audio-plots.h"
#include "wavemark/assay-audio-published.h"
#include "wavemark/assay-audio-whole.h"
#include "wavemark/assay-audio.h"

/* The same bits with and without AVX2: neither fuses a product with a sum. */
#define CLONES __attribute__ ((target_clones ("avx2", "default")))
#define LANES 4u

typedef struct
{
  AssayToolJob *job;
  AssayAudioSound sound;
  AssayAudioReader *reader;   /* at the sound's own rate */
  AssayAudioReader *analysed; /* at ASSAY_AUDIO_RATE, all channels */
  AssayAudioChosen chosen;    /* steps and wave, and what was read to choose them */
  AssayAudioAdder *adder;
  AssaySoundWriter *writer;
  AssayAudioMeter *meter;
  gsize n_marked; /* frames of what was looked at that the adder has */
  guint channels;
  double *mix; /* what each has of what the reader will hear */
  guint64 frames;
  double sums[2 * ASSAY_AUDIO_BLOCK]; /* means of the channels: the sound and what is added */
  double signal, noise;               /* Σ of squares */
  double peak;                        /* of the difference */
} Run;

static void
clear_run (Run *run)
{
  g_free (run->mix);
  g_clear_pointer (&run->reader, assay_audio_reader_free);
  g_clear_pointer (&run->analysed, assay_audio_reader_free);
  assay_audio_chosen_clear (&run->chosen);
  g_clear_pointer (&run->adder, assay_audio_adder_free);
  g_clear_pointer (&run->meter, assay_audio_meter_free);
  g_clear_pointer (&run->writer, assay_sound_writer_free);
  assay_audio_sound_clear (&run->sound);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

/* Chooses the steps of @plan and what adds the mark. */
static gboolean
prepare_mark (Run *run, AssayAudioPlan *plan, const guint8 *bits, GError **error)
{
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];

  run->mix = g_new (double, run->channels);
  assay_audio_reader_get_mix (run->analysed, run->mix);
  if (!assay_audio_choose (run->job, &run->sound, run->analysed, plan, run->mix, bits, &run->chosen,
                           error))
    return FALSE;
  plan->share = run->chosen.choice.share;
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    plan->steps[b] *= assay_audio_grades[run->chosen.choice.grade];
  assay_audio_plan_encode (bits, symbols);
  run->adder = assay_audio_adder_new (plan, symbols, run->mix, run->channels,
                                      run->chosen.choice.wave, run->sound.info->rate);
  return TRUE;
}

static gboolean
open_run (Run *run, AssayAudioPlan *plan, const guint8 *bits, GError **error)
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
  if (run->analysed == NULL || !prepare_mark (run, plan, bits, error))
    return FALSE;
  run->writer
      = assay_sound_writer_new (assay_tool_job_get_output (run->job, "marked"), &form, error);
  if (run->writer == NULL)
    return FALSE;
  run->meter = assay_audio_meter_new (run->sound.info->rate);
  return TRUE;
}

/* At most ASSAY_AUDIO_BLOCK frames at ASSAY_AUDIO_RATE: first those that were looked at. */
static gssize
read_analysed (Run *run, float *samples, GError **error)
{
  gsize left = run->chosen.looked->len / run->channels - run->n_marked;
  gsize n = MIN (left, ASSAY_AUDIO_BLOCK);

  if (n == 0)
    return assay_audio_reader_read (run->analysed, samples, ASSAY_AUDIO_BLOCK, error);
  memcpy (samples, &g_array_index (run->chosen.looked, float, run->n_marked * run->channels),
          n * run->channels * sizeof *samples);
  run->n_marked += n;
  return (gssize) n;
}

/* Makes differences until there are @frames of them or the sound has ended. */
static gboolean
advance (Run *run, gsize frames, GError **error)
{
  g_autofree float *samples = g_new (float, (gsize) ASSAY_AUDIO_BLOCK * run->channels);

  while (assay_audio_adder_get_n (run->adder) < frames && !assay_audio_adder_has_ended (run->adder))
    {
      gssize n = read_analysed (run, samples, error);

      if (n < 0)
        return FALSE;
      /* One of these would make a number of no frame that holds it, and so of no sum. */
      for (gsize i = 0; i < (gsize) n * run->channels; i++)
        samples[i] = isfinite (samples[i]) ? samples[i] : 0;
      assay_audio_adder_push (run->adder, samples, (gsize) n);
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
 * gets no change (and is written as silence: assay-sound-writer). */
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
  gsize there = MIN (n, assay_audio_adder_get_n (run->adder));
  double rest[ASSAY_AUDIO_BLOCK];

  memset (run->sums, 0, 2 * ASSAY_AUDIO_BLOCK * sizeof *run->sums);
  for (guint c = 0; c < run->channels; c++)
    {
      double *added = assay_audio_adder_peek (run->adder, c);

      if (there < ASSAY_AUDIO_BLOCK)
        {
          memset (rest, 0, sizeof rest);
          added = memcpy (rest, added, there * sizeof *added);
        }
      add_channel (run, samples + c, run->channels, n, added);
    }
  assay_audio_meter_add (run->meter, sums, changes, n);
  assay_audio_adder_drop (run->adder, there);
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
  double level = run->chosen.choice.wave;
  double power = (double) run->frames * run->channels * level * level;

  return level > 0 ? ratio_decibels (run->signal, power) : 0;
}

AssayResult *
assay_audio_embed_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autofree guint8 *bits = NULL;
  g_auto (Run) run = { .job = job };
  AssayResultBuilder *builder;

  if (assay_audio_is_published (parameters))
    return assay_audio_published_embed (job, error);
  if (!assay_audio_has_key (parameters, error))
    return NULL;
  bits = assay_audio_mark_bits (parameters, "mark", error);
  if (bits == NULL)
    return NULL;
  assay_audio_plan_init (plan, assay_parameters_get_secret (parameters, "key"),
                         assay_parameters_get_real (parameters, "strength"));
  if (!open_run (&run, plan, bits, error) || !mark_all (&run, error))
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
  assay_result_builder_metric (builder, "grade", assay_audio_grades[run.chosen.choice.grade]);
  assay_result_builder_metric (builder, "wave", wave_decibels (&run));
  assay_result_builder_metric (builder, "peak", 20 * log10 (MAX (run.peak, 1e-10)));
  assay_result_builder_metric (builder, "duration",
                               (double) run.frames / (double) run.sound.info->rate);
  assay_result_builder_metric (builder, "clipped",
                               (double) assay_sound_writer_get_clipped (run.writer));
  assay_audio_meter_report (run.meter, builder);
  if (run.chosen.outcomes != NULL)
    assay_result_builder_table (builder, g_steal_pointer (&run.chosen.outcomes));

  g_autofree char *mark = assay_mark_spell (assay_parameters_get_text (parameters, "mark"));

  assay_result_builder_answer (builder, "mark", mark);
  return assay_result_builder_end (builder, error);
}
