/* assay-audio-fibonacci.h: the method of Attari and Shirazi, "Robust audio watermarking algorithm
 * based on DWT using Fibonacci numbers", Multimed. Tools Appl. 77, 2018, after Fallahpour and
 * Megías, IEEE/ACM Trans. Audio Speech Lang. Process. 22(8), 2014.
 *
 * The approximation of six wavelet steps is cut into frames of a few coefficients. Each coefficient
 * of a frame goes to the nearest number of a sequence whose place is even for a bit 0 and odd for a
 * bit 1, in units of a 16-bit sample; the sign stays. Read by the majority of a frame. No key, no
 * synchronisation: the mark begins with the sound, and repeats. */
#pragma once

#include "model/assay-tool.h"
#include "signal/assay-wavelet.h"
#include "wavemark/assay-audio-change.h"

G_BEGIN_DECLS

#define ASSAY_AUDIO_FIBONACCI_MOST 64u

typedef struct
{
  guint frame; /* coefficients a bit */
  guint levels;
  AssayWavelet wavelet;
  double numbers[ASSAY_AUDIO_FIBONACCI_MOST]; /* rising, in units of full scale */
} AssayAudioFibonacci;

/* @scale: of the numbers, 1 for units of a 16-bit sample. */
void
assay_audio_fibonacci_init (AssayAudioFibonacci *self, AssayParameters *parameters, double scale);
/* The place in the sequence nearest to @size; of @parity 0 or 1, or of any with -1. */
guint assay_audio_fibonacci_place (const AssayAudioFibonacci *self, double size, gint parity);
/* Marks every channel of @clip; returns how many times the whole mark is in it. */
double assay_audio_fibonacci_embed (const AssayAudioFibonacci *self,
                                    AssayAudioClip *clip,
                                    const guint8 *bits,
                                    guint n_bits);
/* @votes: (out): n_bits means over all channels, -1 (0) … 1 (1); 0 where nothing voted. */
void assay_audio_fibonacci_read (const AssayAudioFibonacci *self,
                                 const AssayAudioClip *clip,
                                 double *votes,
                                 guint n_bits);

G_END_DECLS
