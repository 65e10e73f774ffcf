/* assay-sweep-plots.c: what a mark withstands against how hard it was tried, as plots. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/assay-sweep-private.h"

#define PERCENT "%"

static gint
compare_amounts (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *amounts = data;
  double first = amounts[*(const guint *) a], second = amounts[*(const guint *) b];

  return (first > second) - (first < second);
}

/* Adds @values as a line that goes from the least amount to the largest: the amounts themselves go
 * from mild to harsh. */
static void
add_line (AssayPlotBuilder *plot,
          const char *title,
          const AssaySweepRange *range,
          const double *values,
          guint digits)
{
  g_autofree guint *order = g_new (guint, range->n_amounts);
  g_autofree double *x = g_new (double, range->n_amounts);
  g_autofree double *y = g_new (double, range->n_amounts);

  for (guint i = 0; i < range->n_amounts; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) range->n_amounts, sizeof *order, compare_amounts,
                     (gpointer) (gsize) range->amounts);
  for (guint i = 0; i < range->n_amounts; i++)
    {
      x[i] = range->amounts[order[i]];
      y[i] = values[order[i]];
    }
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, title, x, y, NULL, range->n_amounts, digits);
}

static gboolean
any_finite (const double *values, guint n)
{
  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]))
      return TRUE;
  return FALSE;
}

/* What the change of @range is called. */
static const char *
title_of (const AssaySweep *self, const AssaySweepRange *range)
{
  const AssayParameterInfo *choice = assay_tool_info_parameter (self->change->info, self->choice);

  for (const AssayChoice *at = choice->choices; at->id != NULL; at++)
    if (g_str_equal (at->id, range->id))
      return at->title;
  g_return_val_if_reached (range->title);
}

static AssayPlotBuilder *
begin_plot (const AssaySweep *self,
            const AssaySweepRange *range,
            const char *name,
            const AssayAxis *y)
{
  const AssayAxis strength = { range->title, range->unit, ASSAY_SCALE_LINEAR, 0, 0 };
  g_autofree char *id = g_strconcat (name, "_", range->id, NULL);
  AssayPlotBuilder *plot = assay_plot_builder_new (id, title_of (self, range), &strength, y);

  assay_plot_builder_link (plot, range->id);
  return plot;
}

static void
add_metric (AssayPlotBuilder *plot,
            const AssayMetricInfo *metric,
            const AssaySweepRange *range,
            const double *values)
{
  add_line (plot, metric->title, range, values, metric->digits);
}

/* The metrics that are in per cent, or those that are not, of which any try gave a value: e.g. no
 * share of right bits where nobody said which mark is expected. Returns how many. */
static guint
choose (const AssaySweep *self,
        const AssaySweepRange *range,
        const char *const *metrics,
        const AssaySweepCurves *curves,
        gboolean percent,
        guint chosen[ASSAY_SWEEP_MOST_METRICS])
{
  guint n = 0;

  for (guint i = 0; metrics[i] != NULL; i++)
    {
      const AssayMetricInfo *metric = assay_tool_info_metric (self->read->info, metrics[i]);

      if (g_str_equal (metric->unit, PERCENT) == percent
          && any_finite (curves->metrics[i], range->n_amounts))
        chosen[n++] = i;
    }
  return n;
}

void
assay_sweep_add_plots (const AssaySweep *self,
                       const AssaySweepRange *range,
                       const char *const *metrics,
                       const AssaySweepCurves *curves,
                       AssayResultBuilder *result)
{
  const AssayAxis share = { N_ ("Share"), PERCENT, ASSAY_SCALE_LINEAR, 0, 100 };
  AssayPlotBuilder *plot = begin_plot (self, range, "found", &share);
  guint chosen[ASSAY_SWEEP_MOST_METRICS];
  guint n = choose (self, range, metrics, curves, TRUE, chosen);

  add_line (plot, N_ ("Mark found without knowing it"), range, curves->shares, 1);
  for (guint i = 0; i < n; i++)
    add_metric (plot, assay_tool_info_metric (self->read->info, metrics[chosen[i]]), range,
                curves->metrics[chosen[i]]);
  n = choose (self, range, metrics, curves, FALSE, chosen);
  for (guint i = 0; i < n; i++)
    {
      const AssayMetricInfo *metric = assay_tool_info_metric (self->read->info, metrics[chosen[i]]);
      const AssayAxis axis = { metric->title, metric->unit, ASSAY_SCALE_LINEAR, 0, 0 };

      if (i == 0)
        assay_plot_builder_right_axis (plot, &axis);
      else
        {
          assay_result_builder_plot (result, assay_plot_builder_end (plot));
          plot = begin_plot (self, range, metric->name, &axis);
        }
      add_metric (plot, metric, range, curves->metrics[chosen[i]]);
    }
  assay_result_builder_plot (result, assay_plot_builder_end (plot));
}
