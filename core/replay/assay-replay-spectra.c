/* assay-replay-spectra.c: Hann frames and their power. */
#include "replay/assay-replay-spectra-private.h"

#include <math.h>

#include "base/assay-numbers.h"
#include "signal/assay-fft.h"

#define FRAME ASSAY_REPLAY_FRAME
#define BINS ASSAY_REPLAY_BINS
#define FLOOR 1e-12
/* Bins of 250 and 6250 Hz: what speech is loud in and every device carries. */
#define LOUD_FIRST 8
#define LOUD_LAST 200

AssayReplaySpectra *
assay_replay_spectra_new (const double *samples, gsize n)
{
  AssayReplaySpectra *self = g_new0 (AssayReplaySpectra, 1);
  g_autoptr (AssayFft) fft = assay_fft_new (FRAME);
  AssayComplex bins[FRAME / 2 + 1];
  double window[FRAME];
  double frame[FRAME];

  self->n_frames = 1 + (n - FRAME) / ASSAY_REPLAY_HOP;
  self->powers = g_new (double, self->n_frames *BINS);
  self->loudness = g_new0 (double, self->n_frames);
  for (guint i = 0; i < FRAME; i++)
    window[i] = 0.5 - 0.5 * cos (2 * G_PI * i / (FRAME - 1));
  for (gsize f = 0; f < self->n_frames; f++)
    {
      double *powers = self->powers + f * BINS;

      for (guint i = 0; i < FRAME; i++)
        frame[i] = window[i] * samples[f * ASSAY_REPLAY_HOP + i];
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < BINS; b++)
        powers[b] = bins[b].re * bins[b].re + bins[b].im * bins[b].im + FLOOR;
      for (guint b = LOUD_FIRST; b < LOUD_LAST; b++)
        self->loudness[f] += powers[b];
    }
  return self;
}

void
assay_replay_spectra_free (AssayReplaySpectra *self)
{
  if (self == NULL)
    return;
  g_free (self->powers);
  g_free (self->loudness);
  g_free (self);
}

gsize *
assay_replay_spectra_order (const AssayReplaySpectra *self)
{
  return assay_order_doubles (self->loudness, self->n_frames);
}

double
assay_replay_decibels (double power)
{
  return 10 * log10 (power);
}
