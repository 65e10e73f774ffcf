/* assay-series-barker.c: the marks by which the published method finds its sections. */
#include "wavemark/assay-series-barker.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Values from the first mark to the second. */
#define APART 2u

int
assay_series_barker_at (guint section, gsize n, gsize at)
{
  gsize place = at % section;

  if (at >= n / section * section)
    return 0;
  return place == 0 ? 1 : place == APART ? -1 : 0;
}

gboolean
assay_series_barker_check (AssaySeriesTable *table, GError **error)
{
  if (assay_series_table_find (table, ASSAY_SERIES_BARKER_COLUMN) < 0)
    return TRUE;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("The table has a column “%s” already; take sync=blind or rename it"),
               ASSAY_SERIES_BARKER_COLUMN);
  return FALSE;
}

/* @imaginary: @n parts. */
static gsize
find_start (const double *imaginary, gsize n)
{
  gsize first = n;
  gsize second = n;

  for (gsize i = n; i-- > 0;)
    {
      if (imaginary[i] > 0.5)
        first = i;
      if (imaginary[i] < -0.5)
        second = i;
    }
  for (gsize i = first; i + APART < n; i++)
    if (imaginary[i] > 0.5 && imaginary[i + APART] < -0.5)
      return i;
  if (first < n)
    return first;
  return second < n && second > APART ? second - APART : 0;
}

gboolean
assay_series_barker_find (AssaySeriesTable *table,
                          const AssaySeriesData *values,
                          gsize *start,
                          GCancellable *cancellable,
                          GError **error)
{
  int index = assay_series_table_find (table, ASSAY_SERIES_BARKER_COLUMN);
  AssaySeriesColumn column = { .index = (guint) MAX (index, 0) };
  AssaySeriesTable marks = *table;
  g_autoptr (AssaySeriesData) imaginary = NULL;
  gsize n = 0;

  if (index < 0)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("The table has no column “%s” with the marks of its sections; take "
                      "sync=blind"),
                   ASSAY_SERIES_BARKER_COLUMN);
      return FALSE;
    }
  marks.columns = &column;
  marks.n_columns = 1;
  imaginary = assay_series_data_read (&marks, 0, cancellable, error);
  if (imaginary == NULL)
    return FALSE;
  for (guint32 i = 0; i < MIN (values->n, imaginary->n); i++)
    if (isfinite (values->values[i]))
      imaginary->values[n++] = isfinite (imaginary->values[i]) ? imaginary->values[i] : 0.0;
  *start = find_start (imaginary->values, n);
  return TRUE;
}
