/* assay-series-barker.h: the marks by which the published method finds its sections.
 *
 * The paper makes the first value of a section complex by adding i and the third by subtracting it.
 * A table has no complex numbers, so a column of its own holds the imaginary parts; whoever drops
 * that column, drops the marks.
 */
#pragma once

#include "wavemark/assay-series-scheme.h"

G_BEGIN_DECLS

/* Name of the column. */
#define ASSAY_SERIES_BARKER_COLUMN "imaginary"

/* Imaginary part of value @at of @n, in sections of @section: 1, -1 or 0. */
int assay_series_barker_at (guint section, gsize n, gsize at);
/* Whether the values of the first column whose imaginary parts are to be marked may be: not if the
 * table has such a column. */
gboolean assay_series_barker_check (AssaySeriesTable *table, GError **error);
/**
 * assay_series_barker_find:
 * @values: the column that is read, NaN where there is no number
 * @start: (out): number of the first value, of those that are numbers, of a section: the first mark
 *   with its second two rows later, else the first, else two rows before the second, else 0
 *
 * ASSAY_MODEL_ERROR_INVALID if the table has no column of marks.
 */
gboolean assay_series_barker_find (AssaySeriesTable *table,
                                   const AssaySeriesData *values,
                                   gsize *start,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
