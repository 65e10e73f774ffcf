/* assay-audio-attack.c: the tool `audio.attack`: damages a sound on purpose, repeatably. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wavemark/assay-audio-tempo.h"
#include "wavemark/assay-audio-transcode.h"
#include "wavemark/assay-audio-whole.h"
#include "wavemark/assay-audio.h"

typedef enum
{
  MP3,
  AAC,
  OPUS,
  VORBIS,
  RESAMPLE,
  LOW_PASS,
  NOISE,
  CROP,
  ECHO,
  GAIN,
  BITS,
  SPEED,
  TEMPO,
} Kind;

/* By Kind: what an amount may be, and what it is. */
static const struct
{
  const char *id;
  double least, most;
  const char *range; /* msgid */
} kinds[] = {
  { "mp3", 32, 320, N_ ("32 to 320 kbit/s") },
  { "aac", 24, 320, N_ ("24 to 320 kbit/s") },
  { "opus", 16, 320, N_ ("16 to 320 kbit/s") },
  { "vorbis", 48, 320, N_ ("48 to 320 kbit/s") },
  { "resample", 8000, 192000, N_ ("8000 to 192000 Hz") },
  { "lowpass", 100, 96000, N_ ("100 to 96000 Hz") },
  { "noise", -10, 120, N_ ("-10 to 120 dB") },
  { "crop", 0.1, 86400, N_ ("0.1 to 86400 seconds") },
  { "echo", 1, 2000, N_ ("1 to 2000 ms") },
  { "gain", 0.001, 100, N_ ("a factor from 0.001 to 100") },
  { "bits", 2, 24, N_ ("2 to 24 bits") },
  { "speed", -20, 20, N_ ("-20 to 20 per cent") },
  { "tempo", -20, 20, N_ ("-20 to 20 per cent") },
};

typedef struct
{
  AssayToolJob *job;
  AssayAudioSound sound;
  AssayAudioClip clip;
  Kind kind;
  double amount;
  int out;
} Attack;

static void
attack_clear (Attack *self)
{
  assay_audio_clip_clear (&self->clip);
  assay_audio_sound_clear (&self->sound);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attack, attack_clear)

static gboolean
choose (Attack *self, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  const char *id = assay_parameters_get_text (parameters, "attack");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].id, id) == 0)
      self->kind = (Kind) i;
  self->amount = assay_parameters_get_real (parameters, "amount");
  if (self->amount >= kinds[self->kind].least && self->amount <= kinds[self->kind].most)
    return TRUE;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("The amount of “%s” must be %s, not %g"), id, _ (kinds[self->kind].range),
               self->amount);
  return FALSE;
}

static gboolean
change (Attack *self, GError **error)
{
  static const AssaySoundFormat formats[]
      = { ASSAY_SOUND_MP3, ASSAY_SOUND_AAC, ASSAY_SOUND_OPUS, ASSAY_SOUND_VORBIS };
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  AssayAudioClip *clip = &self->clip;
  AssayRandom random;

  assay_random_init (&random, (guint64) assay_parameters_get_int (parameters, "seed"));
  switch (self->kind)
    {
    case MP3:
    case AAC:
    case OPUS:
    case VORBIS:
      return assay_audio_clip_transcode (clip, self->job, self->out, formats[self->kind],
                                         (guint) lround (self->amount * 1000), error);
    case RESAMPLE:
      assay_audio_clip_resample (clip, (guint) lround (self->amount));
      break;
    case LOW_PASS:
      assay_audio_clip_low_pass (clip, self->amount);
      break;
    case NOISE:
      assay_audio_clip_noise (clip, self->amount, &random);
      break;
    case CROP:
      assay_audio_clip_crop (clip, self->amount, &random);
      break;
    case ECHO:
      assay_audio_clip_echo (clip, self->amount);
      break;
    case GAIN:
      assay_audio_clip_gain (clip, self->amount);
      break;
    case BITS:
      assay_audio_clip_quantise (clip, (guint) lround (self->amount));
      break;
    case SPEED:
      assay_audio_clip_speed (clip, 1 + self->amount / 100);
      break;
    case TEMPO:
      assay_audio_clip_tempo (clip, 1 + self->amount / 100);
      break;
    }
  return TRUE;
}

AssayResult *
assay_audio_attack_run (AssayToolJob *job, GError **error)
{
  g_auto (Attack) self = { .job = job };
  AssayResultBuilder *builder;
  AssaySoundForm form;
  double seconds;

  self.out = assay_tool_job_get_output (job, "changed");
  if (!choose (&self, error) || !assay_audio_sound_open (&self.sound, job, error))
    return NULL;
  assay_audio_clip_init (&self.clip, self.sound.info->channels, self.sound.info->rate);
  if (!assay_audio_clip_load (&self.clip, job, self.sound.decoder, self.sound.stream, error))
    return NULL;
  seconds = (double) assay_audio_clip_length (&self.clip) / self.clip.rate;
  form = assay_audio_sound_form (
      &self.sound, assay_parameters_get_text (assay_tool_job_get_parameters (job), "format"));
  if (!change (&self, error) || !assay_audio_clip_write (&self.clip, job, self.out, &form, error))
    return NULL;
  builder = assay_result_builder_new (assay_tool_job_get_info (job));
  assay_result_builder_metric (builder, "duration", seconds);
  assay_result_builder_metric (builder, "duration_left",
                               (double) assay_audio_clip_length (&self.clip) / self.clip.rate);
  if (assay_audio_whole_is_cut (&self.sound, assay_tool_job_get_input (job, 0)->source, seconds))
    assay_audio_whole_tell_cut (seconds, builder);
  return assay_result_builder_end (builder, error);
}
