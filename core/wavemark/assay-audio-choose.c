/* assay-audio-choose.c: looks at a sound before it is marked. */
#include "wavemark/assay-audio-choose.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "wavemark/assay-audio-coder.h"
#include "wavemark/assay-audio-rehearse.h"
#include "wavemark/assay-audio-whole.h"

/* s of sound at its own rate that tell what a coder would do to it. */
#define CODED 20u
/* Bits in a second that it has for one channel or two; of more it gets a mix to two, of which one
 * is looked at. */
#define BITS 96000.0
/* Hz: the highest rate at which sound is rehearsed: coders have no more. */
#define HIGHEST_RATE 48000u

/* The noise that a coder would leave; below 0 on error. */
static double
foresee_coder (AssayToolJob *job, const AssayAudioSound *sound, GError **error)
{
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  guint rate = sound->info->rate;
  gboolean mixed = sound->info->channels > 2;
  guint channels = mixed ? 1 : sound->info->channels;
  g_autoptr (AssayAudioReader) reader = assay_audio_sound_read (sound, 0, channels, error);
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

/* Reads the beginning, at most ASSAY_AUDIO_LOOK s. */
static gboolean
read_beginning (
    AssayToolJob *job, AssayAudioReader *analysed, guint channels, GArray *looked, GError **error)
{
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  gsize most = (gsize) ASSAY_AUDIO_LOOK * ASSAY_AUDIO_RATE, frames = 0;
  gssize n = 1;

  while (frames < most && n > 0)
    {
      gsize wanted = MIN (ASSAY_AUDIO_BLOCK, most - frames);

      g_array_set_size (looked, (guint) ((frames + wanted) * channels));
      n = assay_audio_reader_read (analysed, &g_array_index (looked, float, frames *channels),
                                   wanted, error);
      if (n < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      frames += (gsize) n;
    }
  g_array_set_size (looked, (guint) (frames * channels));
  if (frames >= (gsize) ASSAY_AUDIO_SHORTEST * ASSAY_AUDIO_RATE)
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
               _ ("The sound is too short for a mark: it lasts %.1f s, and at least %u s are "
                  "needed, about 10 s to survive changes"),
               (double) frames / ASSAY_AUDIO_RATE, ASSAY_AUDIO_SHORTEST);
  return FALSE;
}

/* What the reader will hear of @looked. What is no number is silence. */
static double *
mix_down (const GArray *looked, guint channels, const double *mix)
{
  double *mean = g_new0 (double, looked->len / channels);

  for (guint i = 0; i < looked->len; i++)
    {
      float sample = g_array_index (looked, float, i);

      if (isfinite (sample))
        mean[i / channels] += (double) sample * mix[i % channels];
    }
  return mean;
}

/* A file that was cut is not marked: that is known before the trials. */
static gboolean
rehearse (AssayAudioRehearsal *rehearsal,
          const AssayAudioSound *sound,
          AssayAudioChosen *chosen,
          GError **error)
{
  AssaySource *source = assay_tool_job_get_input (rehearsal->job, 0)->source;
  g_auto (AssayAudioClip) clip = { 0 };
  guint64 frames;

  assay_audio_clip_init (&clip, sound->info->channels, MIN (sound->info->rate, HIGHEST_RATE));
  rehearsal->sound = &clip;
  if (!assay_audio_clip_load (&clip, rehearsal->job, sound->decoder, sound->stream, error))
    return FALSE;
  frames = (guint64) assay_audio_clip_length (&clip) * sound->info->rate / clip.rate;
  return assay_audio_whole_check (sound, source, frames, error)
         && assay_audio_rehearse (rehearsal, &chosen->choice, &chosen->outcomes, error);
}

gboolean
assay_audio_choose (AssayToolJob *job,
                    const AssayAudioSound *sound,
                    AssayAudioReader *analysed,
                    const AssayAudioPlan *plan,
                    const double *mix,
                    const guint8 *bits,
                    AssayAudioChosen *chosen,
                    GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  guint channels = sound->info->channels;
  double smear = foresee_coder (job, sound, error);
  double strength = assay_parameters_get_real (parameters, "strength");
  g_autofree double *mean = NULL;
  gsize n;

  chosen->looked = g_array_new (FALSE, FALSE, sizeof (float));
  if (smear < 0 || !read_beginning (job, analysed, channels, chosen->looked, error))
    return FALSE;
  n = chosen->looked->len / channels;
  mean = mix_down (chosen->looked, channels, mix);
  chosen->choice = assay_audio_grade_choose (plan, mean, n, smear);
  chosen->choice.wave *= strength;
  if (!assay_parameters_get_bool (parameters, "trials") || channels > ASSAY_AUDIO_REHEARSED_CHANNELS
      || n > (gsize) ASSAY_AUDIO_REHEARSED * ASSAY_AUDIO_RATE)
    return TRUE;
  return rehearse (
      &(AssayAudioRehearsal){ .job = job,
                              .looked = (const float *) (gpointer) chosen->looked->data,
                              .n = n,
                              .plan = plan,
                              .bits = bits,
                              .mix = mix,
                              .strength = strength },
      sound, chosen, error);
}

void
assay_audio_chosen_clear (AssayAudioChosen *self)
{
  g_clear_pointer (&self->looked, g_array_unref);
  g_clear_pointer (&self->outcomes, assay_table_unref);
}
