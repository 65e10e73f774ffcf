/* assay-series-plots.c: the pictures of a mark in a time series. */
#include "wavemark/assay-series-plots.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Points of a plotted line; twice as many are kept before every other one is dropped. */
#define MOST_POINTS 2000u
/* Reference numbers that are plotted, and bins from one to the next. */
#define POWERS 80u
#define POWER_BINS 10u

struct _AssaySeriesOverlay
{
  GArray *rows; /* double, three arrays of one length */
  GArray *before;
  GArray *after;
  guint64 every; /* rows between points */
  guint64 seen;
};

AssaySeriesOverlay *
assay_series_overlay_new (void)
{
  AssaySeriesOverlay *self = g_new0 (AssaySeriesOverlay, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (double));
  self->before = g_array_new (FALSE, FALSE, sizeof (double));
  self->after = g_array_new (FALSE, FALSE, sizeof (double));
  self->every = 1;
  return self;
}

void
assay_series_overlay_free (AssaySeriesOverlay *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->before);
  g_array_unref (self->after);
  g_free (self);
}

static void
thin (GArray *values)
{
  double *data = (double *) (gpointer) values->data;
  guint kept = (values->len + 1) / 2;

  for (guint i = 0; i < kept; i++)
    data[i] = data[2 * i];
  g_array_set_size (values, kept);
}

void
assay_series_overlay_add (AssaySeriesOverlay *self, guint64 row, double before, double after)
{
  double at = (double) row;

  if (self->seen++ % self->every != 0)
    return;
  g_array_append_val (self->rows, at);
  g_array_append_val (self->before, before);
  g_array_append_val (self->after, after);
  if (self->rows->len < 2 * MOST_POINTS)
    return;
  thin (self->rows);
  thin (self->before);
  thin (self->after);
  self->every *= 2;
}

void
assay_series_overlay_plot (AssaySeriesOverlay *self, AssayResultBuilder *result)
{
  const AssayAxis rows = { N_ ("Row"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis value = { N_ ("Value"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis change = { N_ ("Change"), "%", ASSAY_SCALE_LINEAR, 0, 0 };
  const double *x = (const double *) (gpointer) self->rows->data;
  const double *before = (const double *) (gpointer) self->before->data;
  const double *after = (const double *) (gpointer) self->after->data;
  guint n = self->rows->len;
  g_autofree double *difference = g_new (double, MAX (n, 1u));
  AssayPlotBuilder *plot
      = assay_plot_builder_new ("overlay", N_ ("Values before and after"), &rows, &value);

  for (guint i = 0; i < n; i++)
    difference[i]
        = fabs (before[i]) > 0.0 ? 100.0 * (after[i] - before[i]) / fabs (before[i]) : (double) NAN;
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("Before"), x, before, NULL, n, 6);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("After"), x, after, NULL, n, 6);
  assay_plot_builder_link (plot, "rows");
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
  plot = assay_plot_builder_new ("difference", N_ ("Change of each value"), &rows, &change);
  assay_plot_builder_series (plot, ASSAY_SERIES_SCATTER, N_ ("Change"), x, difference, NULL, n, 4);
  assay_plot_builder_link (plot, "rows");
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}

void
assay_series_plot_bits (const AssaySeriesReading *reading, AssayResultBuilder *result)
{
  const AssayAxis bit = { N_ ("Bit of the mark"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis vote = { N_ ("Agreement"), "", ASSAY_SCALE_LINEAR, -1, 1 };
  g_autofree double *x = g_new (double, reading->n_bits);
  AssayPlotBuilder *plot = assay_plot_builder_new ("bits", N_ ("Votes for each bit"), &bit, &vote);

  for (guint i = 0; i < reading->n_bits; i++)
    x[i] = i;
  assay_plot_builder_series (plot, ASSAY_SERIES_STEM, N_ ("Agreement"), x, reading->bit_votes, NULL,
                             reading->n_bits, 3);
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}

void
assay_series_plot_coefficients (const AssaySeriesPaper *paper,
                                const double *x,
                                gsize n,
                                AssayResultBuilder *result)
{
  const AssayAxis power = { N_ ("Size, as a power of the ratio"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis coefficients = { N_ ("Coefficients"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  g_autofree double *powers = g_new (double, MAX (2 * n, 1));
  gsize n_powers = assay_series_paper_powers (paper, x, n, powers);
  double edges[POWERS * POWER_BINS];
  double counts[POWERS * POWER_BINS] = { 0 };
  guint most = 0;
  AssayPlotBuilder *plot;

  if (n_powers == 0)
    return;
  for (gsize i = 0; i < n_powers; i++)
    {
      /* Bins are centred on the reference numbers. */
      double bin = CLAMP (powers[i] * POWER_BINS + 0.5, 0.0, POWERS * POWER_BINS - 1.0);

      counts[(guint) bin] += 1.0;
      most = MAX (most, (guint) bin);
    }
  for (guint i = 0; i <= most; i++)
    edges[i] = (i - 0.5) / POWER_BINS;
  plot = assay_plot_builder_new ("coefficients",
                                 N_ ("Sizes of the coefficients: on the lines where a mark is"),
                                 &power, &coefficients);
  assay_plot_builder_series (plot, ASSAY_SERIES_HISTOGRAM, N_ ("Coefficients"), edges, counts, NULL,
                             most + 1, 2);
  for (guint i = 0; i <= most / POWER_BINS; i++)
    assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_VERTICAL, i, 0, 0, "");
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}

void
assay_series_plot_rose (const double *counts, guint n_bins, AssayResultBuilder *result)
{
  const AssayAxis angle = { N_ ("Phase"), "rad", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis rows = { N_ ("Rows"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  g_autofree double *x = g_new (double, n_bins + 1);
  g_autofree double *y = g_new (double, n_bins + 1);
  AssayPlotBuilder *plot = assay_plot_builder_new (
      "rose",
      N_ ("Phase of the rows: the same all around without a mark, drawn to one side by one"),
      &angle, &rows);

  for (guint i = 0; i <= n_bins; i++)
    {
      x[i] = 2.0 * G_PI * (i + 0.5) / n_bins;
      y[i] = counts[i % n_bins];
    }
  assay_plot_builder_series (plot, ASSAY_SERIES_POLAR, N_ ("Rows"), x, y, NULL, n_bins + 1, 4);
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}

void
assay_series_plot_agreement (const double *sums,
                             const double *weights,
                             guint n_parts,
                             guint64 n_rows,
                             AssayResultBuilder *result)
{
  const AssayAxis row = { N_ ("Row"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis axis = { N_ ("Agreement"), "", ASSAY_SCALE_LINEAR, -1, 1 };
  g_autofree double *x = g_new (double, n_parts);
  g_autofree double *y = g_new (double, n_parts);
  AssayPlotBuilder *plot = assay_plot_builder_new (
      "agreement", N_ ("Agreement along the rows: near 0 where they were edited"), &row, &axis);

  for (guint i = 0; i < n_parts; i++)
    {
      x[i] = (double) n_rows * (i + 0.5) / n_parts;
      /* A few rows may agree better than is expected of them on average. */
      y[i] = weights[i] > 0.0 ? CLAMP (sums[i] / weights[i], -1.0, 1.0) : (double) NAN;
    }
  assay_plot_builder_series (plot, ASSAY_SERIES_STEP, N_ ("Agreement"), x, y, NULL, n_parts, 3);
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}
