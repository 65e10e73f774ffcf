/* assay-bank-kernel.c: filters, spatial differences and centroids of the bank, four or eight
 * channels a vector.
 *
 * Compiled with ASSAY_BANK_KERNEL_NAME for each instruction set, with ASSAY_BANK_KERNEL_LANES
 * channels a vector. Vectors are GCC's: the compiler splits them where the processor has narrower
 * ones. */
#include "replay/assay-bank-kernel-private.h"

#include <math.h>
#include <string.h>

#define LANES ASSAY_BANK_KERNEL_LANES
#define BYTES (LANES * 8)
#define TILE_VECTORS (ASSAY_BANK_TILE / LANES)
/* Sixteen channels are filtered at once: enough independent recursions to hide their latency. */
#define FILTER_VECTORS (16 / LANES)
/* Rows differenced together, so that a pass never waits for the one before. */
#define ROWS_TOGETHER 8

typedef double Vector __attribute__ ((vector_size (BYTES), may_alias));
typedef double Unaligned __attribute__ ((vector_size (BYTES), aligned (8), may_alias));
typedef long long Mask __attribute__ ((vector_size (BYTES), may_alias));

/* A filter that only rings down comes to subnormal numbers, which take a hundred times as long. */
static void
flush_state (double *z0, double *z1, guint stride)
{
  for (guint i = 0; i < stride; i++)
    if (fabs (z0[i]) < 1e-290 && fabs (z1[i]) < 1e-290)
      z0[i] = z1[i] = 0;
}

static void
filter_group (const AssayBankCoefficients *c,
              guint channel,
              double *state0,
              double *state1,
              const double *x,
              gsize n,
              double *rows)
{
  Vector a1[FILTER_VECTORS], a2[FILTER_VECTORS], gain[FILTER_VECTORS];
  Vector z0[FILTER_VECTORS], z1[FILTER_VECTORS];

  memcpy (a1, c->a1 + channel, sizeof a1);
  memcpy (a2, c->a2 + channel, sizeof a2);
  memcpy (gain, c->gain + channel, sizeof gain);
  memcpy (z0, state0 + channel, sizeof z0);
  memcpy (z1, state1 + channel, sizeof z1);
  for (gsize t = 0; t < n; t++)
    {
      Vector *row = (Vector *) (gpointer) (rows + t * c->stride + channel);

#pragma GCC unroll 4
      for (guint v = 0; v < FILTER_VECTORS; v++)
        {
          Vector in = gain[v] * x[t];
          Vector out = z0[v] + in;

          z0[v] = z1[v] - a1[v] * out;
          z1[v] = -in - a2[v] * out;
          row[v] = out;
        }
    }
  memcpy (state0 + channel, z0, sizeof z0);
  memcpy (state1 + channel, z1, sizeof z1);
}

static void
filter (
    const AssayBankCoefficients *c, double *z0, double *z1, const double *x, gsize n, double *rows)
{
  for (guint channel = 0; channel < c->used; channel += FILTER_VECTORS * LANES)
    filter_group (c, channel, z0, z1, x, n, rows);
  flush_state (z0, z1, c->used);
}

static void
difference_once (double *y, guint n, gboolean last)
{
  y[n] = y[n - 1];
  for (guint i = 0; i < n; i += LANES)
    {
      Vector below = *(const Unaligned *) (y + i);
      Vector above = *(const Unaligned *) (y + i + 1);

      *(Unaligned *) (y + i) = above - below;
    }
  y[n - 1] = last ? y[n - 2] : 0;
}

/* Two iterations in one pass: the same subtractions. Repeating the last channel makes the first
 * iteration's last difference the zero that the paper pads with. */
static void
difference_twice (double *y, guint n, gboolean last)
{
  y[n] = y[n - 1];
  y[n + 1] = y[n - 1];
  for (guint i = 0; i < n; i += LANES)
    {
      Vector low = *(const Unaligned *) (y + i);
      Vector mid = *(const Unaligned *) (y + i + 1);
      Vector high = *(const Unaligned *) (y + i + 2);

      *(Unaligned *) (y + i) = (high - mid) - (mid - low);
    }
  y[n - 1] = last ? y[n - 2] : 0;
}

