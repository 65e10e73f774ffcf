/* assay-series-align.c: which row of the owner's original each row of a suspect copy came from. */
#include "wavemark/assay-series-align-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-base.h"

#define MOST_CELLS ASSAY_SERIES_ALIGN_MOST_CELLS
/* Rows of the original that are compared at once: their steps fill a byte. */
#define LANES 4u

typedef double Sizes __attribute__ ((vector_size (LANES * sizeof (double))));
typedef gint64 Truths __attribute__ ((vector_size (LANES * sizeof (gint64))));
typedef gint32 Costs __attribute__ ((vector_size (LANES * sizeof (gint32))));

/* How a cell was reached; run_row() reckons with their order. */
enum
{
  FROM_GONE,
  FROM_NEW,
  FROM_PAIR,
};

/* An original ready to be compared with; behind its rows are some that fit nothing. */
typedef struct
{
  const AssaySeriesRows *original;
  double *logs;    /* of a small value its size */
  double *reaches; /* of a match; negative for a small value */
  double quantum;
} Target;

static void
target_init (Target *self, const AssaySeriesRows *original, double reach, double quantum)
{
  self->original = original;
  self->quantum = quantum;
  self->logs = g_new (double, (gsize) original->n + LANES);
  self->reaches = g_new (double, (gsize) original->n + LANES);
  for (guint lane = 0; lane < LANES; lane++)
    {
      self->logs[original->n + lane] = (double) INFINITY;
      self->reaches[original->n + lane] = -1.0;
    }
  for (guint32 i = 0; i < original->n; i++)
    {
      double size = fabs (original->values[i]);
      gboolean small = !(size >= ASSAY_ALIGN_SMALL * quantum);

      self->logs[i] = small ? size : log (size);
      self->reaches[i] = small ? -1.0 : reach + 0.5 * quantum / size;
    }
}

static void
target_clear (Target *self)
{
  g_free (self->logs);
  g_free (self->reaches);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

/* What it costs to pair a value with each of LANES rows of the original, from @row on. */
static inline Costs
pair_costs (const Target *target, guint32 row, double size, double log_size, double slack)
{
  const Truths sizes = (Truths) ((Sizes){ 0 } + size);
  const Truths logs = (Truths) ((Sizes){ 0 } + log_size);
  Sizes places, reaches, distances;
  Truths small, match, near;

  memcpy (&places, target->logs + row, sizeof places);
  memcpy (&reaches, target->reaches + row, sizeof reaches);
  small = reaches < 0.0;
  distances = (Sizes) ((sizes & small) | (logs & ~small)) - places;
  distances = (Sizes) ((Truths) distances & G_MAXINT64);
  match = (small & (distances < 0.5 * target->quantum)) | (~small & (distances <= reaches + slack));
  near = ~small & ~match & (distances <= ASSAY_ALIGN_EDITED);
  return __builtin_convertvector(ASSAY_ALIGN_OTHER
                                     - (match & (ASSAY_ALIGN_OTHER + ASSAY_ALIGN_MATCH))
                                     - (near & (ASSAY_ALIGN_OTHER + ASSAY_ALIGN_NEAR)),
                                 Costs);
}

/* The cheaper of each. */
static inline Costs
least (Costs a, Costs b)
{
  Costs first = a < b;

  return (a & first) | (b & ~first);
}

/* One row of the table of costs; @steps gets two bits a cell. LANES of cells at once: what each
 * costs by way of the row before, then the ways along the row, of one cell, of two, and from what
 * stands before. */
__attribute__ ((target_clones ("avx2", "default"))) static void
run_row (const Target *target, double value, double slack, gint32 *costs, guint8 *steps)
{
  const Costs far = { G_MAXINT32 / 2, G_MAXINT32 / 2, G_MAXINT32 / 2, G_MAXINT32 / 2 };
  const Costs along = { 1, 2, 3, 4 };
  double size = fabs (value);
  double log_size = size > 0.0 ? log (size) : -1e9;
  gint32 diagonal = costs[0];
  gint32 before = diagonal + ASSAY_ALIGN_NEW;

  costs[0] = before;
  for (guint32 i = 0; i < target->original->n; i += LANES)
    {
      Costs old, pair, fresh, best, cost, from;

      memcpy (&old, costs + i + 1, sizeof old);
      pair = __builtin_shufflevector (old, (Costs){ diagonal }, LANES, 0, 1, 2)
             + pair_costs (target, i, size, log_size, slack);
      fresh = old + ASSAY_ALIGN_NEW;
      best = least (pair, fresh);
      cost = least (best, __builtin_shufflevector (best, far, LANES, 0, 1, 2) + ASSAY_ALIGN_GONE);
      cost = least (cost,
                    __builtin_shufflevector (cost, far, LANES, LANES, 0, 1) + 2 * ASSAY_ALIGN_GONE);
      cost = least (cost, before + along * ASSAY_ALIGN_GONE);
      memcpy (costs + i + 1, &cost, sizeof cost);
      from = ((FROM_NEW - (pair <= fresh)) & (cost >= best)) << (Costs){ 0, 2, 4, 6 };
      steps[i / LANES] = (guint8) (from[0] | from[1] | from[2] | from[3]);
      diagonal = old[LANES - 1];
      before = cost[LANES - 1];
    }
}

static gint32 *
first_costs (guint32 n)
{
  gint32 *costs = g_new0 (gint32, (gsize) n + 1 + LANES);

  for (guint32 i = 0; i <= n; i++)
    costs[i] = (gint32) MIN ((gint64) i * ASSAY_ALIGN_GONE, G_MAXINT32 / 4);
  return costs;
}

static void
walk_back (const guint8 *steps, gsize stride, guint32 n, guint32 m, guint32 *rows)
{
  guint32 i = n;
  guint32 j = m;

  while (j > 0)
    {
      guint packed = i == 0 ? FROM_NEW : steps[stride * (j - 1) + (i - 1) / 4];
      guint from = i == 0 ? packed : (packed >> ((i - 1) % 4 * 2)) & 3u;

      if (from == FROM_GONE)
        {
          i--;
          continue;
        }
      j--;
      rows[j] = from == FROM_PAIR ? --i : ASSAY_SERIES_NO_ROW;
    }
}

static gboolean
align_all (const Target *target,
           const AssaySeriesRows *suspect,
           double scale,
           double slack,
           guint32 *rows,
           gint32 *cost,
           GCancellable *cancellable,
           GError **error)
{
  gsize stride = (gsize) target->original->n / 4 + 1;
  gsize wanted = stride * MAX (suspect->n, 1);
  g_autofree guint8 *steps = assay_try_alloc (wanted, 1, (gsize) MOST_CELLS, error);
  g_autofree gint32 *costs = first_costs (target->original->n);

  if (steps == NULL)
    return FALSE;
  for (guint32 i = 0; i < suspect->n; i++)
    {
      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      run_row (target, suspect->values[i] / scale, slack, costs, steps + stride * i);
    }
  *cost = costs[target->original->n];
  walk_back (steps, stride, target->original->n, suspect->n, rows);
  return TRUE;
}

/* The middle of what matched pairs still differ by. */
static double
residue (const Target *target, const AssaySeriesRows *suspect, double scale, const guint32 *rows)
{
  g_autoptr (GArray) differences = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i < suspect->n; i++)
    {
      double difference;

      if (rows[i] == ASSAY_SERIES_NO_ROW || target->reaches[rows[i]] < 0.0
          || !(fabs (suspect->values[i]) > 0.0))
        continue;
      difference = log (fabs (suspect->values[i]) / scale) - target->logs[rows[i]];
      if (fabs (difference) <= target->reaches[rows[i]] + ASSAY_ALIGN_SCALE_STEP / 2.0)
        g_array_append_val (differences, difference);
    }
  if (differences->len == 0)
    return 0.0;
  g_array_sort (differences, assay_compare_doubles);
  return g_array_index (differences, double, differences->len / 2);
}

