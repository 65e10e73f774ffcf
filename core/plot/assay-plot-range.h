/* assay-plot-range.h: what range of values a plot's axes must show. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

/* The whole range of the x axis: as the axis says, else from series, heat maps and annotations;
 * never empty, finite, and above 0 on a log axis. */
void assay_plot_range_x (const AssayPlot *plot, double *minimum, double *maximum);
/* The same for the left, or with @right the right y axis. Bars and histograms start at 0; lines get
 * a little air. */
void assay_plot_range_y (const AssayPlot *plot, gboolean right, double *minimum, double *maximum);
/* The range of the values of @heat; a diverging map is even on both sides of 0. */
void assay_plot_range_heat (const AssayHeat *heat, double *minimum, double *maximum);
/* TRUE if @plot is drawn around a centre. */
gboolean assay_plot_is_polar (const AssayPlot *plot);

/* Where each bar of series @index stands: (array length=n) (transfer full) (nullable): NULL when it
 * stands on no other. Bars are stacked where series have the same x; the x of each series must
 * ascend. */
double *assay_plot_bar_bases (const AssayPlot *plot, guint index) G_GNUC_WARN_UNUSED_RESULT;
/* Width of a bar in x units: 0.8 of the smallest distance between two of them, over all bar series.
 */
double assay_plot_bar_width (const AssayPlot *plot);
/* Right edge of bin @index of a histogram; the last bin is as wide as the one before. */
double assay_plot_bin_end (const AssaySeries *series, gsize index);

G_END_DECLS
