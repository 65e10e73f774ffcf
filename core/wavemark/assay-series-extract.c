/* assay-series-extract.c: tool series.extract: reads the mark of a table, or says that none is
 * there. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-mark.h"
#include "signal/assay-tail.h"
#include "wavemark/assay-series-aligned.h"
#include "wavemark/assay-series-plots.h"
#include "wavemark/assay-series-reading.h"
#include "wavemark/assay-series-strength.h"
#include "wavemark/assay-series-whole.h"
#include "wavemark/assay-series.h"
#include "wavemark/assay-wavemark-statement.h"

#define CHECK_EVERY 1024u
#define ROSE_BINS 48u
#define PARTS 200u
/* log10 p of a claim, and above which nothing hints at a mark. */
#define FOUND (-6.0)
#define NOTHING (-2.0)
/* Votes a bit below which a mark cannot be expected to be seen. */
#define LEAST_VOTES 2.0
/* A mark is named when another that fits as well is no likelier than this. */
#define WRONG (-2.0)
/* A step that reads as clearly as this is the one: under another, the same rows agree by chance. */
#define CERTAIN (-30.0)

/* One strength, read over the whole table. */
typedef struct
{
  AssaySeriesStrength strength;
  AssaySeriesStamped *columns[ASSAY_SERIES_MOST_COLUMNS];
  AssaySeriesReading *reading;
} Attempt;

