/* assay-plot-layout.c: puts the parts of a plot together. */
#include "plot/assay-plot-layout.h"

#include <math.h>

#include "base/assay-base.h"
#include "plot/assay-plot-layout-private.h"

struct _AssayPlotLayout
{
  AssayPlot *plot;
  AssayDrawList *list;
  AssayRect area;
  AssayPlotView view;
  AssayPlotScale x, y, right;
  gboolean polar;
};

void
assay_plot_view_all (AssayPlotView *view)
{
  *view = (AssayPlotView){ NAN, NAN, NAN, NAN };
}

/* Translated copies of @names, kept with the context. */
static const char *const *
translate_names (AssayPlotContext *self, const char *const *names)
{
  GPtrArray *copy;

  if (names == NULL)
    return NULL;
  copy = g_ptr_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (copy, (gpointer) (gsize) assay_text_translate (names[i]));
  g_ptr_array_add (copy, NULL);
  g_ptr_array_add (self->translated, copy);
  return (const char *const *) copy->pdata;
}

/* The first heat map that has values, which the colour scale explains. */
static gboolean
find_values (const AssayPlot *plot, AssayHeat *heat)
{
  for (guint i = 0; i < assay_plot_get_n_heats (plot); i++)
    {
      assay_plot_get_heat (plot, i, heat);
      if (heat->image == NULL)
        return TRUE;
    }
  return FALSE;
}

/* The range of the right axis moves with the left one when that is zoomed. */
static void
set_right_range (AssayPlotContext *self, double y_minimum, double y_maximum)
{
  double minimum;
  double maximum;
  AssayPlotScale *right = &self->right;
  AssayPlotScale whole = { 0 };
  double low;
  double high;

  assay_plot_range_y (self->plot, TRUE, &minimum, &maximum);
  assay_plot_scale_set_range (right, assay_plot_get_right (self->plot), minimum, maximum);
  assay_plot_scale_set_range (&whole, self->y.axis, y_minimum, y_maximum);
  low = (self->y.low - whole.low) / (whole.high - whole.low);
  high = (self->y.high - whole.low) / (whole.high - whole.low);
  minimum
      = assay_scale_backward (right->axis->scale, right->low + low * (right->high - right->low));
  maximum
      = assay_scale_backward (right->axis->scale, right->low + high * (right->high - right->low));
  assay_plot_scale_set_range (right, right->axis, minimum, maximum);
}

static void
set_ranges (AssayPlotContext *self, const AssayHeat *heat)
{
  const AssayPlotView *view = &self->setup->view;
  double x_minimum;
  double x_maximum;
  double y_minimum;
  double y_maximum;

  assay_plot_range_x (self->plot, &x_minimum, &x_maximum);
  assay_plot_range_y (self->plot, FALSE, &y_minimum, &y_maximum);
  assay_plot_scale_set_range (&self->x, assay_plot_get_x (self->plot),
                              isnan (view->x_minimum) ? x_minimum : view->x_minimum,
                              isnan (view->x_minimum) ? x_maximum : view->x_maximum);
  assay_plot_scale_set_range (&self->y, assay_plot_get_y (self->plot),
                              isnan (view->y_minimum) ? y_minimum : view->y_minimum,
                              isnan (view->y_minimum) ? y_maximum : view->y_maximum);
  self->x.names = translate_names (self, assay_plot_get_names (self->plot, FALSE));
  self->y.names = translate_names (self, assay_plot_get_names (self->plot, TRUE));
  if (assay_plot_get_right (self->plot) != NULL)
    set_right_range (self, y_minimum, y_maximum);
  if (heat != NULL)
    {
      assay_plot_range_heat (heat, &x_minimum, &x_maximum);
      assay_plot_scale_set_range (&self->colours, &heat->value, x_minimum, x_maximum);
    }
}

static void
draw_title (AssayPlotContext *self)
{
  g_autofree char *title = NULL;

  if (!self->setup->title)
    return;
  title = assay_plot_fit_text (self, assay_text_translate (assay_plot_get_title (self->plot)),
                               &self->title_font, self->setup->width);
  assay_draw_list_text (self->list, 0.0, 0.0, title, &self->title_font, ASSAY_ANCHOR_START,
                        ASSAY_BASE_TOP, 0.0, self->palette->foreground);
}

