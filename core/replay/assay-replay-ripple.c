/* assay-replay-ripple.c: how much, and how finely, the average spectrum is rippled. */
#include <math.h>
#include <string.h>

#include "replay/assay-replay-spectra-private.h"
#include "signal/assay-fft.h"

#define LONG 2048
#define STEP 256
/* Points of the transform of a stretch of spectrum: 31.25 us each. */
#define POINTS 4096
#define MOST 480
#define DEGREES 4
#define DELAYS 10
/* Single frames that the average is compared with. */
#define SINGLE 12
#define LEAST 1e-10

G_STATIC_ASSERT (ASSAY_REPLAY_RIPPLE == 3 * 3 * DELAYS);

/* Bins of LONG: 0.3-1.5, 1.2-3.6 and 3.3-7 kHz. */
static const guint ranges[][2] = { { 39, 192 }, { 154, 461 }, { 423, 896 } };
/* 0.5 to 20 ms. */
static const guint delays[DELAYS + 1] = { 16, 26, 39, 55, 77, 109, 154, 218, 308, 436, 640 };

/* What a stretch of spectrum is made ready with: its smooth course is taken away and its ends are
 * faded out. */
typedef struct
{
  guint n;
  double smooth[DEGREES][MOST]; /* orthonormal polynomials */
  double taper[MOST];
  double power; /* of the taper */
  AssayFft *fft;
} Stretch;

static void
stretch_init (Stretch *self, guint n, AssayFft *fft)
{
  self->n = n;
  self->fft = fft;
  self->power = 0;
  for (guint i = 0; i < n; i++)
    {
      self->taper[i] = 0.5 - 0.5 * cos (2 * G_PI * (i + 1) / (n + 1));
      self->power += self->taper[i] * self->taper[i];
    }
  for (guint d = 0; d < DEGREES; d++)
    {
      double *row = self->smooth[d];
      double norm = 0;

      for (guint i = 0; i < n; i++)
        row[i] = pow (2.0 * i / (n - 1) - 1, d);
      for (guint e = 0; e < d; e++)
        {
          double share = 0;

          for (guint i = 0; i < n; i++)
            share += row[i] * self->smooth[e][i];
          for (guint i = 0; i < n; i++)
            row[i] -= share * self->smooth[e][i];
        }
      for (guint i = 0; i < n; i++)
        norm += row[i] * row[i];
      for (guint i = 0; i < n; i++)
        row[i] /= sqrt (norm);
    }
}

/* Power of the ripples of @spectrum (dB, changed) by their delay, in dB. */
static void
measure_ripples (const Stretch *self, double *spectrum, double values[DELAYS])
{
  double padded[POINTS] = { 0 };
  AssayComplex bins[POINTS / 2 + 1];

  for (guint d = 0; d < DEGREES; d++)
    {
      double share = 0;

      for (guint i = 0; i < self->n; i++)
        share += spectrum[i] * self->smooth[d][i];
      for (guint i = 0; i < self->n; i++)
        spectrum[i] -= share * self->smooth[d][i];
    }
  for (guint i = 0; i < self->n; i++)
    padded[i] = spectrum[i] * self->taper[i];
  assay_fft_forward (self->fft, padded, bins);
  for (guint d = 0; d < DELAYS; d++)
    {
      double power = 0;

      for (guint i = delays[d]; i < delays[d + 1]; i++)
        power += bins[i].re * bins[i].re + bins[i].im * bins[i].im;
      values[d]
          = assay_replay_decibels (power / (self->power * (delays[d + 1] - delays[d])) + 1e-9);
    }
}

/* The mean of the spectra @first .. @last - 1 of @order, in dB. */
static void
average (const AssayReplaySpectra *self, guint n, const gsize *order, gsize first, double *mean)
{
  memset (mean, 0, n * sizeof *mean);
  for (gsize i = first; i < self->n_frames; i++)
    for (guint b = 0; b < n; b++)
      mean[b] += self->powers[order[i] * n + b] / (double) (self->n_frames - first);
}

/* Spectra of the range @range in dB, and their powers as loudness. */
static AssayReplaySpectra *
cut_range (const double *powers, gsize n_frames, const guint *range)
{
  AssayReplaySpectra *self = g_new0 (AssayReplaySpectra, 1);
  guint n = range[1] - range[0];

  self->n_frames = n_frames;
  self->powers = g_new (double, n_frames *n);
  self->loudness = g_new0 (double, n_frames);
  for (gsize f = 0; f < n_frames; f++)
    for (guint b = 0; b < n; b++)
      {
        double power = powers[f * (LONG / 2) + range[0] + b];

        self->loudness[f] += power;
        self->powers[f * n + b] = assay_replay_decibels (power);
      }
  return self;
}

/* The ripples of the loudest 60 and 20 %, and how far the latter stand above those of single
 * frames. */
static double *
add_range (const Stretch *stretch, const AssayReplaySpectra *spectra, double *values)
{
  g_autofree gsize *order = assay_replay_spectra_order (spectra);
  gsize n = spectra->n_frames;
  gsize loud = (gsize) (0.8 * (double) n);
  gsize step = MAX (1, (n - loud) / SINGLE);
  double mean[MOST];
  double single[DELAYS];
  gsize n_single = (n - loud + step - 1) / step;

  average (spectra, stretch->n, order, (gsize) (0.4 * (double) n), mean);
  measure_ripples (stretch, mean, values);
  average (spectra, stretch->n, order, loud, mean);
  measure_ripples (stretch, mean, values + DELAYS);
  memcpy (values + 2 * DELAYS, values + DELAYS, DELAYS * sizeof *values);
  for (gsize i = loud; i < n; i += step)
    {
      memcpy (mean, spectra->powers + order[i] * stretch->n, stretch->n * sizeof *mean);
      measure_ripples (stretch, mean, single);
      for (guint d = 0; d < DELAYS; d++)
        values[2 * DELAYS + d] -= single[d] / (double) n_single;
    }
  return values + 3 * DELAYS;
}

static double *
measure_powers (const double *samples, gsize n, gsize *n_frames)
{
  g_autoptr (AssayFft) fft = assay_fft_new (LONG);
  AssayComplex bins[LONG / 2 + 1];
  double window[LONG];
  double frame[LONG];
  double *powers;

  *n_frames = 1 + (n - LONG) / STEP;
  powers = g_new (double, *n_frames *(LONG / 2));
  for (guint i = 0; i < LONG; i++)
    window[i] = 0.5 - 0.5 * cos (2 * G_PI * i / LONG);
  for (gsize f = 0; f < *n_frames; f++)
    {
      for (guint i = 0; i < LONG; i++)
        frame[i] = window[i] * samples[f * STEP + i];
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < LONG / 2; b++)
        powers[f * (LONG / 2) + b] = bins[b].re * bins[b].re + bins[b].im * bins[b].im + LEAST;
    }
  return powers;
}

double *
assay_replay_add_ripple (const double *samples, gsize n, double *values)
{
  g_autoptr (AssayFft) fft = assay_fft_new (POINTS);
  gsize n_frames;
  g_autofree double *powers = measure_powers (samples, n, &n_frames);

  for (guint r = 0; r < G_N_ELEMENTS (ranges); r++)
    {
      g_autoptr (AssayReplaySpectra) spectra = cut_range (powers, n_frames, ranges[r]);
      Stretch stretch;

      stretch_init (&stretch, ranges[r][1] - ranges[r][0], fft);
      values = add_range (&stretch, spectra, values);
    }
  return values;
}
