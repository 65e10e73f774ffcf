/* assay-series-look.h: what the first rows of a table say about each of its columns. */
#pragma once

#include "wavemark/assay-series-table.h"

G_BEGIN_DECLS

/* What the sample says about one column. */
typedef struct
{
  guint filled;
  guint numbers;
  guint wholes;    /* of numbers, those without decimals */
  guint thousands; /* of numbers, those that have three decimals behind one to three digits */
  guint below;     /* whole ones below 1000, */
  guint zeros;     /* and 0 */
  guint times;
  guint likely;   /* of times, those that are no plain number, or of the years people count in */
  guint dates;    /* dates in an order that is not known, and seconds since 1970 that do not fall */
  guint steps;    /* numbers that are one more than the one before */
  guint clocks;   /* hours and minutes without a date */
  guint groups;   /* no numbers for the marks between their thousands: "2.946,99" */
  guint lengthy;  /* no numbers only because they have too many digits */
  double last;    /* number */
  GArray *hashes; /* guint64 of each stamp */
} AssaySeriesLook;

/* An AssaySeriesLook for each column, from the first 100,000 rows of @table. NULL with @error if it
 * cannot be read or has no row. */
GArray *assay_series_look_new (AssaySeriesTable *table, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The share of the stamps that differ; sorts their hashes. */
double assay_series_look_distinct (AssaySeriesLook *self);

G_END_DECLS
