/* assay-plot-series.c: lines, bands, steps, stems and dots. Bars and histograms are in
 * assay-plot-bars.c. */
#include <math.h>

#include "plot/assay-plot-layout-private.h"
#include "plot/assay-plot-order-private.h"
#include "plot/assay-plot-reduce.h"

/* Above this, dots that fall on the same place are drawn once. */
#define MANY_DOTS 4000

const AssayPlotScale *
assay_plot_series_scale (const AssayPlotContext *self, const AssaySeries *series)
{
  return series->right && self->right.axis != NULL ? &self->right : &self->y;
}

/* The part of @series that can be seen, one more on each side so that lines leave the picture. */
static void
visible_part (const AssayPlotContext *self, const AssaySeries *series, gsize *first, gsize *last)
{
  *first = 0;
  *last = series->n;
  if (!assay_plot_order_is_ascending (series->x, series->n))
    return;
  *first = assay_plot_order_first_not_below (series->x, series->n, self->x.minimum);
  *first -= *first > 0 ? 1 : 0;
  *last = MIN (assay_plot_order_first_not_below (series->x, series->n, self->x.maximum) + 2,
               series->n);
}

/* Places of values @first .. @last - 1 of @values; a NaN point where there is nothing to draw. */
static GArray *
places_of (const AssayPlotContext *self,
           const AssaySeries *series,
           const double *values,
           gsize first,
           gsize last)
{
  const AssayPlotScale *scale = assay_plot_series_scale (self, series);
  GArray *points = g_array_sized_new (FALSE, FALSE, sizeof (AssayPoint), (guint) (last - first));

  for (gsize i = first; i < last; i++)
    {
      AssayPoint point = { assay_plot_scale_place (&self->x, series->x[i]),
                           assay_plot_scale_place (scale, values[i]) };

      /* painters take single precision: what lies far outside is held at the edge of what they can
       */
      point.x = isnan (point.x) ? point.x : CLAMP (point.x, -1e5, 1e5);
      point.y = isnan (point.y) ? point.y : CLAMP (point.y, -1e5, 1e5);
      g_array_append_val (points, point);
    }
  return points;
}

static gboolean
is_gap (const AssayPoint *point)
{
  return isnan (point->x) || isnan (point->y);
}

/* Calls @draw for each stretch of @points without gaps. */
static void
foreach_stretch (GArray *points,
                 void (*draw) (const AssayPoint *stretch, gsize n, gpointer data),
                 gpointer data)
{
  const AssayPoint *all = (const AssayPoint *) (const void *) points->data;
  gsize start = 0;

  for (gsize i = 0; i <= points->len; i++)
    {
      if (i < points->len && !is_gap (&all[i]))
        continue;
      if (i > start)
        draw (all + start, i - start, data);
      start = i + 1;
    }
}

typedef struct
{
  AssayPlotContext *context;
  AssayColour colour;
  AssayDash dash;
} Pen;

static void
draw_stretch (const AssayPoint *points, gsize n, gpointer data)
{
  Pen *pen = data;
  g_autoptr (GArray) reduced = g_array_new (FALSE, FALSE, sizeof (AssayPoint));

  if (n == 1)
    {
      /* a value between two gaps is a dot, or it would not be seen */
      assay_draw_list_marks (pen->context->list, points, 1, pen->context->palette->line_width,
                             pen->colour);
      return;
    }
  assay_plot_reduce (points, n, 1.0 / pen->context->setup->resolution, reduced);
  assay_draw_list_polyline (pen->context->list, (const AssayPoint *) (const void *) reduced->data,
                            reduced->len, pen->colour, pen->context->palette->line_width,
                            pen->dash);
}

/* A level line from each point to the x of the next. */
static GArray *
steps_of (GArray *points)
{
  GArray *steps = g_array_sized_new (FALSE, FALSE, sizeof (AssayPoint), 2 * points->len);

  for (guint i = 0; i < points->len; i++)
    {
      AssayPoint point = g_array_index (points, AssayPoint, i);

      g_array_append_val (steps, point);
      if (i + 1 < points->len && !is_gap (&point))
        {
          point.x = g_array_index (points, AssayPoint, i + 1).x;
          if (!isnan (point.x))
            g_array_append_val (steps, point);
        }
    }
  return steps;
}

static void
draw_line (AssayPlotContext *self, const AssaySeries *series, Pen *pen)
{
  gsize first;
  gsize last;
  g_autoptr (GArray) points = NULL;
  g_autoptr (GArray) steps = NULL;

  visible_part (self, series, &first, &last);
  points = places_of (self, series, series->y, first, last);
  if (series->kind == ASSAY_SERIES_STEP)
    steps = steps_of (points);
  foreach_stretch (steps != NULL ? steps : points, draw_stretch, pen);
}

/* One polygon per stretch where both edges are there: along the upper edge and back along the
 * lower. */
