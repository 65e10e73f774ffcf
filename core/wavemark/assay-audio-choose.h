/* assay-audio-choose.h: how strongly a sound is marked: reckoned from its beginning and, where it
 * is short, found by trial. */
#pragma once

#include "wavemark/assay-audio-grade.h"
#include "wavemark/assay-audio-sound.h"

G_BEGIN_DECLS

typedef struct
{
  AssayAudioChoice choice; /* its wave times the strength that was asked for */
  GArray *looked;          /* (owned): float, interleaved, 16 kHz: what was read to choose */
  AssayTable *outcomes;    /* (owned) (nullable): of the trials, where there were any */
} AssayAudioChosen;

/**
 * assay_audio_choose:
 * @sound: of @job's input
 * @analysed: all its channels at 16 kHz, from the beginning on; is read
 * @mix: what each channel has of what the reader will hear
 * @bits: (array fixed-size=128): the mark
 *
 * Sound of at most ASSAY_AUDIO_REHEARSED s and channels is rehearsed (assay-audio-rehearse.h)
 * unless the parameter `trials` forbids it; else what assay_audio_grade_choose() reckons of the
 * first minute is taken.
 *
 * Returns: %FALSE with ASSAY_BASE_ERROR_MALFORMED (too short for a mark), an error of reading, or
 * when cancelled; @chosen is to be cleared in any case
 */
gboolean assay_audio_choose (AssayToolJob *job,
                             const AssayAudioSound *sound,
                             AssayAudioReader *analysed,
                             const AssayAudioPlan *plan,
                             const double *mix,
                             const guint8 *bits,
                             AssayAudioChosen *chosen,
                             GError **error);
void assay_audio_chosen_clear (AssayAudioChosen *self);

G_END_DECLS
