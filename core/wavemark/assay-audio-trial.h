/* assay-audio-trial.h: one thing that may happen to a marked sound, done to it in memory, and what
 * the reader then sees of the mark. */
#pragma once

#include "wavemark/assay-audio-plan.h"
#include "wavemark/assay-audio-sound.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_AUDIO_TRIAL_NONE,  /* as it is */
  ASSAY_AUDIO_TRIAL_CUT,   /* to @amount s, from @start on */
  ASSAY_AUDIO_TRIAL_NOISE, /* white, @amount dB below the sound */
  ASSAY_AUDIO_TRIAL_BITS,  /* rounded to @amount bits a sample */
  ASSAY_AUDIO_TRIAL_ECHO,  /* of @amount ms */
  ASSAY_AUDIO_TRIAL_TEMPO, /* @amount times faster */
  ASSAY_AUDIO_TRIAL_OPUS,  /* of @amount kbit/s */
  ASSAY_AUDIO_TRIAL_MP3,
  ASSAY_AUDIO_TRIAL_AAC,
  ASSAY_AUDIO_TRIAL_KINDS,
} AssayAudioTrialKind;

typedef struct
{
  AssayAudioTrialKind kind;
  double amount;
  double start; /* s */
  double need;  /* log10 p that the mark must have, so that one is left that did not fare so well */
  guint seed;   /* of the noise */
} AssayAudioTrial;

/* What a mark was made with. */
typedef struct
{
  const AssayAudioPlan *plan; /* as the reader has it: steps of grade 1 */
  const guint8 *bits;         /* 128 */
  guint grade;
  gboolean wave; /* one was added */
} AssayAudioTrialMark;

/* What @kind is called. (msgid) */
const char *assay_audio_trial_title (AssayAudioTrialKind kind);
/* The unit in which its amount is shown. */
const char *assay_audio_trial_unit (AssayAudioTrialKind kind);
/* The amount in that unit, a tempo as how much faster; NaN without one. */
double assay_audio_trial_shown (const AssayAudioTrial *self);
/* Of AssayAudioTrial: all that a sound of @seconds is to withstand, the quickest first: cuts to 3 s
 * and 5 s everywhere and to half, what else is above, each with what is needed. */
GArray *assay_audio_trial_list (double seconds) G_GNUC_WARN_UNUSED_RESULT;
/**
 * assay_audio_trial_run:
 * @marked: one or two channels
 * @enough: log10 p at which other ways to read are not tried any more
 * @log10_p: (out): of the right mark, read at the place and the tempo that are known here, by the
 *   carrier that tells most of it; 0 where none tells it. The search at other speeds and tempos
 *   counts some hypotheses more.
 *
 * May run in several threads; the coded sound is in the job's scratch file meanwhile.
 *
 * Returns: %FALSE with an error of the coder, or when cancelled
 */
gboolean assay_audio_trial_run (const AssayAudioTrial *self,
                                const AssayAudioTrialMark *mark,
                                const AssayAudioClip *marked,
                                AssayToolJob *job,
                                double enough,
                                double *log10_p,
                                GError **error);

G_END_DECLS
