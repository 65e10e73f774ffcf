/* assay-plot-canvas.h: a plot on the screen: zoom, pan, and a cursor that reads values.
 *
 * Keys: left and right move the cursor from value to value (up and down too in heat maps), with
 * Shift they move the picture; + and − zoom, Home shows all, Escape puts the cursor away. The wheel
 * zooms with Ctrl, or when the plot has the focus. */
#pragma once

#include <gtk/gtk.h>

#include "assay-plot-link.h"
#include "model/assay-plot.h"

G_BEGIN_DECLS

/* Property: reading (char *, notifies): the values at the cursor in words, "" without cursor. */
#define ASSAY_TYPE_PLOT_CANVAS (assay_plot_canvas_get_type ())
G_DECLARE_FINAL_TYPE (AssayPlotCanvas, assay_plot_canvas, ASSAY, PLOT_CANVAS, GtkWidget)

/* @plot: (nullable) */
void assay_plot_canvas_set_plot (AssayPlotCanvas *self, AssayPlot *plot);
AssayPlot *assay_plot_canvas_get_plot (AssayPlotCanvas *self);
/* @link: (nullable): shared with plots of the same link name. */
void assay_plot_canvas_set_link (AssayPlotCanvas *self, AssayPlotLink *link);
const char *assay_plot_canvas_get_reading (AssayPlotCanvas *self);
/* @factor above 1 magnifies, around the cursor or the middle. */
void assay_plot_canvas_zoom (AssayPlotCanvas *self, double factor);
void assay_plot_canvas_reset (AssayPlotCanvas *self);

G_END_DECLS
