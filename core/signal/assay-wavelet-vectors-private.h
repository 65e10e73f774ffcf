/* assay-wavelet-vectors-private.h: the inner loops of the wavelet filter banks with vectors: what
 * assay-wavelet-plain.c says, in the same order. Included by each instruction set's file, which has
 * defined how many LANES a vector has and what it can do.
 *
 * Values are taken apart into even and odd places in the registers, and a vector that begins a few
 * places further on is put together from two that are there already: the cache is asked for each
 * value once. */
#pragma once

#include <string.h>

#include "signal/assay-wavelet-private.h"

#define HALF_MOST (ASSAY_WAVELET_MOST_TAPS / 2u)
/* Vectors that a filter reaches into: its first, and as many as its other taps need. */
#define MOST_VECTORS (1 + (HALF_MOST - 1 + LANES - 1) / LANES)
/* Values that are asked for ahead. The steps of a cascade take turns, so that the processor does
 * not see by itself what comes next: without this the transform of 1e7 values takes half as long
 * again. What is written is wanted later, or it would be driven out again. */
#define READ_AHEAD ASSAY_WAVELET_BLOCK
#define WRITE_AHEAD (ASSAY_WAVELET_BLOCK / 2)
#define LINE (64 / sizeof (double))
#define INLINE static inline __attribute__ ((always_inline))

typedef double Vector __attribute__ ((vector_size (LANES * sizeof (double))));
/* The same anywhere in memory. */
typedef double Unaligned
    __attribute__ ((vector_size (LANES * sizeof (double)), aligned (8), may_alias));

/* These may lie behind the end of what there is. */
INLINE void
ask_for (const double *x, gsize n)
{
  for (gsize i = 0; i < n; i += LINE)
    __builtin_prefetch (x + i, 0, 2);
}

INLINE void
ask_for_room (const double *x, gsize n)
{
  for (gsize i = 0; i < n; i += LINE)
    __builtin_prefetch (x + i, 1, 3);
}

INLINE Vector
load (const double *x)
{
  return *(const Unaligned *) (const void *) x;
}

INLINE void
store (double *x, Vector value)
{
  *(Unaligned *) (void *) x = value;
}

/* The vector that begins @by places after vectors[0]. */
INLINE Vector
shifted (const Vector *vectors, gsize by)
{
  const Vector *at = vectors + by / LANES;

  switch (by % LANES)
    {
    case 1:
      return PICK (at[0], at[1], 1);
    case 2:
      return PICK (at[0], at[1], 2);
    case 3:
      return PICK (at[0], at[1], 3);
#if LANES == 8
    case 4:
      return PICK (at[0], at[1], 4);
    case 5:
      return PICK (at[0], at[1], 5);
    case 6:
      return PICK (at[0], at[1], 6);
    case 7:
      return PICK (at[0], at[1], 7);
#endif
    default:
      return at[0];
    }
}

INLINE void
take_apart (const double *x, Vector *even, Vector *odd)
{
  Vector a = load (x);
  Vector b = load (x + LANES);

  *even = EVEN (a, b);
  *odd = ODD (a, b);
}

/* Adds what tap pair @j makes of the values @even and @odd. */
INLINE void
analyse_taps (guint half, const double *h, guint j, Vector even, Vector odd, Vector *a, Vector *b)
{
  guint last = 2 * half - 1;

  *a = ADD_PRODUCT (h[2 * j + 1], even, ADD_PRODUCT (h[2 * j], odd, *a));
  *b = TAKE_PRODUCT (h[last - 2 * j], odd, ADD_PRODUCT (h[last - 2 * j - 1], even, *b));
}

/* One vector of each kind from @x: reads no further than its taps reach. */
INLINE void
analyse_one (guint half, const double *h, const double *x, double *low, double *high)
{
  Vector a = { 0.0 };
  Vector b = { 0.0 };
#pragma GCC unroll 8
  for (guint j = 0; j < half; j++)
    {
      Vector even, odd;

      take_apart (x + 2 * (half - 1 - j), &even, &odd);
      analyse_taps (half, h, j, even, odd, &a, &b);
    }
  store (low, a);
  store (high, b);
}

