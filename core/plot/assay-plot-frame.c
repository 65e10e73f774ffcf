/* assay-plot-frame.c: what is around the data: margins, grid, ticks, labels, axis titles. */
#include <math.h>
#include <string.h>

#include "plot/assay-plot-layout-private.h"

#define TICK 3.5        /* pt, length of a tick */
#define SMALL_TICK 2.0  /* pt */
#define LABEL_GAP 3.0   /* pt, between tick and label */
#define COLOUR_BAR 9.0  /* pt, width of the colour scale */
#define TITLE_GAP 0.7   /* lines, between the titles and the area: half a label stands there */
#define NAME_SHARE 0.34 /* part of width or height that long names may take */

/* What the label of @tick shows, shortened where the axis says so. NULL without label. */
static char *
shown_label (const AssayPlotContext *self, const AssayPlotScale *scale, const AssayTick *tick)
{
  if (tick->label == NULL)
    return NULL;
  if (scale->label_limit > 0.0)
    return assay_plot_fit_text (self, tick->label, &self->font, scale->label_limit);
  return g_strdup (tick->label);
}

/* Width of the widest label, pt. */
static double
widest_label (const AssayPlotContext *self, const AssayPlotScale *scale)
{
  double widest = 0.0;

  for (guint i = 0; i < scale->ticks->ticks->len; i++)
    {
      g_autofree char *label
          = shown_label (self, scale, &g_array_index (scale->ticks->ticks, AssayTick, i));

      if (label != NULL)
        widest = MAX (widest, assay_plot_text_width (self, label, &self->font));
    }
  return widest;
}

static void
place_ticks (AssayPlotScale *scale, guint most)
{
  g_clear_pointer (&scale->ticks, assay_ticks_free);
  scale->ticks
      = assay_ticks_new (scale->axis->scale, scale->minimum, scale->maximum, most, scale->names);
}

/* Whether two labels touch: side by side on the level axis, one above the other on upright ones. */
static gboolean
labels_touch (const AssayPlotContext *self, const AssayPlotScale *scale)
{
  gboolean beside = scale->length > 0.0 && !scale->turned;
  double gap = beside ? 0.7 * self->font.size : 0.0;
  double last = NAN;
  double last_half = 0.0;

  for (guint i = 0; i < scale->ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (scale->ticks->ticks, AssayTick, i);
      g_autofree char *label = shown_label (self, scale, tick);
      double half;
      double place;

      if (label == NULL)
        continue;
      half = beside ? 0.5 * assay_plot_text_width (self, label, &self->font) : 0.5 * self->line;
      place = assay_plot_scale_place (scale, tick->value);
      if (!isnan (last) && fabs (place - last) < half + last_half + gap)
        return TRUE;
      last = place;
      last_half = half;
    }
  return FALSE;
}

/* Fewer labels until none touch; with only two that still do, the first stays. */
static void
thin_out (AssayPlotContext *self, AssayPlotScale *scale, guint most)
{
  for (; most >= 2; most--)
    {
      place_ticks (scale, most);
      if (!labels_touch (self, scale))
        return;
    }
  for (guint i = 1; i < scale->ticks->ticks->len; i++)
    g_clear_pointer (&g_array_index (scale->ticks->ticks, AssayTick, i).label, g_free);
}

/* Upright axes: labels with half a line between them at least; names closer. */
static void
fit_upright (AssayPlotContext *self, AssayPlotScale *scale)
{
  double height = self->area.height;
  guint most = (guint) CLAMP (height / (1.6 * self->line), 2.0, 12.0);

  scale->start = self->area.y + height;
  scale->length = -height;
  if (scale->axis->scale == ASSAY_SCALE_NAMES)
    {
      most = (guint) MAX (height / self->line, 2.0);
      scale->label_limit = NAME_SHARE * self->setup->width;
    }
  thin_out (self, scale, most);
}

/* Level axes: as many labels as stand side by side. Names are turned when some would be dropped
 * otherwise. */
static void
fit_level (AssayPlotContext *self, AssayPlotScale *scale)
{
  guint most = (guint) CLAMP (scale->length / (2.2 * self->font.size), 2.0, 14.0);

  if (scale->axis->scale == ASSAY_SCALE_NAMES)
    {
      most = (guint) MAX (scale->length / self->line, 2.0);
      place_ticks (scale, most);
      scale->turned = FALSE;
      if (!labels_touch (self, scale))
        return;
      scale->turned = TRUE;
      scale->label_limit = NAME_SHARE * self->setup->height;
      place_ticks (scale, most);
      return;
    }
  thin_out (self, scale, most);
}

/* Room for the titles of the upright axes, which stand above them and read level. */
static double
titles_height (AssayPlotContext *self)
{
  const AssayPlotScale *scales[] = { &self->y, &self->right, &self->colours };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autofree char *title = NULL;

      if (scales[i]->axis == NULL)
        continue;
      title = assay_plot_axis_title (scales[i]);
      if (*title != '\0')
        return 1.25 * self->line;
    }
  return 0.0;
}

