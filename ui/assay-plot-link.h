/* assay-plot-link.h: what plots with the same link name share: the shown x range and the cursor. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Signal "changed" after either was set. Values are data values; NaN: the whole range, no cursor.
 */
#define ASSAY_TYPE_PLOT_LINK (assay_plot_link_get_type ())
G_DECLARE_FINAL_TYPE (AssayPlotLink, assay_plot_link, ASSAY, PLOT_LINK, GObject)

AssayPlotLink *assay_plot_link_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_plot_link_set_cursor (AssayPlotLink *self, double x);
double assay_plot_link_get_cursor (AssayPlotLink *self);
void assay_plot_link_set_range (AssayPlotLink *self, double minimum, double maximum);
void assay_plot_link_get_range (AssayPlotLink *self, double *minimum, double *maximum);

G_END_DECLS