/* With the factor found, made exact, and without: a few rows in the middle of a copy that had many
 * put in may seem scaled, all of them do not. */
static gboolean
align_scaled (const Target *target,
              const AssaySeriesRows *suspect,
              guint32 *rows,
              double *scale,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree guint32 *unscaled = g_new (guint32, MAX (suspect->n, 1));
  gint32 cost;
  gint32 cost_unscaled;

  if (!align_all (target, suspect, *scale, ASSAY_ALIGN_SCALE_STEP / 2.0, rows, &cost, cancellable,
                  error))
    return FALSE;
  *scale *= exp (residue (target, suspect, *scale, rows));
  if (!align_all (target, suspect, *scale, 0.0, rows, &cost, cancellable, error)
      || !align_all (target, suspect, 1.0, 0.0, unscaled, &cost_unscaled, cancellable, error))
    return FALSE;
  if (cost_unscaled > cost)
    return TRUE;
  *scale = 1.0;
  memcpy (rows, unscaled, suspect->n * sizeof *rows);
  return TRUE;
}

gboolean
assay_series_align (const AssaySeriesRows *original,
                    const AssaySeriesRows *suspect,
                    double reach,
                    double quantum,
                    guint32 *rows,
                    double *scale,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (Target) target = { 0 };
  gint32 cost;

  if ((guint64) original->n * suspect->n > MOST_CELLS)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                   _ ("%u rows cannot be aligned with an original of %u: the product may be at "
                      "most 4e9"),
                   suspect->n, original->n);
      return FALSE;
    }
  target_init (&target, original, reach, quantum);
  *scale = assay_series_align_find_scale (original, suspect, reach, quantum, cancellable);
  if (!(fabs (*scale - 1.0) > 0.0))
    return align_all (&target, suspect, *scale, 0.0, rows, &cost, cancellable, error);
  return align_scaled (&target, suspect, rows, scale, cancellable, error);
}
