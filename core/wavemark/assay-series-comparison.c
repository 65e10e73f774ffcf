/* assay-series-comparison.c: whether a mark changed what people compute from a column. */
#include "wavemark/assay-series-comparison.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BINS 80u
#define MOST_LAGS 400u

struct _AssaySeriesComparison
{
  GArray *before; /* double */
  GArray *after;
};

AssaySeriesComparison *
assay_series_comparison_new (void)
{
  AssaySeriesComparison *self = g_new0 (AssaySeriesComparison, 1);

  self->before = g_array_new (FALSE, FALSE, sizeof (double));
  self->after = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
assay_series_comparison_free (AssaySeriesComparison *self)
{
  g_array_unref (self->before);
  g_array_unref (self->after);
  g_free (self);
}

void
assay_series_comparison_add (AssaySeriesComparison *self, double before, double after)
{
  if (self->before->len >= ASSAY_SERIES_COMPARISON_MOST)
    return;
  g_array_append_val (self->before, before);
  g_array_append_val (self->after, after);
}

static const double *
values_of (const GArray *array)
{
  return (const double *) (gconstpointer) array->data;
}

const double *
assay_series_comparison_get_after (const AssaySeriesComparison *self, gsize *n)
{
  *n = self->after->len;
  return values_of (self->after);
}

static void
count_bins (const GArray *array, double least, double width, double counts[BINS])
{
  const double *values = values_of (array);

  for (guint i = 0; i < BINS; i++)
    counts[i] = 0.0;
  for (guint i = 0; i < array->len; i++)
    counts[(guint) CLAMP ((values[i] - least) / width, 0.0, BINS - 1.0)] += 1.0;
}

static void
plot_distribution (const AssaySeriesComparison *self, AssayResultBuilder *result)
{
  const AssayAxis value = { N_ ("Value"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis rows = { N_ ("Rows"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *plot = assay_plot_builder_new (
      "distribution", N_ ("How often values occur, before and after"), &value, &rows);
  const double *values = values_of (self->before);
  double least = values[0];
  double most = values[0];
  double x[BINS];
  double counts[BINS];

  for (guint i = 0; i < self->before->len; i++)
    {
      least = MIN (least, values[i]);
      most = MAX (most, values[i]);
    }

  double width = most > least ? (most - least) / BINS : 1.0;

  for (guint i = 0; i < BINS; i++)
    x[i] = least + i * width;
  count_bins (self->before, least, width, counts);
  assay_plot_builder_series (plot, ASSAY_SERIES_STEP, N_ ("Before"), x, counts, NULL, BINS, 6);
  count_bins (self->after, least, width, counts);
  assay_plot_builder_series (plot, ASSAY_SERIES_STEP, N_ ("After"), x, counts, NULL, BINS, 6);
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}

/* Of the values as they follow each other, cells without a number left out. */
static void
correlate (const GArray *array, guint lags, double *r)
{
  const double *values = values_of (array);
  guint n = array->len;
  double mean = 0.0;
  double power = 0.0;

  for (guint i = 0; i < n; i++)
    mean += values[i] / n;
  for (guint i = 0; i < n; i++)
    power += (values[i] - mean) * (values[i] - mean);
  for (guint lag = 0; lag < lags; lag++)
    {
      double sum = 0.0;

      for (guint i = lag; i < n; i++)
        sum += (values[i] - mean) * (values[i - lag] - mean);
      r[lag] = power > 0.0 ? sum / power : (double) NAN;
    }
}

static void
plot_autocorrelation (const AssaySeriesComparison *self, AssayResultBuilder *result)
{
  const AssayAxis distance = { N_ ("Rows apart"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis correlation = { N_ ("Correlation"), "", ASSAY_SCALE_LINEAR, -1, 1 };
  AssayPlotBuilder *plot = assay_plot_builder_new (
      "autocorrelation", N_ ("How rows resemble later ones, before and after"), &distance,
      &correlation);
  guint lags = MIN (self->before->len / 4 + 1, MOST_LAGS);
  g_autofree double *x = g_new (double, lags);
  g_autofree double *r = g_new (double, lags);

  for (guint i = 0; i < lags; i++)
    x[i] = i;
  correlate (self->before, lags, r);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("Before"), x, r, NULL, lags, 4);
  correlate (self->after, lags, r);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("After"), x, r, NULL, lags, 4);
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}

void
assay_series_comparison_plot (const AssaySeriesComparison *self, AssayResultBuilder *result)
{
  if (self->before->len == 0)
    return;
  plot_distribution (self, result);
  plot_autocorrelation (self, result);
}
