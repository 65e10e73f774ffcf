/* assay-numbers.c: divisors, order and quantiles. */
#include "base/assay-numbers.h"

#include <stdlib.h>

guint64
assay_common_divisor (guint64 a, guint64 b)
{
  while (b != 0)
    {
      guint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

int
assay_compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

void
assay_sort_doubles (double *values, gsize n)
{
  qsort (values, n, sizeof *values, assay_compare_doubles);
}

static int
compare_indices (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *values = *(const double **) data;
  const gsize i = *(const gsize *) a;
  const gsize j = *(const gsize *) b;
  const int order = assay_compare_doubles (&values[i], &values[j]);

  return order != 0 ? order : (i > j) - (i < j);
}

gsize *
assay_order_doubles (const double *values, gsize n)
{
  gsize *order = g_new (gsize, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_indices, &values);
  return order;
}

double
assay_quantile (const double *sorted, gsize n, double share)
{
  double place = share * (double) (n - 1);
  gsize below = (gsize) place;
  gsize above = MIN (below + 1, n - 1);

  return sorted[below] + (place - (double) below) * (sorted[above] - sorted[below]);
}
