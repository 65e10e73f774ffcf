/* assay-replay-statistics.h: one row of numbers that describes the spectrum of a whole recording.
 *
 * What a loudspeaker and a second room do to speech shows less in single frames than in how loud
 * and quiet frames differ, how fast each band decays, and where the bands end. Frames of 512
 * samples (32 ms, Hann), every 160; powers + 1e-12; "band" below is one of 64 bands of 125 Hz in
 * dB. In this order:
 *   spectra    4 × 128: mean power in 62.5 Hz steps, in dB, of the frames from the 0-10, 10-40,
 *              40-70 and 70-100 % loudness quantile (250-6250 Hz); minus the mean of the last
 *   spread     3 × 64: deviation, 95 % - 50 % and 50 % - 5 % quantile of each band
 *   likeness   289: correlation over time of bands 1, 2, 4, 8 and 16 apart
 *   modulation 12 × 16: power of the envelope of 16 bands of 500 Hz in 12 ranges up to 50 Hz, dB
 *   decay      12 × 64: 5 % and 95 % quantile and deviation of a band's change over 20, 40, 80 and
 *              160 ms
 *   edges      152: spectrum of the loudest fifth above 5.9 kHz and below 0.3 kHz against the
 *              middle, and how far it stands above that of the quietest fifth there
 *   synchrony  302: how alike the envelopes of bands of 250 Hz (frames of 4 ms, one every 0.5 ms)
 *              run within stretches of 32 ms, 2, 3, 4, 6, 8 and 12 bands apart: mean and 90 %
 *              quantile over the loudest 40 %. A voice at the microphone pulses in all bands at
 *              once; a room smears that
 *   ends       872: the spectrum above 5 kHz of the loudest 6 and 15 % of hissing sounds (by the
 *              power of 4.5-6.5 and of 3-5.5 kHz) and of the quietest 35 %, and below 0.6 kHz in
 *              15.6 Hz steps of the loudest 20 and 50 % of voiced sounds and the quietest 30 %.
 *              A loudspeaker ends the band of the voice but not that of the last room's noise
 *   ripple     90: ripples of the average spectrum of frames of 128 ms in 0.3-1.5, 1.2-3.6 and
 *              3.3-7 kHz by the delay that makes them, ten ranges of 0.5-20 ms, in dB: of the
 *              loudest 60 %, of the loudest 20 %, and the latter against single frames. An average
 *              forgets the voice's own harmonics and keeps what reflections and resonances do
 * Level has no influence (above the 1e-12), and neither has silence that is cut off or added only
 * at the ends beyond what it does to the quantiles. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_REPLAY_STATISTICS_COUNT 3369
/* Samples at 16 kHz below which there is nothing to describe: 0.35 s. */
#define ASSAY_REPLAY_STATISTICS_LEAST 5600
/* Samples at most: the envelopes' spectrum has 1024 points. */
#define ASSAY_REPLAY_STATISTICS_MOST 160352

/**
 * assay_replay_statistics_measure:
 * @samples: mono, 16 kHz, finite
 * @values: (out): ASSAY_REPLAY_STATISTICS_COUNT numbers, finite
 *
 * Returns: %FALSE with ASSAY_MEDIA_ERROR_TRUNCATED below ASSAY_REPLAY_STATISTICS_LEAST; only the
 *   first ASSAY_REPLAY_STATISTICS_MOST samples count
 */
gboolean
assay_replay_statistics_measure (const double *samples, gsize n, double *values, GError **error);

G_END_DECLS
