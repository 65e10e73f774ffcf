/* assay-plot-range.c: ranges from data. */
#include "plot/assay-plot-range.h"

#include <math.h>

#include "base/assay-numbers.h"
#include "plot/assay-scale.h"
#include "plot/assay-ticks.h"

typedef struct
{
  AssayScale scale;
  double minimum;
  double maximum;
} Range;

static void
include_value (Range *range, double value)
{
  if (!isfinite (value) || (range->scale == ASSAY_SCALE_LOG && value <= 0.0))
    return;
  range->minimum = MIN (range->minimum, value);
  range->maximum = MAX (range->maximum, value);
}

static void
include_values (Range *range, const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    include_value (range, values[i]);
}

static Range
empty_range (AssayScale scale)
{
  return (Range){ scale, INFINITY, -INFINITY };
}

/* Gives a range without extent some. */
static void
widen_if_needed (Range *range)
{
  if (range->minimum > range->maximum)
    {
      range->minimum
          = range->scale == ASSAY_SCALE_LOG || range->scale == ASSAY_SCALE_PROBIT ? 0.01 : 0.0;
      range->maximum = range->scale == ASSAY_SCALE_PROBIT ? 0.5 : 1.0;
    }
  if (range->minimum < range->maximum)
    return;
  if (range->scale == ASSAY_SCALE_LOG)
    {
      range->minimum /= 2.0;
      range->maximum *= 2.0;
      return;
    }
  range->minimum -= MAX (0.5, fabs (range->minimum) * 1e-6);
  range->maximum += MAX (0.5, fabs (range->maximum) * 1e-6);
}

/* Air of @below and @above parts of the extent, even on the drawn axis. */
static void
pad (Range *range, double below, double above)
{
  double low = assay_scale_forward (range->scale, range->minimum);
  double high = assay_scale_forward (range->scale, range->maximum);
  double extent = high - low;

  range->minimum = assay_scale_backward (range->scale, low - below * extent);
  range->maximum = assay_scale_backward (range->scale, high + above * extent);
}

static gboolean
is_fixed (const AssayAxis *axis)
{
  return axis->minimum < axis->maximum;
}

gboolean
assay_plot_is_polar (const AssayPlot *plot)
{
  AssaySeries series;

  if (assay_plot_get_n_series (plot) == 0)
    return FALSE;
  assay_plot_get_series (plot, 0, &series);
  return series.kind == ASSAY_SERIES_POLAR;
}

double
assay_plot_bin_end (const AssaySeries *series, gsize index)
{
  if (index + 1 < series->n)
    return series->x[index + 1];
  return series->n > 1 ? 2.0 * series->x[index] - series->x[index - 1] : series->x[index] + 1.0;
}

double
assay_plot_bar_width (const AssayPlot *plot)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (double));
  double least = INFINITY;
  gboolean ascending = TRUE;

  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      if (series.kind == ASSAY_SERIES_BAR && series.n > 0)
        g_array_append_vals (places, series.x, (guint) series.n);
    }
  for (guint i = 1; i < places->len && ascending; i++)
    ascending = g_array_index (places, double, i) >= g_array_index (places, double, i - 1);
  if (!ascending)
    g_array_sort (places, assay_compare_doubles);
  for (guint i = 1; i < places->len; i++)
    {
      double gap = g_array_index (places, double, i) - g_array_index (places, double, i - 1);

      if (gap > 0.0)
        least = MIN (least, gap);
    }
  return isfinite (least) ? 0.8 * least : 0.8;
}

/* Adds the values of @below to @bases where both have a bar at the same x; both ascend in x. TRUE
 * if there is such a place. */
static gboolean
add_bars_below (const AssaySeries *below, const AssaySeries *series, double *bases)
{
  gboolean shared = FALSE;
  gsize k = 0;

  for (gsize i = 0; i < below->n; i++)
    {
      while (k < series->n && series->x[k] < below->x[i])
        k++;
      if (k == series->n)
        break;
      if (series->x[k] > below->x[i] || !isfinite (below->y[i]))
        continue;
      bases[k] += below->y[i];
      shared = TRUE;
    }
  return shared;
}

