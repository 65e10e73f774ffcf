/* assay-series-comparison.h: whether a mark changed what people compute from a column: how often
 * values occur and how rows resemble later ones, before and after. */
#pragma once

#include "model/assay-result.h"

G_BEGIN_DECLS

/* Values that are kept: the first ones of a column. */
#define ASSAY_SERIES_COMPARISON_MOST 65536u

typedef struct _AssaySeriesComparison AssaySeriesComparison;

AssaySeriesComparison *assay_series_comparison_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_comparison_free (AssaySeriesComparison *self);
/* The next number of the column; those behind the first ASSAY_SERIES_COMPARISON_MOST are dropped.
 */
void assay_series_comparison_add (AssaySeriesComparison *self, double before, double after);
/* The values after marking that were kept. */
const double *assay_series_comparison_get_after (const AssaySeriesComparison *self, gsize *n);
/* Adds two plots: the distribution of the values, and their autocorrelation. */
void assay_series_comparison_plot (const AssaySeriesComparison *self, AssayResultBuilder *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesComparison, assay_series_comparison_free)

G_END_DECLS
