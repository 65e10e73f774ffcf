/* assay-series-stamped.c: scheme "timestamp": each row marked by itself, keyed by its stamp. */
#include "wavemark/assay-series-stamped.h"

#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-keyed.h"

/* One row of a suspect file. */
typedef struct
{
  guint64 id; /* of the stamp, under the key */
  guint64 row;
  double phase;
  double weight;
} Vote;

struct _AssaySeriesStamped
{
  AssayKeyedHash *hash;
  double step;
  double share;
  guint n_symbols;
  GArray *votes; /* Vote; sorted by id after counting */
  double *re;    /* by symbol: Σ weight · cos phase, stamps counted once */
  double *im;
};

AssaySeriesStamped *
assay_series_stamped_new (GBytes *key,
                          const char *label,
                          const AssaySeriesStrength *strength,
                          guint n_bits)
{
  AssaySeriesStamped *self = g_new0 (AssaySeriesStamped, 1);
  g_autofree char *purpose = g_strconcat ("assay series timestamp 1|", label, NULL);

  self->hash = assay_keyed_hash_new (key, purpose);
  self->step = strength->step;
  self->share = strength->share;
  self->n_symbols = (guint) assay_code_get_length (n_bits, ASSAY_SERIES_STAMPED_RATE);
  self->votes = g_array_new (FALSE, FALSE, sizeof (Vote));
  self->re = g_new0 (double, self->n_symbols);
  self->im = g_new0 (double, self->n_symbols);
  return self;
}

void
assay_series_stamped_free (AssaySeriesStamped *self)
{
  assay_keyed_hash_free (self->hash);
  g_array_unref (self->votes);
  g_free (self->re);
  g_free (self->im);
  g_free (self);
}

static gboolean
can_carry (double step, const AssaySeriesNumber *number)
{
  return step * fabs (number->value) >= ASSAY_SERIES_LEAST_QUANTA * number->quantum;
}

double
assay_series_stamped_weight (double step, const AssaySeriesNumber *number)
{
  /* Rounding moves the phase by at most this. */
  double reach = G_PI * number->quantum / (step * fabs (number->value));

  return can_carry (step, number) ? sin (reach) / reach : 0.0;
}

/* 8 bytes of a digest as a number in 0..1. */
static double
uniform_of (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return (double) (GUINT64_FROM_LE (value) >> 11) / 9007199254740992.0;
}

/* Id, symbol and dither of a stamp; FALSE if its rows are not marked. */
static gboolean
look_up (AssaySeriesStamped *self,
         const char *stamp,
         gsize length,
         guint64 *id,
         guint *symbol,
         double *dither)
{
  guint8 digest[ASSAY_KEYED_HASH_SIZE];

  assay_keyed_hash_digest (self->hash, stamp, length, digest);
  memcpy (id, digest, sizeof *id);
  *id = GUINT64_FROM_LE (*id);
  *symbol = (guint) (*id % self->n_symbols);
  *dither = uniform_of (digest + 8);
  return uniform_of (digest + 16) < self->share;
}

double
assay_series_stamped_embed (AssaySeriesStamped *self,
                            const char *stamp,
                            gsize length,
                            const gint8 *symbols,
                            const AssaySeriesNumber *number)
{
  guint64 id;
  guint symbol;
  double dither;
  double shift;
  double size;

  if (length == 0 || !can_carry (self->step, number)
      || !look_up (self, stamp, length, &id, &symbol, &dither))
    return number->value;
  shift = dither + (symbols[symbol] > 0 ? 0.0 : 0.5);
  size = exp ((rint (log (fabs (number->value)) / self->step - shift) + shift) * self->step);
  return copysign (size, number->value);
}

