/* assay-replay-tones.c: how much of a recording are notes that are held, as music's are. */
#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"
#include "replay/assay-replay-spectra-private.h"
#include "signal/assay-fft.h"

/* 128 ms, every 40 ms; bins of 7.8 Hz. */
#define FRAME 2048
#define HOP 640
/* 312-3125 Hz: above mains hum and most of what fans do. */
#define FIRST 40
#define LAST 400
/* Bins on both sides whose median a peak stands above, and by how many dB. */
#define AROUND 10
#define HEIGHT 7.0
/* Frames later (0.2 s) that a note is still there. */
#define LATER 5
/* Bins whose power tells loud frames from quiet ones, 125-6250 Hz; share of the quiet ones. */
#define LOUD_FIRST 16
#define LOUD_LAST 800
#define QUIET 0.3
/* Fewer peaks say nothing. */
#define PEAKS_LEAST 50.0
#define FLOOR 1e-7

typedef struct
{
  gsize n;
  guint8 *peaks;    /* n × LAST: 1 where a partial stands out */
  double *loudness; /* n */
} Tones;

/* In @sorted, which holds @old: @new in its place. */
static void
replace_sorted (double *sorted, guint n, double old, double new)
{
  guint i = 0;

  while (i + 1 < n && sorted[i] < old)
    i++;
  for (; i > 0 && sorted[i - 1] > new; i--)
    sorted[i] = sorted[i - 1];
  for (; i + 1 < n && sorted[i + 1] < new; i++)
    sorted[i] = sorted[i + 1];
  sorted[i] = new;
}

/* Levels of the bins FIRST - 1 .. LAST above the medians around them. */
static void
measure_heights (const double *level, double *height)
{
  double around[2 * AROUND + 1];

  memcpy (around, level + FIRST - 1 - AROUND, sizeof around);
  assay_sort_doubles (around, G_N_ELEMENTS (around));
  for (guint b = FIRST - 1; b <= LAST; b++)
    {
      if (b >= FIRST)
        replace_sorted (around, G_N_ELEMENTS (around), level[b - AROUND - 1], level[b + AROUND]);
      height[b] = level[b] - around[AROUND];
    }
}

static void
find_peaks (const double *level, guint8 *peaks)
{
  double height[LAST + 1];

  measure_heights (level, height);
  for (guint b = FIRST; b < LAST; b++)
    peaks[b] = height[b] > HEIGHT && height[b] >= height[b - 1] && height[b] >= height[b + 1];
}

/* @scale: makes the deviation of the samples 1. */
static void
measure_frames (Tones *self, const double *samples, double mean, double scale)
{
  g_autoptr (AssayFft) fft = assay_fft_new (FRAME);
  g_autofree AssayComplex *bins = g_new (AssayComplex, FRAME / 2 + 1);
  g_autofree double *window = g_new (double, FRAME);
  g_autofree double *frame = g_new (double, FRAME);
  double level[LOUD_LAST];

  for (guint i = 0; i < FRAME; i++)
    window[i] = 0.5 - 0.5 * cos (2 * G_PI * i / (FRAME - 1));
  for (gsize f = 0; f < self->n; f++)
    {
      for (guint i = 0; i < FRAME; i++)
        frame[i] = (samples[f * HOP + i] - mean) * scale * window[i];
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < LOUD_LAST; b++)
        {
          double power = bins[b].re * bins[b].re + bins[b].im * bins[b].im + FLOOR;

          level[b] = assay_replay_decibels (power);
          self->loudness[f] += b < LOUD_FIRST ? 0 : power;
        }
      find_peaks (level, self->peaks + f * LAST);
    }
}

/* Level of the samples: @mean, and what makes their deviation 1. */
static double
measure_level (const double *samples, gsize n, double *mean)
{
  double squares = 0;

  *mean = 0;
  for (gsize i = 0; i < n; i++)
    *mean += samples[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    squares += (samples[i] - *mean) * (samples[i] - *mean);
  return 1 / (sqrt (squares / (double) n) + 1e-9);
}

double
assay_replay_held_tones (const double *samples, gsize n)
{
  Tones tones = { .n = 1 + (n - FRAME) / HOP };
  g_autofree guint8 *peaks = tones.peaks = g_new0 (guint8, tones.n * LAST);
  g_autofree double *loudness = tones.loudness = g_new0 (double, tones.n);
  g_autofree double *sorted = NULL;
  double mean;
  double scale = measure_level (samples, n, &mean);
  double least;
  gsize all = 0;
  gsize held = 0;

  measure_frames (&tones, samples, mean, scale);
  sorted = g_memdup2 (loudness, tones.n * sizeof *sorted);
  assay_sort_doubles (sorted, tones.n);
  least = assay_quantile (sorted, tones.n, QUIET);
  for (gsize f = 0; f + LATER < tones.n; f++)
    for (guint b = FIRST; b < LAST && loudness[f] >= least; b++)
      {
        const guint8 *later = peaks + (f + LATER) * LAST + b;

        all += peaks[f * LAST + b];
        held += peaks[f * LAST + b] != 0
                && (later[-1] != 0 || later[0] != 0 || (b + 1 < LAST && later[1] != 0));
      }
  return 100 * (double) held / MAX ((double) all, PEAKS_LEAST);
}
