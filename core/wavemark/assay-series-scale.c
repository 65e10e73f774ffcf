/* assay-series-scale.c: by which factor a copy seems multiplied. Eight factors are tried at once,
 * each in its lane of a table of costs. */
#include <math.h>

#include "base/assay-numbers.h"
#include "wavemark/assay-series-align-private.h"

/* Factors are tried on so many rows. */
#define PROBE_ROWS 300u
/* Another unit: the middle sizes differ by more than what the factors around 1 reach with ease. */
#define OTHER_UNIT 1.6
#define STEPS 87
#define LANES 8
/* Of a value that has no logarithm. */
#define NOWHERE (-1e9)

typedef gint32 Costs __attribute__ ((vector_size (LANES * sizeof (gint32))));
typedef float Sizes __attribute__ ((vector_size (LANES * sizeof (float))));

/* A row of the original, ready to be compared with. */
typedef struct
{
  float place;    /* ln of its size, of a small value the size itself */
  float reach;    /* of a match, around the place */
  float near;     /* … of an edited value; none of a small one */
  gboolean small; /* compared by size */
} Row;

typedef struct
{
  Row *rows;
  guint32 n;
  Costs *costs; /* n + 1 */
} Table;

static void
table_init (Table *self, const AssaySeriesRows *original, double reach, double quantum)
{
  self->n = original->n;
  self->rows = g_new (Row, MAX (original->n, 1));
  self->costs = g_aligned_alloc ((gsize) original->n + 1, sizeof (Costs), sizeof (Costs));
  for (guint32 i = 0; i < original->n; i++)
    {
      double size = fabs (original->values[i]);
      Row *row = &self->rows[i];

      row->small = !(size >= ASSAY_ALIGN_SMALL * quantum);
      row->place = (float) (row->small ? size : log (size));
      row->reach
          = (float) (row->small ? 0.5 * quantum
                                : reach + 0.5 * quantum / size + ASSAY_ALIGN_SCALE_STEP / 2.0);
      row->near = row->small ? row->reach : (float) ASSAY_ALIGN_EDITED;
    }
}

static void
table_clear (Table *self)
{
  g_free (self->rows);
  g_aligned_free (self->costs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* One row of the copy, in each lane divided by another factor: its sizes and their logarithms. */
__attribute__ ((target_clones ("avx2", "default"))) static void
fill_row (Table *self, const float *sizes, const float *logs)
{
  Costs diagonal = self->costs[0], before = diagonal + ASSAY_ALIGN_NEW;
  Sizes size, log_size;

  for (guint lane = 0; lane < LANES; lane++)
    {
      size[lane] = sizes[lane];
      log_size[lane] = logs[lane];
    }
  self->costs[0] = before;
  for (guint32 i = 0; i < self->n; i++)
    {
      const Row *row = &self->rows[i];
      Sizes off = (row->small ? size : log_size) - row->place;
      Costs match = (off <= row->reach) & (off >= -row->reach);
      Costs near = (off <= row->near) & (off >= -row->near) & ~match;
      Costs best = diagonal + ASSAY_ALIGN_OTHER - (match & (ASSAY_ALIGN_OTHER + ASSAY_ALIGN_MATCH))
                   - (near & (ASSAY_ALIGN_OTHER + ASSAY_ALIGN_NEAR));
      Costs gone = before + ASSAY_ALIGN_GONE, fresh, less;

      diagonal = self->costs[i + 1];
      fresh = diagonal + ASSAY_ALIGN_NEW;
      less = fresh < best;
      best = (fresh & less) | (best & ~less);
      less = gone < best;
      before = (gone & less) | (best & ~less);
      self->costs[i + 1] = before;
    }
}

/* Cheapest way to place the middle rows of @suspect, divided by each of @scales, anywhere in the
 * original: what lies before the first and behind the last of them is not known. */
static void
probe (Table *self,
       const AssaySeriesRows *suspect,
       const double *scales,
       gint32 *best,
       GCancellable *cancellable)
{
  guint32 start = suspect->n > PROBE_ROWS ? (suspect->n - PROBE_ROWS) / 2 : 0;
  guint32 end = MIN (suspect->n, start + PROBE_ROWS);

  for (guint32 i = 0; i <= self->n; i++)
    self->costs[i] = (Costs){ 0 };
  for (guint32 i = start; i < end && !g_cancellable_is_cancelled (cancellable); i++)
    {
      float sizes[LANES], logs[LANES];

      for (guint lane = 0; lane < LANES; lane++)
        {
          double size = fabs (suspect->values[i]) / scales[lane];

          sizes[lane] = (float) size;
          logs[lane] = (float) (size > 0.0 ? log (size) : NOWHERE);
        }
      fill_row (self, sizes, logs);
    }
  for (guint lane = 0; lane < LANES; lane++)
    {
      best[lane] = G_MAXINT32;
      for (guint32 i = 0; i <= self->n; i++)
        best[lane] = MIN (best[lane], self->costs[i][lane]);
    }
}

/* The middle of the sizes that are not 0; 0 without any. */
static double
middle_size (const AssaySeriesRows *rows)
{
  g_autofree double *sizes = g_new (double, MAX (rows->n, 1));
  guint32 n = 0;

  for (guint32 i = 0; i < rows->n; i++)
    if (fabs (rows->values[i]) > 0.0)
      sizes[n++] = fabs (rows->values[i]);
  if (n == 0)
    return 0.0;
  assay_sort_doubles (sizes, n);
  return sizes[n / 2];
}

/* The factors 0.5 … 2 times @centre; what is cheaper than @best becomes @scale. */
static void
search (Table *table,
        const AssaySeriesRows *suspect,
        double centre,
        double *scale,
        gint32 *best,
        GCancellable *cancellable)
{
  double scales[LANES];
  gint32 costs[LANES];

  for (int i = -STEPS; i <= STEPS && !g_cancellable_is_cancelled (cancellable); i += LANES)
    {
      for (int lane = 0; lane < LANES; lane++)
        scales[lane] = centre * exp (MIN (i + lane, STEPS) * ASSAY_ALIGN_SCALE_STEP);
      probe (table, suspect, scales, costs, cancellable);
      for (int lane = 0; lane < LANES; lane++)
        if (costs[lane] < *best)
          {
            *best = costs[lane];
            *scale = scales[lane];
          }
    }
}

double
assay_series_align_find_scale (const AssaySeriesRows *original,
                               const AssaySeriesRows *suspect,
                               double reach,
                               double quantum,
                               GCancellable *cancellable)
{
  gint32 enough = -(gint32) MIN (suspect->n, PROBE_ROWS) * ASSAY_ALIGN_MATCH * 4 / 5;
  g_auto (Table) table = { 0 };
  double scales[LANES] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  double unit = middle_size (suspect) / MAX (middle_size (original), G_MINDOUBLE);
  double scale = 1.0;
  gint32 costs[LANES], best;

  table_init (&table, original, reach, quantum);
  probe (&table, suspect, scales, costs, cancellable);
  best = costs[0];
  /* Nearly every row fits as it is. */
  if (best >= enough)
    search (&table, suspect, 1.0, &scale, &best, cancellable);
  /* Where most values are 0, they fit in any unit. */
  if (isfinite (unit) && unit > 0.0 && fabs (log (unit)) > log (OTHER_UNIT))
    search (&table, suspect, unit, &scale, &best, cancellable);
  return scale;
}
