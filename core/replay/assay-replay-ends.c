/* assay-replay-ends.c: where the band of what is recorded ends, and where the recorder's. */
#include <math.h>
#include <string.h>

#include "replay/assay-replay-spectra-private.h"
#include "signal/assay-fft.h"

#define BINS ASSAY_REPLAY_BINS
/* The upper end in steps of two bins. */
#define TOP 160
#define STEPS ((BINS - TOP) / 2)
#define LONG 1024
#define LOW 40
/* Bins of the reference. */
#define LOW_FIRST 12
#define LOW_LAST 60
#define LEAST 1e-12

G_STATIC_ASSERT (ASSAY_REPLAY_ENDS == 2 * (2 * 3 + 1) * STEPS + 5 * LOW);

/* What is known of a set of frames. */
typedef struct
{
  double top[STEPS];   /* mean power */
  double shape[STEPS]; /* mean of each frame's dB against its reference */
  double reference;    /* mean power of the reference band */
} Class;

static double
mean_of (const double *values, guint first, guint last)
{
  double sum = 0;

  for (guint i = first; i < last; i++)
    sum += values[i];
  return sum / (last - first);
}

/* Frames by rising power between bins @first and @last. */
static gsize *
order_by (AssayReplaySpectra *spectra, guint first, guint last)
{
  for (gsize f = 0; f < spectra->n_frames; f++)
    spectra->loudness[f] = mean_of (spectra->powers + f * BINS, first, last);
  return assay_replay_spectra_order (spectra);
}

/* Frames @begin .. @end - 1 of @order. */
static void
measure_class (
    const AssayReplaySpectra *spectra, const gsize *order, gsize begin, gsize end, Class *class)
{
  double n = (double) (end - begin);

  memset (class, 0, sizeof *class);
  for (gsize i = begin; i < end; i++)
    {
      const double *powers = spectra->powers + order[i] * BINS + TOP;
      double reference = spectra->loudness[order[i]];

      class->reference += reference / n;
      for (guint s = 0; s < STEPS; s++)
        {
          class->top[s] += mean_of (powers, 2 * s, 2 * s + 2) / n;
          class->shape[s] += (assay_replay_decibels (powers[2 * s] / reference)
                              + assay_replay_decibels (powers[2 * s + 1] / reference))
                             / (2 * n);
        }
    }
}

/* The upper end where the band from @first to @last is loud: hissing sounds, which reach to the end
 * of the band, against the background that only the last microphone has filtered. */
static double *
add_top (AssayReplaySpectra *spectra, guint first, guint last, double *values)
{
  static const double shares[] = { 0.06, 0.15 };
  g_autofree gsize *order = order_by (spectra, first, last);
  gsize n = spectra->n_frames;
  Class quiet;

  measure_class (spectra, order, 0, MAX ((gsize) (0.35 * (double) n), 1), &quiet);
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      Class loud;

      measure_class (spectra, order, n - MIN (MAX ((gsize) (shares[i] * (double) n), 4), n), n,
                     &loud);
      for (guint s = 0; s < STEPS; s++)
        {
          double rest = MAX (loud.top[s] - quiet.top[s], 0.03 * quiet.top[s]);

          *values++ = assay_replay_decibels (rest / loud.reference);
          *values++ = loud.shape[s];
          *values++ = assay_replay_decibels (loud.top[s] / quiet.top[s]);
        }
    }
  for (guint s = 0; s < STEPS; s++)
    *values++ = assay_replay_decibels (quiet.top[s] / quiet.reference);
  return values;
}

/* Long frames, whose bins are 15.6 Hz wide: LOW bins and the power of 187-937 Hz each. */
static void
measure_low_frames (const double *samples, gsize n, AssayReplaySpectra *low)
{
  g_autoptr (AssayFft) fft = assay_fft_new (LONG);
  AssayComplex bins[LONG / 2 + 1];
  double window[LONG];
  double frame[LONG];
  double *powers;

  for (guint i = 0; i < LONG; i++)
    window[i] = 0.5 - 0.5 * cos (2 * G_PI * i / (LONG - 1));
  low->n_frames = 1 + (n - LONG) / ASSAY_REPLAY_HOP;
  powers = low->powers = g_new (double, low->n_frames *LOW);
  low->loudness = g_new0 (double, low->n_frames);
  for (gsize f = 0; f < low->n_frames; f++, powers += LOW)
    {
      for (guint i = 0; i < LONG; i++)
        frame[i] = samples[f * ASSAY_REPLAY_HOP + i] * window[i];
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < LOW_LAST; b++)
        {
          double power = bins[b].re * bins[b].re + bins[b].im * bins[b].im + LEAST;

          if (b < LOW)
            powers[b] = power;
          if (b >= LOW_FIRST)
            low->loudness[f] += power / (LOW_LAST - LOW_FIRST);
        }
    }
}

/* Mean spectrum of some frames in dB; returns the mean of their reference power in dB. */
static double
mean_low (const AssayReplaySpectra *low, const gsize *order, gsize begin, gsize end, double *mean)
{
  double n = (double) (end - begin);
  double reference = 0;

  memset (mean, 0, LOW * sizeof *mean);
  for (gsize i = begin; i < end; i++)
    {
      reference += low->loudness[order[i]] / n;
      for (guint b = 0; b < LOW; b++)
        mean[b] += low->powers[order[i] * LOW + b] / n;
    }
  for (guint b = 0; b < LOW; b++)
    mean[b] = assay_replay_decibels (mean[b]);
  return assay_replay_decibels (reference);
}

/* The lower end where the voice is loud, against the background. */
static double *
add_bottom (const double *samples, gsize n, double *values)
{
  static const double shares[] = { 0.2, 0.5 };
  g_autoptr (AssayReplaySpectra) low = g_new0 (AssayReplaySpectra, 1);
  g_autofree gsize *order = NULL;
  double quiet[LOW];
  double loud[LOW];
  double middle = 0;

  measure_low_frames (samples, n, low);
  order = assay_replay_spectra_order (low);
  n = low->n_frames;
  mean_low (low, order, 0, MAX ((gsize) (0.3 * (double) n), 1), quiet);
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      gsize count = MAX ((gsize) (shares[i] * (double) n), 1);
      double reference = mean_low (low, order, n - count, n, loud);

      for (guint b = 0; b < LOW; b++)
        {
          *values++ = loud[b] - reference;
          *values++ = loud[b] - quiet[b];
        }
    }
  for (guint b = LOW_FIRST; b < LOW; b++)
    middle += quiet[b] / (LOW - LOW_FIRST);
  for (guint b = 0; b < LOW; b++)
    *values++ = quiet[b] - middle;
  return values;
}

double *
assay_replay_add_ends (AssayReplaySpectra *spectra, const double *samples, gsize n, double *values)
{
  /* Two references: what every loudspeaker carries, and what lies next to the end. */
  values = add_top (spectra, 144, 208, values);
  values = add_top (spectra, 96, 176, values);
  return add_bottom (samples, n, values);
}
