/* assay-series-reading.h: from votes to a mark, with the probability that chance does as well. */
#pragma once

#include "wavemark/assay-series-stamped.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 *bits; /* the mark that agrees best */
  guint n_bits;
  double *phases;          /* of each column, rad */
  double sum;              /* agreement of the best mark */
  double squares;          /* Σ weight² of all columns */
  guint64 rows;            /* votes */
  double log10_p;          /* that a file without this key's mark agrees as well with any mark */
  double log10_hypotheses; /* counted in it */
  double bit_margin;       /* smallest vote for a bit: -1..1, 1 when all its symbols agree fully */
  double *bit_votes;       /* the same for each bit */
  double log10_wrong; /* that another mark was meant: by how far the next likely one is behind */
} AssaySeriesReading;

/**
 * assay_series_reading_new:
 * @columns: @n_columns readers with all rows added, of marks of @n_bits
 *
 * Tries the phase of an unscaled file and those that the data suggest (a carrier recovered by
 * squaring, and its opposite). Bound: for one mark and one phase exp (-sum² / Σ weight²)
 * (assay_tail_phases()); a phase taken from the data is within π/8 of one of eight fixed ones, so
 * it counts as eight hypotheses with the sum times cos (π/8); every column has its own; all
 * 2^n_bits marks are hypotheses.
 */
AssaySeriesReading *assay_series_reading_new (AssaySeriesStamped **columns,
                                              guint n_columns,
                                              guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_reading_free (AssaySeriesReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesReading, assay_series_reading_free)

/* The same for one mark that was expected: log10 p without the 2^n_bits marks. */
double assay_series_reading_check (AssaySeriesStamped **columns,
                                   guint n_columns,
                                   const guint8 *bits,
                                   guint n_bits);

G_END_DECLS
