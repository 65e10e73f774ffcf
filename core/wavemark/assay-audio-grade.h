/* assay-audio-grade.h: which grade of steps a sound needs to keep the audio mark `assay`. */
#pragma once

#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

/* The sound that is looked at, s. */
#define ASSAY_AUDIO_LOOK 60u

typedef struct
{
  guint grade;  /* 0 … ASSAY_AUDIO_GRADES - 1 */
  double wave;  /* root mean square of the wave that is added; 0: none is */
  double share; /* of the way to its lattice, for the mean cell */
} AssayAudioChoice;

/**
 * assay_audio_grade_choose:
 * @samples: n values at 16 kHz, the mean of the channels
 * @smear: the noise that a coder leaves, as a share of what it codes (assay-audio-coder.h)
 *
 * Reckons what a reader would still see of each cell after the coder and takes the smallest grade
 * that leaves enough to correct the rest. White noise 22 dB below the sound and rounding to 8 bits
 * are left to the wave where one 42 dB below the sound or fainter withstands them; else the steps
 * must. Sound whose bands are far below its bass bears larger steps: they cost little of the whole.
 * Grade 1 where none is enough. Without a wave, cells of sound shorter than 20 s are moved further:
 * fewer periods are added up.
 */
AssayAudioChoice
assay_audio_grade_choose (const AssayAudioPlan *plan, const double *samples, gsize n, double smear);

G_END_DECLS
