/* assay-replay-conditions.c: length, level, bandwidth, noise, clipping and notes of a recording. */
#include "replay/assay-replay-conditions.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/assay-numbers.h"
#include "replay/assay-replay-spectra-private.h"

#define BINS ASSAY_REPLAY_BINS
#define HZ_PER_BIN 31.25
/* Where a band is taken to end below the mean of the spectrum. */
#define BAND_DROP 40.0
#define STEADIEST 4.0
#define TONES_MOST 42.0
#define VOICED_LEAST 6.0

static const AssayReplayConditionInfo infos[ASSAY_REPLAY_CONDITIONS] = {
  { "duration", N_ ("Duration"), "s", 2 },
  { "level", N_ ("Level of the voice"), "dBFS", 1 },
  { "bandwidth", N_ ("Upper end of the band"), "Hz", 0 },
  { "noise", N_ ("Voice above the background"), "dB", 1 },
  { "clipping", N_ ("Clipped samples"), "%", 3 },
  { "tones", N_ ("Held notes, as in music"), "%", 1 },
  { "voiced", N_ ("Loud moments with a pitch"), "%", 1 },
};

const AssayReplayConditionInfo *
assay_replay_condition_info (AssayReplayCondition condition)
{
  return &infos[condition];
}

/* Mean spectrum of the louder half. */
static void
loud_spectrum (const AssayReplaySpectra *spectra, const gsize *order, double *mean)
{
  gsize first = spectra->n_frames / 2;

  for (guint b = 0; b < BINS; b++)
    {
      mean[b] = 0;
      for (gsize i = first; i < spectra->n_frames; i++)
        mean[b] += spectra->powers[order[i] * BINS + b];
      mean[b] /= (double) (spectra->n_frames - first);
    }
}

static double
find_bandwidth (const double *mean)
{
  double total = 0;
  guint last = BINS - 1;

  for (guint b = 0; b < BINS; b++)
    total += mean[b] / BINS;
  while (last > 0 && mean[last] < total * pow (10, -BAND_DROP / 10))
    last--;
  return (last + 1) * HZ_PER_BIN;
}

void
assay_replay_conditions_measure (const double *samples, gsize n, double *values)
{
  g_autoptr (AssayReplaySpectra) spectra = assay_replay_spectra_new (samples, n);
  g_autofree gsize *order = assay_replay_spectra_order (spectra);
  double mean[BINS];
  double power = 0;
  gsize clipped = 0;
  gsize loud = spectra->n_frames / 2;

  for (gsize i = 0; i < n; i++)
    clipped += fabs (samples[i]) >= 0.999;
  for (gsize i = loud; i < spectra->n_frames; i++)
    for (gsize j = 0; j < ASSAY_REPLAY_FRAME; j++)
      {
        double sample = samples[order[i] * ASSAY_REPLAY_HOP + j];

        power += sample * sample;
      }
  power /= (double) ((spectra->n_frames - loud) * ASSAY_REPLAY_FRAME);
  loud_spectrum (spectra, order, mean);
  values[ASSAY_REPLAY_DURATION] = (double) n / 16000;
  values[ASSAY_REPLAY_LEVEL] = assay_replay_decibels (power + 1e-12);
  values[ASSAY_REPLAY_BANDWIDTH] = find_bandwidth (mean);
  assay_sort_doubles (spectra->loudness, spectra->n_frames);
  values[ASSAY_REPLAY_NOISE]
      = assay_replay_decibels (assay_quantile (spectra->loudness, spectra->n_frames, 0.95)
                               / assay_quantile (spectra->loudness, spectra->n_frames, 0.05));
  values[ASSAY_REPLAY_CLIPPING] = 100 * (double) clipped / (double) n;
  values[ASSAY_REPLAY_TONES] = assay_replay_held_tones (samples, n);
  values[ASSAY_REPLAY_VOICED] = assay_replay_voiced (samples, n);
}

void
assay_replay_range_learn (const double *rows, gsize n, AssayReplayRange *range)
{
  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    {
      double low = rows[c];
      double high = rows[c];

      for (gsize i = 1; i < n; i++)
        {
          low = MIN (low, rows[i * ASSAY_REPLAY_CONDITIONS + c]);
          high = MAX (high, rows[i * ASSAY_REPLAY_CONDITIONS + c]);
        }
      range->low[c] = low - ASSAY_REPLAY_WIDER * (high - low);
      range->high[c] = high + ASSAY_REPLAY_WIDER * (high - low);
    }
  assay_replay_range_narrow (range);
}

void
assay_replay_range_narrow (AssayReplayRange *range)
{
  double *low = &range->low[ASSAY_REPLAY_NOISE];

  *low = MAX (*low, STEADIEST);
  range->low[ASSAY_REPLAY_TONES] = 0;
  range->high[ASSAY_REPLAY_TONES] = TONES_MOST;
  range->low[ASSAY_REPLAY_VOICED] = VOICED_LEAST;
  range->high[ASSAY_REPLAY_VOICED] = 100;
}

guint
assay_replay_range_outside (const AssayReplayRange *range, const double *values)
{
  guint outside = 0;

  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    {
      if (!(values[c] >= range->low[c]))
        outside |= 1u << c;
      if (c != ASSAY_REPLAY_DURATION && !(values[c] <= range->high[c]))
        outside |= 1u << c;
    }
  return outside;
}
