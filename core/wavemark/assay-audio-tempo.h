/* assay-audio-tempo.h: another tempo at the same pitch, as FFmpeg's filter `atempo` makes it.
 *
 * Overlapped pieces, each taken where it fits what is there best (WSOLA: Verhelst and Roelands,
 * ICASSP 1993). Where a piece begins decides what a mark loses, and differs from program to
 * program: this one chooses as the most common one does. */
#pragma once

#include "wavemark/assay-audio-change.h"

G_BEGIN_DECLS

/**
 * assay_audio_clip_tempo:
 * @factor: 0.5 to 2; 1.05 plays 5 % faster
 *
 * Pieces of the least power of two of samples that last 1/24 s begin half a piece apart and fade
 * into each other (Hann). Each lies where the loudest channel of both correlates best, over lags
 * from none to a piece, weighted so that small drifts are preferred. Sound shorter than a piece
 * stays as it is.
 */
void assay_audio_clip_tempo (AssayAudioClip *self, double factor);

G_END_DECLS
