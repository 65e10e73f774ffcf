/* assay-plot-card.h: a plot with its title, its read-out in words, and a menu: zoom, CSV, values as
 * a table. */
#pragma once

#include <gtk/gtk.h>

#include "assay-plot-link.h"
#include "model/assay-plot.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_PLOT_CARD (assay_plot_card_get_type ())
G_DECLARE_FINAL_TYPE (AssayPlotCard, assay_plot_card, ASSAY, PLOT_CARD, GtkWidget)

/* @link: (nullable): shared with the other plots of the same link name. */
GtkWidget *assay_plot_card_new (AssayPlot *plot, AssayPlotLink *link);

G_END_DECLS