static void
difference (double *rows, gsize n, guint stride, guint n_channels, guint k)
{
  for (gsize first = 0; first < n; first += ROWS_TOGETHER)
    {
      gsize end = MIN (first + ROWS_TOGETHER, n);
      guint done = 0;

      for (; done + 2 <= k; done += 2)
        for (gsize t = first; t < end; t++)
          difference_twice (rows + t * stride, n_channels, done + 2 == k);
      if (done < k)
        for (gsize t = first; t < end; t++)
          difference_once (rows + t * stride, n_channels, TRUE);
    }
}

/* |y| × window of one tile of channels out of the ring, its second half added to and taken from the
 * first. */
static void
gather (const AssayBankSpectrum *s,
        const double *rows,
        guint stride,
        gsize start,
        Vector *sum,
        Vector *rest)
{
  const Mask magnitude = (Mask){ 0 } + (long long) G_MAXINT64;
  const double *weights = s->weights;
  gsize window = s->window, half = window / 2;
  gsize row = start, later = (start + half) % window;

  for (gsize t = 0; t < half; t++)
    {
      const Mask *a = (const Mask *) (gconstpointer) (rows + row * stride);
      const Mask *b = (const Mask *) (gconstpointer) (rows + later * stride);
      double first = weights[t], second = weights[t + half];

#pragma GCC unroll 2
      for (guint v = 0; v < TILE_VECTORS; v++)
        {
          Vector early = (Vector) (a[v] & magnitude) * first;
          Vector late = (Vector) (b[v] & magnitude) * second;

          sum[t * TILE_VECTORS + v] = early + late;
          rest[t * TILE_VECTORS + v] = early - late;
        }
      row = row + 1 < window ? row + 1 : 0;
      later = later + 1 < window ? later + 1 : 0;
    }
}

/* Halves of @x (2 × n): sums to @sum, differences to @rest. May work in place of @x. */
static void
split (const Vector *x, gsize n, Vector *sum, Vector *rest)
{
  for (gsize i = 0; i < n * TILE_VECTORS; i++)
    {
      Vector a = x[i], b = x[i + n * TILE_VECTORS];

      sum[i] = a + b;
      rest[i] = a - b;
    }
}

/* cos is odd and sin even about n / 2: bins for which the sequence changes sign after n. */
static void
fold_alternating (const Vector *x, gsize n, Vector *cosine, Vector *sine)
{
  for (guint v = 0; v < TILE_VECTORS; v++)
    {
      cosine[v] = x[v];
      sine[(n / 2 - 1) * TILE_VECTORS + v] = x[n / 2 * TILE_VECTORS + v];
    }
  for (gsize t = 1; t < n / 2; t++)
    for (guint v = 0; v < TILE_VECTORS; v++)
      {
        Vector a = x[t * TILE_VECTORS + v], b = x[(n - t) * TILE_VECTORS + v];

        cosine[t * TILE_VECTORS + v] = a - b;
        sine[(t - 1) * TILE_VECTORS + v] = a + b;
      }
}

/* cos is even and sin odd about n / 2: bins for which the sequence repeats after n. */
static void
fold_repeating (const Vector *x, gsize n, Vector *cosine, Vector *sine)
{
  for (guint v = 0; v < TILE_VECTORS; v++)
    {
      cosine[v] = x[v];
      cosine[n / 2 * TILE_VECTORS + v] = x[n / 2 * TILE_VECTORS + v];
    }
  for (gsize t = 1; t < n / 2; t++)
    for (guint v = 0; v < TILE_VECTORS; v++)
      {
        Vector a = x[t * TILE_VECTORS + v], b = x[(n - t) * TILE_VECTORS + v];

        cosine[t * TILE_VECTORS + v] = a + b;
        sine[(t - 1) * TILE_VECTORS + v] = a - b;
      }
}

/* @x (n values) times one column group of @table (n × width): five sums at once. */
static void
project_group (const Vector *x, gsize n, const double *table, guint width, Vector *out)
{
  Vector sums[ASSAY_BANK_BINS][TILE_VECTORS] = { 0 };

  for (gsize t = 0; t < n; t++)
    {
      const double *factors = table + t * width;

#pragma GCC unroll 5
      for (guint b = 0; b < ASSAY_BANK_BINS; b++)
#pragma GCC unroll 2
        for (guint v = 0; v < TILE_VECTORS; v++)
          sums[b][v] += x[t * TILE_VECTORS + v] * factors[b];
    }
  memcpy (out, sums, sizeof sums);
}

/* Where a tile's work lies in the scratch. */
typedef struct
{
  Vector *frame; /* window */
  Vector *cosine, *sine;
  Vector *re, *im;   /* one fold's bins */
  Vector *magnitude; /* n_bins */
} Work;

