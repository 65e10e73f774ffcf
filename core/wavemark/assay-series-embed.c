/* assay-series-embed.c: tool series.embed: writes a mark into the numbers of a table. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-mark.h"
#include "wavemark/assay-series-align.h"
#include "wavemark/assay-series-barker.h"
#include "wavemark/assay-series-comparison.h"
#include "wavemark/assay-series-output.h"
#include "wavemark/assay-series-plots.h"
#include "wavemark/assay-series-stamped.h"
#include "wavemark/assay-series-strength.h"
#include "wavemark/assay-series-whole.h"
#include "wavemark/assay-series.h"

#define CHECK_EVERY 1024u
/* Mean change of a value, in per cent, that the chosen strength stays below where it can. */
#define USUAL_CHANGE 0.5

typedef struct
{
  AssayToolJob *job;
  AssaySeriesScheme scheme;
  AssaySeriesTable *table;
  AssaySeriesData **whole; /* marked columns, for methods that need them whole */
  AssaySeriesStamped *marks[ASSAY_SERIES_MOST_COLUMNS];
  guint order[ASSAY_SERIES_MOST_COLUMNS]; /* columns from left to right */
  gint8 *symbols;
  guint n_bits;
  AssaySeriesStrength strength;
  AssaySeriesShortage shortage;
  guint section; /* rows of a section whose beginning is marked in a column of its own; or 0 */
  gsize n_dense; /* numbers in the first column */
  gsize dense;   /* of them, passed */
  AssaySeriesOverlay *overlay; /* of the first column */
  AssaySeriesComparison *comparison;
  guint64 rows;
  guint64 empty;     /* of them, those without any cell */
  guint64 unstamped; /* of them, those with numbers but no stamp that can be read */
  guint64 marked;
  guint64 valued;    /* cells that are not zero */
  double change;     /* Σ |d| / |x| */
  double sum_before; /* of the first column */
  double sum_sizes;
  double sum_after;
} Embedding;

static void
embedding_clear (Embedding *self)
{
  for (guint i = 0; i < ASSAY_SERIES_MOST_COLUMNS; i++)
    g_clear_pointer (&self->marks[i], assay_series_stamped_free);
  for (guint i = 0; self->whole != NULL && i < self->table->n_columns; i++)
    assay_series_data_free (self->whole[i]);
  g_clear_pointer (&self->whole, g_free);
  g_clear_pointer (&self->table, assay_series_table_free);
  g_clear_pointer (&self->overlay, assay_series_overlay_free);
  g_clear_pointer (&self->comparison, assay_series_comparison_free);
  g_clear_pointer (&self->symbols, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Embedding, embedding_clear)

static void
note (Embedding *self, guint column, const AssaySeriesNumber *number, double after)
{
  double before = number->value;

  if (fabs (before) > 0.0)
    {
      self->valued++;
      self->change += fabs (after - before) / fabs (before);
    }
  if (column != 0)
    return;
  self->sum_before += before;
  self->sum_sizes += fabs (before);
  self->sum_after += after;
  assay_series_overlay_add (self->overlay, self->rows, before, after);
  assay_series_comparison_add (self->comparison, before, after);
}

static gboolean
has_number (const AssaySeriesTable *table, const AssaySeriesRecord *record)
{
  AssaySeriesNumber number;

  for (guint i = 0; i < table->n_columns; i++)
    if (assay_series_table_get_number (table, record, i, &number))
      return TRUE;
  return FALSE;
}

/* The new text of each cell of @record that changes; returns how many. */
static guint
mark_record (Embedding *self,
             const AssaySeriesRecord *record,
             AssaySeriesCell *cells,
             char (*texts)[ASSAY_SERIES_NUMBER_SIZE])
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  gsize length = assay_series_scheme_get_stamp (self->table, record, self->rows, stamp);
  guint n = 0;

  self->empty += record->n_fields == 1 && record->fields[0].length == 0 ? 1 : 0;
  self->unstamped += length == 0 && has_number (self->table, record) ? 1 : 0;
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      guint column = self->order[i];
      AssaySeriesNumber number;
      double marked;
      double written;

      if (!assay_series_table_get_number (self->table, record, column, &number))
        continue;
      marked = self->whole != NULL ? self->whole[column]->values[self->rows]
                                   : assay_series_stamped_embed (self->marks[column], stamp, length,
                                                                 self->symbols, &number);
      if (!(fabs (marked - number.value) > 0.0))
        {
          note (self, column, &number, number.value);
          continue;
        }
      written = assay_series_number_round (&number, marked);
      note (self, column, &number, written);
      self->marked++;
      cells[n] = (AssaySeriesCell){ self->table->columns[column].index, texts[n], 0 };
      cells[n].length
          = assay_series_number_print (&number, marked, self->table->format.decimal, texts[n]);
      n++;
    }
  return n;
}

