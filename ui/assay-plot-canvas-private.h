/* assay-plot-canvas-private.h: what the picture and the input of a plot share. */
#pragma once

#include "assay-plot-canvas.h"
#include "assay-widget.h"
#include "plot/assay-plot.h"

G_BEGIN_DECLS

struct _AssayPlotCanvas
{
  GtkWidget parent_instance;

  AssayPlot *plot;
  AssayPlotLink *link;
  AssayPlotView view;
  AssayPointer pointer;
  double cursor_x; /* data; NaN without cursor */
  double cursor_y; /* heat maps only */
  char *reading;

  AssayPlotLayout *layout;
  GskRenderNode *picture;
  int width;
  int height;
  AssayPlotView drag_start; /* scaled ends along x when the drag began */
  double pinch;             /* scale of the gesture so far */
};

/* Lays out for the present size, if that has not been done. */
void assay_plot_canvas_ensure_layout (AssayPlotCanvas *self);
/* The words for the cursor, after it moved. */
void assay_plot_canvas_update_reading (AssayPlotCanvas *self);
void assay_plot_canvas_add_controllers (AssayPlotCanvas *self);

G_END_DECLS
