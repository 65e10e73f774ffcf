/* assay-series-values.c: scheme "values": marks how often values occur, whatever their order. */
#include "wavemark/assay-series-values.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/assay-numbers.h"
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
/* To the root of ten and back: with the powers of ten every factor. */
#define DECADE_STEPS 576
/* Powers of ten up and down: a copy in another unit, or with more or fewer decimals than the marked
 * table, of which a computed one may have had 15. */
#define POWERS 15
#define SMALLER_UNIT 7
/* Values that scales are tried on; where thousands are, so many of them. */
#define SCALE_VALUES 200000u
#define SCALE_SAMPLE 10000u
#define FOUND (-6.0)
/* log10 p by the simpler bound that makes the closer one worth its time where thousands of scales
 * are tried. For long marks the two are further apart: the likeliest scale gets the closer one. */
#define WORTH 4.0
/* Of a double, with some to spare. */
#define PRECISION 1e-15
/* Of a cell's width, that a value keeps from its borders where the decimals allow it: so much may
 * be rounded away, and so far off may a factor be found. */
#define MARGIN 0.1
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
  double from = self->edges[cell];
  double to = self->edges[cell + 1];
  double slack = rint (from * PRECISION);
  double margins[] = { MAX (slack, floor ((to - from) * MARGIN)), slack };

  for (guint i = 0; i < G_N_ELEMENTS (margins); i++)
    {
      double low = ceil ((from + margins[i]) / unit) * unit;
      double high = floor ((to - 1.0 - margins[i]) / unit) * unit;

      if (low <= high)
        return CLAMP (rint (quanta / unit) * unit, low, high);
    }
  return (double) NAN;
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

/* A size that so many values have. */
typedef struct
{
  double size;
  guint32 n;
} Size;

/* The same of @sizes, which are ascending and numbers: with a search for the first alone. */
static guint32 *
count_sorted (const AssaySeriesValues *self, const GArray *sizes, double scale)
{
  guint32 *counts = g_new0 (guint32, (gsize) self->n_cells + 1);
  guint cell = self->n_cells;

  for (guint i = 0; i < sizes->len; i++)
    {
      const Size *at = &g_array_index (sizes, Size, i);
      double quanta = rint (at->size / (scale * self->quantum));

      if (cell == self->n_cells)
        cell = find_cell (self, quanta);
      while (cell < self->n_cells && quanta >= self->edges[cell + 1])
        cell++;
      counts[cell] += at->n;
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
  g_autofree double *sizes = g_new (double, self->n_cells / 2);
  double sum = 0.0;

  assay_code_encode (bits, self->n_bits, ASSAY_SERIES_VALUES_RATE, symbols);
  for (guint i = 0; i < self->n_cells / 2; i++)
    {
      double vote = counts[2 * i] + counts[2 * i + 1] > 0 ? vote_of (counts + (gsize) 2 * i) : 0.0;

      sum += symbols[self->symbol[i]] * self->sign[i] * vote;
      sizes[i] = fabs (vote);
    }
  return assay_tail_union (assay_tail_coins (sum, sizes, self->n_cells / 2), hypotheses);
}

/* By the closer bound if @closely, or if it is worth its time. */
static double
log10_p_of (const AssaySeriesValues *self,
            const AssaySeriesValuesReading *reading,
            const double *sizes,
            gboolean closely)
{
  double others = self->n_bits * log10 (2.0) + log10 (reading->hypotheses);
  double one = assay_tail_signs (reading->sum, reading->squares);

  if (closely || one + others <= WORTH)
    one = assay_tail_coins (reading->sum, sizes, reading->pairs);
  return MIN (0.0, one + others);
}

/* With @reading->hypotheses. */
static void
read_counts (AssaySeriesValues *self,
             const guint32 *counts,
             double scale,
             gboolean closely,
             AssaySeriesValuesReading *reading)
{
  g_autofree double *soft = g_new0 (double, self->n_symbols);
  g_autofree double *all = g_new0 (double, self->n_symbols);
  g_autofree double *sizes = g_new (double, self->n_cells / 2);
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
      sizes[reading->pairs++] = fabs (vote);
      reading->squares += vote * vote;
    }
  reading->sum = assay_code_decode (soft, self->n_bits, ASSAY_SERIES_VALUES_RATE, reading->bits);
  reading->log10_p = log10_p_of (self, reading, sizes, closely);
  assay_code_encode (reading->bits, self->n_bits, ASSAY_SERIES_VALUES_RATE, symbols);
  assay_code_rate_bits (symbols, soft, all, self->n_bits, ASSAY_SERIES_VALUES_RATE,
                        reading->bit_votes);
}

