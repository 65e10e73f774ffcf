/* assay-plot.h: a plot as data: axes, series, annotations. core/plot lays it out and paints it.
 *
 * Titles, axis names and series names are msgids. Immutable once built. */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "model/assay-image.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_SCALE_LINEAR,
  ASSAY_SCALE_LOG,    /* base 10; values <= 0 are not drawn */
  ASSAY_SCALE_MEL,    /* Hz on the mel scale */
  ASSAY_SCALE_PROBIT, /* probabilities 0..1, as DET curves have them */
  ASSAY_SCALE_TIME,   /* s, ticks as h:mm:ss */
  ASSAY_SCALE_NAMES,  /* whole numbers that index the axis names */
} AssayScale;

typedef struct
{
  const char *title; /* msgid */
  const char *unit;  /* "Hz"; "" without one */
  AssayScale scale;
  double minimum; /* both 0: from the data */
  double maximum;
} AssayAxis;

typedef enum
{
  ASSAY_SERIES_LINE,
  ASSAY_SERIES_BAND,      /* between y and y2 */
  ASSAY_SERIES_BAR,       /* centred on x; stacked on earlier bars of the same stack name */
  ASSAY_SERIES_HISTOGRAM, /* x is the left edge of each bin, the last bin as wide as the one before
                           */
  ASSAY_SERIES_STEM,
  ASSAY_SERIES_SCATTER,
  ASSAY_SERIES_STEP,
  ASSAY_SERIES_POLAR, /* x angle in rad, y radius */
} AssaySeriesKind;

typedef enum
{
  ASSAY_ANNOTATION_VERTICAL,   /* line at x */
  ASSAY_ANNOTATION_HORIZONTAL, /* line at y */
  ASSAY_ANNOTATION_SPAN,       /* x .. x2 */
  ASSAY_ANNOTATION_POINT,      /* x, y */
} AssayAnnotationKind;

typedef struct _AssayPlot AssayPlot;
#define ASSAY_TYPE_PLOT (assay_plot_get_type ())
GType assay_plot_get_type (void);

typedef struct _AssayPlotBuilder AssayPlotBuilder;

AssayPlotBuilder *
assay_plot_builder_new (const char *id, const char *title, const AssayAxis *x, const AssayAxis *y);
/* @digits: decimals to which the values are rounded and shown by the cursor. @y2 only for BAND.
 * Values are copied; NaN interrupts a line. More than ASSAY_LIMIT_SERIES values is a programming
 * error: reduce before. */
void assay_plot_builder_series (AssayPlotBuilder *self,
                                AssaySeriesKind kind,
                                const char *name,
                                const double *x,
                                const double *y,
                                const double *y2,
                                gsize n,
                                guint digits);
/* A second y axis on the right, for the series added after it. */
void assay_plot_builder_right_axis (AssayPlotBuilder *self, const AssayAxis *y);
/* Heat map: @values is rows × columns, first row at @y0, first column at @x0. @value_axis names the
 * colour scale
 * ("Level", "dB"). @map is "magma", "grey" or "diverging". */
void assay_plot_builder_heat (AssayPlotBuilder *self,
                              const char *name,
                              const double *values,
                              gsize rows,
                              gsize columns,
                              double x0,
                              double x1,
                              double y0,
                              double y1,
                              const AssayAxis *value_axis,
                              const char *map,
                              guint digits);
/* A picture in data coordinates. */
void assay_plot_builder_image (AssayPlotBuilder *self,
                               const char *name,
                               AssayImage *image,
                               double x0,
                               double x1,
                               double y0,
                               double y1);
void assay_plot_builder_annotation (AssayPlotBuilder *self,
                                    AssayAnnotationKind kind,
                                    double x,
                                    double y,
                                    double x2,
                                    const char *text);
/* Names for ASSAY_SCALE_NAMES; msgids. NULL-terminated. */
void assay_plot_builder_names (AssayPlotBuilder *self, gboolean y_axis, const char *const *names);
/* Plots of one result with the same link share their x range and cursor. "steps:6": the
 * series are steps of one quantity, of which the window shows one by a slider, at first number 6.
 */
void assay_plot_builder_link (AssayPlotBuilder *self, const char *link);
AssayPlot *assay_plot_builder_end (AssayPlotBuilder *self) G_GNUC_WARN_UNUSED_RESULT;

AssayPlot *assay_plot_ref (AssayPlot *self);
void assay_plot_unref (AssayPlot *self);

typedef struct
{
  AssaySeriesKind kind;
  const char *name;
  const double *x;
  const double *y;
  const double *y2; /* NULL unless BAND */
  gsize n;
  guint digits;
  gboolean right;
} AssaySeries;

typedef struct
{
  const char *name;
  const double *values; /* rows × columns; NULL when it is a picture */
  gsize rows;
  gsize columns;
  AssayImage *image; /* NULL when it is a heat map */
  double x0, x1, y0, y1;
  AssayAxis value;
  const char *map;
  guint digits;
} AssayHeat;

typedef struct
{
  AssayAnnotationKind kind;
  double x, y, x2;
  const char *text;
} AssayAnnotation;

const char *assay_plot_get_id (const AssayPlot *self);
const char *assay_plot_get_title (const AssayPlot *self);
const char *assay_plot_get_link (const AssayPlot *self);
const AssayAxis *assay_plot_get_x (const AssayPlot *self);
const AssayAxis *assay_plot_get_y (const AssayPlot *self);
/* NULL without one. */
const AssayAxis *assay_plot_get_right (const AssayPlot *self);
const char *const *assay_plot_get_names (const AssayPlot *self, gboolean y_axis);
guint assay_plot_get_n_series (const AssayPlot *self);
void assay_plot_get_series (const AssayPlot *self, guint index, AssaySeries *series);
guint assay_plot_get_n_heats (const AssayPlot *self);
void assay_plot_get_heat (const AssayPlot *self, guint index, AssayHeat *heat);
guint assay_plot_get_n_annotations (const AssayPlot *self);
void assay_plot_get_annotation (const AssayPlot *self, guint index, AssayAnnotation *annotation);

GVariant *assay_plot_to_variant (const AssayPlot *self);
AssayPlot *assay_plot_from_variant (GVariant *variant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All that is plotted: canonical results hold it, so a plot in a report can be drawn again.
 * Pictures inside a plot are named by their hash and do not come back. */
JsonNode *assay_plot_to_json (const AssayPlot *self, gboolean canonical) G_GNUC_WARN_UNUSED_RESULT;
AssayPlot *assay_plot_from_json (JsonObject *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPlot, assay_plot_unref)

G_END_DECLS
