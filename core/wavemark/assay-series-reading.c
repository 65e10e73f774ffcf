/* assay-series-reading.c: from votes to a mark, with the probability that chance does as well. */
#include "wavemark/assay-series-reading.h"

#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-tail.h"

/* Fixed phases, one of which is within π/8 of any. */
#define GRID 8.0
/* Whether the data's phase or its opposite is meant is tried for all columns alike. */
#define MOST_FLIPPED 6u
/* A few rows alone prove no more than this. */
#define MOST_AGREEMENT 0.99

/* One set of phases, one a column. */
typedef struct
{
  double *phases;
  gboolean from_data;
} Guess;

static double
guess_log10_p (const Guess *guess, double sum, double squares, guint n_columns)
{
  if (!guess->from_data)
    return assay_tail_phases (sum, squares);
  return assay_tail_union (assay_tail_phases (sum * cos (G_PI / GRID), squares),
                           pow (GRID, n_columns));
}

/* Phase 0 first; then the recovered ones with every choice of opposites for the first columns. */
static GArray *
make_guesses (AssaySeriesStamped **columns, guint n_columns, double *squares, guint64 *rows)
{
  GArray *guesses = g_array_new (FALSE, FALSE, sizeof (Guess));
  g_autofree double *found = g_new (double, n_columns);
  guint flips = 1u << MIN (n_columns, MOST_FLIPPED);

  *squares = 0.0;
  *rows = 0;
  for (guint i = 0; i < n_columns; i++)
    {
      AssaySeriesVotes votes;

      assay_series_stamped_count (columns[i], &votes);
      found[i] = votes.phase;
      *squares += votes.squares;
      *rows += votes.rows;
    }
  for (guint pattern = 0; pattern <= flips; pattern++)
    {
      Guess guess = { g_new0 (double, n_columns), pattern > 0 };

      for (guint i = 0; pattern > 0 && i < n_columns; i++)
        guess.phases[i]
            = found[i] + (i < MOST_FLIPPED && ((pattern - 1) >> i & 1) != 0 ? G_PI : 0.0);
      g_array_append_val (guesses, guess);
    }
  return guesses;
}

static void
free_guesses (GArray *guesses)
{
  for (guint i = 0; i < guesses->len; i++)
    g_free (g_array_index (guesses, Guess, i).phases);
  g_array_unref (guesses);
}

static void
fill_soft (AssaySeriesStamped **columns, guint n_columns, const Guess *guess, double *soft, gsize n)
{
  memset (soft, 0, n * sizeof *soft);
  for (guint i = 0; i < n_columns; i++)
    assay_series_stamped_soft (columns[i], guess->phases[i], soft);
}

/* How well the symbols that depend on each bit agree. */
static void
rate_bits (AssaySeriesReading *self, const gint8 *symbols, const double *soft, gsize n)
{
  g_autofree double *sizes = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    sizes[i] = fabs (soft[i]);
  self->bit_votes = g_new0 (double, self->n_bits);
  assay_code_rate_bits (symbols, soft, sizes, self->n_bits, ASSAY_SERIES_STAMPED_RATE,
                        self->bit_votes);
  self->bit_margin = 1.0;
  for (guint bit = 0; bit < self->n_bits; bit++)
    self->bit_margin = MIN (self->bit_margin, self->bit_votes[bit]);
}

/* Votes that agree in the mean by a are for the wrong symbol with the odds (1 + a) : (1 - a) or
 * better, if they are so at all; each that the next likely mark has otherwise puts it 2 behind. */
static double
rate_lead (const AssaySeriesReading *self, const double *soft)
{
  g_autofree guint8 *marks = g_malloc (2 * (gsize) self->n_bits);
  double most = sqrt (self->squares * (double) self->rows);
  double agreement = most > 0.0 ? CLAMP (self->sum / most, 0.0, MOST_AGREEMENT) : 0.0;
  double sums[2] = { 0 };

  if (assay_code_decode_list (soft, self->n_bits, ASSAY_SERIES_STAMPED_RATE, 2, marks, sums) < 2)
    return 0.0;
  return -0.5 * (sums[0] - sums[1]) * log10 ((1.0 + agreement) / (1.0 - agreement));
}

AssaySeriesReading *
assay_series_reading_new (AssaySeriesStamped **columns, guint n_columns, guint n_bits)
{
  AssaySeriesReading *self = g_new0 (AssaySeriesReading, 1);
  gsize n = assay_code_get_length (n_bits, ASSAY_SERIES_STAMPED_RATE);
  g_autofree double *soft = g_new (double, n);
  g_autofree gint8 *symbols = g_malloc (n);
  g_autofree guint8 *bits = g_malloc (n_bits);
  GArray *guesses = make_guesses (columns, n_columns, &self->squares, &self->rows);
  const Guess *best = NULL;

  self->n_bits = n_bits;
  self->bits = g_malloc0 (n_bits);
  self->log10_p = 1.0;
  for (guint i = 0; i < guesses->len; i++)
    {
      const Guess *guess = &g_array_index (guesses, Guess, i);

      fill_soft (columns, n_columns, guess, soft, n);

      double sum = assay_code_decode (soft, n_bits, ASSAY_SERIES_STAMPED_RATE, bits);
      double log10_p = guess_log10_p (guess, sum, self->squares, n_columns);

      if (best != NULL
          && (log10_p > self->log10_p || (!(log10_p < self->log10_p) && sum <= self->sum)))
        continue;
      best = guess;
      self->sum = sum;
      self->log10_p = log10_p;
      memcpy (self->bits, bits, n_bits);
    }
  fill_soft (columns, n_columns, best, soft, n);
  assay_code_encode (self->bits, n_bits, ASSAY_SERIES_STAMPED_RATE, symbols);
  rate_bits (self, symbols, soft, n);
  self->log10_wrong = rate_lead (self, soft);
  self->phases = g_memdup2 (best->phases, n_columns * sizeof *best->phases);
  /* Two ways to have chosen the phases; every mark. */
  self->log10_hypotheses = log10 (2.0) * (1.0 + n_bits);
  self->log10_p = MIN (0.0, self->log10_p + self->log10_hypotheses);
  if (best->from_data)
    self->log10_hypotheses += n_columns * log10 (GRID);
  free_guesses (guesses);
  return self;
}

void
assay_series_reading_free (AssaySeriesReading *self)
{
  g_free (self->bits);
  g_free (self->phases);
  g_free (self->bit_votes);
  g_free (self);
}

double
assay_series_reading_check (AssaySeriesStamped **columns,
                            guint n_columns,
                            const guint8 *bits,
                            guint n_bits)
{
  gsize n = assay_code_get_length (n_bits, ASSAY_SERIES_STAMPED_RATE);
  g_autofree double *soft = g_new (double, n);
  g_autofree gint8 *symbols = g_malloc (n);
  double squares;
  guint64 rows;
  GArray *guesses = make_guesses (columns, n_columns, &squares, &rows);
  double best = 0.0;

  assay_code_encode (bits, n_bits, ASSAY_SERIES_STAMPED_RATE, symbols);
  for (guint i = 0; i < guesses->len; i++)
    {
      const Guess *guess = &g_array_index (guesses, Guess, i);
      double sum = 0.0;

      fill_soft (columns, n_columns, guess, soft, n);
      for (gsize j = 0; j < n; j++)
        sum += symbols[j] * soft[j];
      best = MIN (best, guess_log10_p (guess, sum, squares, n_columns));
    }
  free_guesses (guesses);
  return assay_tail_union (best, 2.0);
}
