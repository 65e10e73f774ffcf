/* assay-plot-layout-private.h: what the files of the layout share while one plot is laid out. */
#pragma once

#include "plot/assay-plot-layout.h"
#include "plot/assay-plot-range.h"
#include "plot/assay-scale.h"
#include "plot/assay-ticks.h"

G_BEGIN_DECLS

/* An axis between data and places. */
typedef struct
{
  const AssayAxis *axis;   /* NULL: there is none */
  double minimum, maximum; /* shown data */
  double low, high;        /* the same, scaled */
  double start, length;    /* pt; length is negative for y, which runs upwards */
  AssayTicks *ticks;
  const char *const *names; /* translated; NULL unless NAMES */
  gboolean turned;          /* labels of x read upwards, because they are long names */
  double label_limit;       /* pt; longer labels end in "…" */
} AssayPlotScale;

typedef struct
{
  AssayPlot *plot;
  const AssayPlotSetup *setup;
  const AssayPalette *palette;
  AssayDrawList *list;
  AssayFont font;
  AssayFont title_font;
  double line; /* height of a line of labels, pt */
  AssayPlotScale x, y, right;
  AssayPlotScale colours; /* the colour scale; its axis is that of the first heat map */
  AssayRect area;
  AssayRect colour_bar;
  GPtrArray *translated; /* keeps name arrays alive */
} AssayPlotContext;

/* assay-plot-scale.c */
double assay_plot_scale_place (const AssayPlotScale *self, double value);
double assay_plot_scale_value (const AssayPlotScale *self, double place);
void assay_plot_scale_set_range (AssayPlotScale *self,
                                 const AssayAxis *axis,
                                 double minimum,
                                 double maximum);
/* "Level (dB)", with a common factor when the ticks have one. "" without title and unit. */
char *assay_plot_axis_title (const AssayPlotScale *self) G_GNUC_WARN_UNUSED_RESULT;
double
assay_plot_text_width (const AssayPlotContext *self, const char *text, const AssayFont *font);
/* @text, or as much of it as fits into @limit pt with "…" at its end. */
char *assay_plot_fit_text (const AssayPlotContext *self,
                           const char *text,
                           const AssayFont *font,
                           double limit) G_GNUC_WARN_UNUSED_RESULT;

/* assay-plot-frame.c: margins, ticks, grid, titles */
void assay_plot_frame_measure (AssayPlotContext *self, double bottom);
void assay_plot_frame_draw_back (AssayPlotContext *self);
void assay_plot_frame_draw_front (AssayPlotContext *self);

/* assay-plot-legend.c: height that it takes, pt, and drawing at @top */
double assay_plot_legend_measure (AssayPlotContext *self);
void assay_plot_legend_draw (AssayPlotContext *self, double top);

/* assay-plot-series.c, -bars.c, -heat.c, -annotations.c: into the area, which is clipped */
const AssayPlotScale *assay_plot_series_scale (const AssayPlotContext *self,
                                               const AssaySeries *series);
void assay_plot_series_draw (AssayPlotContext *self, guint index, const AssaySeries *series);
void assay_plot_bars_draw (AssayPlotContext *self, guint index, const AssaySeries *series);
void assay_plot_histogram_draw (AssayPlotContext *self, guint index, const AssaySeries *series);
void assay_plot_heat_draw (AssayPlotContext *self, const AssayHeat *heat);
void assay_plot_heat_draw_scale (AssayPlotContext *self, const AssayHeat *heat);
/* @first: number of the item in the list with which the data begin, so that words keep off them. */
void assay_plot_annotations_draw (AssayPlotContext *self, gsize first);

/* assay-plot-polar.c: the whole plot */
void assay_plot_polar_draw (AssayPlotContext *self, double top, double bottom);

G_END_DECLS
