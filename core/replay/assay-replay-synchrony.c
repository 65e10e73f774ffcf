/* assay-replay-synchrony.c: do the bands of a voice pulse together? */
#include <math.h>

#include "base/assay-numbers.h"
#include "replay/assay-replay-spectra-private.h"
#include "signal/assay-fft.h"

#define SHORT 64
#define STEP 8
#define BANDS 31
#define STRETCH 64
#define STRETCH_STEP 32
/* Bands that decide which stretches are loud: up to 6 kHz. */
#define LOUD_BANDS 24
/* Keeps dead bands from dividing by zero. */
#define LEAST 1e-12

static const guint apart[] = { 2, 3, 4, 6, 8, 12 };

G_STATIC_ASSERT (ASSAY_REPLAY_SYNCHRONY == 2 * (29 + 28 + 27 + 25 + 23 + 19));

/* Magnitudes of short frames: BANDS a step. */
static double *
measure_envelopes (const double *samples, gsize n, gsize *n_steps)
{
  g_autoptr (AssayFft) fft = assay_fft_new (SHORT);
  AssayComplex bins[SHORT / 2 + 1];
  double window[SHORT];
  double frame[SHORT];
  double *envelopes;

  *n_steps = 1 + (n - SHORT) / STEP;
  envelopes = g_new (double, *n_steps *BANDS);
  for (guint i = 0; i < SHORT; i++)
    window[i] = 0.5 - 0.5 * cos (2 * G_PI * (i + 0.5) / SHORT);
  for (gsize s = 0; s < *n_steps; s++)
    {
      for (guint i = 0; i < SHORT; i++)
        frame[i] = window[i] * samples[s * STEP + i];
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < BANDS; b++)
        envelopes[s * BANDS + b] = hypot (bins[b + 1].re, bins[b + 1].im);
    }
  return envelopes;
}

/* The loudest 40 % of the stretches, as a threshold of their power. */
static double
loud_enough (const double *envelopes, gsize n_stretches, double *powers)
{
  g_autofree double *sorted = g_new (double, n_stretches);

  for (gsize s = 0; s < n_stretches; s++)
    {
      const double *stretch = envelopes + s * STRETCH_STEP * BANDS;

      powers[s] = 0;
      for (guint i = 0; i < STRETCH; i++)
        for (guint b = 1; b < LOUD_BANDS; b++)
          powers[s] += stretch[i * BANDS + b] * stretch[i * BANDS + b];
      sorted[s] = powers[s];
    }
  assay_sort_doubles (sorted, n_stretches);
  return assay_quantile (sorted, n_stretches, 0.6);
}

/* Each band of a stretch with mean 0 and deviation 1. */
static void
standardise (const double *stretch, double bands[BANDS][STRETCH])
{
  for (guint b = 0; b < BANDS; b++)
    {
      double mean = 0;
      double squares = 0;

      for (guint i = 0; i < STRETCH; i++)
        mean += stretch[i * BANDS + b] / STRETCH;
      for (guint i = 0; i < STRETCH; i++)
        {
          bands[b][i] = stretch[i * BANDS + b] - mean;
          squares += bands[b][i] * bands[b][i];
        }
      for (guint i = 0; i < STRETCH; i++)
        bands[b][i] /= sqrt (squares / STRETCH) + LEAST;
    }
}

/* Likeness of every pair, @stride apart for the next stretch. */
static void
correlate (double bands[BANDS][STRETCH], double *values, gsize stride)
{
  for (guint a = 0; a < G_N_ELEMENTS (apart); a++)
    for (guint b = 0; b + apart[a] < BANDS; b++, values += stride)
      {
        *values = 0;
        for (guint i = 0; i < STRETCH; i++)
          *values += bands[b][i] * bands[b + apart[a]][i] / STRETCH;
      }
}

double *
assay_replay_add_synchrony (const double *samples, gsize n, double *values)
{
  gsize n_steps;
  g_autofree double *envelopes = measure_envelopes (samples, n, &n_steps);
  gsize n_stretches = 1 + (n_steps - STRETCH) / STRETCH_STEP;
  g_autofree double *powers = g_new (double, n_stretches);
  g_autofree double *likeness = g_new (double, n_stretches *ASSAY_REPLAY_SYNCHRONY / 2);
  double threshold = loud_enough (envelopes, n_stretches, powers);
  gsize n_loud = 0;

  for (gsize s = 0; s < n_stretches; s++)
    if (powers[s] >= threshold)
      {
        double bands[BANDS][STRETCH];

        standardise (envelopes + s * STRETCH_STEP * BANDS, bands);
        correlate (bands, likeness + n_loud++, n_stretches);
      }
  for (guint p = 0; p < ASSAY_REPLAY_SYNCHRONY / 2; p++)
    {
      double *pair = likeness + p * n_stretches;

      assay_sort_doubles (pair, n_loud);
      values[2 * p] = 0;
      for (gsize s = 0; s < n_loud; s++)
        values[2 * p] += pair[s] / (double) n_loud;
      values[2 * p + 1] = assay_quantile (pair, n_loud, 0.9);
    }
  return values + ASSAY_REPLAY_SYNCHRONY;
}
