/* assay-series-values.c: scheme "values": marks how often values occur, whatever their order. */
#include "wavemark/assay-series-values.h"

#include <math.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-keyed.h"
#include "signal/assay-tail.h"

/* Quanta of the first cell: smaller values would change too much. */
#define FIRST 20.0
/* Cells at most: values up to 1e15 quanta with cells of 0.1 % need 32 000. */
#define MOST_CELLS 65536u
#define LARGEST 1e18
#define SCALE_STEP 0.002
#define SCALE_STEPS 346
/* Values that scales are tried on. */
#define SCALE_VALUES 200000u
#define FOUND (-6.0)
/* Of a double, with some to spare. */
#define PRECISION 1e-15
/* A pair of more values votes no louder. */
#define LOUDEST 10.0

struct _AssaySeriesValues
{
  double quantum;
  guint n_bits;
  guint n_symbols;
  guint n_cells;   /* even */
  double *edges;   /* n_cells + 1: first quanta of each cell */
  guint32 *symbol; /* of each pair */
  gint8 *sign;     /* of each pair */
};

AssaySeriesValues *
assay_series_values_new (GBytes *key, const char *label, double quantum, double width, guint n_bits)
{
  AssaySeriesValues *self = g_new0 (AssaySeriesValues, 1);
  g_autofree char *purpose = g_strconcat ("assay series values 1|", label, NULL);
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, purpose);
  g_autofree guint32 *order = NULL;
  double edge = FIRST;

  self->quantum = quantum;
  self->n_bits = n_bits;
  self->n_symbols = (guint) assay_code_get_length (n_bits, ASSAY_SERIES_VALUES_RATE);
  self->edges = g_new (double, MOST_CELLS + 1);
  for (; self->n_cells < MOST_CELLS && edge < LARGEST; self->n_cells++)
    {
      self->edges[self->n_cells] = edge;
      edge += MAX (1.0, rint (width * edge));
    }
  self->n_cells -= self->n_cells % 2;
  self->edges[self->n_cells] = edge;
  order = g_new (guint32, self->n_symbols);
  assay_keyed_stream_permutation (stream, order, self->n_symbols);
  self->symbol = g_new (guint32, self->n_cells / 2);
  self->sign = g_new (gint8, self->n_cells / 2);
  for (guint i = 0; i < self->n_cells / 2; i++)
    {
      /* In turn, so that the values of any range reach all symbols alike. */
      self->symbol[i] = order[i % self->n_symbols];
      self->sign[i] = assay_keyed_stream_next (stream) % 2 == 0 ? 1 : -1;
    }
  return self;
}

void
assay_series_values_free (AssaySeriesValues *self)
{
  g_free (self->edges);
  g_free (self->symbol);
  g_free (self->sign);
  g_free (self);
}

