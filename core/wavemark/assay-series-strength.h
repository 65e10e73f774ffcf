/* assay-series-strength.h: how strongly a column can be marked. */
#pragma once

#include "wavemark/assay-series-table.h"

G_BEGIN_DECLS

/**
 * assay_series_choose_step:
 * @strength: in per cent of the logarithm; 0 to choose
 * @n_bits: of the mark
 * @step: (out): D
 *
 * Chosen is the smallest of 1.9, 3.8 and 7.6 % (of which a quarter, below half a per cent, is the
 * mean change of a value) with which the first columns' cells have twelve full votes a bit, or that
 * keeps at least nine tenths of the votes that 7.6 % would have; so reader and writer
 * find the same unless most of the table is gone. The reader tries all three.
 *
 * ASSAY_BASE_ERROR_MALFORMED, with the number of rows that would do, if not even two votes a bit
 * can be had.
 */
gboolean assay_series_choose_step (AssaySeriesTable *table,
                                   double strength,
                                   guint n_bits,
                                   GCancellable *cancellable,
                                   double *step,
                                   GError **error);

/* The steps that are chosen from, as D; ends with 0. */
extern const double assay_series_steps[];

G_END_DECLS
