/* assay-plot-order.c: see the header. */
#include "plot/assay-plot-order-private.h"

gboolean
assay_plot_order_is_ascending (const double *values, gsize n)
{
  for (gsize i = 1; i < n; i++)
    {
      if (!(values[i] >= values[i - 1]))
        return FALSE;
    }
  return TRUE;
}

gsize
assay_plot_order_first_not_below (const double *values, gsize n, double limit)
{
  gsize low = 0;
  gsize high = n;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (values[middle] < limit)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