/* As many vectors as can be read ahead in whole; returns how many coefficients that are. */
INLINE gsize
analyse_run (guint half, const double *h, const double *x, gsize n, double *low, double *high)
{
  const gsize ahead = (half - 1 + LANES - 1) / LANES;
  const gsize reach = n + half - 1; /* pairs of values */
  Vector even[MOST_VECTORS];
  Vector odd[MOST_VECTORS];
  gsize i = 0;

  for (gsize k = 0; k < ahead && k * LANES + LANES <= reach; k++)
    take_apart (x + 2 * k * LANES, &even[k], &odd[k]);
  for (; i + LANES <= n && i + (ahead + 1) * LANES <= reach; i += LANES)
    {
      Vector a = { 0.0 };
      Vector b = { 0.0 };

      take_apart (x + 2 * (i + ahead * LANES), &even[ahead], &odd[ahead]);
#pragma GCC unroll 8
      for (guint j = 0; j < half; j++)
        analyse_taps (half, h, j, shifted (even, half - 1 - j), shifted (odd, half - 1 - j), &a,
                      &b);
      ask_for (x + 2 * i + 2 * READ_AHEAD, 2 * LANES);
      ask_for_room (high + i + WRITE_AHEAD, LANES);
      store (low + i, a);
      store (high + i, b);
#pragma GCC unroll 4
      for (gsize k = 0; k < ahead; k++)
        {
          even[k] = even[k + 1];
          odd[k] = odd[k + 1];
        }
    }
  return i;
}

/* Fewer coefficients than a vector has. */
INLINE void
analyse_few (guint half, const double *h, const double *x, gsize n, double *low, double *high)
{
  double values[2 * (LANES + HALF_MOST)] = { 0.0 };
  double some_low[LANES];
  double some_high[LANES];

  memcpy (values, x, 2 * (n + half - 1) * sizeof *x);
  analyse_one (half, h, values, some_low, some_high);
  memcpy (low, some_low, n * sizeof *low);
  memcpy (high, some_high, n * sizeof *high);
}

INLINE void
analyse_with (
    guint half, const AssayWaveletTaps *taps, const double *x, gsize n, double *low, double *high)
{
  double h[ASSAY_WAVELET_MOST_TAPS];
  gsize i;

  memcpy (h, taps->low, sizeof h);
  if (n < LANES)
    {
      analyse_few (half, h, x, n, low, high);
      return;
    }
  i = analyse_run (half, h, x, n, low, high);
  /* The last ones may be made twice. */
  for (; i < n; i += LANES)
    {
      gsize at = MIN (i, n - LANES);

      analyse_one (half, h, x + 2 * at, low + at, high + at);
    }
}

/* Adds what tap pair @j makes of the coefficients. */
INLINE void
synthesise_taps (
    guint half, const double *h, guint j, Vector low, Vector high, Vector *a, Vector *b)
{
  guint last = 2 * half - 1;

  *a = ADD_PRODUCT (h[2 * j], high, ADD_PRODUCT (h[last - 2 * j], low, *a));
  *b = TAKE_PRODUCT (h[2 * j + 1], high, ADD_PRODUCT (h[last - 2 * j - 1], low, *b));
}

INLINE void
put_together (double *x, Vector even, Vector odd)
{
  store (x, FIRST_HALVES (even, odd));
  store (x + LANES, SECOND_HALVES (even, odd));
}

INLINE void
synthesise_one (guint half, const double *h, const double *low, const double *high, double *x)
{
  Vector a = { 0.0 };
  Vector b = { 0.0 };
#pragma GCC unroll 8
  for (guint j = 0; j < half; j++)
    synthesise_taps (half, h, j, load (low + half - 1 - j), load (high + half - 1 - j), &a, &b);
  put_together (x, a, b);
}

