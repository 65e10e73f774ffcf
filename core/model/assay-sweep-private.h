/* assay-sweep-private.h: what the tries of a robustness test gave, and how it is drawn. */
#pragma once

#include "model/assay-sweep.h"

G_BEGIN_DECLS

#define ASSAY_SWEEP_MOST_METRICS 2

/* What the tries at the amounts of one range gave. */
typedef struct
{
  double *shares;                            /* found, 0..100 */
  double *metrics[ASSAY_SWEEP_MOST_METRICS]; /* means; NaN if no try had one */
} AssaySweepCurves;

/* Plots of @range, with the title of its choice: the share found, with what else is counted in per
 * cent, and the first other metric of @metrics on an axis of its own. A second one has a plot for
 * itself. */
void assay_sweep_add_plots (const AssaySweep *self,
                            const AssaySweepRange *range,
                            const char *const *metrics,
                            const AssaySweepCurves *curves,
                            AssayResultBuilder *result);

G_END_DECLS
