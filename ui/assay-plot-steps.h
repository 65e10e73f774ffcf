/* assay-plot-steps.h: plots whose series are steps of one quantity, of which a slider shows one.
 *
 * Such a plot says so by its link ASSAY_PLOT_STEPS, after which may stand the number of the step
 * that its run used, "steps:6"; its first series is where the steps begin and stays as a
 * comparison. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

#define ASSAY_PLOT_STEPS "steps"

/* How many steps @plot has; 0 when its series are no steps. */
guint assay_plot_steps_count (const AssayPlot *plot);
/* The step that the run used; 0 when @plot does not say. */
guint assay_plot_steps_used (const AssayPlot *plot);
/* What the step is called: the msgid of series @step. */
const char *assay_plot_steps_name (const AssayPlot *plot, guint step);
/* @plot with its first series and series @step alone; @step is below the count. */
AssayPlot *assay_plot_steps_choose (const AssayPlot *plot, guint step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
