/* assay-plot-steps.c: see the header. */
#include "assay-plot-steps.h"

guint
assay_plot_steps_count (const AssayPlot *plot)
{
  const char *link = assay_plot_get_link (plot);

  return g_strcmp0 (link, ASSAY_PLOT_STEPS) == 0 ? assay_plot_get_n_series (plot) : 0;
}

const char *
assay_plot_steps_name (const AssayPlot *plot, guint step)
{
  AssaySeries series;

  assay_plot_get_series (plot, step, &series);
  return series.name;
}

static void
copy_series (AssayPlotBuilder *builder, const AssayPlot *plot, guint index)
{
  AssaySeries series;

  assay_plot_get_series (plot, index, &series);
  assay_plot_builder_series (builder, series.kind, series.name, series.x, series.y, series.y2,
                             series.n, series.digits);
}

AssayPlot *
assay_plot_steps_choose (const AssayPlot *plot, guint step)
{
  AssayPlotBuilder *builder
      = assay_plot_builder_new (assay_plot_get_id (plot), assay_plot_get_title (plot),
                                assay_plot_get_x (plot), assay_plot_get_y (plot));

  copy_series (builder, plot, 0);
  if (step > 0)
    copy_series (builder, plot, step);
  for (guint i = 0; i < assay_plot_get_n_annotations (plot); i++)
    {
      AssayAnnotation annotation;

      assay_plot_get_annotation (plot, i, &annotation);
      assay_plot_builder_annotation (builder, annotation.kind, annotation.x, annotation.y,
                                     annotation.x2, annotation.text);
    }
  assay_plot_builder_link (builder, ASSAY_PLOT_STEPS);
  return assay_plot_builder_end (builder);
}