INLINE gsize
synthesise_run (
    guint half, const double *h, const double *low, const double *high, gsize n, double *x)
{
  const gsize ahead = (half - 1 + LANES - 1) / LANES;
  const gsize reach = n + half - 1;
  Vector l[MOST_VECTORS];
  Vector g[MOST_VECTORS];
  gsize i = 0;

  for (gsize k = 0; k < ahead && k * LANES + LANES <= reach; k++)
    {
      l[k] = load (low + k * LANES);
      g[k] = load (high + k * LANES);
    }
  for (; i + LANES <= n && i + (ahead + 1) * LANES <= reach; i += LANES)
    {
      Vector a = { 0.0 };
      Vector b = { 0.0 };

      l[ahead] = load (low + i + ahead * LANES);
      g[ahead] = load (high + i + ahead * LANES);
#pragma GCC unroll 8
      for (guint j = 0; j < half; j++)
        synthesise_taps (half, h, j, shifted (l, half - 1 - j), shifted (g, half - 1 - j), &a, &b);
      ask_for (high + i + READ_AHEAD, LANES);
      ask_for_room (x + 2 * i + WRITE_AHEAD, 2 * LANES);
      put_together (x + 2 * i, a, b);
#pragma GCC unroll 4
      for (gsize k = 0; k < ahead; k++)
        {
          l[k] = l[k + 1];
          g[k] = g[k + 1];
        }
    }
  return i;
}

INLINE void
synthesise_few (
    guint half, const double *h, const double *low, const double *high, gsize n, double *x)
{
  double some_low[LANES + HALF_MOST] = { 0.0 };
  double some_high[LANES + HALF_MOST] = { 0.0 };
  double values[2 * LANES];

  memcpy (some_low, low, (n + half - 1) * sizeof *low);
  memcpy (some_high, high, (n + half - 1) * sizeof *high);
  synthesise_one (half, h, some_low, some_high, values);
  memcpy (x, values, 2 * n * sizeof *x);
}

INLINE void
synthesise_with (guint half,
                 const AssayWaveletTaps *taps,
                 const double *low,
                 const double *high,
                 gsize n,
                 double *x)
{
  double h[ASSAY_WAVELET_MOST_TAPS];
  gsize i;

  memcpy (h, taps->low, sizeof h);
  if (n < LANES)
    {
      synthesise_few (half, h, low, high, n, x);
      return;
    }
  i = synthesise_run (half, h, low, high, n, x);
  for (; i < n; i += LANES)
    {
      gsize at = MIN (i, n - LANES);

      synthesise_one (half, h, low + at, high + at, x + 2 * at);
    }
}

/* The loops have constant bounds once a filter's length is put in, so the compiler unrolls them. */
static void
analyse (const AssayWaveletTaps *taps, const double *x, gsize n, double *low, double *high)
{
  switch (taps->n / 2)
    {
    case 1:
      analyse_with (1, taps, x, n, low, high);
      break;
    case 2:
      analyse_with (2, taps, x, n, low, high);
      break;
    case 3:
      analyse_with (3, taps, x, n, low, high);
      break;
    case 4:
      analyse_with (4, taps, x, n, low, high);
      break;
    case 5:
      analyse_with (5, taps, x, n, low, high);
      break;
    case 6:
      analyse_with (6, taps, x, n, low, high);
      break;
    case 7:
      analyse_with (7, taps, x, n, low, high);
      break;
    default:
      analyse_with (8, taps, x, n, low, high);
      break;
    }
}

static void
synthesise (const AssayWaveletTaps *taps, const double *low, const double *high, gsize n, double *x)
{
  switch (taps->n / 2)
    {
    case 1:
      synthesise_with (1, taps, low, high, n, x);
      break;
    case 2:
      synthesise_with (2, taps, low, high, n, x);
      break;
    case 3:
      synthesise_with (3, taps, low, high, n, x);
      break;
    case 4:
      synthesise_with (4, taps, low, high, n, x);
      break;
    case 5:
      synthesise_with (5, taps, low, high, n, x);
      break;
    case 6:
      synthesise_with (6, taps, low, high, n, x);
      break;
    case 7:
      synthesise_with (7, taps, low, high, n, x);
      break;
    default:
      synthesise_with (8, taps, low, high, n, x);
      break;
    }
}
