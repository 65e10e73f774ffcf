/* assay-audio-published.c: marks and reads whole sounds with the method of Attari and Shirazi. */
#include "wavemark/assay-audio-published.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "signal/assay-mark.h"
#include "signal/assay-tail.h"
#include "wavemark/assay-audio-fibonacci.h"
#include "wavemark/assay-audio-plots.h"
#include "wavemark/assay-audio-search.h"
#include "wavemark/assay-audio-sound.h"
#include "wavemark/assay-audio-whole.h"
#include "wavemark/assay-audio.h"
#include "wavemark/assay-wavemark-statement.h"

typedef struct
{
  AssayAudioSound sound;
  AssayAudioClip clip;
  AssayAudioFibonacci method;
  guint8 *bits; /* to be marked or expected */
} Run;

static void
run_clear (Run *self)
{
  assay_audio_sound_clear (&self->sound);
  assay_audio_clip_clear (&self->clip);
  g_clear_pointer (&self->bits, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

gboolean
assay_audio_is_published (AssayParameters *parameters)
{
  return strcmp (assay_parameters_get_text (parameters, "scheme"), "attari-shirazi") == 0;
}

static gboolean
load (Run *self, AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);

  assay_audio_fibonacci_init (&self->method, parameters,
                              assay_parameters_get_real (parameters, "strength"));
  if (!assay_audio_sound_open (&self->sound, job, error))
    return FALSE;
  assay_audio_clip_init (&self->clip, self->sound.info->channels, self->sound.info->rate);
  return assay_audio_clip_load (&self->clip, job, self->sound.decoder, self->sound.stream, error);
}

/* dB; adds what was changed to @meter. */
static double
measure (const AssayAudioClip *clip, GArray *const *before, AssayAudioMeter *meter)
{
  gsize n = assay_audio_clip_length (clip);
  double signal = 0, noise = 0;

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0, change = 0;

      for (guint c = 0; c < clip->n_channels; c++)
        {
          double value = g_array_index (before[c], double, i);
          double difference = g_array_index (clip->channels[c], double, i) - value;

          signal += value * value;
          noise += difference * difference;
          sum += value;
          change += difference;
        }
      sum /= clip->n_channels;
      change /= clip->n_channels;
      assay_audio_meter_add (meter, &sum, &change, 1);
    }
  return 10 * log10 (MAX (signal, 1e-20) / MAX (noise, 1e-20));
}

AssayResult *
assay_audio_published_embed (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_auto (Run) self = { 0 };
  g_autoptr (AssayAudioMeter) meter = NULL;
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  AssayResultBuilder *builder;
  AssaySoundForm form;
  double repeats, snr;

  self.bits = assay_audio_mark_bits (parameters, "mark", error);
  if (self.bits == NULL || !load (&self, job, error)
      || !assay_audio_whole_check (&self.sound, assay_tool_job_get_input (job, 0)->source,
                                   assay_audio_clip_length (&self.clip), error))
    return NULL;
  for (guint c = 0; c < self.clip.n_channels; c++)
    g_ptr_array_add (before, g_array_copy (self.clip.channels[c]));
  repeats = assay_audio_fibonacci_embed (&self.method, &self.clip, self.bits, ASSAY_AUDIO_BITS);
  if (repeats < 1)
    {
      double seconds = (double) assay_audio_clip_length (&self.clip) / self.clip.rate;

      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                   _ ("The sound is too short for this method: it has %.1f s and needs %.1f"),
                   seconds, seconds / MAX (repeats, 1e-6));
      return NULL;
    }
  meter = assay_audio_meter_new (self.clip.rate);
  snr = measure (&self.clip, (GArray *const *) before->pdata, meter);
  form = assay_audio_sound_form (&self.sound, assay_parameters_get_text (parameters, "format"));
  if (!assay_audio_clip_write (&self.clip, job, assay_tool_job_get_output (job, "marked"), &form,
                               error))
    return NULL;
  builder = assay_result_builder_new (assay_tool_job_get_info (job));
  assay_result_builder_metric (builder, "snr", snr);
  assay_result_builder_metric (builder, "duration",
                               (double) assay_audio_clip_length (&self.clip) / self.clip.rate);

  g_autofree char *mark = assay_mark_spell (assay_parameters_get_text (parameters, "mark"));

  assay_result_builder_answer (builder, "mark", mark);
  assay_audio_meter_report (meter, builder);
  return assay_result_builder_end (builder, error);
}

/* Without a key and a check, only an expected mark can be unlikely. */
static AssayResult *
report (const Run *self, AssayToolJob *job, const AssayAudioReading *reading, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (assay_tool_job_get_info (job));
  double margin = 1, log10_p = 0;
  gboolean found = FALSE;
  g_autofree char *mark = NULL;
  const char *outcome;

  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    margin = MIN (margin, reading->votes[i]);
  if (self->bits != NULL)
    {
      double rate = assay_mark_error_rate (reading->bits, self->bits, ASSAY_AUDIO_BITS);

      log10_p = assay_tail_binomial (ASSAY_AUDIO_BITS,
                                     (guint64) lround ((1 - rate) * ASSAY_AUDIO_BITS), 0.5);
      found = log10_p <= ASSAY_AUDIO_CLAIM;
      assay_result_builder_metric (builder, "ber", 100 * rate);
    }
  mark = assay_mark_to_hex (found ? self->bits : reading->bits, ASSAY_AUDIO_BITS);
  outcome = found ? "found" : self->bits == NULL ? "inconclusive" : "none";
  assay_result_builder_answer (builder, "outcome", outcome);
  if (found || self->bits == NULL)
    assay_result_builder_answer (builder, found ? "mark" : "read", mark);
  assay_wavemark_statement_add (
      &(AssayWavemarkStatement){
          .outcome = outcome,
          .mark = found ? mark : NULL,
          .n_bits = ASSAY_AUDIO_BITS,
          .log10_p = log10_p,
          .used = ASSAY_AUDIO_BITS,
          .expected = self->bits == NULL ? NULL
                                         : assay_parameters_get_text (
                                             assay_tool_job_get_parameters (job), "expect"),
          .expect_log10_p = self->bits == NULL ? 1 : log10_p,
      },
      builder);
  assay_result_builder_metric (builder, "log10_p", log10_p);
  assay_result_builder_metric (builder, "hypotheses", 1);
  assay_result_builder_metric (builder, "bit_margin", margin);
  assay_result_builder_metric (builder, "duration",
                               (double) assay_audio_clip_length (&self->clip) / self->clip.rate);
  assay_result_builder_plot (builder, assay_audio_plot_votes (reading));
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_audio_published_extract (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_auto (Run) self = { 0 };
  AssayAudioReading reading = { 0 };

  if (!assay_parameters_is_empty (parameters, "expect"))
    {
      self.bits = assay_audio_mark_bits (parameters, "expect", error);
      if (self.bits == NULL)
        return NULL;
    }
  if (!load (&self, job, error))
    return NULL;
  assay_audio_fibonacci_read (&self.method, &self.clip, reading.votes, ASSAY_AUDIO_BITS);
  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    {
      reading.bits[i] = reading.votes[i] > 0;
      reading.votes[i] = fabs (reading.votes[i]);
    }
  return report (&self, job, &reading, error);
}
