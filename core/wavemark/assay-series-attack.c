/* assay-series-attack.c: tool series.attack: damages a table on purpose, repeatably. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/assay-sweep.h"
#include "signal/assay-random.h"
#include "wavemark/assay-series-output.h"
#include "wavemark/assay-series-scheme.h"
#include "wavemark/assay-series.h"

#define CHECK_EVERY 1024u
/* The whole table is kept, because rows may move. */
#define MOST_BYTES (G_GUINT64_CONSTANT (512) * 1024 * 1024)
#define LEAST_RATE 0.01
#define MOST_RATE 100.0

typedef enum
{
  DELETE,
  CROP,
  EDIT,
  INSERT,
  ZERO,
  SCALE,
  NOISE,
  ROUND,
  SHUFFLE,
  RESAMPLE,
  AVERAGE,
  MIX,
} Kind;

typedef struct
{
  AssayToolJob *job;
  AssaySeriesTable *table;
  AssaySeriesOutput *output;
  Kind kind;
  double amount;
  double spread; /* share of its value by which an edited one may change */
  AssayRandom random;
  GPtrArray *records;       /* GBytes, header left out */
  guint8 *chosen;           /* one a record: it is hit */
  AssaySeriesData **values; /* of each column: of the other copy, or the own ones to resample */
  guint row;                /* that is being changed */
  double behind;            /* of a resampled row: how far behind @row, 0..1 */
  guint64 written;
  guint64 changed;
} Attack;

static void
attack_clear (Attack *self)
{
  for (guint i = 0; self->values != NULL && i < self->table->n_columns; i++)
    g_clear_pointer (&self->values[i], assay_series_data_free);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->table, assay_series_table_free);
  g_clear_pointer (&self->output, assay_series_output_free);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attack, attack_clear)

static Kind
kind_of (const char *id)
{
  static const char *const ids[] = { "delete", "crop",  "edit",    "insert",   "zero",    "scale",
                                     "noise",  "round", "shuffle", "resample", "average", "mix" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (g_str_equal (ids[i], id))
      return (Kind) i;
  g_return_val_if_reached (DELETE);
}

/* By Kind: what amount=0 stands for; the help names them. */
static const double usual_amounts[] = { 10, 10, 10, 10, 10, 1.1, 1, 0, 0, 0.5, 50, 50 };

static gboolean
check_amount (const Attack *self, GError **error)
{
  gboolean share = self->kind <= ZERO || self->kind == NOISE || self->kind >= AVERAGE;
  gboolean sound
      = self->kind == SHUFFLE || (share && self->amount >= 0.0 && self->amount <= 100.0)
        || (self->kind == SCALE && fabs (self->amount) > 0.0)
        || (self->kind == RESAMPLE && self->amount >= LEAST_RATE && self->amount <= MOST_RATE)
        || (self->kind == ROUND && self->amount >= 0.0 && self->amount <= 15.0);

  if (!sound)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                 share                    ? _ ("The amount must be 0 to 100 per cent, not %g")
                 : self->kind == SCALE    ? _ ("The factor must not be %g")
                 : self->kind == RESAMPLE ? _ ("The rate must be 0.01 to 100, not %g")
                                          : _ ("The decimals left must be 0 to 15, not %g"),
                 self->amount);
  return sound;
}

/* A copy of the record; the last of a file may lack the line end that it needs once it is moved. */
static GBytes *
keep (const AssaySeriesRecord *record)
{
  GByteArray *bytes = g_byte_array_new ();
  char last = record->length > 0 ? record->bytes[record->length - 1] : '\0';

  g_byte_array_append (bytes, (const guint8 *) record->bytes, (guint) record->length);
  if (last != '\n' && last != '\r')
    g_byte_array_append (bytes, (const guint8 *) "\n", 1);
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
load (Attack *self, GError **error)
{
  g_autoptr (AssaySeriesReader) reader
      = assay_series_reader_new (self->table->source, &self->table->format);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  if (assay_source_get_size (self->table->source) > MOST_BYTES)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                   _ ("Tables above %u MiB cannot be changed here"), (guint) (MOST_BYTES >> 20));
      return FALSE;
    }
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  while (assay_series_reader_next (reader, &record, &trouble))
    if (record.number > 0 || !self->table->format.header)
      g_ptr_array_add (self->records, keep (&record));
    else if (!assay_series_output_bytes (self->output, record.bytes, record.length, error))
      return FALSE;
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