static void
attempt_free (Attempt *self)
{
  for (guint i = 0; i < ASSAY_SERIES_MOST_COLUMNS; i++)
    g_clear_pointer (&self->columns[i], assay_series_stamped_free);
  g_clear_pointer (&self->reading, assay_series_reading_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

typedef struct
{
  AssayToolJob *job;
  AssaySeriesTable *table;
  AssaySeriesAligned *aligned; /* where the stamps come from, if not from the table */
  guint n_bits;
  guint8 *expected; /* NULL without */
  guint64 rows;
  guint64 empty; /* of them, those without any cell */
  guint tried;   /* strengths */
  Attempt *best;
} Extraction;

static void
extraction_clear (Extraction *self)
{
  g_clear_pointer (&self->table, assay_series_table_free);
  g_clear_pointer (&self->aligned, assay_series_aligned_free);
  g_clear_pointer (&self->best, attempt_free);
  g_clear_pointer (&self->expected, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Extraction, extraction_clear)

static gboolean
collect (Extraction *self, Attempt *attempt, double from, double to, GError **error)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_table_read (self->table, error);
  g_autoptr (AssayProgress) progress
      = assay_progress_sub (assay_tool_job_get_progress (self->job), from, to);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  self->rows = self->empty = 0;
  if (reader == NULL)
    return FALSE;
  while (assay_series_reader_next (reader, &record, &trouble))
    {
      char stamp[ASSAY_SERIES_STAMP_SIZE];
      gsize length = self->aligned != NULL
                         ? assay_series_aligned_get_stamp (self->aligned, self->rows, stamp)
                         : assay_series_table_get_stamp (self->table, &record, stamp);

      for (guint i = 0; i < self->table->n_columns; i++)
        {
          AssaySeriesNumber number;

          if (assay_series_table_get_number (self->table, &record, i, &number))
            assay_series_stamped_add (attempt->columns[i], stamp, length, &number, self->rows);
        }
      self->empty += record.n_fields == 1 && record.fields[0].length == 0 ? 1 : 0;
      if (self->rows++ % CHECK_EVERY != 0)
        continue;
      assay_progress_set (progress, assay_series_reader_get_fraction (reader), N_ ("Reading"));
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (self->job), error))
        return FALSE;
    }
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

static Attempt *
attempt_with (
    Extraction *self, const AssaySeriesStrength *strength, double from, double to, GError **error)
{
  g_autoptr (Attempt) attempt = g_new0 (Attempt, 1);
  GBytes *key = assay_parameters_get_secret (assay_tool_job_get_parameters (self->job), "key");

  attempt->strength = *strength;
  for (guint i = 0; i < self->table->n_columns; i++)
    attempt->columns[i]
        = assay_series_stamped_new (key, self->table->columns[i].label, strength, self->n_bits);
  if (self->aligned != NULL
      && !assay_series_aligned_run (self->aligned, strength->step,
                                    assay_tool_job_get_cancellable (self->job), error))
    return NULL;
  if (!collect (self, attempt, from, to, error))
    return NULL;
  attempt->reading
      = assay_series_reading_new (attempt->columns, self->table->n_columns, self->n_bits);
  return g_steal_pointer (&attempt);
}

/* Where nothing is told, what had the most votes to tell it with. */
static gboolean
tells_more (const AssaySeriesReading *a, const AssaySeriesReading *b)
{
  return a->log10_p < b->log10_p || (!(a->log10_p > b->log10_p) && a->squares > b->squares);
}

/* Every strength that the writer chooses from is a hypothesis, read or not: with a step that is
 * given, every share. */
static gboolean
try_strengths (Extraction *self, double percent, GError **error)
{
  const AssaySeriesStrength given[]
      = { { percent / 100.0, 1.0 }, { percent / 100.0, 0.5 }, { percent / 100.0, 0.25 }, { 0, 0 } };
  const AssaySeriesStrength *all = percent > 0.0 ? given : assay_series_strengths;
  guint n = 0;

  while (all[n].step > 0.0)
    n++;
  self->tried = n;
  for (guint i = 0; i < n && (self->best == NULL || self->best->reading->log10_p > CERTAIN); i++)
    {
      Attempt *attempt = attempt_with (self, &all[i], (double) i / n, (i + 1.0) / n, error);

      if (attempt == NULL)
        return FALSE;
      if (self->best == NULL || tells_more (attempt->reading, self->best->reading))
        {
          g_clear_pointer (&self->best, attempt_free);
          self->best = attempt;
        }
      else
        attempt_free (attempt);
    }
  return TRUE;
}

static void
add_expected (Extraction *self, AssayResultBuilder *builder, double *log10_p)
{
  Attempt *best = self->best;
  double rate = assay_mark_error_rate (best->reading->bits, self->expected, self->n_bits);

  *log10_p = assay_tail_union (assay_series_reading_check (best->columns, self->table->n_columns,
                                                           self->expected, self->n_bits),
                               self->tried);
  assay_result_builder_metric (builder, "ber", 100.0 * rate);
  assay_result_builder_metric (builder, "expect_log10_p", *log10_p);
}

static void
add_plots (Extraction *self, AssayResultBuilder *builder)
{
  const AssaySeriesReading *reading = self->best->reading;
  gsize n = assay_code_get_length (self->n_bits, ASSAY_SERIES_STAMPED_RATE);
  g_autofree gint8 *symbols = g_malloc (n);
  double rose[ROSE_BINS] = { 0 };
  double sums[PARTS] = { 0 };
  double weights[PARTS] = { 0 };

  assay_code_encode (reading->bits, self->n_bits, ASSAY_SERIES_STAMPED_RATE, symbols);
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      AssaySeriesStamped *column = self->best->columns[i];

      assay_series_stamped_rose (column, reading->phases[i], symbols, ROSE_BINS, rose);
      assay_series_stamped_agreement (column, reading->phases[i], symbols, self->rows, PARTS, sums,
                                      weights);
    }
  assay_series_plot_rose (rose, ROSE_BINS, builder);
  assay_series_plot_bits (reading, builder);
  assay_series_plot_agreement (sums, weights, PARTS, self->rows, builder);
}

static const char *
outcome_of (const Extraction *self, double log10_p, double expected, gboolean *little)
{
  *little = FALSE;
  if (log10_p <= FOUND && self->best->reading->log10_wrong <= WRONG)
    return "found";
  if (MIN (log10_p, expected) <= NOTHING)
    return "inconclusive";
  *little = self->best->reading->squares < LEAST_VOTES * self->n_bits;
  return *little ? "inconclusive" : "none";
}