static void
draw_band (AssayPlotContext *self, const AssaySeries *series, Pen *pen)
{
  gsize first;
  gsize last;
  g_autoptr (GArray) upper = NULL;
  g_autoptr (GArray) lower = NULL;
  AssayColour fill = assay_colour_with_alpha (pen->colour, self->palette->fill_alpha);
  guint start = 0;

  visible_part (self, series, &first, &last);
  upper = places_of (self, series, series->y, first, last);
  lower = places_of (self, series, series->y2, first, last);
  for (guint i = 0; i <= upper->len; i++)
    {
      g_autoptr (GArray) outline = NULL;
      g_autoptr (GArray) back = NULL;

      if (i < upper->len && !is_gap (&g_array_index (upper, AssayPoint, i))
          && !is_gap (&g_array_index (lower, AssayPoint, i)))
        continue;
      outline = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
      back = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
      if (i > start)
        {
          assay_plot_reduce (&g_array_index (upper, AssayPoint, start), i - start,
                             1.0 / self->setup->resolution, outline);
          assay_plot_reduce (&g_array_index (lower, AssayPoint, start), i - start,
                             1.0 / self->setup->resolution, back);
        }
      for (guint k = back->len; k > 0; k--)
        g_array_append_val (outline, g_array_index (back, AssayPoint, k - 1));
      assay_draw_list_polygon (self->list, (const AssayPoint *) (const void *) outline->data,
                               outline->len, fill, ASSAY_COLOUR_NONE, 0.0);
      start = i + 1;
    }
}

/* The places of dots, without gaps and, when there are many, without those that cover each other.
 */
static GArray *
dots_of (const AssayPlotContext *self, GArray *points)
{
  GArray *dots = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean many = points->len > MANY_DOTS;
  const AssayRect *area = &self->area;

  for (guint i = 0; i < points->len; i++)
    {
      const AssayPoint *point = &g_array_index (points, AssayPoint, i);
      gint64 *cell;

      if (is_gap (point) || point->x < area->x - 4.0 || point->x > area->x + area->width + 4.0
          || point->y < area->y - 4.0 || point->y > area->y + area->height + 4.0)
        continue;
      if (many)
        {
          cell = g_new (gint64, 1);
          *cell = (gint64) (point->x * 2.0) * 1000000 + (gint64) (point->y * 2.0);
          if (!g_hash_table_add (taken, cell))
            continue;
        }
      g_array_append_val (dots, *point);
    }
  return dots;
}

static void
draw_dots (AssayPlotContext *self, GArray *points, const Pen *pen)
{
  g_autoptr (GArray) dots = dots_of (self, points);
  double radius = dots->len > 400 ? 1.3 : 2.2;
  AssayColour fill = assay_colour_with_alpha (pen->colour, dots->len > 400 ? 0.6 : 0.9);

  assay_draw_list_marks (self->list, (const AssayPoint *) (const void *) dots->data, dots->len,
                         radius, fill);
}

static void
draw_stems (AssayPlotContext *self, const AssaySeries *series, const Pen *pen)
{
  const AssayPlotScale *scale = assay_plot_series_scale (self, series);
  double zero
      = scale->minimum <= 0.0 && scale->maximum >= 0.0 && scale->axis->scale != ASSAY_SCALE_LOG
            ? assay_plot_scale_place (scale, 0.0)
            : scale->start;
  gsize first;
  gsize last;
  g_autoptr (GArray) points = NULL;
  double width = 0.75 * self->palette->line_width;

  visible_part (self, series, &first, &last);
  points = places_of (self, series, series->y, first, last);
  for (guint i = 0; i < points->len; i++)
    {
      const AssayPoint *point = &g_array_index (points, AssayPoint, i);

      if (!is_gap (point))
        assay_draw_list_line (self->list, point->x, zero, point->x, point->y, pen->colour, width,
                              ASSAY_DASH_SOLID);
    }
  if (points->len <= self->area.width / 4.0)
    draw_dots (self, points, pen);
}

void
assay_plot_series_draw (AssayPlotContext *self, guint index, const AssaySeries *series)
{
  Pen pen = { .context = self };
  gsize first;
  gsize last;

  pen.colour = assay_palette_series (self->palette, index, series->name, &pen.dash);
  switch (series->kind)
    {
    case ASSAY_SERIES_LINE:
    case ASSAY_SERIES_STEP:
      draw_line (self, series, &pen);
      break;
    case ASSAY_SERIES_BAND:
      draw_band (self, series, &pen);
      break;
    case ASSAY_SERIES_STEM:
      draw_stems (self, series, &pen);
      break;
    case ASSAY_SERIES_SCATTER:
      {
        g_autoptr (GArray) points = NULL;

        visible_part (self, series, &first, &last);
        points = places_of (self, series, series->y, first, last);
        draw_dots (self, points, &pen);
        break;
      }
    case ASSAY_SERIES_BAR:
      assay_plot_bars_draw (self, index, series);
      break;
    case ASSAY_SERIES_HISTOGRAM:
      assay_plot_histogram_draw (self, index, series);
      break;
    case ASSAY_SERIES_POLAR:
      /* drawn by assay-plot-polar.c, which owns the whole plot */
      break;
    }
}
