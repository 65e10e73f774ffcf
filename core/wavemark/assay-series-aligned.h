/* assay-series-aligned.h: the stamps of a copy that lost them, from the owner's original. */
#pragma once

#include "wavemark/assay-series-scheme.h"

G_BEGIN_DECLS

typedef struct _AssaySeriesAligned AssaySeriesAligned;

/* Reads parameter original and the first columns of both. ASSAY_MODEL_ERROR_MISSING without one.
 * @suspect: (inout): opened anew where the original tells that its commas are decimal marks */
AssaySeriesAligned *assay_series_aligned_new (AssayToolJob *job,
                                              AssaySeriesTable **suspect,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_aligned_free (AssaySeriesAligned *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesAligned, assay_series_aligned_free)

/* Aligns for a mark of step @step: see assay_series_align(). */
gboolean assay_series_aligned_run (AssaySeriesAligned *self,
                                   double step,
                                   GCancellable *cancellable,
                                   GError **error);
/* The original's stamp of row @row of the suspect; 0 if that row is not from the original. */
gsize assay_series_aligned_get_stamp (const AssaySeriesAligned *self,
                                      guint64 row,
                                      char stamp[ASSAY_SERIES_STAMP_SIZE]);

G_END_DECLS
