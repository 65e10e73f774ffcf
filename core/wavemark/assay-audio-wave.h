/* assay-audio-wave.h: the second carrier of the audio mark: a faint periodic wave added to the
 * sound.
 *
 * The ratios of halves drown where white noise, rounding or a coder's noise is louder than the
 * marked bands. A wave of the mark's period whose 9476 frequencies in those bands have keyed phases
 * can be summed up over the whole sound as it is (direct sequence spread spectrum: Cox et al., IEEE
 * Trans. Image Process. 6(12), 1997, here with one symbol on 25 or 26 frequencies): it is found far
 * below the noise, but only at the speed and tempo of the original. It carries the same cells with
 * the same symbols. */
#pragma once

#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

/* The period, samples, and what lies in the bands of its frequencies. */
#define ASSAY_AUDIO_PERIOD (ASSAY_AUDIO_SLOTS * ASSAY_AUDIO_SLOT * ASSAY_AUDIO_HOP)
#define ASSAY_AUDIO_WAVE_RATIO (ASSAY_AUDIO_PERIOD / ASSAY_AUDIO_WINDOW)
/* What is heard and noise are added up so much finer than samples when the place is sought. */
#define ASSAY_AUDIO_WAVE_FINE 4u
/* A band whose energy is below this share of the sound's, spread evenly, is treated as if it had as
 * much: digital silence must not outweigh everything. The second for sound whose quiet parts hold
 * nothing but what rounding to few bits made of them. */
#define ASSAY_AUDIO_WAVE_FLOORS 2u
extern const double assay_audio_wave_floors[ASSAY_AUDIO_WAVE_FLOORS];

typedef struct
{
  AssayComplex cells[ASSAY_AUDIO_CELLS]; /* as those of a fold, turned */
  double place;                          /* samples of the period before the sound's first */
  double sum, squares;                   /* of the known cells' frequencies: assay_tail_phases() */
} AssayAudioWaveCells;

/* One period, of mean square 1; @symbols: ASSAY_AUDIO_SYMBOLS of +1 or -1. */
double *assay_audio_wave_make (const AssayAudioPlan *plan,
                               const gint8 *symbols) G_GNUC_WARN_UNUSED_RESULT;

/* A sound of 16 kHz, each frame and band divided by its energy and summed modulo the period: what
 * all keys' readings begin with. */
typedef struct
{
  AssayComplex *bins; /* (owned): of the bands, from the lowest on */
} AssayAudioWaveSum;

/* @samples: n values; @floor: one of assay_audio_wave_floors. */
void assay_audio_wave_sum_init (AssayAudioWaveSum *self,
                                const AssayAudioPlan *plan,
                                const double *samples,
                                gsize n,
                                double floor);
void assay_audio_wave_sum_clear (AssayAudioWaveSum *self);
/* The cells where the known ones agree best. */
void assay_audio_wave_find (const AssayAudioWaveSum *self,
                            const AssayAudioPlan *plan,
                            AssayAudioWaveCells *cells);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAudioWaveSum, assay_audio_wave_sum_clear)

G_END_DECLS
