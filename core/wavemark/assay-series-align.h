/* assay-series-align.h: which row of the owner's original each row of a suspect copy came from.
 *
 * Needleman and Wunsch (J. Mol. Biol. 48, 1970) with whole-number costs. A pair counts as a match
 * when the two values differ by no more than a mark may have moved them, whatever the mark says;
 * so the alignment knows nothing of the key and a probability stated afterwards stays valid.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Product of the lengths: half a bit of memory for each. */
#define ASSAY_SERIES_ALIGN_MOST_CELLS G_GUINT64_CONSTANT (4000000000)
/* Not from the original. */
#define ASSAY_SERIES_NO_ROW G_MAXUINT32

typedef struct
{
  const double *values; /* NaN for a cell that is no number */
  guint32 n;
} AssaySeriesRows;

/**
 * assay_series_align:
 * @original, @suspect: the column, row by row
 * @reach: how far a mark moves a value's logarithm, D / 2
 * @quantum: of the original's last digit
 * @rows: (out): for each row of @suspect one of @original, ascending, or ASSAY_SERIES_NO_ROW
 * @scale: (out): common factor of the suspect, found among 0.5 … 2, or as far around the ratio of
 *   the middle sizes (another unit), by aligning what stands in its middle
 *
 * Signs do not count. ASSAY_BASE_ERROR_LIMIT if the product of the lengths is above
 * ASSAY_SERIES_ALIGN_MOST_CELLS, G_IO_ERROR_CANCELLED.
 */
gboolean assay_series_align (const AssaySeriesRows *original,
                             const AssaySeriesRows *suspect,
                             double reach,
                             double quantum,
                             guint32 *rows,
                             double *scale,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
