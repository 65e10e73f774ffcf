/* assay-audio-plots.c: spectra, noise to mask, votes and chances. */
#include "wavemark/assay-audio-plots.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "signal/assay-fft-pair.h"

/* The same bits with and without AVX2: neither fuses a product with a sum. */
#define CLONES __attribute__ ((target_clones ("avx2", "default")))
#define BLOCK 2048u
/* Of frequencies 1 … BLOCK / 2 - 1, in units of rate / BLOCK. */
#define BINS (BLOCK / 2 - 1)
/* Points over time: of long sound each is the loudest of some blocks. */
#define MOST_POINTS 1500u
#define BANDS 24u
/* Energy of a block that is taken for silence: rounding to 16 bits has more. */
#define SILENCE 1e-7
#define FULL_SCALE 96.0 /* dB */

struct _AssayAudioMeter
{
  guint rate;
  AssayFftPair *fft;
  float window[BLOCK];
  double samples[BLOCK], changes[BLOCK];
  guint filled;
  double original[BINS], marked[BINS], changed[BINS]; /* Σ of power spectra */
  guint edges[BANDS + 1];                             /* first bins of the critical bands */
  double spread[BANDS][BANDS];
  double offset[BANDS]; /* of the mask below the spread energy */
  double quiet[BANDS];  /* what is just heard in silence */
  GArray *ratios;       /* double: of each block, linear; NaN: silent */
};

/* Energy in a band of the windowed transform that is just heard at @hertz. Terhardt, Hearing
 * Research 1(2), 1979, and a sine of full scale played at 96 dB: the last bit of 16 is then about
 * 0 dB. */
static double
threshold_in_quiet (double hertz)
{
  const double full = (double) BLOCK * BLOCK / 16 * 1.5; /* of a sine, in its three bins */
  double f = MAX (hertz, 20) / 1000;
  double decibels
      = 3.64 * pow (f, -0.8) - 6.5 * exp (-0.6 * (f - 3.3) * (f - 3.3)) + 1e-3 * pow (f, 4);

  return full * pow (10, (MIN (decibels, FULL_SCALE) - FULL_SCALE) / 10);
}

AssayAudioMeter *
assay_audio_meter_new (guint rate)
{
  AssayAudioMeter *self = g_new0 (AssayAudioMeter, 1);

  self->rate = rate;
  self->fft = assay_fft_pair_new (BLOCK);
  self->ratios = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < BLOCK; i++)
    self->window[i] = (float) (0.5 - 0.5 * cos (2 * G_PI * (i + 0.5) / BLOCK));
  for (guint k = 0; k < BINS; k++)
    {
      double f = (k + 1.0) * rate / BLOCK / 1000;
      /* Zwicker and Terhardt, J. Acoust. Soc. Am. 68(5), 1980. */
      double bark = 13 * atan (0.76 * f) + 3.5 * atan (f * f / 56.25);

      for (guint b = MIN ((guint) bark, BANDS - 1) + 1; b <= BANDS; b++)
        self->edges[b] = k + 1;
    }
  for (guint from = 0; from < BANDS; from++)
    for (guint to = 0; to < BANDS; to++)
      {
        double z = (double) to - from + 0.474;
        double decibels = 15.81 + 7.5 * z - 17.5 * sqrt (1 + z * z);

        self->spread[to][from] = pow (10, decibels / 10);
      }
  for (guint to = 0; to < BANDS; to++)
    self->offset[to] = pow (10, -(14.5 + to) / 10);
  for (guint b = 0; b < BANDS; b++)
    self->quiet[b]
        = threshold_in_quiet (0.5 * (self->edges[b] + self->edges[b + 1]) * rate / BLOCK);
  return self;
}

void
assay_audio_meter_free (AssayAudioMeter *self)
{
  g_clear_pointer (&self->fft, assay_fft_pair_free);
  g_clear_pointer (&self->ratios, g_array_unref);
  g_free (self);
}

