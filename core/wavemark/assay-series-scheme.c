/* assay-series-scheme.c: which of the methods a run uses, and what it needs. */
#include "wavemark/assay-series-scheme.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define CHECK_EVERY 4096u
#define MOST_ROWS (1u << 31)
/* Decimals that are told apart. */
#define MOST_DECIMALS 32u

gboolean
assay_series_scheme_read (AssayParameters *parameters, AssaySeriesScheme *scheme, GError **error)
{
  static const char *const ids[] = { "timestamp", "aligned", "values", "paper" };
  const char *id = assay_parameters_get_text (parameters, "scheme");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (g_str_equal (id, ids[i]))
      *scheme = (AssaySeriesScheme) i;
  if (*scheme == ASSAY_SERIES_PAPER || !assay_parameters_is_empty (parameters, "key"))
    return TRUE;
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                       _ ("This method needs a key; give one with key="));
  return FALSE;
}

gboolean
assay_series_scheme_needs_time (AssaySeriesScheme scheme, AssayParameters *parameters)
{
  return scheme == ASSAY_SERIES_TIMESTAMP
         || (scheme == ASSAY_SERIES_ALIGNED
             && *assay_parameters_get_text (parameters, "time") != '\0');
}

gsize
assay_series_scheme_get_stamp (const AssaySeriesTable *original,
                               const AssaySeriesRecord *record,
                               guint64 row,
                               char stamp[ASSAY_SERIES_STAMP_SIZE])
{
  if (original->time >= 0)
    return assay_series_table_get_stamp (original, record, stamp);
  return (gsize) g_snprintf (stamp, ASSAY_SERIES_STAMP_SIZE, "r%" PRIu64, row);
}

AssaySeriesPaper
assay_series_scheme_read_paper (AssayParameters *parameters, const char *quantiser, guint n_bits)
{
  AssaySeriesPaper paper = {
    .section = (guint) assay_parameters_get_int (parameters, "f_barker"),
    .repeat = (guint) assay_parameters_get_int (parameters, "f_bin"),
    .levels = (guint) assay_parameters_get_int (parameters, "dwt"),
    .mult = assay_parameters_get_real (parameters, "mult"),
    .nearest = g_str_equal (assay_parameters_get_text (parameters, quantiser), "nearest"),
  };

  if (!assay_wavelet_parse (assay_parameters_get_text (parameters, "wavelet"), &paper.wavelet))
    g_return_val_if_reached (paper);
  if (paper.repeat == 0)
    paper.repeat = assay_series_paper_fit_repeat (&paper, n_bits);
  return paper;
}

typedef struct
{
  GArray *values;
  GByteArray *decimals; /* MOST_DECIMALS for no number or an exponent */
} Cells;

static gboolean
read_cells (
    AssaySeriesTable *table, guint column, Cells *cells, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_table_read (table, error);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  if (reader == NULL)
    return FALSE;
  while (assay_series_reader_next (reader, &record, &trouble))
    {
      AssaySeriesNumber number;
      gboolean valid = assay_series_table_get_number (table, &record, column, &number);
      double value = valid ? number.value : (double) NAN;
      guint8 decimals = MOST_DECIMALS;

      if (valid && !number.scientific && number.decimals < MOST_DECIMALS)
        decimals = (guint8) number.decimals;
      g_array_append_val (cells->values, value);
      g_byte_array_append (cells->decimals, &decimals, 1);
      if (cells->values->len % CHECK_EVERY == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (cells->values->len < MOST_ROWS)
        continue;
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The table has too many rows for this method"));
      return FALSE;
    }
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

AssaySeriesData *
assay_series_data_read (AssaySeriesTable *table,
                        guint column,
                        GCancellable *cancellable,
                        GError **error)
{
  Cells cells = { g_array_new (FALSE, FALSE, sizeof (double)), g_byte_array_new () };
  gboolean done = read_cells (table, column, &cells, cancellable, error);
  AssaySeriesData *self = g_new0 (AssaySeriesData, 1);
  guint counts[MOST_DECIMALS + 1] = { 0 };
  guint usual = 0;

  self->n = cells.values->len;
  self->values = (double *) (gpointer) g_array_free (cells.values, FALSE);
  self->fewer = g_byte_array_free (cells.decimals, FALSE);
  for (guint32 i = 0; i < self->n; i++)
    counts[self->fewer[i]]++;
  /* Of equal counts the finer. */
  for (guint i = 0; i < MOST_DECIMALS; i++)
    if (counts[i] >= counts[usual])
      usual = i;
  for (guint32 i = 0; i < self->n; i++)
    if (self->fewer[i] == MOST_DECIMALS)
      self->fewer[i] = ASSAY_SERIES_NO_DECIMALS;
    else
      self->fewer[i] = (guint8) (MAX (usual, (guint) self->fewer[i]) - self->fewer[i]);
  self->quantum = pow (10.0, -(double) usual);
  if (!done)
    g_clear_pointer (&self, assay_series_data_free);
  return self;
}

void
assay_series_data_free (AssaySeriesData *self)
{
  g_free (self->values);
  g_free (self->fewer);
  g_free (self);
}