guint
assay_series_values_needed (guint n_bits, double log10_p)
{
  /* So many coins that agree, before the hypotheses. */
  return (guint) ceil (n_bits + 1.0 - log10_p / log10 (2.0));
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

/* The sizes of those of @n values that are numbers, ascending. Returns how many those are. */
static gsize
sort_sizes (const double *x, gsize n, double *sizes)
{
  gsize some = 0;

  for (gsize i = 0; i < n; i++)
    if (!isnan (x[i]))
      sizes[some++] = fabs (x[i]);
  assay_sort_doubles (sizes, some);
  return some;
}

/* At most @most of @n ascending sizes, from all of their range alike, equal ones as one. */
static GArray *
gather_sizes (const double *sizes, gsize n, gsize most)
{
  GArray *gathered = g_array_new (FALSE, FALSE, sizeof (Size));
  gsize taken = MIN (n, most);

  for (gsize i = 0; i < taken; i++)
    {
      Size one = { sizes[i * n / taken], 1 };
      Size *last = gathered->len == 0 ? NULL : &g_array_index (gathered, Size, gathered->len - 1);

      if (last != NULL && !(last->size < one.size))
        last->n++;
      else
        g_array_append_val (gathered, one);
    }
  return gathered;
}

typedef struct
{
  AssaySeriesValues *values;
  const GArray *sizes; /* Size */
  AssaySeriesValuesReading *best;
  GCancellable *cancellable;
  gboolean closely;
  double likeliest; /* of the scales tried so far, the one whose votes agree best, */
  double agreement; /* so well, */
  guint hypotheses; /* as one of so many */
  AssayProgress *progress;
  double done; /* sizes looked at, as often as that was, */
  double all;  /* of so many, if no mark is found */
} Search;

/* Reads with @scale, which counts as one of @hypotheses. FALSE if that is enough: a mark was found,
 * or nobody waits any more. */
static gboolean
try_scale (Search *search, double scale, guint hypotheses)
{
  g_autoptr (AssaySeriesValuesReading) reading = reading_new (search->values->n_bits);
  g_autofree guint32 *counts = count_sorted (search->values, search->sizes, scale);
  double agreement;

  search->done += (double) search->sizes->len;
  assay_progress_set (search->progress, search->done / MAX (search->all, 1.0),
                      N_ ("Trying other units"));
  reading->hypotheses = hypotheses;
  read_counts (search->values, counts, scale, search->closely, reading);
  agreement = reading->squares > 0.0 ? reading->sum * reading->sum / reading->squares : 0.0;
  if (agreement > search->agreement)
    {
      search->agreement = agreement;
      search->likeliest = scale;
      search->hypotheses = hypotheses;
    }
  if (reading->log10_p < search->best->log10_p)
    {
      AssaySeriesValuesReading *worse = search->best;

      search->best = g_steal_pointer (&reading);
      reading = worse;
    }
  return !g_cancellable_is_cancelled (search->cancellable);
}

static void
try_powers (Search *search)
{
  for (int i = -POWERS; i <= POWERS; i++)
    if (i != 0 && !try_scale (search, pow (10.0, i), 16 * 2 * POWERS))
      return;
}

static void
try_factors (Search *search)
{
  for (int i = -SCALE_STEPS; i <= SCALE_STEPS; i++)
    if (!try_scale (search, exp (i * SCALE_STEP), 8 * (2 * SCALE_STEPS + 1) / 3 + 1))
      return;
}

/* How many scales try_both() tries. */
static guint
count_both (int decimals)
{
  return (guint) (decimals + POWERS + 1) * (2 * DECADE_STEPS + 1);
}

/* A copy has not more decimals than the marked table by more than it has; unless its unit is so
 * much smaller. */
static void
try_both (Search *search, int decimals)
{
  guint n = count_both (decimals);

  for (int power = -POWERS; power <= decimals; power++)
    for (int i = -DECADE_STEPS; i <= DECADE_STEPS; i++)
      if (!try_scale (search, pow (10.0, power) * exp (i * SCALE_STEP), 16 * n))
        return;
}

/* Of all that may go wrong half is allowed to the values as they are, three eighths to factors near
 * 1, a sixteenth each to powers of ten and to factors beside them. */
static void
search_units (Search *search, const double *x, gsize n)
{
  const int decimals = (int) CLAMP (rint (-log10 (search->values->quantum)), SMALLER_UNIT, POWERS);
  g_autofree double *sorted = g_new (double, MIN (n, SCALE_VALUES) + 1);
  gsize n_sorted = sort_sizes (x, MIN (n, SCALE_VALUES), sorted);
  g_autoptr (GArray) sizes = gather_sizes (sorted, n_sorted, n_sorted);
  g_autoptr (GArray) few = gather_sizes (sorted, n_sorted, SCALE_SAMPLE);

  search->all = (double) sizes->len * (2 * POWERS + 2 * SCALE_STEPS + 2)
                + (double) few->len * count_both (decimals);
  search->sizes = sizes;
  try_powers (search);
  if (search->best->log10_p > FOUND)
    try_factors (search);
  if (search->best->log10_p > FOUND)
    {
      search->sizes = few;
      try_both (search, decimals);
    }
  search->closely = TRUE;
  search->sizes = sizes;
  if (search->best->log10_p > FOUND && search->agreement > 0.0)
    (void) try_scale (search, search->likeliest, search->hypotheses);
}

AssaySeriesValuesReading *
assay_series_values_read (AssaySeriesValues *self, const double *x, gsize n)
{
  AssaySeriesValuesReading *reading = reading_new (self->n_bits);
  g_autofree guint32 *unscaled = count_cells (self, x, n, 1.0);

  reading->hypotheses = 2;
  read_counts (self, unscaled, 1.0, TRUE, reading);
  return reading;
}

AssaySeriesValuesReading *
assay_series_values_search (AssaySeriesValues *self,
                            const double *x,
                            gsize n,
                            AssayProgress *progress,
                            GCancellable *cancellable)
{
  Search search = { .values = self,
                    .best = assay_series_values_read (self, x, n),
                    .progress = progress,
                    .cancellable = cancellable };

  if (search.best->log10_p > FOUND)
    search_units (&search, x, n);
  return search.best;
}