/* The bins @x of the windowed block @samples and @d of its change @changes. */
CLONES static void
transform (AssayAudioMeter *self,
           const double *samples,
           const double *changes,
           AssayComplexFloat *x,
           AssayComplexFloat *d)
{
  AssayComplexFloat *values = assay_fft_pair_values (self->fft);

  for (guint i = 0; i < BLOCK; i++)
    {
      values[i].re = (float) samples[i] * self->window[i];
      values[i].im = (float) changes[i] * self->window[i];
    }
  assay_fft_pair_forward (self->fft, 1, BINS, x, d);
}

/* Adds the spectra @x and @d of a block and of its change to the sums; @power, @change: of each
 * bin.
 */
CLONES static void
add_spectra (AssayAudioMeter *self,
             const AssayComplexFloat *x,
             const AssayComplexFloat *d,
             double *power,
             double *change)
{
  for (guint k = 0; k < BINS; k++)
    {
      float re = x[k].re + d[k].re, im = x[k].im + d[k].im;

      power[k] = (double) (x[k].re * x[k].re + x[k].im * x[k].im);
      change[k] = (double) (d[k].re * d[k].re + d[k].im * d[k].im);
      self->original[k] += power[k];
      self->changed[k] += change[k];
      self->marked[k] += (double) (re * re + im * im);
    }
}

/* Adds a block to the spectra and its ratio to the list. */
static void
finish_block (AssayAudioMeter *self, const double *samples, const double *changes)
{
  AssayComplexFloat x[BINS], d[BINS];
  double power[BINS], change[BINS];
  double energy[BANDS] = { 0 }, noise[BANDS] = { 0 };
  double total = 0, ratio = 0;

  transform (self, samples, changes, x, d);
  add_spectra (self, x, d, power, change);
  for (guint b = 0; b < BANDS; b++)
    {
      for (guint k = self->edges[b]; k < self->edges[b + 1]; k++)
        {
          energy[b] += power[k];
          noise[b] += change[k];
        }
      total += energy[b];
    }
  for (guint to = 0; to < BANDS; to++)
    {
      double mask = SILENCE;

      for (guint from = 0; from < BANDS; from++)
        mask += energy[from] * self->spread[to][from];
      ratio += noise[to] / MAX (mask * self->offset[to], self->quiet[to]) / BANDS;
    }
  if (!(total > SILENCE))
    ratio = (double) NAN;
  g_array_append_val (self->ratios, ratio);
}

void
assay_audio_meter_add (AssayAudioMeter *self, const double *samples, const double *changes, gsize n)
{
  while (n > 0)
    {
      gsize now = MIN (n, BLOCK - self->filled);

      if (now == BLOCK)
        finish_block (self, samples, changes);
      else
        {
          memcpy (self->samples + self->filled, samples, now * sizeof *samples);
          memcpy (self->changes + self->filled, changes, now * sizeof *changes);
          self->filled += (guint) now;
        }
      samples += now;
      changes += now;
      n -= now;
      if (self->filled == BLOCK)
        {
          finish_block (self, self->samples, self->changes);
          self->filled = 0;
        }
    }
}

static double
decibels_of (double power)
{
  return 10 * log10 (MAX (power, 1e-12));
}

static AssayPlot *
plot_spectra (const AssayAudioMeter *self, double blocks)
{
  static const AssayAxis x = { N_ ("Frequency"), "Hz", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis y = { N_ ("Power"), "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("spectra", N_ ("Spectra before and after"), &x, &y);
  g_autofree double *frequency = g_new (double, BINS);
  g_autofree double *before = g_new (double, BINS);
  g_autofree double *after = g_new (double, BINS);
  g_autofree double *change = g_new (double, BINS);
  /* A sine of full scale has 0 dB: half of the window's sum, squared. */
  double full = blocks * BLOCK * BLOCK / 16.0;

  for (guint k = 0; k < BINS; k++)
    {
      frequency[k] = (k + 1.0) * self->rate / BLOCK;
      before[k] = decibels_of (self->original[k] / full);
      after[k] = decibels_of (self->marked[k] / full);
      change[k] = decibels_of (self->changed[k] / full);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Original"), frequency, before, NULL,
                             BINS, 2);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Marked"), frequency, after, NULL,
                             BINS, 2);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Difference"), frequency, change, NULL,
                             BINS, 2);
  return assay_plot_builder_end (builder);
}

