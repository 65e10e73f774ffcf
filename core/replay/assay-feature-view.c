/* assay-feature-view.c: gathering of what a feature matrix and its recording look like. */
#include <math.h>
#include <string.h>

#include "replay/assay-feature-plots-private.h"
#include "replay/assay-feature-view-private.h"
#include "signal/assay-fft.h"

/* Columns of the cochleagram at most; two are joined whenever they are reached. */
#define COLUMNS_MOST 480u

struct _AssayFeatureView
{
  AssayFeatureOptions options;
  gsize n_columns, n_levels;
  gsize n_frames;
  double *mean; /* running mean and sum of squared deviations of each column (Welford) */
  double *squares;
  double *heat; /* COLUMNS_MOST × n_levels: sums of levels */
  gsize n_heat; /* columns begun */
  gsize joined; /* frames of a full column */
  gsize in_last;
  AssayFft *fft;
  double *window; /* ASSAY_FEATURE_LTAS_LENGTH */
  double *pending;
  gsize n_pending;
  double *power; /* sums, one a bin */
  guint64 n_spectra;
};

AssayFeatureView *
assay_feature_view_new (const AssayFeatureOptions *options, gsize n_columns, gsize n_levels)
{
  AssayFeatureView *self = g_new0 (AssayFeatureView, 1);
  gsize length = ASSAY_FEATURE_LTAS_LENGTH;

  self->options = *options;
  self->n_columns = n_columns;
  self->n_levels = n_levels;
  self->mean = g_new0 (double, n_columns);
  self->squares = g_new0 (double, n_columns);
  self->heat = g_new0 (double, COLUMNS_MOST *n_levels + 1);
  self->joined = 1;
  self->fft = assay_fft_new (length);
  self->window = g_new (double, length);
  for (gsize t = 0; t < length; t++)
    self->window[t] = 0.5 - 0.5 * cos (2 * G_PI * (double) t / (double) length);
  self->pending = g_new0 (double, length);
  self->power = g_new0 (double, length / 2 + 1);
  return self;
}

void
assay_feature_view_free (AssayFeatureView *self)
{
  if (self == NULL)
    return;
  g_free (self->mean);
  g_free (self->squares);
  g_free (self->heat);
  assay_fft_free (self->fft);
  g_free (self->window);
  g_free (self->pending);
  g_free (self->power);
  g_free (self);
}

static void
join_columns (AssayFeatureView *self)
{
  gsize n = self->n_levels;

  for (gsize i = 0; i < COLUMNS_MOST / 2; i++)
    for (gsize c = 0; c < n; c++)
      self->heat[i * n + c] = self->heat[2 * i * n + c] + self->heat[(2 * i + 1) * n + c];
  memset (self->heat + COLUMNS_MOST / 2 * n, 0, COLUMNS_MOST / 2 * n * sizeof *self->heat);
  self->n_heat = COLUMNS_MOST / 2;
  self->joined *= 2;
  self->in_last = self->joined;
}

static void
add_levels (AssayFeatureView *self, const double *levels)
{
  if (self->n_heat == 0 || self->in_last == self->joined)
    {
      if (self->n_heat == COLUMNS_MOST)
        join_columns (self);
      self->n_heat++;
      self->in_last = 0;
    }
  self->in_last++;
  for (gsize c = 0; c < self->n_levels; c++)
    self->heat[(self->n_heat - 1) * self->n_levels + c] += levels[c];
}

void
assay_feature_view_add_rows (AssayFeatureView *self, const double *rows, gsize n_frames)
{
  for (gsize i = 0; i < n_frames; i++)
    {
      const double *row = rows + i * (self->n_columns + self->n_levels);
      double n = (double) ++self->n_frames;

      for (gsize c = 0; c < self->n_columns; c++)
        {
          double off = row[c] - self->mean[c];

          self->mean[c] += off / n;
          self->squares[c] += off * (row[c] - self->mean[c]);
        }
      if (self->n_levels > 0)
        add_levels (self, row + self->n_columns);
    }
}

static void
add_spectrum (AssayFeatureView *self)
{
  double weighted[ASSAY_FEATURE_LTAS_LENGTH];
  AssayComplex bins[ASSAY_FEATURE_LTAS_LENGTH / 2 + 1];

  for (gsize t = 0; t < ASSAY_FEATURE_LTAS_LENGTH; t++)
    weighted[t] = self->pending[t] * self->window[t];
  assay_fft_forward (self->fft, weighted, bins);
  for (gsize b = 0; b <= ASSAY_FEATURE_LTAS_LENGTH / 2; b++)
    self->power[b] += bins[b].re * bins[b].re + bins[b].im * bins[b].im;
  self->n_spectra++;
}

void
assay_feature_view_add_samples (AssayFeatureView *self, const double *samples, gsize n)
{
  const gsize length = ASSAY_FEATURE_LTAS_LENGTH;

  while (n > 0)
    {
      gsize now = MIN (n, length - self->n_pending);

      memcpy (self->pending + self->n_pending, samples, now * sizeof *samples);
      self->n_pending += now;
      samples += now;
      n -= now;
      if (self->n_pending < length)
        return;
      add_spectrum (self);
      memmove (self->pending, self->pending + length / 2, length / 2 * sizeof *samples);
      self->n_pending = length / 2;
    }
}

/* Sums of levels as dB of their means; rows are bands. */
static double *
make_heat (const AssayFeatureView *self)
{
  double *values = g_new (double, self->n_heat * self->n_levels);

  for (gsize i = 0; i < self->n_heat; i++)
    {
      double frames = (double) (i + 1 < self->n_heat ? self->joined : self->in_last);

      for (gsize c = 0; c < self->n_levels; c++)
        values[c * self->n_heat + i]
            = 20 * log10 (self->heat[i * self->n_levels + c] / frames + 1e-10);
    }
  return values;
}

/* Mean power of each bin in dB of a full-scale sine. A recording shorter than one spectrum is
 * padded with silence. */
static void
finish_power (AssayFeatureView *self)
{
  double scale = 16.0 / ((double) ASSAY_FEATURE_LTAS_LENGTH * ASSAY_FEATURE_LTAS_LENGTH);

  if (self->n_spectra == 0)
    {
      memset (self->pending + self->n_pending, 0,
              (ASSAY_FEATURE_LTAS_LENGTH - self->n_pending) * sizeof *self->pending);
      add_spectrum (self);
    }
  for (gsize b = 0; b <= ASSAY_FEATURE_LTAS_LENGTH / 2; b++)
    self->power[b] = 10 * log10 (self->power[b] * scale / (double) self->n_spectra + 1e-20);
}

void
assay_feature_view_plot (AssayFeatureView *self, guint band, AssayResultBuilder *builder)
{
  for (gsize c = 0; c < self->n_columns; c++)
    self->squares[c] = sqrt (self->squares[c] / (double) MAX (self->n_frames, 1));
  if (self->n_levels > 0)
    assay_result_builder_plot (builder, assay_feature_plot_responses (&self->options, band));
  assay_result_builder_plot (builder, assay_feature_plot_profile (&self->options, self->mean,
                                                                  self->squares, self->n_columns));
  if (self->n_levels > 0 && self->n_heat > 0)
    {
      g_autofree double *heat = make_heat (self);
      double end = (double) (self->n_frames * self->options.hop) / ASSAY_FEATURE_RATE;

      assay_result_builder_plot (
          builder, assay_feature_plot_cochleagram (heat, self->n_levels, self->n_heat, end));
    }
  finish_power (self);
  assay_result_builder_plot (builder, assay_feature_plot_ltas (self->power));
}