/* What is added behind the last field of @record, in @text if it is not empty. */
static const char *
added_to (Embedding *self, const AssaySeriesRecord *record, gboolean names, char text[32])
{
  int mark = 0;

  if (self->section == 0 || (record->n_fields == 1 && record->fields[0].length == 0))
    return "";
  if (!names && isfinite (self->whole[0]->values[self->rows]))
    mark = assay_series_barker_at (self->section, self->n_dense, self->dense++);
  if (names)
    g_snprintf (text, 32, "%c%s", self->table->format.delimiter, ASSAY_SERIES_BARKER_COLUMN);
  else
    g_snprintf (text, 32, "%c%d", self->table->format.delimiter, mark);
  return text;
}

/* Whether a copy that has all rows can be aligned with the original. */
static gboolean
check_alignable (const Embedding *self, GError **error)
{
  double most = floor (sqrt ((double) ASSAY_SERIES_ALIGN_MOST_CELLS));

  if (self->scheme != ASSAY_SERIES_ALIGNED || (double) self->rows <= most)
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
               _ ("A mark in %" PRIu64 " rows could not be read again with scheme=aligned, which "
                  "follows at most %.0f rows of a whole copy; scheme=timestamp has no such limit"),
               self->rows, most);
  return FALSE;
}

static gboolean
write_rows (Embedding *self, AssaySeriesOutput *output, GError **error)
{
  const AssaySeriesFormat *format = &self->table->format;
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (self->table->source, format);
  AssaySeriesCell cells[ASSAY_SERIES_MOST_COLUMNS];
  g_autofree char (*texts)[ASSAY_SERIES_NUMBER_SIZE]
      = g_malloc (sizeof *texts * self->table->n_columns);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  while (assay_series_reader_next (reader, &record, &trouble))
    {
      gboolean names = format->header && record.number == 0;
      guint n = names ? 0 : mark_record (self, &record, cells, texts);
      char text[32];
      const char *added = added_to (self, &record, names, text);

      self->rows += !names;
      if (!assay_series_output_record (output, &record, cells, n, added, error))
        return FALSE;
      if (record.number % CHECK_EVERY != 0)
        continue;
      assay_progress_set (assay_tool_job_get_progress (self->job),
                          assay_series_reader_get_fraction (reader), N_ ("Marking"));
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (self->job), error))
        return FALSE;
    }
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL && check_alignable (self, error);
}

static gint
compare_columns (gconstpointer a, gconstpointer b, gpointer table)
{
  const AssaySeriesColumn *columns = ((AssaySeriesTable *) table)->columns;
  guint first = columns[*(const guint *) a].index;
  guint second = columns[*(const guint *) b].index;

  return (first > second) - (first < second);
}

/* The published method with marks in a column of their own. */
static gboolean
prepare_sections (Embedding *self, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);

  if (self->scheme != ASSAY_SERIES_PAPER
      || !g_str_equal (assay_parameters_get_text (parameters, "sync"), "marks"))
    return TRUE;
  self->section = (guint) assay_parameters_get_int (parameters, "f_barker");
  for (guint32 i = 0; i < self->whole[0]->n; i++)
    self->n_dense += isfinite (self->whole[0]->values[i]) ? 1 : 0;
  return assay_series_barker_check (self->table, error);
}

/* What the chosen method needs before the first row is written. */
static gboolean
prepare_marks (Embedding *self, const guint8 *bits, guint n_bits, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  GBytes *key = assay_parameters_get_secret (parameters, "key");

  if (self->scheme == ASSAY_SERIES_VALUES || self->scheme == ASSAY_SERIES_PAPER)
    {
      self->whole
          = assay_series_whole_mark (self->job, self->table, self->scheme, bits, n_bits, error);
      return self->whole != NULL && prepare_sections (self, error);
    }
  if (!assay_series_choose_strength (
          self->table, assay_parameters_get_real (parameters, "strength"), n_bits,
          assay_tool_job_get_cancellable (self->job), &self->strength, &self->shortage, error))
    return FALSE;
  self->symbols = g_malloc (assay_code_get_length (n_bits, ASSAY_SERIES_STAMPED_RATE));
  assay_code_encode (bits, n_bits, ASSAY_SERIES_STAMPED_RATE, self->symbols);
  for (guint i = 0; i < self->table->n_columns; i++)
    self->marks[i]
        = assay_series_stamped_new (key, self->table->columns[i].label, &self->strength, n_bits);
  return TRUE;
}

static gboolean
prepare (Embedding *self, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  guint n_bits = 0;
  g_autofree guint8 *bits = assay_mark_parse (assay_parameters_get_text (parameters, "mark"),
                                              ASSAY_SERIES_MOST_BITS, &n_bits, error);

  if (bits == NULL || !assay_series_scheme_read (parameters, &self->scheme, error))
    return FALSE;
  self->n_bits = n_bits;
  self->table
      = assay_series_table_open (assay_tool_job_get_input (self->job, 0)->source, parameters,
                                 assay_series_scheme_needs_time (self->scheme, parameters), error);
  if (self->table == NULL || !prepare_marks (self, bits, n_bits, error))
    return FALSE;
  self->overlay = assay_series_overlay_new ();
  self->comparison = assay_series_comparison_new ();
  for (guint i = 0; i < self->table->n_columns; i++)
    self->order[i] = i;
  g_qsort_with_data (self->order, (gint) self->table->n_columns, sizeof *self->order,
                     compare_columns, self->table);
  return TRUE;
}