void
assay_audio_meter_report (AssayAudioMeter *self, AssayResultBuilder *builder)
{
  static const AssayAxis x = { N_ ("Time"), "s", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis y = { N_ ("Noise to mask"), "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  g_autofree double *seconds = NULL;
  g_autofree double *ratios = NULL;
  double sum = 0, worst = 0;
  gsize n = 0, heard = 0;
  guint group;
  AssayPlotBuilder *plot;

  if (self->filled > 0)
    {
      memset (self->samples + self->filled, 0, (BLOCK - self->filled) * sizeof *self->samples);
      memset (self->changes + self->filled, 0, (BLOCK - self->filled) * sizeof *self->changes);
      finish_block (self, self->samples, self->changes);
      self->filled = 0;
    }
  group = self->ratios->len / MOST_POINTS + 1;
  seconds = g_new (double, self->ratios->len / group + 1);
  ratios = g_new (double, self->ratios->len / group + 1);
  for (guint i = 0; i < self->ratios->len; i += group)
    {
      double loudest = (double) NAN;

      for (guint k = i; k < MIN (i + group, self->ratios->len); k++)
        {
          double ratio = g_array_index (self->ratios, double, k);

          if (isnan (ratio))
            continue;
          loudest = isnan (loudest) ? ratio : MAX (loudest, ratio);
          sum += ratio;
          heard++;
        }
      if (isnan (loudest))
        continue;
      seconds[n] = (i + 0.5 * group) * BLOCK / self->rate;
      ratios[n++] = decibels_of (loudest);
      worst = MAX (worst, loudest);
    }
  if (n == 0)
    return;
  assay_result_builder_metric (builder, "nmr", decibels_of (sum / (double) heard));
  assay_result_builder_metric (builder, "nmr_worst", decibels_of (worst));
  plot = assay_plot_builder_new ("mask", N_ ("Noise to mask over time"), &x, &y);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("Noise to mask"), seconds, ratios, NULL,
                             n, 2);
  assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_HORIZONTAL, 0, 0, 0,
                                 N_ ("May be heard above"));
  assay_result_builder_plot (builder, plot_spectra (self, self->ratios->len));
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

AssayPlot *
assay_audio_plot_votes (const AssayAudioReading *reading)
{
  static const AssayAxis x = { N_ ("Bit"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis y = { N_ ("Votes (up: 1, down: 0)"), "", ASSAY_SCALE_LINEAR, -1, 1 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("votes", N_ ("Votes of each bit"), &x, &y);
  double index[ASSAY_AUDIO_BITS], votes[ASSAY_AUDIO_BITS];

  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    {
      index[i] = i;
      votes[i] = CLAMP (reading->votes[i], -1, 1) * (reading->bits[i] != 0 ? 1 : -1);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_STEM, N_ ("Votes (up: 1, down: 0)"), index,
                             votes, NULL, ASSAY_AUDIO_BITS, 3);
  return assay_plot_builder_end (builder);
}

AssayPlot *
assay_audio_plot_chance (const double *seconds, const double *log10_p, gsize n)
{
  static const AssayAxis x = { N_ ("Time"), "s", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis y = { N_ ("Chance (log10)"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("chance", N_ ("How unlikely by chance, over time"), &x, &y);

  assay_plot_builder_series (builder, ASSAY_SERIES_STEM, N_ ("Chance (log10)"), seconds, log10_p,
                             NULL, n, 1);
  return assay_plot_builder_end (builder);
}
