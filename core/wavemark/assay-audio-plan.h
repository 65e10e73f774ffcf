/* assay-audio-plan.h: where the audio mark `assay` puts its bits: constants of the method and what
 * the key makes of them.
 *
 * The sound is looked at as 16 kHz: frames of 1024 samples (64 ms, sine window) every 256 samples.
 * Four frames are a half, two halves a slot of 128 ms. In each slot and each of 16 bands between
 * 600 and 3900 Hz one value is read, v = ½ ln (E₁ / E₀), E₀ and E₁ the energies of the halves: a
 * constant gain or filter cancels. It is moved to the nearest v with v / step ≡ dither (symbol +1)
 * or dither + ½ (symbol -1), modulo 1 (dither modulation: Chen and Wornell, IEEE Trans. Inform.
 * Theory 47(4), 2001). 23 slots (2.944 s) hold the whole payload and repeat.
 *
 * The payload is 128 bits and a CRC-24 of them: a reading whose bits do not fit their CRC names no
 * mark. */
#pragma once

#include "signal/assay-fft.h"

G_BEGIN_DECLS

#define ASSAY_AUDIO_RATE 16000u /* Hz */
#define ASSAY_AUDIO_WINDOW 1024u
#define ASSAY_AUDIO_HOP 256u
#define ASSAY_AUDIO_BINS (ASSAY_AUDIO_WINDOW / 2 + 1)
#define ASSAY_AUDIO_HALF 4u /* frames */
#define ASSAY_AUDIO_SLOT (2 * ASSAY_AUDIO_HALF)
#define ASSAY_AUDIO_BANDS 16u
#define ASSAY_AUDIO_SLOTS 23u
#define ASSAY_AUDIO_CELLS (ASSAY_AUDIO_SLOTS * ASSAY_AUDIO_BANDS)
#define ASSAY_AUDIO_BITS 128u
#define ASSAY_AUDIO_CODE_RATE 2u
#define ASSAY_AUDIO_CHECK 24u
#define ASSAY_AUDIO_WORD (ASSAY_AUDIO_BITS + ASSAY_AUDIO_CHECK)
#define ASSAY_AUDIO_CODED 320u   /* symbols of the code: every 20th is left out */
#define ASSAY_AUDIO_SYMBOLS 304u /* the rest; the other 64 cells are known from the key */
/* The steps come in six grades, half an octave apart, of which the marker takes one that the sound
 * needs (assay-audio-grade.h) and the reader tries all. */
#define ASSAY_AUDIO_GRADES 6u
/* A half below this energy is silence: neither marked nor read. The rounding noise of 16 bits has
 * about a fifth of it. */
#define ASSAY_AUDIO_SILENCE 1e-5
/* s: less than a period and the frames behind it holds only a part of the payload. */
#define ASSAY_AUDIO_SHORTEST 3u

/* Frequencies of the second carrier: assay-audio-wave.h. */
#define ASSAY_AUDIO_WAVE 9476u

/* By which the steps are multiplied: 0.35, 0.5, 0.71, 1, 1.41, 2. */
extern const double assay_audio_grades[ASSAY_AUDIO_GRADES];

/* Part of the way with a larger step withstands more than all of it with a smaller one (distortion
 * compensation: Chen and Wornell 2001, section V; for one number a symbol Eggers et al., IEEE
 * Trans. Signal Process. 51(4), 2003). */
#define ASSAY_AUDIO_SHARE 0.72

typedef struct
{
  guint edges[ASSAY_AUDIO_BANDS + 1];   /* bins; band b is edges[b] .. edges[b + 1] - 1 */
  double steps[ASSAY_AUDIO_BANDS];      /* neper, of grade 1 */
  double share;                         /* of the way to its lattice, for the mean cell: writers */
  double window[ASSAY_AUDIO_WINDOW];    /* sine; its squares add up to 2 at the hop */
  double dither[ASSAY_AUDIO_CELLS];     /* 0..1; cell = slot · bands + band */
  AssayComplex turn[ASSAY_AUDIO_CELLS]; /* exp (2πi dither) */
  gint symbol[ASSAY_AUDIO_CELLS];       /* index into the code word, -1 where known */
  AssayComplex wave[ASSAY_AUDIO_WAVE];  /* exp (j phase) of the wave's frequencies */
} AssayAudioPlan;

/**
 * assay_audio_plan_init:
 * @key: any length
 * @strength: of the step; 1 is the default of the method
 */
void assay_audio_plan_init (AssayAudioPlan *self, GBytes *key, double strength);
/* @bits: (array fixed-size=128): of 0 or 1; @symbols: ASSAY_AUDIO_SYMBOLS of +1 or -1. */
void assay_audio_plan_encode (const guint8 *bits, gint8 *symbols);
/* How freely the ratio of two halves can be moved, 0..1, when the frames on either side of their
 * boundary have the shares @last and @first of their halves' energies: what sounds at the boundary
 * alone, as a beat does, is in both. */
double assay_audio_plan_freedom (double last, double first);
/* The same of all ASSAY_AUDIO_WORD bits. */
void assay_audio_plan_encode_word (const guint8 *word, gint8 *symbols);
/* The bit that enters the code with symbol @symbol. */
guint assay_audio_plan_bit (guint symbol);
/* The likeliest words for @soft (ASSAY_AUDIO_SYMBOLS values, as assay_code_decode() has them), the
 * likeliest first: @words: most × ASSAY_AUDIO_WORD. Returns how many. */
guint assay_audio_plan_decode (const double *soft, guint most, guint8 *words);
/* Whether @word ends with the CRC-24 of its first 128 bits (polynomial 0x864cfb, start 0xb704ce:
 * RFC 4880, section 6.1): a wrong word does by chance once in 16.8 million times, and never when
 * its errors lie within 24 bits. */
gboolean assay_audio_plan_check (const guint8 *word);

G_END_DECLS