/* Cell of @quanta, n_cells if it is in none. */
static guint
find_cell (const AssaySeriesValues *self, double quanta)
{
  guint low = 0;
  guint high = self->n_cells;

  if (!(quanta >= FIRST) || quanta >= self->edges[self->n_cells])
    return self->n_cells;
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (self->edges[middle] <= quanta)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* The multiple of @unit next to @quanta in the cell; NaN if there is none. Beyond 1e15 quanta the
 * borders keep a distance, since what is read there is a multiple of some quanta anyhow. */
static double
near_in_cell (const AssaySeriesValues *self, guint cell, double quanta, double unit)
{
  double slack = rint (self->edges[cell] * PRECISION);
  double low = ceil ((self->edges[cell] + slack) / unit) * unit;
  double high = floor ((self->edges[cell + 1] - 1.0 - slack) / unit) * unit;

  return low <= high ? CLAMP (rint (quanta / unit) * unit, low, high) : (double) NAN;
}

double
assay_series_values_embed (AssaySeriesValues *self, const gint8 *symbols, double x, double unit)
{
  double quanta = rint (fabs (x) / self->quantum);
  guint cell = find_cell (self, quanta);
  guint pair = cell / 2;
  double best = INFINITY;
  double value = quanta;

  if (cell == self->n_cells)
    return x;
  for (guint i = pair == 0 ? 0 : pair - 1; i <= pair + 1 && i < self->n_cells / 2; i++)
    {
      guint right = 2 * i + (symbols[self->symbol[i]] * self->sign[i] > 0 ? 0 : 1);
      double near = near_in_cell (self, right, quanta, unit);

      if (isnan (near))
        continue;
      /* Of equally near ones the key decides, so that the average stays. */
      if (fabs (near - quanta) > best || (!(fabs (near - quanta) < best) && self->sign[pair] < 0))
        continue;
      best = fabs (near - quanta);
      value = near;
    }
  return best > 0.0 ? copysign (value * self->quantum, x) : x;
}

/* Counts of all cells; the last is of values in none. */
static guint32 *
count_cells (const AssaySeriesValues *self, const double *x, gsize n, double scale)
{
  guint32 *counts = g_new0 (guint32, (gsize) self->n_cells + 1);

  for (gsize i = 0; i < n; i++)
    counts[find_cell (self, rint (fabs (x[i]) / (scale * self->quantum)))]++;
  return counts;
}

/* The same of @sizes, which are absolute, ascending and numbers: without a search for each. */
static guint32 *
count_sorted (const AssaySeriesValues *self, const double *sizes, gsize n, double scale)
{
  guint32 *counts = g_new0 (guint32, (gsize) self->n_cells + 1);
  guint cell = 0;

  for (gsize i = 0; i < n; i++)
    {
      double quanta = rint (sizes[i] / (scale * self->quantum));

      while (cell < self->n_cells && quanta >= self->edges[cell + 1])
        cell++;
      counts[quanta >= FIRST ? cell : self->n_cells]++;
    }
  return counts;
}

/* What a pair says, before its sign; @counts of its two cells, not both 0. */
static double
vote_of (const guint32 *counts)
{
  double n = (double) counts[0] + counts[1];

  return ((double) counts[0] - counts[1]) / n * sqrt (MIN (n, LOUDEST));
}

double
assay_series_values_check (AssaySeriesValues *self,
                           const double *x,
                           gsize n,
                           double scale,
                           guint hypotheses,
                           const guint8 *bits)
{
  g_autofree guint32 *counts = count_cells (self, x, n, scale);
  g_autofree gint8 *symbols = g_malloc (self->n_symbols);
  double sum = 0.0;
  double squares = 0.0;

  assay_code_encode (bits, self->n_bits, ASSAY_SERIES_VALUES_RATE, symbols);
  for (guint i = 0; i < self->n_cells / 2; i++)
    {
      double vote = counts[2 * i] + counts[2 * i + 1] > 0 ? vote_of (counts + (gsize) 2 * i) : 0.0;

      sum += symbols[self->symbol[i]] * self->sign[i] * vote;
      squares += vote * vote;
    }
  return squares > 0.0 ? assay_tail_union (assay_tail_signs (sum, squares), hypotheses) : 0.0;
}

static void
read_counts (AssaySeriesValues *self,
             const guint32 *counts,
             double scale,
             AssaySeriesValuesReading *reading)
{
  g_autofree double *soft = g_new0 (double, self->n_symbols);
  g_autofree double *all = g_new0 (double, self->n_symbols);
  g_autofree gint8 *symbols = g_malloc (self->n_symbols);

  reading->scale = scale;
  reading->squares = 0.0;
  reading->pairs = 0;
  for (guint i = 0; i < self->n_cells / 2; i++)
    {
      double vote;

      if (counts[2 * i] + counts[2 * i + 1] == 0)
        continue;
      vote = vote_of (counts + (gsize) 2 * i);
      soft[self->symbol[i]] += self->sign[i] * vote;
      all[self->symbol[i]] += fabs (vote);
      reading->squares += vote * vote;
      reading->pairs++;
    }
  reading->sum = assay_code_decode (soft, self->n_bits, ASSAY_SERIES_VALUES_RATE, reading->bits);
  assay_code_encode (reading->bits, self->n_bits, ASSAY_SERIES_VALUES_RATE, symbols);
  for (guint bit = 0; bit < self->n_bits; bit++)
    {
      double right = 0.0;
      double total = 0.0;

      for (guint i = bit * ASSAY_SERIES_VALUES_RATE;
           i < (bit + ASSAY_CODE_TAIL + 1) * ASSAY_SERIES_VALUES_RATE; i++)
        {
          right += symbols[i] * soft[i];
          total += all[i];
        }
      reading->bit_votes[bit] = total > 0.0 ? right / total : 0.0;
    }
}

static double
log10_p_of (const AssaySeriesValues *self, const AssaySeriesValuesReading *reading)
{
  double one = reading->squares > 0.0 ? assay_tail_signs (reading->sum, reading->squares) : 0.0;

  return MIN (0.0, one + self->n_bits * log10 (2.0) + log10 (reading->hypotheses));
}

guint
assay_series_values_needed (guint n_bits, double log10_p)
{
  /* Σ |a| <= sqrt (pairs Σ a²), so the bound is at least exp (-pairs / 2) before the hypotheses. */
  return (guint) ceil (2.0 * G_LN10 * (n_bits * log10 (2.0) + log10 (2.0) - log10_p));
}

static AssaySeriesValuesReading *
reading_new (guint n_bits)
{
  AssaySeriesValuesReading *self = g_new0 (AssaySeriesValuesReading, 1);

  self->bits = g_malloc0 (n_bits);
  self->bit_votes = g_new0 (double, n_bits);
  return self;
}

void
assay_series_values_reading_free (AssaySeriesValuesReading *self)
{
  g_free (self->bits);
  g_free (self->bit_votes);
  g_free (self);
}

static gint
compare_sizes (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The sizes of @n values that are numbers, ascending. */
static GArray *
sort_sizes (const double *x, gsize n)
{
  GArray *sizes = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint) n);

  for (gsize i = 0; i < n; i++)
    {
      double size = fabs (x[i]);

      if (!isnan (size))
        g_array_append_val (sizes, size);
    }
  g_array_sort (sizes, compare_sizes);
  return sizes;
}

