/* assay-replay-statistics.c: the row of numbers, group after group. */
#include "replay/assay-replay-statistics.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/assay-numbers.h"
#include "media/assay-media-error.h"
#include "replay/assay-replay-spectra-private.h"
#include "signal/assay-fft.h"

#define BINS ASSAY_REPLAY_BINS
#define STEPS 128
#define BANDS 64
#define WIDE_BANDS 16
#define ENVELOPE 1024
/* First bin of the upper edge (5.9 kHz), one past the lower one (0.3 kHz). */
#define TOP 190
#define BOTTOM 10

typedef struct
{
  gsize n;        /* frames */
  double *bands;  /* BANDS × n: dB, band after band */
  double *sorted; /* n: work */
} Bands;

static void
bands_init (Bands *self, const AssayReplaySpectra *spectra)
{
  guint width = BINS / BANDS;

  self->n = spectra->n_frames;
  self->bands = g_new (double, BANDS * self->n);
  self->sorted = g_new (double, self->n);
  for (gsize f = 0; f < self->n; f++)
    for (guint b = 0; b < BANDS; b++)
      {
        double power = 0;

        for (guint i = 0; i < width; i++)
          power += spectra->powers[f * BINS + b * width + i];
        self->bands[b * self->n + f] = assay_replay_decibels (power / width);
      }
}

static void
bands_clear (Bands *self)
{
  g_free (self->bands);
  g_free (self->sorted);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bands, bands_clear)

/* Four spectra by loudness; returns where the next numbers go. */
static double *
add_spectra (const AssayReplaySpectra *spectra, double *values)
{
  static const double edges[] = { 0, 0.1, 0.4, 0.7, 1 };
  g_autofree gsize *order = assay_replay_spectra_order (spectra);
  guint width = BINS / STEPS;
  double mean = 0;

  for (guint class = 0; class + 1 < G_N_ELEMENTS (edges); class ++)
    {
      gsize first = (gsize) ((double) spectra->n_frames * edges[class]);
      gsize last = (gsize) ((double) spectra->n_frames * edges[class + 1]);

      for (guint s = 0; s < STEPS; s++)
        {
          double power = 0;

          for (gsize i = first; i < last; i++)
            for (guint j = 0; j < width; j++)
              power += spectra->powers[order[i] * BINS + s * width + j];
          values[class * STEPS + s]
              = assay_replay_decibels (power / ((double) (last - first) * width));
        }
    }
  for (guint s = 0; s < STEPS; s++)
    mean += values[3 * STEPS + s] / STEPS;
  for (guint s = 0; s < 4 * STEPS; s++)
    values[s] -= mean;
  return values + 4 * STEPS;
}

static double
deviation (const double *values, gsize n, double *mean)
{
  double squares = 0;

  *mean = 0;
  for (gsize i = 0; i < n; i++)
    *mean += values[i];
  *mean /= (double) n;
  for (gsize i = 0; i < n; i++)
    squares += (values[i] - *mean) * (values[i] - *mean);
  return sqrt (squares / (double) n);
}

static double *
add_spread (Bands *self, double *values)
{
  for (guint b = 0; b < BANDS; b++)
    {
      double mean;
      double middle;

      for (gsize f = 0; f < self->n; f++)
        self->sorted[f] = self->bands[b * self->n + f];
      values[b] = deviation (self->sorted, self->n, &mean);
      assay_sort_doubles (self->sorted, self->n);
      middle = assay_quantile (self->sorted, self->n, 0.5);
      values[BANDS + b] = assay_quantile (self->sorted, self->n, 0.95) - middle;
      values[2 * BANDS + b] = middle - assay_quantile (self->sorted, self->n, 0.05);
    }
  return values + 3 * BANDS;
}

/* Correlation over time of two bands; 1e-6 dB keeps dead bands from dividing by zero. */
static double
correlation (const Bands *self, guint a, guint b)
{
  const double *x = self->bands + a * self->n;
  const double *y = self->bands + b * self->n;
  double mean_x;
  double mean_y;
  double deviation_x = deviation (x, self->n, &mean_x) + 1e-6;
  double deviation_y = deviation (y, self->n, &mean_y) + 1e-6;
  double sum = 0;

  for (gsize f = 0; f < self->n; f++)
    sum += (x[f] - mean_x) * (y[f] - mean_y);
  return sum / ((double) self->n * deviation_x * deviation_y);
}

static double *
add_likeness (const Bands *self, double *values)
{
  static const guint apart[] = { 1, 2, 4, 8, 16 };

  for (guint i = 0; i < G_N_ELEMENTS (apart); i++)
    for (guint b = 0; b + apart[i] < BANDS; b++)
      *values++ = correlation (self, b, b + apart[i]);
  return values;
}

