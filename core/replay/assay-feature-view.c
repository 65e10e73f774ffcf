/* assay-feature-view.c: gathering of what a feature matrix and its recording look like. */
#include <math.h>
#include <string.h>

#include "replay/assay-feature-plots-private.h"
#include "replay/assay-feature-view-private.h"

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
  double start; /* s */
  AssayLongSpectrum *spectrum;
};

AssayFeatureView *
assay_feature_view_new (const AssayFeatureOptions *options,
                        gsize n_columns,
                        gsize n_levels,
                        double start)
{
  AssayFeatureView *self = g_new0 (AssayFeatureView, 1);

  self->options = *options;
  self->n_columns = n_columns;
  self->n_levels = n_levels;
  self->mean = g_new0 (double, n_columns);
  self->squares = g_new0 (double, n_columns);
  self->heat = g_new0 (double, COLUMNS_MOST *n_levels + 1);
  self->joined = 1;
  self->start = start;
  self->spectrum = assay_long_spectrum_new ();
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
  assay_long_spectrum_free (self->spectrum);
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

void
assay_feature_view_add_samples (AssayFeatureView *self, const double *samples, gsize n)
{
  assay_long_spectrum_add (self->spectrum, samples, n);
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

void
assay_feature_view_plot (AssayFeatureView *self,
                         guint band,
                         AssayLongSpectrum *reference,
                         AssayResultBuilder *builder)
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
      double end = self->start + (double) (self->n_frames * self->options.hop) / ASSAY_FEATURE_RATE;

      assay_result_builder_plot (
          builder,
          assay_feature_plot_cochleagram (heat, self->n_levels, self->n_heat, self->start, end));
    }
  assay_result_builder_plot (builder, assay_long_spectrum_plot (self->spectrum, reference));
}