/* The chosen columns of @table, row by row, which must be as many as the records. */
static gboolean
load_values (Attack *self, AssaySeriesTable *table, GError **error)
{
  GCancellable *cancellable = assay_tool_job_get_cancellable (self->job);

  self->values = g_new0 (AssaySeriesData *, self->table->n_columns);
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      self->values[i]
          = assay_series_data_read (table, MIN (i, table->n_columns - 1), cancellable, error);
      if (self->values[i] == NULL)
        return FALSE;
      if (self->values[i]->n == self->records->len)
        continue;
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("The other copy has %u rows, this one %u; they must be the same rows"),
                   self->values[i]->n, self->records->len);
      return FALSE;
    }
  return TRUE;
}

/* A second copy, for those who bought two and hope that neither mark is left. */
static gboolean
load_other (Attack *self, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  g_autoptr (AssaySource) source = NULL;
  g_autoptr (AssaySeriesTable) other = NULL;

  if (self->kind == RESAMPLE)
    return load_values (self, self->table, error);
  if (self->kind < AVERAGE)
    return TRUE;
  if (assay_parameters_is_empty (parameters, "other"))
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                           _ ("To mix two copies, the other one is needed; give it with other="));
      return FALSE;
    }
  source = assay_tool_job_open_file (self->job, "other", error);
  other = source == NULL ? NULL : assay_series_table_open (source, parameters, FALSE, error);
  return other != NULL && load_values (self, other, error);
}

/* All rows but @first .. @last, counted from 0. */
static void
choose_outside (Attack *self, guint first, guint last)
{
  memset (self->chosen, 1, self->records->len);
  memset (self->chosen + first, 0, last - first + 1);
}

/* A crop of the rows that the parameter "rows" names; nothing when it is empty. */
static gboolean
choose_named (Attack *self, GError **error)
{
  const char *text = assay_parameters_get_text (assay_tool_job_get_parameters (self->job), "rows");
  guint n = self->records->len;
  guint64 first = 0;
  guint64 last = 0;
  char *end = NULL;

  if (*text == '\0')
    return TRUE;
  if (self->kind != CROP)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("rows= says what a crop leaves; give attack=crop with it, or amount= "
                              "for a share of the rows"));
      return FALSE;
    }
  if (g_ascii_isdigit (text[0]))
    first = g_ascii_strtoull (text, &end, 10);
  if (end != NULL && end[0] == '-' && g_ascii_isdigit (end[1]))
    last = g_ascii_strtoull (end + 1, &end, 10);
  if (end == NULL || *end != '\0' || first < 1 || last < first || last > n)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("The rows kept must be FIRST-LAST, from 1 to %u, not “%s”"), n, text);
      return FALSE;
    }
  choose_outside (self, (guint) first - 1, (guint) last - 1);
  return TRUE;
}

/* Exactly the share of the rows that is asked for, at random or, for a crop, in one piece. */
static void
choose (Attack *self)
{
  guint n = self->records->len;
  gboolean named = !assay_parameters_is_empty (assay_tool_job_get_parameters (self->job), "rows");
  guint hit = (guint) (CLAMP (self->amount, 0.0, 100.0) / 100.0 * n + 0.5);

  if (self->kind == CROP && named)
    return;
  if (self->kind == SCALE || self->kind == NOISE || self->kind == ROUND || self->kind == AVERAGE)
    hit = n;
  if (self->kind == CROP)
    {
      guint keep = n - MIN (hit, n);
      guint from = (guint) assay_random_below (&self->random, (guint64) (n - keep) + 1);

      memset (self->chosen, 1, n);
      if (keep > 0)
        choose_outside (self, from, from + keep - 1);
      return;
    }
  /* Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S). */
  for (guint i = 0; i < n; i++)
    if (assay_random_real (&self->random) * (n - i) < hit)
      {
        self->chosen[i] = 1;
        hit--;
      }
}

