/* assay-numbers.h: arithmetic that several folders need and the C library does not have. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest number that divides both; the other one where one is 0. */
guint64 assay_common_divisor (guint64 a, guint64 b) G_GNUC_CONST;

/* Ascending order of two doubles, for qsort() and g_array_sort(); no NaN among them. */
int assay_compare_doubles (gconstpointer a, gconstpointer b);

/* Puts @n values, none of them NaN, into ascending order; -0 comes before 0 or beside it. */
void assay_sort_doubles (double *values, gsize n);

/* The indices of @n values from the least value on, equal ones in their order; (transfer full). */
gsize *assay_order_doubles (const double *values, gsize n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_quantile:
 * @sorted: (array length=n): ascending
 * @n: at least 1
 * @share: 0 the least value, 0.5 the median, 1 the greatest
 *
 * Returns: linear between the two nearest values; definition 7 of Hyndman and Fan, "Sample
 *   quantiles in statistical packages", The American Statistician 50 (1996)
 */
double assay_quantile (const double *sorted, gsize n, double share);

G_END_DECLS
