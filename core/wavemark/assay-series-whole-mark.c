/* assay-series-whole-mark.c: writes marks with the methods that look at a column as a whole. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "wavemark/assay-series-whole.h"

/* log10 p that a mark must have when it is fresh: that of a claim. */
#define SURE (-6.0)
#define CHECK_EVERY 4096u

typedef struct
{
  AssayToolJob *job;
  AssaySeriesTable *table;
  const guint8 *bits;
  guint n_bits;
} Marking;

AssaySeriesValues *
assay_series_whole_values (AssayParameters *parameters,
                           const AssaySeriesTable *table,
                           guint column,
                           const AssaySeriesData *data,
                           guint n_bits)
{
  double strength = assay_parameters_get_real (parameters, "strength") / 100.0;

  return assay_series_values_new (assay_parameters_get_secret (parameters, "key"),
                                  table->columns[column].label, data->quantum,
                                  strength > 0.0 ? strength : ASSAY_SERIES_VALUES_WIDTH, n_bits);
}

static gboolean
refuse_values (const AssaySeriesValuesReading *reading, guint n_bits, GError **error)
{
  g_set_error (
      error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
      _ ("A mark of %u bits could not be told from chance even when fresh (10^%.1f, and 10^-6 is "
         "needed): the values fall into %u pairs of cells; at least %u, with about as many values "
         "in each, are needed. Take a shorter mark, another key or scheme=timestamp"),
      n_bits, reading->log10_p, reading->pairs, assay_series_values_needed (n_bits, SURE));
  return FALSE;
}

static gboolean
mark_values (Marking *self, guint column, AssaySeriesData *data, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (self->job);
  GCancellable *cancellable = assay_tool_job_get_cancellable (self->job);
  g_autoptr (AssaySeriesValues) values
      = assay_series_whole_values (parameters, self->table, column, data, self->n_bits);
  g_autofree gint8 *symbols
      = g_malloc (assay_code_get_length (self->n_bits, ASSAY_SERIES_VALUES_RATE));
  g_autoptr (AssaySeriesValuesReading) reading = NULL;

  assay_code_encode (self->bits, self->n_bits, ASSAY_SERIES_VALUES_RATE, symbols);
  for (guint32 i = 0; i < data->n; i++)
    {
      if (data->fewer[i] != ASSAY_SERIES_NO_DECIMALS)
        data->values[i] = assay_series_values_embed (values, symbols, data->values[i],
                                                     pow (10.0, (double) data->fewer[i]));
      if (i % CHECK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  reading = assay_series_values_read (values, data->values, data->n);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (memcmp (reading->bits, self->bits, self->n_bits) != 0 || reading->log10_p > SURE)
    return refuse_values (reading, self->n_bits, error);
  return TRUE;
}

static gboolean
refuse_paper (const AssaySeriesPaper *paper, gsize n, guint n_bits, GError **error)
{
  AssaySeriesPaper single = *paper;
  guint fits;

  single.repeat = 1;
  fits = assay_series_paper_get_capacity (&single) / n_bits;
  if (n < paper->section)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("The column has %zu values; a section needs %u"), n, paper->section);
  else if (fits > 0)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("A section of %u values carries %u bits with f_bin=%u; the mark has %u and "
                    "fits with f_bin=%u"),
                 paper->section, assay_series_paper_get_capacity (paper), paper->repeat, n_bits,
                 fits);
  else
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("A section of %u values carries %u bits; the mark has %u"), paper->section,
                 assay_series_paper_get_capacity (&single), n_bits);
  return FALSE;
}

static gboolean
mark_paper (Marking *self, AssaySeriesData *data, GError **error)
{
  const AssaySeriesPaper paper = assay_series_scheme_read_paper (
      assay_tool_job_get_parameters (self->job), "quantiser", self->n_bits);
  GCancellable *cancellable = assay_tool_job_get_cancellable (self->job);
  guint capacity = assay_series_paper_get_capacity (&paper);
  g_autofree double *dense = g_new (double, MAX (data->n, 1));
  gsize n = 0;

  for (guint32 i = 0; i < data->n; i++)
    if (isfinite (data->values[i]))
      dense[n++] = data->values[i];
  if (self->n_bits > capacity || n < paper.section)
    return refuse_paper (&paper, n, self->n_bits, error);
  (void) assay_series_paper_embed (&paper, dense, n, self->bits, self->n_bits, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  n = 0;
  for (guint32 i = 0; i < data->n; i++)
    if (isfinite (data->values[i]))
      data->values[i] = dense[n++];
  return TRUE;
}

AssaySeriesData **
assay_series_whole_mark (AssayToolJob *job,
                         AssaySeriesTable *table,
                         AssaySeriesScheme scheme,
                         const guint8 *bits,
                         guint n_bits,
                         GError **error)
{
  Marking self = { job, table, bits, n_bits };
  AssaySeriesData **all = g_new0 (AssaySeriesData *, table->n_columns);
  gboolean done = TRUE;

  for (guint i = 0; done && i < table->n_columns; i++)
    {
      all[i] = assay_series_data_read (table, i, assay_tool_job_get_cancellable (job), error);
      done = all[i] != NULL
             && (scheme == ASSAY_SERIES_VALUES ? mark_values (&self, i, all[i], error)
                                               : mark_paper (&self, all[i], error));
    }
  if (done)
    return all;
  for (guint i = 0; i < table->n_columns; i++)
    g_clear_pointer (&all[i], assay_series_data_free);
  g_free (all);
  return NULL;
}
