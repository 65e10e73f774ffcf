/* assay-audio-marker.h: embeds the audio mark `assay` into sound of 16 kHz, group by group.
 *
 * Holds one group of 44 slots and a slot on either side, whatever the length of the sound. Gives
 * what is to be added, so that sound outside the marked bands stays as it was at any rate. */
#pragma once

#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

typedef struct _AssayAudioMarker AssayAudioMarker;

/* @plan must outlive it. @symbols: ASSAY_AUDIO_SYMBOLS of +1 or -1. @shares: of the channels in the
 * mix that the reader will hear (assay_audio_reader_get_mix()). */
AssayAudioMarker *assay_audio_marker_new (const AssayAudioPlan *plan,
                                          const gint8 *symbols,
                                          const double *shares,
                                          guint channels) G_GNUC_WARN_UNUSED_RESULT;
void assay_audio_marker_free (AssayAudioMarker *self);
/* @samples: (array length=frames × channels): interleaved, 16 kHz. Appends to @added, an array of
 * one GArray of double a channel, the difference as far as it is settled: sample k of the
 * difference belongs to sample k of the sound. */
void assay_audio_marker_push (AssayAudioMarker *self,
                              const float *samples,
                              gsize frames,
                              GArray **added);
/* Nothing follows: the rest, at least as long as the sound. */
void assay_audio_marker_end (AssayAudioMarker *self, GArray **added);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAudioMarker, assay_audio_marker_free)

G_END_DECLS
