/* assay-series-scheme.h: which of the methods a run uses, and what it needs. */
#pragma once

#include "wavemark/assay-series-paper.h"
#include "wavemark/assay-series-table.h"

G_BEGIN_DECLS

/* The longest mark of a table. */
#define ASSAY_SERIES_MOST_BITS 256u

typedef enum
{
  ASSAY_SERIES_TIMESTAMP,
  ASSAY_SERIES_ALIGNED,
  ASSAY_SERIES_VALUES,
  ASSAY_SERIES_PAPER,
} AssaySeriesScheme;

/* Parameter scheme. ASSAY_MODEL_ERROR_MISSING if it needs a key and there is none. */
gboolean
assay_series_scheme_read (AssayParameters *parameters, AssaySeriesScheme *scheme, GError **error);
/* Whether the table that is marked, or the owner's original, must have a column of stamps. */
gboolean assay_series_scheme_needs_time (AssaySeriesScheme scheme, AssayParameters *parameters);
/* The stamp of @record, row @row of an original; where it has none the number of the row stands for
 * it. Returns its length. */
gsize assay_series_scheme_get_stamp (const AssaySeriesTable *original,
                                     const AssaySeriesRecord *record,
                                     guint64 row,
                                     char stamp[ASSAY_SERIES_STAMP_SIZE]);
/* Parameters f_bin, f_barker, dwt, mult and wavelet; @quantiser names the one that says which
 * reference number is taken. Where f_bin is not given it is what fits a mark of @n_bits. */
AssaySeriesPaper
assay_series_scheme_read_paper (AssayParameters *parameters, const char *quantiser, guint n_bits);

/* No number, or one with an exponent. */
#define ASSAY_SERIES_NO_DECIMALS 255u

/* One column, whole. */
typedef struct
{
  double *values; /* n; NaN for a cell that is no number */
  guint8 *fewer;  /* n; how many decimals fewer than usual; ASSAY_SERIES_NO_DECIMALS for none */
  guint32 n;
  double quantum; /* of the usual decimals */
} AssaySeriesData;

/* Column @column of @table. ASSAY_BASE_ERROR_LIMIT above 2^31 rows. */
AssaySeriesData *assay_series_data_read (AssaySeriesTable *table,
                                         guint column,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_data_free (AssaySeriesData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesData, assay_series_data_free)

G_END_DECLS
