/* assay-plot-layout.h: a plot laid out: from data, size and colours to a draw list. */
#pragma once

#include "model/assay-plot.h"
#include "plot/assay-draw-list.h"
#include "plot/assay-palette.h"

G_BEGIN_DECLS

/* Which part is shown, in data values. NaN in a minimum: the whole range of that axis. */
typedef struct
{
  double x_minimum, x_maximum;
  double y_minimum, y_maximum;
} AssayPlotView;

void assay_plot_view_all (AssayPlotView *view);

typedef struct
{
  double width, height; /* pt */
  const AssayPalette *palette;
  double font_size;  /* pt, of labels */
  double resolution; /* device pixels per point: 1 or 2 on the screen, 4 on paper */
  gboolean title;    /* whether the plot's title is drawn */
  AssayMeasureText measure;
  gpointer measure_data;
  AssayPlotView view;
} AssayPlotSetup;

typedef struct _AssayPlotLayout AssayPlotLayout;

/* Titles and names are translated here. Everything lies within width × height; labels of one axis
 * never overlap. Sizes too small for any data (below about 60 × 60 pt) give what fits. */
AssayPlotLayout *assay_plot_layout_new (AssayPlot *plot,
                                        const AssayPlotSetup *setup) G_GNUC_WARN_UNUSED_RESULT;
void assay_plot_layout_free (AssayPlotLayout *self);

/* Borrowed. */
AssayDrawList *assay_plot_layout_get_list (const AssayPlotLayout *self);
/* Where the data are, pt. */
const AssayRect *assay_plot_layout_get_area (const AssayPlotLayout *self);
/* The shown range, without NaN. */
const AssayPlotView *assay_plot_layout_get_view (const AssayPlotLayout *self);
/* Polar plots have no cursor and no zoom. */
gboolean assay_plot_layout_is_polar (const AssayPlotLayout *self);
/* From a place in the list to data and back; x may lie outside of the area. The right axis has its
 * own y. Not for polar plots, where all are NaN. */
double assay_plot_layout_x_at (const AssayPlotLayout *self, double place);
double assay_plot_layout_y_at (const AssayPlotLayout *self, double place);
double assay_plot_layout_place_x (const AssayPlotLayout *self, double x);
double assay_plot_layout_place_y (const AssayPlotLayout *self, double y, gboolean right);

/* A height that suits @plot at @width, pt: taller for heat maps with many rows and for polar plots.
 */
double assay_plot_layout_natural_height (const AssayPlot *plot, double width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPlotLayout, assay_plot_layout_free)

G_END_DECLS
