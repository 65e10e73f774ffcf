/* assay-series-whole.h: the methods that look at a column as a whole: values and paper. */
#pragma once

#include "wavemark/assay-series-scheme.h"
#include "wavemark/assay-series-values.h"

G_BEGIN_DECLS

/**
 * assay_series_whole_mark:
 *
 * Returns: (transfer full): the marked values of each column of @table, row by row, NaN where a
 * cell is no number; %NULL with ASSAY_BASE_ERROR_MALFORMED, and what would do, if the columns are
 * too short or have too few different values for @n_bits
 */
AssaySeriesData **assay_series_whole_mark (AssayToolJob *job,
                                           AssaySeriesTable *table,
                                           AssaySeriesScheme scheme,
                                           const guint8 *bits,
                                           guint n_bits,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What marks and reads the values @data of column @column with the key and the strength that
 * @parameters have. */
AssaySeriesValues *assay_series_whole_values (AssayParameters *parameters,
                                              const AssaySeriesTable *table,
                                              guint column,
                                              const AssaySeriesData *data,
                                              guint n_bits) G_GNUC_WARN_UNUSED_RESULT;

/* The whole run of series.extract for these methods. */
AssayResult *assay_series_whole_extract (AssayToolJob *job,
                                         AssaySeriesScheme scheme,
                                         const guint8 *expected,
                                         guint n_bits,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