/* What is inside of the axes, cut to the area. */
static void
draw_data (AssayPlotContext *self)
{
  /* half a line's width more, or the line along the edge would lose its outer half */
  double air = self->palette->line_width;
  AssayRect clip = { self->area.x - 0.5 * air, self->area.y - air, self->area.width + air,
                     self->area.height + 1.5 * air };
  gsize first = assay_draw_list_get_n (self->list);

  assay_draw_list_clip (self->list, &clip);
  for (guint i = 0; i < assay_plot_get_n_heats (self->plot); i++)
    {
      AssayHeat heat;

      assay_plot_get_heat (self->plot, i, &heat);
      assay_plot_heat_draw (self, &heat);
    }
  for (guint i = 0; i < assay_plot_get_n_series (self->plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (self->plot, i, &series);
      if (series.n > 0)
        assay_plot_series_draw (self, i, &series);
    }
  assay_plot_annotations_draw (self, first);
  assay_draw_list_unclip (self->list);
}

static void
lay_out (AssayPlotContext *self)
{
  double legend = assay_plot_legend_measure (self);
  double bottom = self->setup->height - legend;
  AssayHeat heat;
  gboolean values = find_values (self->plot, &heat);

  set_ranges (self, values ? &heat : NULL);
  if (assay_plot_is_polar (self->plot))
    {
      assay_plot_polar_draw (self, self->setup->title ? 2.0 * self->title_font.size : 0.0, bottom);
    }
  else
    {
      assay_plot_frame_measure (self, bottom);
      assay_plot_frame_draw_back (self);
      draw_data (self);
      assay_plot_frame_draw_front (self);
      if (values)
        assay_plot_heat_draw_scale (self, &heat);
    }
  draw_title (self);
  assay_plot_legend_draw (self, bottom);
}

AssayPlotLayout *
assay_plot_layout_new (AssayPlot *plot, const AssayPlotSetup *setup)
{
  AssayPlotLayout *self = g_new0 (AssayPlotLayout, 1);
  g_autoptr (GPtrArray) translated
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  AssayTextExtent extent = { 0 };
  AssayPlotContext context = {
    .plot = plot,
    .setup = setup,
    .palette = setup->palette,
    .list = assay_draw_list_new (setup->width, setup->height),
    .font = { ASSAY_FONT_SANS, setup->font_size, FALSE, FALSE },
    .title_font = { ASSAY_FONT_SANS, 1.1 * setup->font_size, TRUE, FALSE },
    .translated = translated,
  };

  setup->measure ("0", &context.font, &extent, setup->measure_data);
  context.line = extent.ascent + extent.descent;
  lay_out (&context);
  self->plot = assay_plot_ref (plot);
  self->list = context.list;
  self->area = context.area;
  self->x = context.x;
  self->y = context.y;
  self->right = context.right;
  self->polar = assay_plot_is_polar (plot);
  self->view = (AssayPlotView){ context.x.minimum, context.x.maximum, context.y.minimum,
                                context.y.maximum };
  g_clear_pointer (&context.colours.ticks, assay_ticks_free);
  g_clear_pointer (&self->x.ticks, assay_ticks_free);
  g_clear_pointer (&self->y.ticks, assay_ticks_free);
  g_clear_pointer (&self->right.ticks, assay_ticks_free);
  return self;
}

void
assay_plot_layout_free (AssayPlotLayout *self)
{
  if (self == NULL)
    return;
  assay_draw_list_unref (self->list);
  assay_plot_unref (self->plot);
  g_free (self);
}

AssayDrawList *
assay_plot_layout_get_list (const AssayPlotLayout *self)
{
  return self->list;
}

const AssayRect *
assay_plot_layout_get_area (const AssayPlotLayout *self)
{
  return &self->area;
}

const AssayPlotView *
assay_plot_layout_get_view (const AssayPlotLayout *self)
{
  return &self->view;
}

gboolean
assay_plot_layout_is_polar (const AssayPlotLayout *self)
{
  return self->polar;
}

double
assay_plot_layout_x_at (const AssayPlotLayout *self, double place)
{
  return self->polar ? (double) NAN : assay_plot_scale_value (&self->x, place);
}

double
assay_plot_layout_y_at (const AssayPlotLayout *self, double place)
{
  return self->polar ? (double) NAN : assay_plot_scale_value (&self->y, place);
}

double
assay_plot_layout_place_x (const AssayPlotLayout *self, double x)
{
  return self->polar ? (double) NAN : assay_plot_scale_place (&self->x, x);
}

double
assay_plot_layout_place_y (const AssayPlotLayout *self, double y, gboolean right)
{
  const AssayPlotScale *scale = right && self->right.axis != NULL ? &self->right : &self->y;

  return self->polar ? (double) NAN : assay_plot_scale_place (scale, y);
}

double
assay_plot_layout_natural_height (const AssayPlot *plot, double width)
{
  const char *const *names = assay_plot_get_names (plot, TRUE);
  double rows = assay_ticks_count_names (names);

  if (assay_plot_is_polar (plot))
    return MIN (width, 340.0);
  return CLAMP (MAX (0.45 * width, 100.0 + 16.0 * rows), 220.0, 420.0);
}
