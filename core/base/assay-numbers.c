/* assay-numbers.c: divisors, order and quantiles. */
#include "base/assay-numbers.h"

#include <string.h>

#define DIGIT_BITS 8
#define DIGITS (1u << DIGIT_BITS)
#define FEW 64 /* values that inserting sorts faster */

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

static void
insert_in_order (double *values, gsize n)
{
  for (gsize i = 1; i < n; i++)
    {
      double value = values[i];
      gsize place = i;

      for (; place > 0 && values[place - 1] > value; place--)
        values[place] = values[place - 1];
      values[place] = value;
    }
}

/* A number whose unsigned order is that of the doubles, from their bits, and back: IEEE 754 orders
 * like integers of sign and size. */
static guint64
to_key (guint64 bits)
{
  return (bits >> 63) != 0 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;
}

static guint64
from_key (guint64 key)
{
  return (key >> 63) != 0 ? key & ~(G_GUINT64_CONSTANT (1) << 63) : ~key;
}

/* One round of a radix sort, by the digit from bit @shift on: @from to @to. FALSE, with nothing
 * moved, where all have the same digit. */
static gboolean
sort_by_digit (const guint64 *from, guint64 *to, gsize n, guint shift)
{
  gsize places[DIGITS] = { 0 };
  gsize place = 0;

  for (gsize i = 0; i < n; i++)
    places[from[i] >> shift & (DIGITS - 1)]++;
  if (places[from[0] >> shift & (DIGITS - 1)] == n)
    return FALSE;
  for (guint d = 0; d < DIGITS; d++)
    {
      gsize count = places[d];

      places[d] = place;
      place += count;
    }
  for (gsize i = 0; i < n; i++)
    to[places[from[i] >> shift & (DIGITS - 1)]++] = from[i];
  return TRUE;
}

void
assay_sort_doubles (double *values, gsize n)
{
  if (n <= FEW)
    {
      insert_in_order (values, n);
      return;
    }

  g_autofree guint64 *one = g_new (guint64, n);
  g_autofree guint64 *other = g_new (guint64, n);

  memcpy (one, values, n * sizeof *one);
  for (gsize i = 0; i < n; i++)
    one[i] = to_key (one[i]);
  for (guint shift = 0; shift < 64; shift += DIGIT_BITS)
    if (sort_by_digit (one, other, n, shift))
      {
        guint64 *sorted = other;

        other = one;
        one = sorted;
      }
  for (gsize i = 0; i < n; i++)
    one[i] = from_key (one[i]);
  memcpy (values, one, n * sizeof *one);
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
