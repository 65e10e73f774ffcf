/* assay-replay-simulate.h: plays a recording through an imagined loudspeaker, room and microphone.
 *
 * Training sets know few devices; a detector that learned those would know nothing of others. Each
 * copy has a loudspeaker (drive, distortion of second and third order, soft limit, band limits,
 * resonances), a room (noise with an exponential decay, thinned out at its beginning, energy
 * against the direct sound from distance, volume and reverberation time), background noise and a
 * microphone of its own, drawn by lot. Simulated replay is weaker evidence than recordings of real
 * replay. */
#pragma once

#include <glib.h>

#include "signal/assay-random.h"

G_BEGIN_DECLS

/* @samples at 16 kHz are replaced by what a second recording of them would hold. */
void assay_replay_simulate_replay (double *samples, gsize n, AssayRandom *random);
/* The same recording with another microphone's colour: no loudspeaker, no room. Says nothing new
 * about the class, so that colour alone is not learned. */
void assay_replay_simulate_colour (double *samples, gsize n, AssayRandom *random);

G_END_DECLS
