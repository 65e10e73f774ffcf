/* assay-audio-group.h: a group of the audio mark's slots in the frequency domain: of the channels'
 * mix, or of what two channels differ by.
 *
 * The frames of the bands, their energies, and the gains by which the marker moves them. */
#pragma once

#include "signal/assay-fft-pair.h"
#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

#define ASSAY_AUDIO_GROUP_SLOTS (2 * ASSAY_AUDIO_SLOTS)
/* With a slot of context on either side. */
#define ASSAY_AUDIO_GROUP_FRAMES ((ASSAY_AUDIO_GROUP_SLOTS + 2) * ASSAY_AUDIO_SLOT)
#define ASSAY_AUDIO_GROUP_HALVES ((ASSAY_AUDIO_GROUP_SLOTS + 2) * 2)

typedef struct
{
  const AssayAudioPlan *plan;
  guint n_bins;              /* of the bands */
  AssayComplexFloat *frames; /* (owned): frames × bins of the bands */
  double *power;             /* (owned): frames × bands */
  double *shares;            /* (owned): frames × 3 × bands: of the halves around a frame */
  double *gains;             /* (owned): halves × bands, neper */
} AssayAudioGroup;

void assay_audio_group_init (AssayAudioGroup *self, const AssayAudioPlan *plan);
void assay_audio_group_clear (AssayAudioGroup *self);
/* The power of @frame in each band. */
void assay_audio_group_measure (const AssayAudioGroup *self,
                                const AssayComplexFloat *frame,
                                double *power);
/* The frames are there: what they have of each half, and gains of 0 but for those of the slot
 * before, which was written with the last ones of the group before. */
void assay_audio_group_begin (AssayAudioGroup *self);
/* The energies that the halves will have with the gains: a frame gets its neighbours' changes too.
 * @energies: halves × bands. */
void assay_audio_group_foresee (const AssayAudioGroup *self, double *energies);
/* Adds to @changes what the gains of frame @f's half change in @frame, one of any channel, as the
 * inverse transform is to have it, times @sign. */
void assay_audio_group_change (const AssayAudioGroup *self,
                               const AssayComplexFloat *frame,
                               guint f,
                               float sign,
                               AssayComplexFloat *changes);
/* How alike two groups are in the band of a slot, 0..1. What sounds in one of two channels alone is
 * the same in their mix and their side, and comes into the other where these are changed
 * differently. */
double assay_audio_group_likeness (const AssayAudioGroup *self,
                                   const AssayAudioGroup *other,
                                   guint slot,
                                   guint band);

G_END_DECLS