void
assay_series_stamped_add (AssaySeriesStamped *self,
                          const char *stamp,
                          gsize length,
                          const AssaySeriesNumber *number,
                          guint64 row)
{
  Vote vote = { .row = row, .weight = assay_series_stamped_weight (self->step, number) };
  guint symbol;
  double dither;
  double turns;

  if (length == 0 || !(vote.weight > 0.0)
      || !look_up (self, stamp, length, &vote.id, &symbol, &dither))
    return;
  turns = log (fabs (number->value)) / self->step - dither;
  vote.phase = 2.0 * G_PI * (turns - floor (turns));
  g_array_append_val (self->votes, vote);
}

static gint
compare_votes (gconstpointer a, gconstpointer b)
{
  const Vote *first = a;
  const Vote *second = b;

  if (first->id != second->id)
    return first->id < second->id ? -1 : 1;
  return (first->row > second->row) - (first->row < second->row);
}

void
assay_series_stamped_count (AssaySeriesStamped *self, AssaySeriesVotes *votes)
{
  double twice_re = 0.0;
  double twice_im = 0.0;
  guint n = self->votes->len;

  *votes = (AssaySeriesVotes){ .rows = n };
  g_array_sort (self->votes, compare_votes);
  memset (self->re, 0, self->n_symbols * sizeof *self->re);
  memset (self->im, 0, self->n_symbols * sizeof *self->im);
  for (guint i = 0; i < n;)
    {
      const Vote *first = &g_array_index (self->votes, Vote, i);
      guint same = 0;
      double re = 0.0;
      double im = 0.0;
      double weight = 0.0;

      for (; i < n && g_array_index (self->votes, Vote, i).id == first->id; i++, same++)
        {
          const Vote *vote = &g_array_index (self->votes, Vote, i);

          re += vote->weight * cos (vote->phase);
          im += vote->weight * sin (vote->phase);
          weight = MAX (weight, vote->weight);
        }
      re /= same;
      im /= same;
      self->re[first->id % self->n_symbols] += re;
      self->im[first->id % self->n_symbols] += im;
      votes->squares += weight * weight;
    }
  /* Squaring takes the symbol away: what is left is twice the common phase. The rows of a symbol
   * are added first, so that what rounding does to them squares itself less. */
  for (guint i = 0; i < self->n_symbols; i++)
    {
      twice_re += self->re[i] * self->re[i] - self->im[i] * self->im[i];
      twice_im += 2.0 * self->re[i] * self->im[i];
    }
  votes->phase = atan2 (twice_im, twice_re) / 2.0;
}

void
assay_series_stamped_soft (AssaySeriesStamped *self, double phase, double *soft)
{
  double re = cos (phase);
  double im = sin (phase);

  for (guint i = 0; i < self->n_symbols; i++)
    soft[i] += self->re[i] * re + self->im[i] * im;
}

void
assay_series_stamped_agreement (AssaySeriesStamped *self,
                                double phase,
                                const gint8 *symbols,
                                guint64 n_rows,
                                guint n_parts,
                                double *sums,
                                double *weights)
{
  for (guint i = 0; i < self->votes->len; i++)
    {
      const Vote *vote = &g_array_index (self->votes, Vote, i);
      guint64 part = n_rows == 0 ? 0 : (guint64) ((double) vote->row * n_parts / (double) n_rows);
      guint at = (guint) MIN (part, n_parts - 1);

      sums[at] += vote->weight * symbols[vote->id % self->n_symbols] * cos (vote->phase - phase);
      weights[at] += vote->weight * vote->weight;
    }
}

void
assay_series_stamped_rose (
    AssaySeriesStamped *self, double phase, const gint8 *symbols, guint n_bins, double *counts)
{
  for (guint i = 0; i < self->votes->len; i++)
    {
      const Vote *vote = &g_array_index (self->votes, Vote, i);
      double turns = (vote->phase - phase) / (2.0 * G_PI)
                     + (symbols[vote->id % self->n_symbols] > 0 ? 0.0 : 0.5);

      counts[(guint) floor ((turns - floor (turns)) * n_bins) % n_bins] += 1.0;
    }
}
