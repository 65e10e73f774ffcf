/* assay-isotonic.c: pool adjacent violators. */
#include "signal/assay-isotonic.h"

typedef struct
{
  double mean;
  double weight;
  gsize end; /* one past its last value */
} Pool;

void
assay_isotonic_fit (const double *values, const double *weights, gsize n, double *fitted)
{
  g_autofree Pool *pools = g_new (Pool, MAX (n, 1));
  gsize n_pools = 0;
  gsize next = 0;

  for (gsize i = 0; i < n; i++)
    {
      pools[n_pools++] = (Pool){ .mean = values[i], .weight = weights[i], .end = i + 1 };
      while (n_pools > 1 && pools[n_pools - 2].mean >= pools[n_pools - 1].mean)
        {
          Pool *left = &pools[n_pools - 2];
          const Pool *right = &pools[n_pools - 1];
          double weight = left->weight + right->weight;

          left->mean = (left->mean * left->weight + right->mean * right->weight) / weight;
          left->weight = weight;
          left->end = right->end;
          n_pools--;
        }
    }
  for (gsize p = 0; p < n_pools; p++)
    for (; next < pools[p].end; next++)
      fitted[next] = pools[p].mean;
}
