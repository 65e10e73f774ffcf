/* assay-audio-rehearse.h: the faintest audio mark `assay` that a sound keeps, found by trial.
 *
 * What a sound needs can be reckoned only roughly: short sound is marked in memory, changed as
 * copies are (assay-audio-trial.h) and read again. */
#pragma once

#include "wavemark/assay-audio-grade.h"
#include "wavemark/assay-audio-sound.h"

G_BEGIN_DECLS

/* The longest sound that is rehearsed, s, and the channels that it may have. */
#define ASSAY_AUDIO_REHEARSED 30u
#define ASSAY_AUDIO_REHEARSED_CHANNELS 2u

typedef struct
{
  AssayToolJob *job;
  AssayAudioClip *sound; /* at its own rate or a lower one */
  const float *looked;   /* n × channels, interleaved: the same at 16 kHz, all of it */
  gsize n;
  const AssayAudioPlan *plan; /* steps of grade 1 */
  const guint8 *bits;         /* 128 */
  const double *mix;          /* what each channel has of what the reader will hear */
  double strength;            /* that was asked for, of the wave; the plan's steps have it */
} AssayAudioRehearsal;

/**
 * assay_audio_rehearse:
 * @choice: (inout): what was reckoned; then what was found
 * @outcomes: (out) (nullable): a table of the trials and the chance of the mark after each; %NULL
 *   where not even the strongest is read as it is, and @choice stays
 *
 * Twelve strengths of the first carrier and five levels of the wave, and what was reckoned, are
 * tried from the one that adds least to the sound on, until one leaves the mark enough in every
 * trial; then strength and level are halved towards the next below twice each. What not even the
 * strongest that adds at most 20 dB below the sound withstands is asked of none, and where the
 * strongest has less than a trial asks for, as much as it has. The same result for any number of
 * threads.
 *
 * Returns: %FALSE with an error of a coder, or when cancelled
 */
gboolean assay_audio_rehearse (const AssayAudioRehearsal *self,
                               AssayAudioChoice *choice,
                               AssayTable **outcomes,
                               GError **error);

G_END_DECLS