double *
assay_plot_bar_bases (const AssayPlot *plot, guint index)
{
  AssaySeries series;
  double *bases;
  gboolean stacked = FALSE;

  assay_plot_get_series (plot, index, &series);
  bases = g_new0 (double, MAX (series.n, 1));
  for (guint i = 0; i < index; i++)
    {
      AssaySeries below;

      assay_plot_get_series (plot, i, &below);
      if (below.kind == ASSAY_SERIES_BAR)
        stacked |= add_bars_below (&below, &series, bases);
    }
  if (!stacked)
    g_clear_pointer (&bases, g_free);
  return bases;
}

/* What @series needs of the x axis. */
static void
include_series_x (Range *range, const AssayPlot *plot, const AssaySeries *series)
{
  Range own = empty_range (range->scale);

  include_values (&own, series->x, series->n);
  if (own.minimum > own.maximum)
    return;
  if (series->kind == ASSAY_SERIES_BAR)
    {
      double half = 0.5 * assay_plot_bar_width (plot) / 0.8;

      include_value (range, own.minimum - half);
      include_value (range, own.maximum + half);
    }
  if (series->kind == ASSAY_SERIES_HISTOGRAM)
    include_value (range, assay_plot_bin_end (series, series->n - 1));
  if ((series->kind == ASSAY_SERIES_SCATTER || series->kind == ASSAY_SERIES_STEM)
      && own.minimum < own.maximum)
    pad (&own, 0.03, 0.03);
  include_value (range, own.minimum);
  include_value (range, own.maximum);
}

static void
include_annotations (Range *range, const AssayPlot *plot, gboolean along_x)
{
  for (guint i = 0; i < assay_plot_get_n_annotations (plot); i++)
    {
      AssayAnnotation note;

      assay_plot_get_annotation (plot, i, &note);
      if (along_x && note.kind != ASSAY_ANNOTATION_HORIZONTAL)
        include_value (range, note.x);
      if (along_x && note.kind == ASSAY_ANNOTATION_SPAN)
        include_value (range, note.x2);
      if (!along_x
          && (note.kind == ASSAY_ANNOTATION_HORIZONTAL || note.kind == ASSAY_ANNOTATION_POINT))
        include_value (range, note.y);
    }
}

void
assay_plot_range_x (const AssayPlot *plot, double *minimum, double *maximum)
{
  const AssayAxis *axis = assay_plot_get_x (plot);
  const char *const *names = assay_plot_get_names (plot, FALSE);
  Range range = empty_range (axis->scale);

  if (is_fixed (axis))
    {
      *minimum = axis->minimum;
      *maximum = axis->maximum;
      return;
    }
  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      include_series_x (&range, plot, &series);
    }
  for (guint i = 0; i < assay_plot_get_n_heats (plot); i++)
    {
      AssayHeat heat;

      assay_plot_get_heat (plot, i, &heat);
      include_value (&range, heat.x0);
      include_value (&range, heat.x1);
    }
  if (axis->scale == ASSAY_SCALE_NAMES && names != NULL && assay_plot_get_n_heats (plot) == 0)
    {
      include_value (&range, -0.5);
      include_value (&range, assay_ticks_count_names (names) - 0.5);
    }
  include_annotations (&range, plot, TRUE);
  widen_if_needed (&range);
  *minimum = range.minimum;
  *maximum = range.maximum;
}

