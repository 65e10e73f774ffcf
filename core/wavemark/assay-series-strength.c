/* assay-series-strength.c: how strongly a column can be marked. */
#include "wavemark/assay-series-strength.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "wavemark/assay-series-stamped.h"

#define LEAST_VOTES 2.0
#define FULL_VOTES 12.0
#define GOOD_SHARE 0.9
/* So many a bit leave enough when half of the rows is lost. */
#define HALF_VOTES (2.0 * LEAST_VOTES)
#define CHECK_EVERY 4096u

/* Votes a bit that must remain when not all stamps are marked. */
#define SPARE_VOTES 8.0
/* The mean change of a value that is aimed at. A marked one changes by a quarter of the step. */
#define MOST_CHANGE 0.005

const AssaySeriesStrength assay_series_strengths[] = {
  { 0.019, 1.0 }, { 0.038, 1.0 },  { 0.038, 0.5 }, { 0.076, 1.0 },
  { 0.076, 0.5 }, { 0.076, 0.25 }, { 0.0, 0.0 },
};

#define N_STEPS 3u

static const double all_steps[N_STEPS] = { 0.019, 0.038, 0.076 };

typedef struct
{
  guint64 rows, numbers;
  double votes[N_STEPS];  /* Σ weight² */
  double marked[N_STEPS]; /* numbers that can carry */
  guint n_columns;
  double columns[ASSAY_SERIES_MOST_COLUMNS][N_STEPS]; /* the votes of each */
} Capacity;

static void
measure_row (AssaySeriesTable *table,
             const AssaySeriesRecord *record,
             const double *steps,
             Capacity *capacity)
{
  capacity->rows++;
  for (guint column = 0; column < table->n_columns; column++)
    {
      AssaySeriesNumber number;

      if (!assay_series_table_get_number (table, record, column, &number))
        continue;
      capacity->numbers++;
      for (guint i = 0; i < N_STEPS; i++)
        {
          double weight = assay_series_stamped_weight (steps[i], &number);

          capacity->votes[i] += weight * weight;
          capacity->columns[column][i] += weight * weight;
          capacity->marked[i] += weight > 0.0;
        }
    }
}

/* Whether each column has @enough votes with step @at, or nearly as many as it can have. */
static gboolean
is_enough (const Capacity *capacity, guint at, double enough)
{
  for (guint i = 0; i < capacity->n_columns; i++)
    if (capacity->columns[i][at] < enough
        && capacity->columns[i][at] < GOOD_SHARE * capacity->columns[i][N_STEPS - 1])
      return FALSE;
  return TRUE;
}

/* Whether the rest of the table would change nothing: the first step has enough for each column. */
static gboolean
is_settled (const Capacity *capacity, double enough)
{
  for (guint i = 0; i < capacity->n_columns; i++)
    if (capacity->columns[i][0] < enough)
      return FALSE;
  return TRUE;
}

/* Ends when the first step has @enough votes: the rest of a long table changes nothing. */
static gboolean
measure (AssaySeriesTable *table,
         const double *steps,
         double enough,
         Capacity *capacity,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_table_read (table, error);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  *capacity = (Capacity){ .n_columns = table->n_columns };
  if (reader == NULL)
    return FALSE;
  while (!is_settled (capacity, enough) && assay_series_reader_next (reader, &record, &trouble))
    {
      measure_row (table, &record, steps, capacity);
      if (capacity->rows % CHECK_EVERY == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

/* Rows like these that have @votes with step @at; 0 if none has any. */
static guint64
rows_for (const Capacity *capacity, guint at, double votes)
{
  double each = capacity->rows == 0 ? 0.0 : capacity->votes[at] / (double) capacity->rows;

  return each > 0.0 ? (guint64) (votes / each) + 1 : 0;
}

/* @at: which of the steps the shortage is reported for. */
static gboolean
refuse (const Capacity *capacity, guint at, guint n_bits, GError **error)
{
  guint64 needed = rows_for (capacity, at, LEAST_VOTES * n_bits);

  if (needed > 0)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("The series is too short for a mark of %u bits: it has %" PRIu64
                    " rows, and about %" PRIu64 " are needed, twice as many to survive the loss "
                    "of half of them. A shorter mark needs fewer."),
                 n_bits, capacity->rows, needed);
  else
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("No value of these %" PRIu64 " rows has enough digits to carry a mark"),
                 capacity->rows);
  return FALSE;
}

/* Whoever names several columns believes each of them marked. */
static gboolean
check_columns (const Capacity *capacity, const AssaySeriesTable *table, guint at, GError **error)
{
  for (guint i = 0; i < capacity->n_columns; i++)
    if (!(capacity->columns[i][at] > 0.0))
      {
        g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                     _ ("No value of the column “%s” has enough digits to carry a mark; leave it "
                        "out of columns="),
                     table->columns[i].name);
        return FALSE;
      }
  return TRUE;
}

/* The share of the stamps of the strengths that are chosen from. */
static double
choose_share (const Capacity *capacity, guint at, guint n_bits)
{
  double change = all_steps[at] / 4.0 * capacity->marked[at] / (double) MAX (capacity->numbers, 1);
  double least = capacity->columns[0][at];
  double share = 1.0;

  for (guint i = 1; i < capacity->n_columns; i++)
    least = MIN (least, capacity->columns[i][at]);
  for (const AssaySeriesStrength *one = assay_series_strengths; one->step > 0.0; one++)
    if (!(fabs (one->step - all_steps[at]) > 0.0) && one->share < share
        && share * change > MOST_CHANGE && one->share * least >= SPARE_VOTES * n_bits)
      share = one->share;
  return share;
}

gboolean
assay_series_choose_strength (AssaySeriesTable *table,
                              double percent,
                              guint n_bits,
                              GCancellable *cancellable,
                              AssaySeriesStrength *strength,
                              AssaySeriesShortage *shortage,
                              GError **error)
{
  gboolean given = percent > 0.0;
  const double one[N_STEPS] = { percent / 100.0, percent / 100.0, percent / 100.0 };
  const double *steps = given ? one : all_steps;
  guint last = N_STEPS - 1;
  guint chosen = 0;
  Capacity capacity;

  if (!measure (table, steps, FULL_VOTES * n_bits, &capacity, cancellable, error))
    return FALSE;
  while (chosen < last && !is_enough (&capacity, chosen, FULL_VOTES * n_bits))
    chosen++;
  *strength = (AssaySeriesStrength){ steps[chosen], 1.0 };
  if (!given)
    strength->share = choose_share (&capacity, chosen, n_bits);
  if (capacity.votes[chosen] < LEAST_VOTES * n_bits)
    return refuse (&capacity, chosen, n_bits, error);
  if (!check_columns (&capacity, table, chosen, error))
    return FALSE;
  *shortage = (AssaySeriesShortage){ 0 };
  if (capacity.votes[chosen] < HALF_VOTES * n_bits)
    *shortage
        = (AssaySeriesShortage){ capacity.rows, rows_for (&capacity, chosen, HALF_VOTES * n_bits) };
  return TRUE;
}
