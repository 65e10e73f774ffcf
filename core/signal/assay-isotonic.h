/* assay-isotonic.h: the best rising sequence: pool adjacent violators. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_isotonic_fit:
 * @values: @n numbers
 * @weights: above 0
 * @fitted: (out): non-decreasing, least weighted squares
 *
 * Pool adjacent violators (Ayer and others, 1955) in linear time.
 */
void assay_isotonic_fit (const double *values, const double *weights, gsize n, double *fitted);

G_END_DECLS