static void
lay_out (const AssayBankSpectrum *s, double *scratch, Work *work)
{
  gsize window = (gsize) s->window * TILE_VECTORS;
  gsize bins = (gsize) (s->n_bins + 2 * ASSAY_BANK_BINS) * TILE_VECTORS;

  work->frame = (Vector *) (gpointer) scratch;
  work->cosine = work->frame + window;
  work->sine = work->cosine + window;
  work->re = work->sine + window;
  work->im = work->re + bins;
  work->magnitude = work->im + bins;
}

/* Underflow of the squares: the rare frame of digital silence in which filters still ring. */
static gboolean
squares_vanish (const Vector *re, const Vector *im, gsize n)
{
  Mask vanishing = { 0 };
  long long lanes[LANES];
  long long any = 0;

  for (gsize i = 0; i < n; i++)
    {
      Vector square = re[i] * re[i] + im[i] * im[i];

      vanishing |= (square < 1e-280) & ((re[i] < 0) | (re[i] > 0) | (im[i] < 0) | (im[i] > 0));
    }
  memcpy (lanes, &vanishing, sizeof lanes);
  for (guint i = 0; i < LANES; i++)
    any |= lanes[i];
  return any != 0;
}

static void
magnitudes (const AssayBankFold *fold, Work *work)
{
  const double *re = (const double *) work->re;
  const double *im = (const double *) work->im;
  gboolean careful = squares_vanish (work->re, work->im, (gsize) fold->n_bins * TILE_VECTORS);

  for (guint b = 0; b < fold->n_bins; b++)
    {
      double *out = (double *) (work->magnitude + (fold->first + b * fold->step) * TILE_VECTORS);
      const double *c = re + b * ASSAY_BANK_TILE;
      const double *s = im + b * ASSAY_BANK_TILE;

      if (careful)
        for (guint i = 0; i < ASSAY_BANK_TILE; i++)
          out[i] = hypot (c[i], s[i]);
      else
        for (guint i = 0; i < ASSAY_BANK_TILE; i++)
          out[i] = sqrt (c[i] * c[i] + s[i] * s[i]);
    }
}

static void
project (const AssayBankFold *fold, Work *work)
{
  for (guint b = 0; b < fold->n_padded; b += ASSAY_BANK_BINS)
    {
      project_group (work->cosine, fold->n_cosine, fold->cosine + b, fold->n_padded,
                     work->re + (gsize) b * TILE_VECTORS);
      project_group (work->sine, fold->n_sine, fold->sine + b, fold->n_padded,
                     work->im + (gsize) b * TILE_VECTORS);
    }
  magnitudes (fold, work);
}

static void
centroid (const AssayBankSpectrum *s,
          const double *rows,
          guint stride,
          gsize start,
          guint channel,
          double *scratch,
          double *numerator,
          double *denominator,
          double *level)
{
  gsize half = s->window / 2, quarter = s->window / 4;
  Work work;
  Vector num[TILE_VECTORS] = { 0 }, den[TILE_VECTORS] = { 0 };

  lay_out (s, scratch, &work);
  gather (s, rows + channel, stride, start, work.frame, work.frame + half * TILE_VECTORS);
  fold_alternating (work.frame + half * TILE_VECTORS, half, work.cosine, work.sine);
  project (&s->odd, &work);
  split (work.frame, quarter, work.frame, work.frame + quarter * TILE_VECTORS);
  fold_alternating (work.frame + quarter * TILE_VECTORS, quarter, work.cosine, work.sine);
  project (&s->twice, &work);
  fold_repeating (work.frame, quarter, work.cosine, work.sine);
  project (&s->four, &work);
  for (guint b = 0; b < s->n_bins; b++)
    for (guint v = 0; v < TILE_VECTORS; v++)
      {
        Vector magnitude = work.magnitude[b * TILE_VECTORS + v];

        num[v] += magnitude * s->frequencies[b];
        if (b >= s->first)
          den[v] += magnitude;
      }
  memcpy (numerator, num, sizeof num);
  memcpy (denominator, den, sizeof den);
  memcpy (level, work.magnitude, sizeof den);
}

const AssayBankKernel ASSAY_BANK_KERNEL_NAME = {
  .name = ASSAY_BANK_KERNEL_ID,
  .filter = filter,
  .difference = difference,
  .centroid = centroid,
};
