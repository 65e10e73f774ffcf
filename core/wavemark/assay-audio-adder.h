/* assay-audio-adder.h: what both carriers of the audio mark `assay` add to a sound, at the sound's
 * own rate.
 *
 * Takes the sound at 16 kHz as it comes and gives the difference as far as it is settled: sample k
 * of it belongs to sample k of the sound. Holds some seconds, whatever the length. */
#pragma once

#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

typedef struct _AssayAudioAdder AssayAudioAdder;

/**
 * assay_audio_adder_new:
 * @plan: with the steps and the share that are to be used; must outlive it
 * @symbols: (array fixed-size=ASSAY_AUDIO_SYMBOLS): of +1 or -1
 * @shares: (array length=channels): of the channels in the mix that the reader will hear
 * @level: root mean square of the wave; 0: none is added
 * @rate: of what it gives, Hz
 */
AssayAudioAdder *assay_audio_adder_new (const AssayAudioPlan *plan,
                                        const gint8 *symbols,
                                        const double *shares,
                                        guint channels,
                                        double level,
                                        guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_audio_adder_free (AssayAudioAdder *self);
/* @samples: (array length=n × channels): interleaved, 16 kHz; the wave is added to them. None: the
 * sound has ended. */
void assay_audio_adder_push (AssayAudioAdder *self, float *samples, gsize n);
/* The sound has ended: no more will come than there is. */
gboolean assay_audio_adder_has_ended (const AssayAudioAdder *self);
/* How many samples of each channel are there. */
gsize assay_audio_adder_get_n (const AssayAudioAdder *self);
/* The first of them of channel @c. May be changed; valid until the next call. */
double *assay_audio_adder_peek (AssayAudioAdder *self, guint c);
/* Takes @n off, of all channels. */
void assay_audio_adder_drop (AssayAudioAdder *self, gsize n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAudioAdder, assay_audio_adder_free)

G_END_DECLS
