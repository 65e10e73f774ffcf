/* assay-series-values.h: scheme "values": marks how often values occur, whatever their order.
 *
 * Values from 20 quanta on are divided into narrow cells; two neighbours make a pair. The key gives
 * each pair a symbol of the code word and a sign; a marked column has its values only in that cell
 * of each pair which symbol and sign name. A reader counts both: no stamps and no order are needed.
 * For data without the mark the signs are fair coins, so P (Σ sign_k a_k >= t) is at most
 * the least exp (Σ ln cosh (λ a_k) - λ t) for any a_k that the key does not decide; here a_k is the
 * difference of a pair's counts over their sum, times the root of it, at most of 10: what half of
 * 100 values say is as certain as what half of 10 say, and a few pairs of many values must not
 * outweigh the others.
 */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"

G_BEGIN_DECLS

/* Rate of the convolutional code: 1/2. */
#define ASSAY_SERIES_VALUES_RATE 2u
/* Width of a cell relative to its values, without another choice. */
#define ASSAY_SERIES_VALUES_WIDTH 0.01

typedef struct _AssaySeriesValues AssaySeriesValues;

/* @quantum: of the column's last digit; @width: of a cell, relative; @n_bits: of the mark. */
AssaySeriesValues *assay_series_values_new (GBytes *key,
                                            const char *label,
                                            double quantum,
                                            double width,
                                            guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_values_free (AssaySeriesValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesValues, assay_series_values_free)

/* The nearest value to @x that the code word @symbols permits and that is a multiple of @unit
 * quanta, as a cell with fewer decimals needs it; @x itself below 20 quanta or without such one. */
double
assay_series_values_embed (AssaySeriesValues *self, const gint8 *symbols, double x, double unit);

typedef struct
{
  guint8 *bits;      /* n_bits, of the best mark */
  double *bit_votes; /* n_bits: -1 … 1 */
  double sum;
  double squares;
  guint pairs; /* that have values */
  double scale;
  guint hypotheses; /* scales tried */
  double log10_p;   /* every mark and scale counted */
} AssaySeriesValuesReading;

/* Pairs with which a mark of @n_bits can have log10 p <= @log10_p: no sum of signs is larger than
 * that of all of them, so with fewer it cannot. */
guint assay_series_values_needed (guint n_bits, double log10_p);
/* log10 p that chance agrees as well with the one mark @bits in @n values of scale @scale, which is
 * one of @hypotheses. */
double assay_series_values_check (AssaySeriesValues *self,
                                  const double *x,
                                  gsize n,
                                  double scale,
                                  guint hypotheses,
                                  const guint8 *bits);
/* Reads @n values as they are. */
AssaySeriesValuesReading *assay_series_values_read (AssaySeriesValues *self,
                                                    const double *x,
                                                    gsize n) G_GNUC_WARN_UNUSED_RESULT;
/* The same; if the mark is not found so, powers of ten are tried too (another unit, other
 * decimals), then factors 0.5 … 2, then both, until @cancellable (nullable) is cancelled.
 * @progress: (nullable) */
AssaySeriesValuesReading *
assay_series_values_search (AssaySeriesValues *self,
                            const double *x,
                            gsize n,
                            AssayProgress *progress,
                            GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_values_reading_free (AssaySeriesValuesReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesValuesReading, assay_series_values_reading_free)

G_END_DECLS
