/* assay-scale.h: an axis scale as a function: from data values to the straight line they are drawn
 * on, and back. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

/* Where @value stands on a line that is even in scale @scale (log10, mel, standard deviations …).
 * NaN for what the scale cannot show (log of 0 or less). Probabilities are held within 1e-6 .. 1 -
 * 1e-6, because 0 and 1 are infinitely far away. */
double assay_scale_forward (AssayScale scale, double value);
/* The reverse; NaN stays NaN. */
double assay_scale_backward (AssayScale scale, double place);

/* Quantile of the standard normal distribution, 0 < @p < 1; error below 1e-12. */
double assay_scale_probit (double p);

G_END_DECLS
