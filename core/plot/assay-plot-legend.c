/* assay-plot-legend.c: which colour is what, in rows under the plot. */

#include "base/assay-base.h"
#include "plot/assay-plot-layout-private.h"

#define SWATCH 12.0    /* pt, width of a sample */
#define SWATCH_GAP 4.0 /* pt */
#define SHARE 0.3      /* of the height at most */

/* The series that stand in the legend: a single one needs none, its axis says what it is. */
static gboolean
needs_legend (const AssayPlotContext *self)
{
  AssaySeries series;

  if (assay_plot_get_n_series (self->plot) < 2)
    return FALSE;
  assay_plot_get_series (self->plot, 0, &series);
  return *series.name != '\0';
}

static double
entry_gap (const AssayPlotContext *self)
{
  return 1.4 * self->font.size;
}

/* Name of series @index, fitted into the width. Empty for one without name. */
static char *
entry_text (const AssayPlotContext *self, guint index)
{
  AssaySeries series;

  assay_plot_get_series (self->plot, index, &series);
  return assay_plot_fit_text (self, assay_text_translate (series.name), &self->font,
                              self->setup->width - SWATCH - SWATCH_GAP);
}

/* A piece of what the series looks like, in the middle of the line at @y. */
static void
draw_swatch (AssayPlotContext *self, guint index, double x, double y)
{
  AssayDash dash;
  AssayColour colour;
  AssayColour fill;
  AssayRect box = { x, y - 4.0, SWATCH, 8.0 };
  const AssayPoint dot = { x + 0.5 * SWATCH, y };
  AssaySeries series;

  assay_plot_get_series (self->plot, index, &series);
  colour = assay_palette_series (self->palette, index, series.name, &dash);
  fill = assay_colour_with_alpha (colour, self->palette->fill_alpha);
  switch (series.kind)
    {
    case ASSAY_SERIES_BAND:
      assay_draw_list_rectangle (self->list, &box, 0.0, fill, ASSAY_COLOUR_NONE, 0.0);
      break;
    case ASSAY_SERIES_HISTOGRAM:
      assay_draw_list_rectangle (self->list, &box, 0.0, fill, colour, 0.8);
      break;
    case ASSAY_SERIES_BAR:
      assay_draw_list_rectangle (self->list, &box, 1.0, colour, ASSAY_COLOUR_NONE, 0.0);
      break;
    case ASSAY_SERIES_SCATTER:
      assay_draw_list_marks (self->list, &dot, 1, 2.6, colour);
      break;
    case ASSAY_SERIES_LINE:
    case ASSAY_SERIES_STEP:
    case ASSAY_SERIES_STEM:
    case ASSAY_SERIES_POLAR:
      assay_draw_list_line (self->list, x, y, x + SWATCH, y, colour,
                            1.5 * self->palette->line_width, dash);
      break;
    }
}

/* Goes through the rows; draws when @top is not negative. What does not fit is counted in a last
 * entry. Returns the number of rows. */
static guint
flow (AssayPlotContext *self, double top)
{
  guint n = assay_plot_get_n_series (self->plot);
  double width = self->setup->width;
  guint most_rows = (guint) MAX (SHARE * self->setup->height / (1.15 * self->line), 1.0);
  guint rows = 1;
  double x = 0.0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = entry_text (self, i);
      double needs = SWATCH + SWATCH_GAP + assay_plot_text_width (self, text, &self->font);
      double y;

      if (*text == '\0')
        continue;
      if (x > 0.0 && x + needs > width)
        {
          if (rows == most_rows)
            return rows;
          rows++;
          x = 0.0;
        }
      y = top + (rows - 0.5) * 1.15 * self->line;
      if (top >= 0.0)
        {
          draw_swatch (self, i, x, y);
          assay_draw_list_text (self->list, x + SWATCH + SWATCH_GAP, y, text, &self->font,
                                ASSAY_ANCHOR_START, ASSAY_BASE_MIDDLE, 0.0,
                                self->palette->foreground);
        }
      x += needs + entry_gap (self);
    }
  return rows;
}

double
assay_plot_legend_measure (AssayPlotContext *self)
{
  if (!needs_legend (self))
    return 0.0;
  return (flow (self, -1.0) + 0.25) * 1.15 * self->line;
}

void
assay_plot_legend_draw (AssayPlotContext *self, double top)
{
  if (needs_legend (self))
    flow (self, top + 0.25 * 1.15 * self->line);
}