static AssayResult *
make_result (Extraction *self, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (assay_tool_job_get_info (self->job));
  const AssaySeriesReading *reading = self->best->reading;
  double log10_p = assay_tail_union (reading->log10_p, self->tried);
  double expected = 1.0;
  const char *outcome;
  gboolean little;
  g_autofree char *mark = NULL;
  g_autofree char *columns = assay_series_table_tell_columns (self->table);

  if (self->expected != NULL)
    add_expected (self, builder, &expected);
  outcome = outcome_of (self, log10_p, expected, &little);
  assay_result_builder_answer (builder, "outcome", outcome);
  if (g_str_equal (outcome, "found"))
    {
      mark = assay_mark_to_hex (reading->bits, self->n_bits);
      assay_result_builder_answer (builder, "mark", mark);
    }
  assay_wavemark_statement_add (
      &(AssayWavemarkStatement){
          .outcome = outcome,
          .keyed = TRUE,
          .mark = mark,
          .n_bits = self->n_bits,
          .log10_p = log10_p,
          .log10_hypotheses = reading->log10_hypotheses + log10 (self->tried),
          .used = reading->rows,
          .columns = columns,
          .time = self->aligned != NULL ? NULL : assay_series_table_tell_time (self->table),
          .time_others = self->aligned != NULL ? NULL : self->table->time_others,
          .votes = reading->squares,
          .votes_needed = little ? LEAST_VOTES * self->n_bits : 0.0,
          .expected
          = self->expected == NULL
                ? NULL
                : assay_parameters_get_text (assay_tool_job_get_parameters (self->job), "expect"),
          .expect_log10_p = expected,
      },
      builder);
  assay_result_builder_metric (builder, "log10_p", log10_p);
  assay_result_builder_metric (builder, "bit_margin", reading->bit_margin);
  assay_result_builder_metric (builder, "rows", (double) (self->rows - self->empty));
  assay_result_builder_metric (builder, "rows_used", (double) reading->rows);
  assay_result_builder_metric (builder, "strength", self->best->strength.step * 100.0);
  add_plots (self, builder);
  return assay_result_builder_end (builder, error);
}

static gboolean
read_expected (Extraction *self, AssayParameters *parameters, GError **error)
{
  const char *text = assay_parameters_get_text (parameters, "expect");
  guint n_bits;

  self->n_bits = (guint) assay_parameters_get_int (parameters, "bits");
  if (self->n_bits % 4 != 0)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("A mark is hexadecimal, four bits a digit; bits=%u is no whole number of "
                      "digits"),
                   self->n_bits);
      return FALSE;
    }
  if (text == NULL || *text == '\0')
    return TRUE;
  self->expected = assay_mark_parse (text, ASSAY_SERIES_MOST_BITS, &n_bits, error);
  if (self->expected == NULL)
    return FALSE;
  if (n_bits == self->n_bits)
    return TRUE;
  g_set_error (
      error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
      _ ("The expected mark has %u bits; the length of the mark that is read is set to %u"), n_bits,
      self->n_bits);
  return FALSE;
}

AssayResult *
assay_series_extract_run (AssayToolJob *job, GError **error)
{
  g_auto (Extraction) self = { .job = job };
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  AssaySeriesScheme scheme = ASSAY_SERIES_TIMESTAMP;

  if (!read_expected (&self, parameters, error)
      || !assay_series_scheme_read (parameters, &scheme, error))
    return NULL;
  if (scheme == ASSAY_SERIES_VALUES || scheme == ASSAY_SERIES_PAPER)
    return assay_series_whole_extract (job, scheme, self.expected, self.n_bits, error);
  self.table = assay_series_table_open (assay_tool_job_get_input (job, 0)->source, parameters,
                                        scheme == ASSAY_SERIES_TIMESTAMP, error);
  if (self.table != NULL && scheme == ASSAY_SERIES_ALIGNED)
    self.aligned = assay_series_aligned_new (job, &self.table, error);
  if (self.table == NULL || (scheme == ASSAY_SERIES_ALIGNED && self.aligned == NULL)
      || !try_strengths (&self, assay_parameters_get_real (parameters, "strength"), error))
    return NULL;
  return make_result (&self, error);
}