AssaySeriesValuesReading *
assay_series_values_read (AssaySeriesValues *self,
                          const double *x,
                          gsize n,
                          GCancellable *cancellable)
{
  g_autoptr (AssaySeriesValuesReading) best = reading_new (self->n_bits);
  g_autofree guint32 *unscaled = count_cells (self, x, n, 1.0);
  g_autoptr (GArray) sizes = NULL;

  read_counts (self, unscaled, 1.0, best);
  /* The two ways to look, as they are and scaled, count half each. */
  best->hypotheses = 2;
  best->log10_p = log10_p_of (self, best);
  if (best->log10_p <= FOUND)
    return g_steal_pointer (&best);
  sizes = sort_sizes (x, MIN (n, SCALE_VALUES));
  for (int i = -SCALE_STEPS; i <= SCALE_STEPS && !g_cancellable_is_cancelled (cancellable); i++)
    {
      double scale = exp (i * SCALE_STEP);
      g_autoptr (AssaySeriesValuesReading) reading = reading_new (self->n_bits);
      g_autofree guint32 *counts
          = count_sorted (self, (const double *) (gpointer) sizes->data, sizes->len, scale);

      read_counts (self, counts, scale, reading);
      reading->hypotheses = 2 * (2 * SCALE_STEPS + 1);
      reading->log10_p = log10_p_of (self, reading);
      if (reading->log10_p < best->log10_p)
        {
          AssaySeriesValuesReading *worse = best;

          best = g_steal_pointer (&reading);
          reading = worse;
        }
    }
  return g_steal_pointer (&best);
}
