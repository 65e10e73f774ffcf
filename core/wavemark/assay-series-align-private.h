/* assay-series-align-private.h: costs that the alignment and the search of its factor share. */
#pragma once

#include "wavemark/assay-series-align.h"

G_BEGIN_DECLS

/* Costs: gains for a value within a mark's reach and for an edited one, losses for another value,
 * a row that is gone and a row that is new. */
#define ASSAY_ALIGN_MATCH 300
#define ASSAY_ALIGN_NEAR 60
#define ASSAY_ALIGN_OTHER 100
#define ASSAY_ALIGN_GONE 5
#define ASSAY_ALIGN_NEW 25
/* An edited value differs by up to 10 %. */
#define ASSAY_ALIGN_EDITED 0.105
/* Values below so many quanta carry no mark: they must be equal. */
#define ASSAY_ALIGN_SMALL 20.0
/* Factors are tried in such steps of their logarithm. */
#define ASSAY_ALIGN_SCALE_STEP 0.008

/* The factor by which the rows in the middle of @suspect seem multiplied, within half a step: 1
 * where they fit as they are, else one of 0.5 … 2, and of as many around the ratio of the middle
 * sizes where that says another unit. @reach, @quantum: as assay_series_align() has them. */
double assay_series_align_find_scale (const AssaySeriesRows *original,
                                      const AssaySeriesRows *suspect,
                                      double reach,
                                      double quantum,
                                      GCancellable *cancellable);

G_END_DECLS
