/* assay-plot-steps.c: see the header. */
#include "assay-plot-steps.h"

#include <string.h>

/* What stands after ASSAY_PLOT_STEPS; NULL when @plot has none. */
static const char *
after_link (const AssayPlot *plot)
{
  const char *link = assay_plot_get_link (plot);

  if (link == NULL || !g_str_has_prefix (link, ASSAY_PLOT_STEPS))
    return NULL;
  link += strlen (ASSAY_PLOT_STEPS);
  return *link == '\0' || *link == ':' ? link : NULL;
}

guint
assay_plot_steps_count (const AssayPlot *plot)
{
  return after_link (plot) != NULL ? assay_plot_get_n_series (plot) : 0;
}

guint
assay_plot_steps_used (const AssayPlot *plot)
{
  const char *link = after_link (plot);
  guint64 step;

  /* The plot comes from the worker: what it says is only a wish. */
  if (link == NULL || *link == '\0'
      || !g_ascii_string_to_unsigned (link + 1, 10, 0, G_MAXUINT, &step, NULL)
      || step >= assay_plot_get_n_series (plot))
    return 0;
  return (guint) step;
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
  assay_plot_builder_link (builder, assay_plot_get_link (plot));
  return assay_plot_builder_end (builder);
}
