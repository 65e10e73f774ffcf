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
 * The payload is 128 bits and a CRC-16 of them: a reading whose bits do not fit their CRC names no
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
#define ASSAY_AUDIO_CHECK 16u
#define ASSAY_AUDIO_WORD (ASSAY_AUDIO_BITS + ASSAY_AUDIO_CHECK)
#define ASSAY_AUDIO_SYMBOLS 304u /* of the code; the other 64 cells are known from the key */
/* A half below this energy is silence: neither marked nor read. The rounding noise of 16 bits has
 * about a fifth of it. */
#define ASSAY_AUDIO_SILENCE 1e-5

typedef struct
{
  guint edges[ASSAY_AUDIO_BANDS + 1];   /* bins; band b is edges[b] .. edges[b + 1] - 1 */
  double steps[ASSAY_AUDIO_BANDS];      /* neper */
  double window[ASSAY_AUDIO_WINDOW];    /* sine; its squares add up to 2 at the hop */
  double dither[ASSAY_AUDIO_CELLS];     /* 0..1; cell = slot · bands + band */
  AssayComplex turn[ASSAY_AUDIO_CELLS]; /* exp (2πi dither) */
  gint symbol[ASSAY_AUDIO_CELLS];       /* index into the code word, -1 where known */
} AssayAudioPlan;

/**
 * assay_audio_plan_init:
 * @key: any length
 * @strength: of the step; 1 is the default of the method
 */
void assay_audio_plan_init (AssayAudioPlan *self, GBytes *key, double strength);
/* @bits: (array fixed-size=128): of 0 or 1; @symbols: ASSAY_AUDIO_SYMBOLS of +1 or -1. */
void assay_audio_plan_encode (const guint8 *bits, gint8 *symbols);
/* Whether @word (ASSAY_AUDIO_WORD bits) ends with the CRC-16 of its first 128 bits (polynomial
 * 0x1021, start 0xffff): a wrong word does by chance once in 65536 times, and never when its errors
 * lie within 16 bits, as those of one wrong turn of the decoder mostly do. */
gboolean assay_audio_plan_check (const guint8 *word);

G_END_DECLS
