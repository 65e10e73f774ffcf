/* assay-plot-reduce.c: minimum and maximum per pixel column. */
#include "plot/assay-plot-reduce.h"

#include <math.h>

/* Appends the points of the run @first .. @last that the column shows, each once, in their order.
 */
static void
append_run (const AssayPoint *points, gsize first, gsize last, GArray *reduced)
{
  gsize low = first;
  gsize high = first;

  for (gsize i = first + 1; i <= last; i++)
    {
      if (points[i].y < points[low].y)
        low = i;
      if (points[i].y > points[high].y)
        high = i;
    }
  g_array_append_val (reduced, points[first]);
  if (MIN (low, high) > first && MIN (low, high) < last)
    g_array_append_val (reduced, points[MIN (low, high)]);
  if (MAX (low, high) > MIN (low, high) && MAX (low, high) > first && MAX (low, high) < last)
    g_array_append_val (reduced, points[MAX (low, high)]);
  if (last > first)
    g_array_append_val (reduced, points[last]);
}

void
assay_plot_reduce (const AssayPoint *points, gsize n_points, double column, GArray *reduced)
{
  gsize first = 0;

  for (gsize i = 1; i <= n_points; i++)
    {
      if (i < n_points && floor (points[i].x / column) - floor (points[first].x / column) < 0.5
          && floor (points[first].x / column) - floor (points[i].x / column) < 0.5)
        continue;
      append_run (points, first, i - 1, reduced);
      first = i;
    }
}