/* Left and right margins follow from the labels of the upright axes. */
static void
measure_sides (AssayPlotContext *self)
{
  double left = 0.0;
  double right = 0.0;

  fit_upright (self, &self->y);
  left = widest_label (self, &self->y) + TICK + LABEL_GAP;
  if (self->right.axis != NULL)
    {
      fit_upright (self, &self->right);
      right += widest_label (self, &self->right) + TICK + LABEL_GAP;
    }
  if (self->colours.axis != NULL)
    {
      fit_upright (self, &self->colours);
      self->colour_bar.width = COLOUR_BAR;
      right
          += 3.0 * LABEL_GAP + COLOUR_BAR + TICK + LABEL_GAP + widest_label (self, &self->colours);
    }
  /* half of the last label of the level axis hangs over */
  right = MAX (right, 1.4 * self->font.size);
  left = MAX (left, 1.2 * self->font.size);
  self->area.x = MIN (left, 0.45 * self->setup->width);
  self->area.width = MAX (self->setup->width - self->area.x - right, 8.0);
}

void
assay_plot_frame_measure (AssayPlotContext *self, double bottom)
{
  double title = self->setup->title ? 1.5 * self->title_font.size + 2.0 : 0.0;
  g_autofree char *x_title = assay_plot_axis_title (&self->x);
  double below = TICK + LABEL_GAP + self->line + (*x_title != '\0' ? 1.25 * self->line : 0.0);

  self->area.y = title + titles_height (self) + TITLE_GAP * self->line;
  self->area.height = MAX (bottom - self->area.y - below, 8.0);
  measure_sides (self);
  self->x.start = self->area.x;
  self->x.length = self->area.width;
  fit_level (self, &self->x);
  if (self->x.turned)
    {
      double room = widest_label (self, &self->x) - self->line;

      self->area.height = MAX (self->area.height - MAX (room, 0.0), 8.0);
      measure_sides (self);
      self->x.start = self->area.x;
      self->x.length = self->area.width;
    }
  if (self->colours.axis != NULL)
    {
      self->colour_bar.x = self->setup->width - widest_label (self, &self->colours) - TICK
                           - LABEL_GAP - COLOUR_BAR;
      self->colour_bar.y = self->area.y;
      self->colour_bar.height = self->area.height;
    }
}

/* Lines across the area at the labelled ticks of @scale. */
static void
draw_grid (AssayPlotContext *self, const AssayPlotScale *scale, gboolean across)
{
  const AssayRect *area = &self->area;

  for (guint i = 0; i < scale->ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (scale->ticks->ticks, AssayTick, i);
      double place = assay_plot_scale_place (scale, tick->value);

      if (tick->label == NULL)
        continue;
      if (across)
        assay_draw_list_line (self->list, area->x, place, area->x + area->width, place,
                              self->palette->grid, 0.6, ASSAY_DASH_SOLID);
      else
        assay_draw_list_line (self->list, place, area->y, place, area->y + area->height,
                              self->palette->grid, 0.6, ASSAY_DASH_SOLID);
    }
}

