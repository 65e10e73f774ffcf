/* assay-plot-read.h: what a plot says in words and numbers: at a cursor, as a sentence, as a table.
 */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* translated name of series, heat map or annotation; borrowed from the plot or
                       catalogue */
  guint series;     /* index of the series; G_MAXUINT for others */
  double x, y;      /* the place read, data values */
  gboolean right;   /* y is on the right axis */
  char *text;       /* "12.5 dB", "–3.0 to 4.1 dB" */
} AssayReading;

/**
 * assay_plot_read:
 * @x: cursor
 * @y: cursor; only heat maps look at it. NaN reads no heat map
 * @reach: annotations within this distance in x are read too
 *
 * The value of every series nearest to @x (of histograms: of the bin that holds it), then heat
 * maps, then annotations.
 *
 * Returns: (element-type AssayReading) (transfer full): empty when there is nothing near
 */
GPtrArray *
assay_plot_read (const AssayPlot *plot, double x, double y, double reach) G_GNUC_WARN_UNUSED_RESULT;

/* @value of @axis for people: with unit, as time or name where the axis is one. */
char *assay_plot_value_text (const AssayPlot *plot,
                             const AssayAxis *axis,
                             double value,
                             guint digits) G_GNUC_WARN_UNUSED_RESULT;
/* Decimals that tell two cursor places on @axis apart, which are @step apart. */
guint assay_plot_axis_digits (double step);

/* The next place to read after @x in @direction (-1, 1): the x of the nearest sample of any series;
 * @x itself at the end. */
double assay_plot_next_x (const AssayPlot *plot, double x, int direction);

/* The whole plot in one or two sentences, for screen readers: "Mean spectrum: frequency 0 to 8000
 * Hz. Level highest, -9.8 dB, at 1020 Hz." */
char *assay_plot_describe (const AssayPlot *plot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
