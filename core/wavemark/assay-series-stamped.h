/* assay-series-stamped.h: scheme "timestamp": each row marked by itself, keyed by its stamp.
 *
 * HMAC-SHA-256 (key, column, stamp) gives every row a symbol of the code word and a secret dither
 * u. ln|x| moves to the nearest point of a lattice of step D that is shifted by u for a symbol +1
 * and by u + 1/2 for -1 (quantisation index modulation; Chen and Wornell, IEEE Trans. Inf. Theory
 * 47(4), 2001). A reader sees the phase φ = 2π (ln|y| / D - u): near 0 for +1, near π for -1,
 * uniform in data that was not marked, because u is the key's. Rows are independent, so deleting,
 * inserting, shuffling, zeroing or editing rows takes votes away and no more; a common factor is a
 * common phase.
 */
#pragma once

#include <gio/gio.h>

#include "wavemark/assay-series-number.h"

G_BEGIN_DECLS

/* Rate of the convolutional code: 1/4. */
#define ASSAY_SERIES_STAMPED_RATE 4u
/* A cell whose step D·|x| has fewer quanta than this cannot carry a symbol. */
#define ASSAY_SERIES_LEAST_QUANTA 2.0

typedef struct _AssaySeriesStamped AssaySeriesStamped;

/* How strongly a column is marked. */
typedef struct
{
  double step;  /* D */
  double share; /* of the stamps, which the key chooses: the rows of the others stay as they are */
} AssaySeriesStrength;

/* @label: of the column; @n_bits: of the mark. */
AssaySeriesStamped *assay_series_stamped_new (GBytes *key,
                                              const char *label,
                                              const AssaySeriesStrength *strength,
                                              guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_stamped_free (AssaySeriesStamped *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesStamped, assay_series_stamped_free)

/* How well a cell can carry a symbol: the mean cosine that rounding to its quantum leaves, 0 for
 * one that is too small. */
double assay_series_stamped_weight (double step, const AssaySeriesNumber *number);

/* The marked value of a row; @symbols is the code word of the mark. The number itself if the row
 * cannot carry. */
double assay_series_stamped_embed (AssaySeriesStamped *self,
                                   const char *stamp,
                                   gsize length,
                                   const gint8 *symbols,
                                   const AssaySeriesNumber *number);

/* Adds the row @row of a suspect file. Rows with one stamp count as one, with their mean. */
void assay_series_stamped_add (AssaySeriesStamped *self,
                               const char *stamp,
                               gsize length,
                               const AssaySeriesNumber *number,
                               guint64 row);

/* What the rows of one column say, after the last was added. */
typedef struct
{
  guint64 rows;   /* that carry a vote */
  double squares; /* Σ weight² over distinct stamps: n of the bound */
  double phase;   /* of the common factor, rad; one of two that differ by π */
} AssaySeriesVotes;

void assay_series_stamped_count (AssaySeriesStamped *self, AssaySeriesVotes *votes);
/* Adds the soft values for phase @phase to @soft, one a symbol of the code word. */
void assay_series_stamped_soft (AssaySeriesStamped *self, double phase, double *soft);
/* Sum and weight of agreement with @symbols in @n_parts equal parts of @n_rows rows. */
void assay_series_stamped_agreement (AssaySeriesStamped *self,
                                     double phase,
                                     const gint8 *symbols,
                                     guint64 n_rows,
                                     guint n_parts,
                                     double *sums,
                                     double *weights);
/* Adds each row's phase, turned to 0 for agreement, to @n_bins counts around the circle. */
void assay_series_stamped_rose (
    AssaySeriesStamped *self, double phase, const gint8 *symbols, guint n_bins, double *counts);

G_END_DECLS