/* @share of the way to the value of @row in the loaded column @column; @value where it has none. */
static double
towards (const Attack *self, guint column, guint row, double share, double value)
{
  const AssaySeriesData *data = self->values[column];
  double other = row < data->n ? data->values[row] : (double) NAN;

  return isfinite (other) ? value + share * (other - value) : value;
}

static double
change_value (Attack *self, guint column, const AssaySeriesNumber *number)
{
  double uniform = 2.0 * assay_random_real (&self->random) - 1.0;

  switch (self->kind)
    {
    case EDIT:
    case INSERT:
      return number->value * (1.0 + self->spread * uniform);
    case ZERO:
      return 0.0;
    case SCALE:
      return number->value * self->amount;
    case NOISE:
      /* A uniform share of this width has the standard deviation that was asked for. */
      return number->value * (1.0 + self->amount / 100.0 * sqrt (3.0) * uniform);
    case ROUND:
      {
        double unit = pow (10.0, -rint (self->amount));

        return rint (number->value / unit) * unit;
      }
    case RESAMPLE:
      return towards (self, column, self->row + 1, self->behind, number->value);
    case AVERAGE:
      return towards (self, column, self->row, self->amount / 100.0, number->value);
    case MIX:
      return towards (self, column, self->row, 1.0, number->value);
    case DELETE:
    case CROP:
    case SHUFFLE:
      return number->value;
    }
  g_assert_not_reached ();
}

/* Blanks around a number, inside quotes too, are no part of it. */
static gboolean
is_other (const AssaySeriesField *field, const AssaySeriesCell *cell)
{
  AssaySeriesField number = assay_series_field_trim (field);

  return number.length != cell->length || memcmp (number.text, cell->text, cell->length) != 0;
}

/* Puts @cell among the @n from left to right. */
static void
insert_cell (AssaySeriesCell *cells, guint n, AssaySeriesCell cell)
{
  for (; n > 0 && cells[n - 1].index > cell.index; n--)
    cells[n] = cells[n - 1];
  cells[n] = cell;
}

/* Writes the record with every chosen column changed. */
static gboolean
write_changed (Attack *self, GBytes *bytes, GError **error)
{
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  AssaySeriesFormat format = self->table->format;
  g_autoptr (AssaySeriesReader) reader = NULL;
  g_autofree char (*texts)[ASSAY_SERIES_NUMBER_SIZE]
      = g_malloc (sizeof *texts * self->table->n_columns);
  AssaySeriesCell cells[ASSAY_SERIES_MOST_COLUMNS];
  AssaySeriesRecord record;
  guint n = 0;

  format.mark = 0;
  reader = assay_series_reader_new (source, &format);
  if (!assay_series_reader_next (reader, &record, error))
    return error == NULL || *error == NULL;
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      AssaySeriesCell cell = { self->table->columns[i].index, texts[i], 0 };
      AssaySeriesNumber number;

      if (!assay_series_table_get_number (self->table, &record, i, &number))
        continue;
      cell.length = assay_series_number_print (&number, change_value (self, i, &number),
                                               format.decimal, texts[i]);
      self->changed += is_other (&record.fields[cell.index], &cell) ? 1 : 0;
      insert_cell (cells, n++, cell);
    }
  return assay_series_output_record (self->output, &record, cells, n, "", error);
}