/* Bars name their place below them: lines between them would only distract. */
static gboolean
wants_upright_grid (const AssayPlotContext *self)
{
  for (guint i = 0; i < assay_plot_get_n_series (self->plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (self->plot, i, &series);
      if (series.kind == ASSAY_SERIES_BAR || series.kind == ASSAY_SERIES_HISTOGRAM)
        return FALSE;
    }
  return TRUE;
}

/* A line that runs along the axis, like a rate that is 0 throughout, is seen only above it; bars
 * stand on the axis, and on a picture it is an edge. */
static gboolean
is_axis_in_front (const AssayPlotContext *self)
{
  gboolean front = assay_plot_get_n_heats (self->plot) > 0;

  for (guint i = 0; i < assay_plot_get_n_series (self->plot) && !front; i++)
    {
      AssaySeries series;

      assay_plot_get_series (self->plot, i, &series);
      front = series.kind == ASSAY_SERIES_BAR || series.kind == ASSAY_SERIES_HISTOGRAM
              || series.kind == ASSAY_SERIES_STEM;
    }
  return front;
}

static void
draw_base (AssayPlotContext *self)
{
  const AssayRect *area = &self->area;
  double base = area->y + area->height;

  assay_draw_list_line (self->list, area->x, base, area->x + area->width, base, self->palette->axis,
                        0.8, ASSAY_DASH_SOLID);
}

void
assay_plot_frame_draw_back (AssayPlotContext *self)
{
  const AssayRect whole = { 0.0, 0.0, self->setup->width, self->setup->height };

  if ((self->palette->background & 0xff) != 0)
    assay_draw_list_rectangle (self->list, &whole, 0.0, self->palette->background,
                               ASSAY_COLOUR_NONE, 0.0);
  if (assay_plot_get_n_heats (self->plot) > 0)
    return;
  draw_grid (self, &self->y, TRUE);
  if (wants_upright_grid (self))
    draw_grid (self, &self->x, FALSE);
  if (!is_axis_in_front (self))
    draw_base (self);
}

static void
draw_level_axis (AssayPlotContext *self)
{
  const AssayRect *area = &self->area;
  double base = area->y + area->height;
  g_autofree char *title = assay_plot_axis_title (&self->x);
  g_autofree char *fitted = assay_plot_fit_text (self, title, &self->font, self->setup->width);
  double half = 0.5 * assay_plot_text_width (self, fitted, &self->font);
  double middle = area->x + 0.5 * area->width;
  double below = base + TICK + LABEL_GAP;

  if (is_axis_in_front (self))
    draw_base (self);
  for (guint i = 0; i < self->x.ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (self->x.ticks->ticks, AssayTick, i);
      g_autofree char *label = shown_label (self, &self->x, tick);
      double place = assay_plot_scale_place (&self->x, tick->value);
      double reach = label != NULL ? TICK : SMALL_TICK;

      assay_draw_list_line (self->list, place, base, place, base + reach, self->palette->axis, 0.8,
                            ASSAY_DASH_SOLID);
      if (label != NULL && self->x.turned)
        assay_draw_list_text (self->list, place, below, label, &self->font, ASSAY_ANCHOR_END,
                              ASSAY_BASE_MIDDLE, 90.0, self->palette->dim);
      else if (label != NULL)
        {
          double width = assay_plot_text_width (self, label, &self->font);
          double left = CLAMP (place - 0.5 * width, 0.0, MAX (self->setup->width - width, 0.0));

          assay_draw_list_text (self->list, left + 0.5 * width, below, label, &self->font,
                                ASSAY_ANCHOR_MIDDLE, ASSAY_BASE_TOP, 0.0, self->palette->dim);
        }
    }
  below += self->x.turned ? widest_label (self, &self->x) + 1.0 : self->line;
  middle = CLAMP (middle, half, MAX (self->setup->width - half, half));
  assay_draw_list_text (self->list, middle, below + 0.15 * self->line, fitted, &self->font,
                        ASSAY_ANCHOR_MIDDLE, ASSAY_BASE_TOP, 0.0, self->palette->dim);
}

/* Ticks and labels of an upright axis that stands at @at; @side is -1 when its labels are on the
 * left, 1 on the right. */
static void
draw_upright_axis (AssayPlotContext *self, const AssayPlotScale *scale, double at, double side)
{
  for (guint i = 0; i < scale->ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (scale->ticks->ticks, AssayTick, i);
      g_autofree char *label = shown_label (self, scale, tick);
      double place = assay_plot_scale_place (scale, tick->value);
      double reach = label != NULL ? TICK : SMALL_TICK;

      assay_draw_list_line (self->list, at, place, at + side * reach, place, self->palette->axis,
                            0.8, ASSAY_DASH_SOLID);
      assay_draw_list_text (self->list, at + side * (TICK + LABEL_GAP), place, label, &self->font,
                            side < 0.0 ? ASSAY_ANCHOR_END : ASSAY_ANCHOR_START, ASSAY_BASE_MIDDLE,
                            0.0, self->palette->dim);
    }
}

/* Titles above the upright axes: the left one from the left edge, the others to the right edge.
 * They share the width. */
static void
draw_upright_titles (AssayPlotContext *self)
{
  const AssayPlotScale *other = self->colours.axis != NULL ? &self->colours : &self->right;
  g_autofree char *left = assay_plot_axis_title (&self->y);
  g_autofree char *right = other->axis != NULL ? assay_plot_axis_title (other) : g_strdup ("");
  double base = self->area.y - TITLE_GAP * self->line;
  double width = self->setup->width;
  double share = assay_plot_text_width (self, right, &self->font) + self->font.size;
  double room = MAX (width - share, 0.5 * width);
  g_autofree char *fitted_left = assay_plot_fit_text (self, left, &self->font, room);
  double rest = width - assay_plot_text_width (self, fitted_left, &self->font) - self->font.size;
  g_autofree char *fitted_right = assay_plot_fit_text (self, right, &self->font, rest);

  assay_draw_list_text (self->list, 0.0, base, fitted_left, &self->font, ASSAY_ANCHOR_START,
                        ASSAY_BASE_BOTTOM, 0.0, self->palette->dim);
  assay_draw_list_text (self->list, width, base, fitted_right, &self->font, ASSAY_ANCHOR_END,
                        ASSAY_BASE_BOTTOM, 0.0, self->palette->dim);
}

void
assay_plot_frame_draw_front (AssayPlotContext *self)
{
  const AssayRect *area = &self->area;
  double end = area->x + area->width;

  draw_level_axis (self);
  draw_upright_axis (self, &self->y, area->x, -1.0);
  if (self->right.axis != NULL)
    {
      assay_draw_list_line (self->list, end, area->y, end, area->y + area->height,
                            self->palette->axis, 0.8, ASSAY_DASH_SOLID);
      draw_upright_axis (self, &self->right, end, 1.0);
    }
  if (self->colours.axis != NULL)
    draw_upright_axis (self, &self->colours, self->colour_bar.x + self->colour_bar.width, 1.0);
  draw_upright_titles (self);
  if (assay_plot_get_n_heats (self->plot) > 0)
    assay_draw_list_rectangle (self->list, area, 0.0, ASSAY_COLOUR_NONE, self->palette->axis, 0.8);
}
