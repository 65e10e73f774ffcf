/* assay-plot-polar.c: angles around a centre (0 to the right, counterclockwise) and radii from it.
 */
#include <math.h>

#include "plot/assay-plot-layout-private.h"

#define CIRCLE_POINTS 97
#define SPOKES 12

/* Largest radius, a round number above the data. */
static double
outer_radius (AssayPlotContext *self)
{
  double largest = 0.0;

  if (self->y.axis->minimum < self->y.axis->maximum)
    return self->y.axis->maximum;
  for (guint i = 0; i < assay_plot_get_n_series (self->plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (self->plot, i, &series);
      for (gsize k = 0; series.kind == ASSAY_SERIES_POLAR && k < series.n; k++)
        largest = isfinite (series.y[k]) ? MAX (largest, fabs (series.y[k])) : largest;
    }
  return largest > 0.0 ? largest : 1.0;
}

static void
draw_circle (AssayPlotContext *self, AssayPoint centre, double radius, AssayColour colour)
{
  AssayPoint points[CIRCLE_POINTS];

  for (guint i = 0; i < CIRCLE_POINTS; i++)
    {
      double angle = 2.0 * G_PI * i / (CIRCLE_POINTS - 1);

      points[i].x = centre.x + radius * cos (angle);
      points[i].y = centre.y - radius * sin (angle);
    }
  assay_draw_list_polyline (self->list, points, CIRCLE_POINTS, colour, 0.6, ASSAY_DASH_SOLID);
}

static void
draw_spokes (AssayPlotContext *self, AssayPoint centre, double radius)
{
  for (guint i = 0; i < SPOKES; i++)
    {
      double angle = 2.0 * G_PI * i / SPOKES;
      double x = cos (angle);
      double y = -sin (angle);
      double reach = radius + 0.45 * self->font.size;
      g_autofree char *label = g_strdup_printf ("%u°", 360 * i / SPOKES);
      AssayAnchor anchor = fabs (x) < 0.1 ? ASSAY_ANCHOR_MIDDLE
                           : x > 0.0      ? ASSAY_ANCHOR_START
                                          : ASSAY_ANCHOR_END;
      AssayBase base = fabs (y) < 0.3 ? ASSAY_BASE_MIDDLE
                       : y > 0.0      ? ASSAY_BASE_TOP
                                      : ASSAY_BASE_BOTTOM;

      assay_draw_list_line (self->list, centre.x, centre.y, centre.x + radius * x,
                            centre.y + radius * y, self->palette->grid, 0.6, ASSAY_DASH_SOLID);
      assay_draw_list_text (self->list, centre.x + reach * x, centre.y + reach * y, label,
                            &self->font, anchor, base, 0.0, self->palette->dim);
    }
}

static void
draw_rings (AssayPlotContext *self, AssayPoint centre, double radius, double outer)
{
  g_autoptr (AssayTicks) ticks
      = assay_ticks_new (ASSAY_SCALE_LINEAR, 0.0, outer, radius > 100.0 ? 5 : 3, NULL);

  for (guint i = 0; i < ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (ticks->ticks, AssayTick, i);
      double ring = radius * tick->value / outer;

      if (ring < 1.0)
        continue;
      draw_circle (self, centre, ring, self->palette->grid);
      /* labels stand between the spokes at 60 and 90 degrees */
      assay_draw_list_text (self->list, centre.x + ring * 0.259, centre.y - ring * 0.966,
                            tick->label, &self->font, ASSAY_ANCHOR_MIDDLE, ASSAY_BASE_MIDDLE, 0.0,
                            self->palette->dim);
    }
  draw_circle (self, centre, radius, self->palette->axis);
}

static void
draw_series (
    AssayPlotContext *self, guint index, const AssaySeries *series, AssayPoint centre, double unit)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
  AssayDash dash;
  AssayColour colour = assay_palette_series (self->palette, index, series->name, &dash);

  for (gsize i = 0; i <= series->n; i++)
    {
      gboolean drawn = i < series->n && isfinite (series->x[i]) && isfinite (series->y[i]);
      AssayPoint point;

      if (drawn)
        {
          point.x = centre.x + unit * series->y[i] * cos (series->x[i]);
          point.y = centre.y - unit * series->y[i] * sin (series->x[i]);
          g_array_append_val (points, point);
          continue;
        }
      assay_draw_list_polyline (self->list, (const AssayPoint *) (const void *) points->data,
                                points->len, colour, self->palette->line_width, dash);
      assay_draw_list_marks (self->list, (const AssayPoint *) (const void *) points->data,
                             points->len <= 72 ? points->len : 0, 1.8, colour);
      g_array_set_size (points, 0);
    }
}

void
assay_plot_polar_draw (AssayPlotContext *self, double top, double bottom)
{
  double side = assay_plot_text_width (self, "360°", &self->font) + self->font.size;
  double outer = outer_radius (self);
  double radius
      = MAX (MIN (0.5 * self->setup->width - side, 0.5 * (bottom - top) - 1.6 * self->line), 4.0);
  AssayPoint centre = { 0.5 * self->setup->width, 0.5 * (top + bottom) };
  g_autofree char *title = assay_plot_axis_title (&self->y);

  self->area = (AssayRect){ centre.x - radius, centre.y - radius, 2.0 * radius, 2.0 * radius };
  draw_spokes (self, centre, radius);
  draw_rings (self, centre, radius, outer);
  for (guint i = 0; i < assay_plot_get_n_series (self->plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (self->plot, i, &series);
      if (series.kind == ASSAY_SERIES_POLAR)
        draw_series (self, i, &series, centre, radius / outer);
    }
  assay_draw_list_text (self->list, 0.0, top, title, &self->font, ASSAY_ANCHOR_START,
                        ASSAY_BASE_TOP, 0.0, self->palette->dim);
}