static void
add_plots (Embedding *self, AssayResultBuilder *builder)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  gsize n;
  const double *after = assay_series_comparison_get_after (self->comparison, &n);

  assay_series_overlay_plot (self->overlay, builder);
  assay_series_comparison_plot (self->comparison, builder);
  if (self->scheme == ASSAY_SERIES_PAPER)
    {
      const AssaySeriesPaper paper
          = assay_series_scheme_read_paper (parameters, "quantiser", self->n_bits);

      assay_series_plot_coefficients (&paper, after, n, builder);
    }
}

/* Whoever marks a short series should know before it is given away. */
static void
state_shortage (Embedding *self, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (self->shortage.needed == 0)
    return;
  finding = assay_finding_builder_new ("MRK-11", ASSAY_SEVERITY_INFO);
  assay_finding_builder_int (finding, "mark.bits", self->n_bits, "bit");
  assay_finding_builder_int (finding, "mark.rows", (gint64) self->shortage.rows, "");
  assay_finding_builder_int (finding, "mark.rows_needed", (gint64) self->shortage.needed, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* Columns whose decimal marks may be none. */
static void
state_groups (const Embedding *self, AssayResultBuilder *builder)
{
  g_autoptr (GString) names = g_string_new (NULL);
  AssayFindingBuilder *finding;

  for (guint i = 0; i < self->table->n_columns; i++)
    if (self->table->columns[i].grouped)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              self->table->columns[i].name);
  if (names->len == 0)
    return;
  finding = assay_finding_builder_new ("MRK-18", ASSAY_SEVERITY_INFO);
  assay_finding_builder_text (finding, "mark.grouped", names->str);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* Rows that stay as they are, a sum below the table for one, and a change that is larger than the
 * usual one: both without having been asked for. */
static void
state_surprises (Embedding *self, double change, AssayResultBuilder *builder)
{
  gboolean chosen
      = assay_parameters_get_real (assay_tool_job_get_parameters (self->job), "strength") > 0.0;
  AssayFindingBuilder *finding;

  if (self->whole != NULL)
    return;
  if (self->unstamped > 0)
    {
      finding = assay_finding_builder_new ("MRK-14", ASSAY_SEVERITY_INFO);
      assay_finding_builder_int (finding, "mark.unstamped", (gint64) self->unstamped, "");
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
  if (chosen || !(change > USUAL_CHANGE))
    return;
  finding = assay_finding_builder_new ("MRK-15", ASSAY_SEVERITY_INFO);
  assay_finding_builder_real (finding, "mark.change", change, 2, "%");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

static AssayResult *
make_result (Embedding *self, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (assay_tool_job_get_info (self->job));
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  g_autofree char *columns = assay_series_table_tell_columns (self->table);
  g_autofree char *mark = assay_mark_spell (assay_parameters_get_text (parameters, "mark"));
  /* The same as the average of one sign; that of both may be near 0. */
  double mean = self->sum_sizes;
  double change = self->valued == 0 ? 0.0 : 100.0 * self->change / (double) self->valued;

  assay_result_builder_answer (builder, "mark", mark);
  assay_result_builder_answer (builder, "columns", columns);
  if (self->whole == NULL && assay_series_table_tell_time (self->table) != NULL)
    assay_result_builder_answer (builder, "stamps", assay_series_table_tell_time (self->table));
  assay_result_builder_metric (builder, "rows", (double) (self->rows - self->empty));
  assay_result_builder_metric (builder, "marked_cells", (double) self->marked);
  if (self->whole == NULL)
    assay_result_builder_metric (builder, "strength", self->strength.step * 100.0);
  assay_result_builder_metric (builder, "change", change);
  assay_result_builder_metric (builder, "mean_change",
                               mean > 0.0 ? 100.0 * (self->sum_after - self->sum_before) / mean
                                          : 0.0);
  state_shortage (self, builder);
  state_groups (self, builder);
  state_surprises (self, change, builder);
  add_plots (self, builder);
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_series_embed_run (AssayToolJob *job, GError **error)
{
  g_auto (Embedding) self = { .job = job };
  g_autoptr (AssaySeriesOutput) output
      = assay_series_output_new (assay_tool_job_get_output (job, "marked"));

  if (!prepare (&self, error)
      || !assay_series_output_head (output, self.table->source, self.table->format.mark, error)
      || !write_rows (&self, output, error) || !assay_series_output_finish (output, error))
    return NULL;
  return make_result (&self, error);
}