static gboolean
write_row (Attack *self, guint index, GError **error)
{
  GBytes *bytes = self->records->pdata[index];
  gboolean changes = self->kind != DELETE && self->kind != CROP && self->kind != SHUFFLE;
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  if (self->chosen[index] && (self->kind == DELETE || self->kind == CROP))
    return TRUE;
  self->written++;
  self->row = index;
  if (!self->chosen[index] || !changes || self->kind == INSERT)
    {
      if (!assay_series_output_bytes (self->output, data, length, error))
        return FALSE;
    }
  else if (!write_changed (self, bytes, error))
    return FALSE;
  if (!self->chosen[index] || self->kind != INSERT)
    return TRUE;
  /* The new row has the stamp of any other row and a value near its neighbour's. */
  self->written++;
  return write_changed (
      self, self->records->pdata[assay_random_below (&self->random, self->records->len)], error);
}

static void
shuffle (Attack *self)
{
  gpointer *records = self->records->pdata;

  for (guint i = self->records->len; i > 1; i--)
    {
      guint other = (guint) assay_random_below (&self->random, i);
      gpointer kept = records[i - 1];

      records[i - 1] = records[other];
      records[other] = kept;
    }
}

/* Row @index of those at the new rate: with all else from the row before it. */
static gboolean
write_resampled (Attack *self, guint index, GError **error)
{
  double at = index / self->amount;

  self->row = MIN ((guint) at, self->records->len - 1);
  self->behind = at - self->row;
  self->written++;
  return write_changed (self, self->records->pdata[self->row], error);
}

static gboolean
write_all (Attack *self, GError **error)
{
  gboolean resampled = self->kind == RESAMPLE;
  guint n = resampled ? (guint) ceil (self->records->len * self->amount) : self->records->len;

  for (guint i = 0; i < n; i++)
    {
      if (!(resampled ? write_resampled (self, i, error) : write_row (self, i, error)))
        return FALSE;
      if (i % CHECK_EVERY != 0)
        continue;
      assay_progress_set (assay_tool_job_get_progress (self->job), (double) i / n, N_ ("Changing"));
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (self->job), error))
        return FALSE;
    }
  return assay_series_output_finish (self->output, error);
}

AssayResult *
assay_series_attack_run (AssayToolJob *job, GError **error)
{
  g_auto (Attack) self = { .job = job };
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  AssayResultBuilder *builder;

  self.kind = kind_of (assay_parameters_get_text (parameters, "attack"));
  self.amount = assay_parameters_get_real (parameters, "amount");
  if (!(fabs (self.amount) > 0.0))
    self.amount = usual_amounts[self.kind];
  self.spread = assay_parameters_get_real (parameters, "spread") / 100.0;
  assay_random_init (&self.random, (guint64) assay_parameters_get_int (parameters, "seed"));
  self.output = assay_series_output_new (assay_tool_job_get_output (job, "changed"));
  if (!check_amount (&self, error))
    return NULL;
  self.table = assay_series_table_open (assay_tool_job_get_input (job, 0)->source, parameters,
                                        FALSE, error);
  if (self.table == NULL
      || !assay_series_output_head (self.output, self.table->source, self.table->format.mark, error)
      || !load (&self, error) || !load_other (&self, error))
    return NULL;
  self.chosen = g_malloc0 (MAX (self.records->len, 1u));
  if (!choose_named (&self, error))
    return NULL;
  choose (&self);
  if (self.kind == SHUFFLE)
    shuffle (&self);
  if (!write_all (&self, error))
    return NULL;
  builder = assay_result_builder_new (assay_tool_job_get_info (job));
  assay_result_builder_metric (builder, "rows", self.records->len);
  assay_result_builder_metric (builder, "rows_left", (double) self.written);
  assay_result_builder_metric (builder, "cells_changed", (double) self.changed);
  if (self.changed == 0 && self.written == self.records->len && self.kind != SHUFFLE)
    assay_result_builder_finding (builder, assay_finding_builder_end (assay_finding_builder_new (
                                               "MRK-13", ASSAY_SEVERITY_INFO)));
  return assay_result_builder_end (builder, error);
}
