/* assay-series-time.h: which column of a table has the time stamps. */
#pragma once

#include "wavemark/assay-series-table.h"

G_BEGIN_DECLS

/* The column of the stamps by its name; -1. Of two, "DATE,CLOCK", the second becomes the clock of
 * @table. */
int assay_series_time_name (AssaySeriesTable *table, const char *wanted);
/* The first column that has likely times, else dates or seconds since 1970; -1: before the columns
 * of values are known. */
int assay_series_time_choose (AssaySeriesTable *table, GArray *looks);
/* Sets time, clock, timed, time_name and time_others of @table, whose columns of values are known,
 * from @named (-1: look for it) and what assay_series_look_new() says. FALSE with
 * ASSAY_MODEL_ERROR_INVALID where no stamp has the form that is asked for, and with
 * ASSAY_BASE_ERROR_MALFORMED where there are none although @needed. */
gboolean assay_series_time_find (
    AssaySeriesTable *table, GArray *looks, int named, gboolean needed, GError **error);

G_END_DECLS
