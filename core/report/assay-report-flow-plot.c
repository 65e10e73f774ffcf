/* assay-report-flow-plot.c: a plot in the page: the same layout as on the screen, in the colours
 * for paper. */
#include "config.h"

#include "plot/assay-plot-layout.h"
#include "report/assay-report-flow-state-private.h"

static void
measure (const char *text, const AssayFont *font, AssayTextExtent *extent, gpointer user_data)
{
  AssayReportFonts *fonts = user_data;
  const AssayTextStyle style = { *font, ASSAY_INK };
  g_autoptr (PangoLayout) layout = assay_text_layout (fonts, text, &style, -1);
  double height;
  assay_text_line_extents (pango_layout_get_line_readonly (layout, 0), &extent->ascent, &height,
                           &extent->width);
  extent->descent = height - extent->ascent;
}

/* Upright words go through the report's own text, so that names in any script show. */
static void
on_text (AssayDrawList *to, const AssayDrawItem *item, gpointer user_data)
{
  AssayFlow *flow = user_data;
  if (item->invisible || ABS (item->angle) > 0.01)
    {
      assay_draw_list_add (to, item);
      return;
    }
  const AssayTextStyle style = { item->font, item->fill };
  g_autoptr (PangoLayout) layout = assay_text_layout (flow->fonts, item->text, &style, -1);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  double ascent;
  double height;
  double width;
  assay_text_line_extents (line, &ascent, &height, &width);
  double x = item->points[0].x;
  double y = item->points[0].y;
  if (item->anchor != ASSAY_ANCHOR_START)
    x -= item->anchor == ASSAY_ANCHOR_MIDDLE ? width / 2 : width;
  if (item->base == ASSAY_BASE_TOP)
    y += ascent;
  else if (item->base == ASSAY_BASE_MIDDLE)
    y += ascent - height / 2;
  else if (item->base == ASSAY_BASE_BOTTOM)
    y += ascent - height;
  assay_text_draw_line (flow->fonts, flow->codes, line, x, y, to);
}

#define SPACE_ABOVE 6.0
#define SPACE_BETWEEN 3.0

static PangoLayout *
caption_layout (AssayFlow *self, const char *caption)
{
  return assay_text_layout (self->fonts, caption, assay_style (ASSAY_STYLE_NOTE),
                            assay_flow_get_width (self));
}

double
assay_flow_plot_height (AssayFlow *self, double height, const char *caption)
{
  g_autoptr (PangoLayout) layout = caption_layout (self, caption);

  return SPACE_ABOVE + height + SPACE_BETWEEN + assay_flow_all_lines (layout);
}

void
assay_flow_plot (AssayFlow *self, AssayPlot *plot, double height, const char *caption)
{
  AssayPlotSetup setup = {
    .width = assay_flow_get_width (self),
    .height = height,
    .palette = assay_palette_get (ASSAY_PALETTE_PAPER),
    .font_size = 8.0,
    .resolution = 4.0,
    .measure = measure,
    .measure_data = self->fonts,
  };
  g_autoptr (PangoLayout) words = caption_layout (self, caption);
  assay_plot_view_all (&setup.view);
  g_autoptr (AssayPlotLayout) layout = assay_plot_layout_new (plot, &setup);
  /* A caption that one page can't hold goes on on the next. */
  assay_flow_need (self, assay_flow_plot_height (self, height, caption));
  /* Also at the top of a page: two side by side stand level. */
  self->y += SPACE_ABOVE;
  assay_draw_list_append (self->list, assay_plot_layout_get_list (layout), self->left, self->y,
                          on_text, self);
  self->y += height + SPACE_BETWEEN;
  self->fresh = FALSE;
  assay_flow_layout (self, words, self->left);
  assay_flow_space (self, 8);
}
