/* assay-plot-bars.c: bars, stacked where they share a place, and histograms. */
#include <math.h>

#include "plot/assay-plot-layout-private.h"
#include "plot/assay-plot-reduce.h"

/* Below this width, pt, bars are drawn as one silhouette: a video has thousands of frames. */
#define THIN_BAR 1.6

/* Where bars stand: at 0 if that can be seen, else at the end of the axis. */
static double
base_place (const AssayPlotScale *scale)
{
  if (scale->axis->scale == ASSAY_SCALE_LOG || scale->minimum > 0.0)
    return scale->start;
  if (scale->maximum < 0.0)
    return scale->start + scale->length;
  return assay_plot_scale_place (scale, 0.0);
}

/* Appends one corner of a silhouette. */
static void
append_point (GArray *points, double x, double y)
{
  const AssayPoint point = { CLAMP (x, -1e5, 1e5), CLAMP (y, -1e5, 1e5) };

  g_array_append_val (points, point);
}

static void
draw_wide_bars (AssayPlotContext *self,
                const AssaySeries *series,
                const double *bases,
                double width,
                AssayColour colour)
{
  const AssayPlotScale *scale = assay_plot_series_scale (self, series);

  for (gsize i = 0; i < series->n; i++)
    {
      double base = bases != NULL ? bases[i] : 0.0;
      double left = assay_plot_scale_place (&self->x, series->x[i] - 0.5 * width);
      double right = assay_plot_scale_place (&self->x, series->x[i] + 0.5 * width);
      double top = assay_plot_scale_place (scale, base + series->y[i]);
      double foot
          = bases != NULL && base > 0.0 ? assay_plot_scale_place (scale, base) : base_place (scale);
      AssayRect rect = { left, MIN (top, foot), right - left, fabs (foot - top) };

      if (isnan (top) || isnan (left) || right < self->area.x
          || left > self->area.x + self->area.width)
        continue;
      rect.y = CLAMP (rect.y, -1e5, 1e5);
      rect.height = MIN (rect.height, 2e5);
      assay_draw_list_rectangle (self->list, &rect, 0.0, colour, ASSAY_COLOUR_NONE, 0.0);
    }
}

/* The highest bar of each pixel column, as one line per column. */
static void
draw_thin_bars (AssayPlotContext *self,
                const AssaySeries *series,
                const double *bases,
                AssayColour colour)
{
  const AssayPlotScale *scale = assay_plot_series_scale (self, series);
  double column = 1.0 / self->setup->resolution;
  gsize n_columns = (gsize) ceil (self->area.width / column) + 1;
  g_autofree double *tops = g_new (double, n_columns);
  double foot = base_place (scale);

  for (gsize i = 0; i < n_columns; i++)
    tops[i] = NAN;
  for (gsize i = 0; i < series->n; i++)
    {
      double place = assay_plot_scale_place (&self->x, series->x[i]) - self->area.x;
      double top = assay_plot_scale_place (scale, (bases != NULL ? bases[i] : 0.0) + series->y[i]);
      gsize at;

      if (isnan (top) || !(place >= 0.0) || place > self->area.width)
        continue;
      at = (gsize) (place / column);
      if (isnan (tops[at]) || fabs (top - foot) > fabs (tops[at] - foot))
        tops[at] = top;
    }
  for (gsize i = 0; i < n_columns; i++)
    {
      AssayRect rect = { self->area.x + (double) i * column, MIN (tops[i], foot), MAX (column, 0.5),
                         fabs (foot - tops[i]) };

      if (!isnan (tops[i]))
        assay_draw_list_rectangle (self->list, &rect, 0.0, colour, ASSAY_COLOUR_NONE, 0.0);
    }
}

void
assay_plot_bars_draw (AssayPlotContext *self, guint index, const AssaySeries *series)
{
  AssayColour colour = assay_palette_series (self->palette, index, series->name, NULL);
  g_autofree double *bases = assay_plot_bar_bases (self->plot, index);
  double width = assay_plot_bar_width (self->plot);
  double shown = width / (self->x.maximum - self->x.minimum) * self->area.width;

  if (shown < THIN_BAR)
    draw_thin_bars (self, series, bases, colour);
  else
    draw_wide_bars (self, series, bases, width, colour);
}

/* The outline of the bins from left to right; gaps (NaN) count as 0. */
static GArray *
outline_of (AssayPlotContext *self, const AssaySeries *series, double foot)
{
  const AssayPlotScale *scale = assay_plot_series_scale (self, series);
  g_autoptr (GArray) corners = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
  GArray *outline = g_array_new (FALSE, FALSE, sizeof (AssayPoint));

  for (gsize i = 0; i < series->n; i++)
    {
      double left = assay_plot_scale_place (&self->x, series->x[i]);
      double right = assay_plot_scale_place (&self->x, assay_plot_bin_end (series, i));
      double top = assay_plot_scale_place (scale, series->y[i]);

      if (isnan (left) || isnan (right))
        continue;
      append_point (corners, left, isnan (top) ? foot : top);
      append_point (corners, right, isnan (top) ? foot : top);
    }
  assay_plot_reduce ((const AssayPoint *) (const void *) corners->data, corners->len,
                     1.0 / self->setup->resolution, outline);
  return outline;
}

void
assay_plot_histogram_draw (AssayPlotContext *self, guint index, const AssaySeries *series)
{
  double foot = base_place (assay_plot_series_scale (self, series));
  AssayDash dash;
  AssayColour colour = assay_palette_series (self->palette, index, series->name, &dash);
  AssayColour fill = assay_colour_with_alpha (colour, self->palette->fill_alpha);
  g_autoptr (GArray) outline = outline_of (self, series, foot);
  g_autoptr (GArray) area = g_array_new (FALSE, FALSE, sizeof (AssayPoint));

  if (outline->len < 2)
    return;
  append_point (area, g_array_index (outline, AssayPoint, 0).x, foot);
  g_array_append_vals (area, outline->data, outline->len);
  append_point (area, g_array_index (outline, AssayPoint, outline->len - 1).x, foot);
  assay_draw_list_polygon (self->list, (const AssayPoint *) (const void *) area->data, area->len,
                           fill, ASSAY_COLOUR_NONE, 0.0);
  assay_draw_list_polyline (self->list, (const AssayPoint *) (const void *) outline->data,
                            outline->len, colour, 0.75 * self->palette->line_width, dash);
}
