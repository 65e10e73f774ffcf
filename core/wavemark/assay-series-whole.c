/* assay-series-whole.c: reads marks with the methods that look at a column as a whole. */
#include "wavemark/assay-series-whole.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-mark.h"
#include "signal/assay-tail.h"
#include "wavemark/assay-series-barker.h"
#include "wavemark/assay-series-plots.h"
#include "wavemark/assay-series-values.h"
#include "wavemark/assay-wavemark-statement.h"

/* log10 p of a claim, and above which nothing hints at a mark. */
#define FOUND (-6.0)
#define NOTHING (-2.0)

typedef struct
{
  AssayToolJob *job;
  AssaySeriesTable *table;
  AssaySeriesReading reading; /* of the best column; what the plots need */
  guint64 rows;
  guint64 used;
  double *section;       /* of the published method, where it was read; NULL without */
  double expect_log10_p; /* of the expected mark alone; 1 without */
  gboolean judged;       /* log10_p says something */
  guint pairs;           /* of cells of values, the most of a column */
  guint pairs_needed;    /* 0 for a method that has none */
} Whole;

static void
whole_clear (Whole *self)
{
  g_clear_pointer (&self->table, assay_series_table_free);
  g_clear_pointer (&self->section, g_free);
  g_clear_pointer (&self->reading.bits, g_free);
  g_clear_pointer (&self->reading.bit_votes, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

static void
take (Whole *self, const guint8 *bits, const double *votes, double log10_p, double log10_hypotheses)
{
  guint n_bits = self->reading.n_bits;

  memcpy (self->reading.bits, bits, n_bits);
  memcpy (self->reading.bit_votes, votes, n_bits * sizeof *votes);
  self->reading.log10_p = log10_p;
  self->reading.log10_hypotheses = log10_hypotheses;
  self->reading.bit_margin = 1.0;
  for (guint i = 0; i < n_bits; i++)
    self->reading.bit_margin = MIN (self->reading.bit_margin, votes[i]);
}

static guint64
count_numbers (const AssaySeriesData *data)
{
  guint64 n = 0;

  for (gsize i = 0; i < data->n; i++)
    n += isfinite (data->values[i]) ? 1 : 0;
  return n;
}

static void
read_values (Whole *self, guint column, const AssaySeriesData *data, const guint8 *expected)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  g_autoptr (AssaySeriesValues) values
      = assay_series_whole_values (parameters, self->table, column, data, self->reading.n_bits);
  g_autoptr (AssayProgress) progress = assay_progress_sub (assay_tool_job_get_progress (self->job),
                                                           (double) column / self->table->n_columns,
                                                           (column + 1.0) / self->table->n_columns);
  g_autoptr (AssaySeriesValuesReading) reading = assay_series_values_search (
      values, data->values, data->n, progress, assay_tool_job_get_cancellable (self->job));

  self->judged = TRUE;
  self->pairs = MAX (self->pairs, reading->pairs);
  self->pairs_needed = assay_series_values_needed (self->reading.n_bits, FOUND);
  self->used += count_numbers (data);
  if (expected != NULL)
    {
      double log10_p = assay_series_values_check (values, data->values, data->n, reading->scale,
                                                  reading->hypotheses, expected);

      self->expect_log10_p = MIN (self->expect_log10_p, log10_p);
    }
  if (column == 0 || reading->log10_p < self->reading.log10_p)
    take (self, reading->bits, reading->bit_votes, reading->log10_p,
          log10 (reading->hypotheses) + self->reading.n_bits * log10 (2.0));
}

/* What the place @at, counted from the first, counts for among @tried: half of all that may go
 * wrong is allowed to the first, three eighths to the other sections of a file that nobody cut,
 * which begin where it ends, and an eighth to all the rest. */
static double
count_places (guint tried, gsize at, guint section)
{
  guint whole = tried == 0 ? 0 : (tried - 1) / section;

  if (tried <= 1)
    return 1.0;
  if (at == 0)
    return 2.0;
  return at % section == 0 ? 8.0 / 3.0 * whole : 8.0 * (tried - 1.0 - whole);
}

/* Without a key only an expected mark can be unlikely: each offset is a hypothesis. */
static gboolean
read_paper (
    Whole *self, guint column, const AssaySeriesData *data, const guint8 *expected, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  guint n_bits = self->reading.n_bits;
  const AssaySeriesPaper paper = assay_series_scheme_read_paper (parameters, "reader", n_bits);
  guint carried = MIN (n_bits, assay_series_paper_get_capacity (&paper));
  g_autofree double *dense = g_new (double, MAX (data->n, 1));
  g_autofree double *votes = g_new0 (double, n_bits);
  g_autofree guint8 *bits = g_malloc0 (n_bits);
  const char *sync = assay_parameters_get_text (parameters, "sync");
  GCancellable *cancellable = assay_tool_job_get_cancellable (self->job);
  gsize most = g_str_equal (sync, "blind") ? ASSAY_SERIES_PAPER_OFFSETS : 1;
  gsize from = 0;
  double log10_p = 0.0;
  guint same = 0;
  gsize offset = 0;
  gsize n = 0;
  guint tried;
  double hypotheses;

  if (g_str_equal (sync, "marks")
      && !assay_series_barker_find (self->table, data, &from, cancellable, error))
    return FALSE;
  for (guint32 i = 0; i < data->n; i++)
    if (isfinite (data->values[i]))
      dense[n++] = data->values[i];
  tried = assay_series_paper_read (&paper, dense, n, from, most, carried, cancellable, votes,
                                   &offset);
  for (guint i = 0; i < n_bits; i++)
    {
      bits[i] = i < carried && votes[i] > 0.5;
      votes[i] = tried > 0 && i < carried ? fabs (2.0 * votes[i] - 1.0) : 0.0;
      same += expected != NULL && i < carried && bits[i] == expected[i];
    }
  hypotheses = count_places (tried, offset - from, paper.section);
  if (expected != NULL && tried > 0)
    log10_p = assay_tail_union (assay_tail_binomial (carried, same, 0.5), hypotheses);
  self->judged = expected != NULL;
  self->used += tried > 0 ? paper.section : 0;
  if (column == 0 || log10_p < self->reading.log10_p)
    {
      take (self, bits, votes, log10_p, log10 (hypotheses));
      g_free (self->section);
      self->section = tried == 0 ? NULL : g_memdup2 (dense + offset, paper.section * sizeof *dense);
    }
  return TRUE;
}

static const char *
outcome_of (const Whole *self, double log10_p, gboolean *little)
{
  *little = FALSE;
  if (!self->judged)
    return "inconclusive";
  if (log10_p <= FOUND)
    return "found";
  if (MIN (log10_p, self->expect_log10_p) <= NOTHING)
    return "inconclusive";
  *little = self->pairs < self->pairs_needed;
  return *little ? "inconclusive" : "none";
}

static AssayResult *
make_result (Whole *self, AssaySeriesScheme scheme, const guint8 *expected, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (assay_tool_job_get_info (self->job));
  double log10_p = assay_tail_union (self->reading.log10_p, self->table->n_columns);
  gboolean little;
  const char *outcome = outcome_of (self, log10_p, &little);
  gboolean found = g_str_equal (outcome, "found");
  g_autofree char *mark = assay_mark_to_hex (self->reading.bits, self->reading.n_bits);
  g_autofree char *columns = assay_series_table_tell_columns (self->table);

  assay_result_builder_answer (builder, "outcome", outcome);
  /* Only what was found is called a mark. The published method cannot tell one from none by itself,
   * so what it reads is shown, as no more than that. */
  if ((!g_str_equal (outcome, "none") && !little) || scheme == ASSAY_SERIES_PAPER)
    assay_result_builder_answer (builder, found ? "mark" : "read", mark);
  if (expected != NULL)
    assay_result_builder_metric (
        builder, "ber",
        100.0 * assay_mark_error_rate (self->reading.bits, expected, self->reading.n_bits));
  if (self->expect_log10_p <= 0.0)
    assay_result_builder_metric (builder, "expect_log10_p",
                                 assay_tail_union (self->expect_log10_p, self->table->n_columns));
  assay_wavemark_statement_add (
      &(AssayWavemarkStatement){
          .outcome = outcome,
          .keyed = scheme != ASSAY_SERIES_PAPER,
          .mark = found ? mark : NULL,
          .n_bits = self->reading.n_bits,
          .log10_p = log10_p,
          .log10_hypotheses = self->reading.log10_hypotheses + log10 (self->table->n_columns),
          .used = self->used,
          .columns = columns,
          .votes = self->pairs,
          .votes_needed = little ? self->pairs_needed : 0.0,
          .expected = expected == NULL ? NULL
                                       : assay_parameters_get_text (
                                           assay_tool_job_get_parameters (self->job), "expect"),
          .expect_log10_p = self->expect_log10_p,
      },
      builder);
  assay_result_builder_metric (builder, "log10_p", log10_p);
  assay_result_builder_metric (builder, "bit_margin", self->reading.bit_margin);
  assay_result_builder_metric (builder, "rows", (double) self->rows);
  assay_result_builder_metric (builder, "rows_used", (double) self->used);
  assay_series_plot_bits (&self->reading, builder);
  if (self->section != NULL)
    {
      const AssaySeriesPaper paper = assay_series_scheme_read_paper (
          assay_tool_job_get_parameters (self->job), "reader", self->reading.n_bits);

      assay_series_plot_coefficients (&paper, self->section, paper.section, builder);
    }
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_series_whole_extract (AssayToolJob *job,
                            AssaySeriesScheme scheme,
                            const guint8 *expected,
                            guint n_bits,
                            GError **error)
{
  g_auto (Whole) self = { .job = job, .expect_log10_p = 1.0 };

  self.reading.n_bits = n_bits;
  self.reading.bits = g_malloc0 (n_bits);
  self.reading.bit_votes = g_new0 (double, n_bits);
  self.table = assay_series_table_open (assay_tool_job_get_input (job, 0)->source,
                                        assay_tool_job_get_parameters (job), FALSE, error);
  if (self.table == NULL)
    return NULL;
  for (guint i = 0; i < self.table->n_columns; i++)
    {
      g_autoptr (AssaySeriesData) data
          = assay_series_data_read (self.table, i, assay_tool_job_get_cancellable (job), error);

      if (data == NULL)
        return NULL;
      self.rows = data->n;
      if (scheme == ASSAY_SERIES_VALUES)
        read_values (&self, i, data, expected);
      else if (!read_paper (&self, i, data, expected, error))
        return NULL;
      /* What was cut short is not judged. */
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
        return NULL;
    }
  return make_result (&self, scheme, expected, error);
}
