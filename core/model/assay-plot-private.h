/* assay-plot-private.h: how a plot is kept; for its wire form and its JSON. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

typedef struct
{
  AssaySeriesKind kind;
  char *name;
  double *x;
  double *y;
  double *y2; /* NULL unless BAND */
  gsize n;
  guint digits;
  gboolean right;
} AssayPlotSeries;

typedef struct
{
  char *name;
  double *values; /* NULL when it is a picture */
  gsize rows;
  gsize columns;
  AssayImage *image;
  double x0, x1, y0, y1;
  AssayAxis value; /* texts owned */
  char *map;
  guint digits;
} AssayPlotHeat;

struct _AssayPlot
{
  char *id;
  char *title;
  char *link;
  AssayAxis x; /* texts owned */
  AssayAxis y;
  AssayAxis right;
  gboolean has_right;
  char **names[2];     /* of the x and the y axis; NULL without */
  GArray *series;      /* AssayPlotSeries */
  GArray *heats;       /* AssayPlotHeat */
  GArray *annotations; /* AssayAnnotation, texts owned */
};

/* Copies with owned texts. */
void assay_axis_copy (const AssayAxis *from, AssayAxis *to);

G_END_DECLS
