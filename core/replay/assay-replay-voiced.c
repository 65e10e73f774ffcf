/* assay-replay-voiced.c: how much of a recording has a pitch, as a voice has and noise has not,
 * however it swells and fades. */
#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"
#include "replay/assay-replay-spectra-private.h"
#include "signal/assay-fft.h"

/* 64 ms, every 20 ms, with as many zeros behind them; bins of 7.8 Hz. */
#define FRAME 1024
#define PADDED (2 * FRAME)
#define BINS (FRAME + 1)
#define HOP 320
/* 80-1500 Hz: what loudspeakers, rooms and telephones leave of a voice's partials. */
#define FIRST 11
#define LAST 192
/* 400 Hz on both sides, whose mean a bin is divided by: noise in a narrow band would be
 * periodic. */
#define AROUND 51
/* 125-6250 Hz, whose power tells loud frames from quiet ones. */
#define LOUD_FIRST 16
#define LOUD_LAST 800
/* 400-70 Hz, as lags. */
#define LAG_FIRST 40
#define LAG_LAST 228
/* Of the autocorrelation, by which a frame has a pitch. */
#define PERIODIC 0.5

static void
fill_window (double *window)
{
  for (guint i = 0; i < FRAME; i++)
    window[i] = 0.5 - 0.5 * cos (2 * G_PI * i / FRAME);
}

/* The autocorrelation of the fft's values, to its values; of power @bins only, not scaled. */
static void
correlate (AssayFft *fft, const double *power)
{
  AssayComplex *bins = assay_fft_bins (fft);

  for (guint b = 0; b < BINS; b++)
    bins[b] = (AssayComplex){ power[b], 0 };
  assay_fft_run_inverse (fft);
}

/* @power, in its band, over the mean around; 0 outside. */
static void
flatten (double *power)
{
  double flat[BINS] = { 0 };
  double most = 0;

  for (guint b = 0; b < BINS; b++)
    {
      if (b < FIRST || b > LAST)
        power[b] = 0;
      most = MAX (most, power[b]);
    }
  for (guint b = FIRST; b <= LAST && most > 0; b++)
    {
      double sum = 0;

      for (guint i = b < AROUND ? 0 : b - AROUND; i <= b + AROUND; i++)
        sum += power[i];
      flat[b] = power[b] / (sum / (2 * AROUND + 1) + 1e-12 * most);
    }
  memcpy (power, flat, sizeof flat);
}

/* Highest autocorrelation at the lags of a voice's pitch, over that of the window (Boersma 1993,
 * Eq. 9). */
static double
find_pitch (AssayFft *fft, double *power, const double *window)
{
  const double *values = assay_fft_values (fft);
  double highest = 0;

  flatten (power);
  correlate (fft, power);
  if (!(values[0] > 0))
    return 0;
  for (guint lag = LAG_FIRST; lag <= LAG_LAST; lag++)
    highest = MAX (highest, values[lag] / values[0] / window[lag]);
  return highest;
}

/* The autocorrelation of the window, 1 at lag 0. */
static double *
window_correlation (AssayFft *fft, const double *window)
{
  g_autofree double *power = g_new (double, BINS);
  double *correlation = g_new (double, LAG_LAST + 1);
  double *values = assay_fft_values (fft);
  const AssayComplex *bins = assay_fft_bins (fft);

  memset (values, 0, PADDED * sizeof *values);
  memcpy (values, window, FRAME * sizeof *values);
  assay_fft_run_forward (fft);
  for (guint b = 0; b < BINS; b++)
    power[b] = bins[b].re * bins[b].re + bins[b].im * bins[b].im;
  correlate (fft, power);
  for (guint lag = 0; lag <= LAG_LAST; lag++)
    correlation[lag] = values[lag] / values[0];
  return correlation;
}

/* @pitch, @loudness: (out): one a frame. */
static void
measure_frames (const double *samples, gsize n, double mean, double *pitch, double *loudness)
{
  g_autoptr (AssayFft) fft = assay_fft_new (PADDED);
  g_autofree double *window = g_new (double, FRAME);
  g_autofree double *correlation = NULL;
  g_autofree double *power = g_new (double, BINS);
  double *values = assay_fft_values (fft);
  const AssayComplex *bins = assay_fft_bins (fft);

  fill_window (window);
  correlation = window_correlation (fft, window);
  for (gsize f = 0; f < n; f++)
    {
      for (guint i = 0; i < FRAME; i++)
        values[i] = (samples[f * HOP + i] - mean) * window[i];
      memset (values + FRAME, 0, FRAME * sizeof *values);
      assay_fft_run_forward (fft);
      loudness[f] = 0;
      for (guint b = 0; b < BINS; b++)
        {
          power[b] = bins[b].re * bins[b].re + bins[b].im * bins[b].im;
          loudness[f] += b < LOUD_FIRST || b >= LOUD_LAST ? 0 : power[b];
        }
      pitch[f] = find_pitch (fft, power, correlation);
    }
}

double
assay_replay_voiced (const double *samples, gsize n)
{
  const gsize n_frames = 1 + (n - FRAME) / HOP;
  g_autofree double *pitch = g_new (double, n_frames);
  g_autofree double *loudness = g_new (double, n_frames);
  g_autofree double *sorted = NULL;
  double mean = 0;
  double least;
  gsize loud = 0;
  gsize voiced = 0;

  for (gsize i = 0; i < n; i++)
    mean += samples[i] / (double) n;
  measure_frames (samples, n_frames, mean, pitch, loudness);
  sorted = g_memdup2 (loudness, n_frames * sizeof *sorted);
  assay_sort_doubles (sorted, n_frames);
  least = assay_quantile (sorted, n_frames, 0.5);
  for (gsize f = 0; f < n_frames; f++)
    if (loudness[f] >= least)
      {
        loud++;
        voiced += pitch[f] > PERIODIC;
      }
  return 100 * (double) voiced / (double) MAX (loud, 1);
}
