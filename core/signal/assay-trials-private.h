/* assay-trials-private.h: trials in the order of their scores. */
#pragma once

#include "signal/assay-trials.h"

G_BEGIN_DECLS

/* Indices by rising score; ties by index. */
gsize *assay_trials_order (const AssayTrials *self) G_GNUC_WARN_UNUSED_RESULT;
/* One past the last of @order whose score is that of @order[@first]. */
gsize assay_trials_tie (const AssayTrials *self, const gsize *order, gsize first);

G_END_DECLS