static double *
add_decay (Bands *self, double *values)
{
  static const gsize lags[] = { 2, 4, 8, 16 };

  for (guint i = 0; i < G_N_ELEMENTS (lags); i++, values += 3 * BANDS)
    for (guint b = 0; b < BANDS; b++)
      {
        const double *band = self->bands + b * self->n;
        gsize n = self->n - lags[i];
        double mean;

        for (gsize f = 0; f < n; f++)
          self->sorted[f] = band[f + lags[i]] - band[f];
        values[2 * BANDS + b] = deviation (self->sorted, n, &mean);
        assay_sort_doubles (self->sorted, n);
        values[b] = assay_quantile (self->sorted, n, 0.05);
        values[BANDS + b] = assay_quantile (self->sorted, n, 0.95);
      }
  return values;
}

/* Envelopes of 16 bands, relative to their means, under a Hann window: their power by frequency. */
static double *
add_modulation (const AssayReplaySpectra *spectra, double *values)
{
  /* Points of a transform of 512: 0.195 Hz each. */
  static const guint edges[] = { 0, 3, 6, 10, 15, 21, 28, 40, 60, 90, 130, 180, 256 };
  g_autoptr (AssayFft) fft = assay_fft_new (ENVELOPE);
  AssayComplex bins[ENVELOPE / 2 + 1];
  gsize n = spectra->n_frames;

  for (guint b = 0; b < WIDE_BANDS; b++)
    {
      double envelope[ENVELOPE] = { 0 };
      double mean = 0;

      for (gsize f = 0; f < n; f++)
        for (guint i = 0; i < BINS / WIDE_BANDS; i++)
          envelope[f] += spectra->powers[f * BINS + b * (BINS / WIDE_BANDS) + i];
      for (gsize f = 0; f < n; f++)
        mean += envelope[f] / (double) n;
      for (gsize f = 0; f < n; f++)
        envelope[f] = (envelope[f] / mean - 1)
                      * (0.5 - 0.5 * cos (2 * G_PI * (double) f / (double) (n - 1)));
      assay_fft_forward (fft, envelope, bins);
      for (guint r = 0; r + 1 < G_N_ELEMENTS (edges); r++)
        {
          double power = 0;

          for (guint i = 2 * edges[r]; i < 2 * edges[r + 1]; i++)
            power += bins[i].re * bins[i].re + bins[i].im * bins[i].im;
          power /= 2.0 * (edges[r + 1] - edges[r]) * (double) n;
          values[r * WIDE_BANDS + b] = assay_replay_decibels (power + 1e-9);
        }
    }
  return values + (G_N_ELEMENTS (edges) - 1) * WIDE_BANDS;
}

/* Mean spectrum in dB of the frames @first .. @last - 1 of @order. */
static void
mean_spectrum (
    const AssayReplaySpectra *spectra, const gsize *order, gsize first, gsize last, double *mean)
{
  for (guint b = 0; b < BINS; b++)
    {
      mean[b] = 0;
      for (gsize i = first; i < last; i++)
        mean[b] += spectra->powers[order[i] * BINS + b];
      mean[b] = assay_replay_decibels (mean[b] / (double) (last - first));
    }
}

static double
mean_of (const double *values, guint first, guint last)
{
  double sum = 0;

  for (guint i = first; i < last; i++)
    sum += values[i];
  return sum / (last - first);
}

static double *
add_edges (const AssayReplaySpectra *spectra, double *values)
{
  g_autofree gsize *order = assay_replay_spectra_order (spectra);
  gsize fifth = spectra->n_frames / 5;
  double loud[BINS];
  double quiet[BINS];

  mean_spectrum (spectra, order, spectra->n_frames - fifth, spectra->n_frames, loud);
  mean_spectrum (spectra, order, 0, fifth, quiet);
  for (guint b = TOP; b < BINS; b++)
    *values++ = loud[b] - mean_of (loud, 100, TOP);
  for (guint b = TOP; b < BINS; b++)
    *values++ = loud[b] - quiet[b];
  for (guint b = 0; b < BOTTOM; b++)
    *values++ = loud[b] - quiet[b];
  for (guint b = 0; b < BOTTOM; b++)
    *values++ = loud[b] - mean_of (loud, BOTTOM, 60);
  return values;
}

gboolean
assay_replay_statistics_measure (const double *samples, gsize n, double *values, GError **error)
{
  g_autoptr (AssayReplaySpectra) spectra = NULL;
  g_auto (Bands) bands = { 0 };
  double *end;

  if (n < ASSAY_REPLAY_STATISTICS_LEAST)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                   _ ("The sound is shorter than %.2f s; that is too little to say anything"),
                   ASSAY_REPLAY_STATISTICS_LEAST / 16000.0);
      return FALSE;
    }
  n = MIN (n, ASSAY_REPLAY_STATISTICS_MOST);
  spectra = assay_replay_spectra_new (samples, n);
  bands_init (&bands, spectra);
  end = add_spectra (spectra, values);
  end = add_spread (&bands, end);
  end = add_likeness (&bands, end);
  end = add_modulation (spectra, end);
  end = add_decay (&bands, end);
  end = add_edges (spectra, end);
  end = assay_replay_add_synchrony (samples, n, end);
  end = assay_replay_add_ends (spectra, samples, n, end);
  end = assay_replay_add_ripple (samples, n, end);
  g_assert (end == values + ASSAY_REPLAY_STATISTICS_COUNT);
  return TRUE;
}