/* What @series needs of the y axis; TRUE if it stands on 0. */
static gboolean
include_series_y (Range *range, const AssayPlot *plot, guint index, const AssaySeries *series)
{
  g_autofree double *bases = NULL;

  include_values (range, series->y, series->n);
  if (series->y2 != NULL)
    include_values (range, series->y2, series->n);
  if (series->kind == ASSAY_SERIES_BAR)
    bases = assay_plot_bar_bases (plot, index);
  for (gsize k = 0; bases != NULL && k < series->n; k++)
    include_value (range, bases[k] + series->y[k]);
  return series->kind == ASSAY_SERIES_BAR || series->kind == ASSAY_SERIES_HISTOGRAM
         || series->kind == ASSAY_SERIES_STEM;
}

/* Air above, below, or none where the data end on a value that means something (0, the edge of a
 * heat map). */
static void
pad_y (Range *range, gboolean from_zero, gboolean heat)
{
  double extent;

  if (from_zero)
    include_value (range, 0.0);
  if (range->scale == ASSAY_SCALE_LINEAR && range->minimum <= range->maximum
      && !(range->minimum < 0.0) && !(range->maximum > 0.0))
    {
      /* Nothing throughout: most of what is plotted cannot be less than nothing. Below it there is
       * only as much air as parts a line from the axis. */
      range->minimum = from_zero ? 0.0 : -0.04;
      range->maximum = 1.0;
      return;
    }
  widen_if_needed (range);
  if (heat || range->scale == ASSAY_SCALE_NAMES || range->scale == ASSAY_SCALE_PROBIT)
    return;
  extent = range->maximum - range->minimum;
  if (range->scale == ASSAY_SCALE_LOG)
    {
      pad (range, 0.05, 0.05);
      return;
    }
  if (range->minimum >= 0.0 && range->minimum < 0.25 * extent)
    {
      range->minimum = 0.0;
      pad (range, 0.0, 0.06);
      return;
    }
  pad (range, from_zero && range->minimum >= 0.0 ? 0.0 : 0.06,
       from_zero && range->maximum <= 0.0 ? 0.0 : 0.06);
}

void
assay_plot_range_y (const AssayPlot *plot, gboolean right, double *minimum, double *maximum)
{
  const AssayAxis *axis = right ? assay_plot_get_right (plot) : assay_plot_get_y (plot);
  const char *const *names = assay_plot_get_names (plot, TRUE);
  Range range = empty_range (axis->scale);
  guint n_heats = right ? 0 : assay_plot_get_n_heats (plot);
  gboolean from_zero = FALSE;

  for (guint i = 0; !is_fixed (axis) && i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      if (!series.right == !right)
        from_zero |= include_series_y (&range, plot, i, &series);
    }
  for (guint i = 0; i < n_heats; i++)
    {
      AssayHeat heat;

      assay_plot_get_heat (plot, i, &heat);
      include_value (&range, heat.y0);
      include_value (&range, heat.y1);
    }
  if (is_fixed (axis))
    {
      *minimum = axis->minimum;
      *maximum = axis->maximum;
      return;
    }
  if (axis->scale == ASSAY_SCALE_NAMES && names != NULL && n_heats == 0)
    {
      include_value (&range, -0.5);
      include_value (&range, assay_ticks_count_names (names) - 0.5);
    }
  if (!right)
    include_annotations (&range, plot, FALSE);
  pad_y (&range, from_zero && axis->scale == ASSAY_SCALE_LINEAR, n_heats > 0);
  *minimum = range.minimum;
  *maximum = range.maximum;
}

void
assay_plot_range_heat (const AssayHeat *heat, double *minimum, double *maximum)
{
  Range range = empty_range (heat->value.scale);

  if (is_fixed (&heat->value))
    {
      *minimum = heat->value.minimum;
      *maximum = heat->value.maximum;
      return;
    }
  include_values (&range, heat->values, heat->rows * heat->columns);
  if (g_strcmp0 (heat->map, "diverging") == 0 && range.minimum <= range.maximum)
    {
      double reach = MAX (fabs (range.minimum), fabs (range.maximum));

      range.minimum = -reach;
      range.maximum = reach;
    }
  widen_if_needed (&range);
  *minimum = range.minimum;
  *maximum = range.maximum;
}
