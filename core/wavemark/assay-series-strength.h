/* assay-series-strength.h: how strongly a column can be marked. */
#pragma once

#include "wavemark/assay-series-stamped.h"
#include "wavemark/assay-series-table.h"

G_BEGIN_DECLS

/* A mark that was written although half of the rows could not be spared. */
typedef struct
{
  guint64 rows;   /* of the series */
  guint64 needed; /* of such rows, for four votes a bit; 0 if there are enough */
} AssaySeriesShortage;

/**
 * assay_series_choose_strength:
 * @percent: step, in per cent of the logarithm; 0 to choose
 * @n_bits: of the mark
 * @strength: (out)
 * @shortage: (out)
 *
 * Chosen is the smallest step of 1.9, 3.8 and 7.6 % (of which a quarter is the mean change of a
 * value) with which each column's cells have twelve full votes a bit, or at least nine tenths of
 * the votes that 7.6 % would give it. Where it would change the values by more than half a
 * per cent in the mean, only a half or a quarter of the stamps is marked, as long as that leaves
 * eight votes a bit. The reader tries all.
 *
 * ASSAY_BASE_ERROR_MALFORMED, with the number of rows that would do, if not even two votes a bit
 * can be had, or with its name if one of several columns can carry nothing.
 */
gboolean assay_series_choose_strength (AssaySeriesTable *table,
                                       double percent,
                                       guint n_bits,
                                       GCancellable *cancellable,
                                       AssaySeriesStrength *strength,
                                       AssaySeriesShortage *shortage,
                                       GError **error);

/* What is chosen from, those of one step side by side; ends with a step of 0. */
extern const AssaySeriesStrength assay_series_strengths[];

G_END_DECLS
