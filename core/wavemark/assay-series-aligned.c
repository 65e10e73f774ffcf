/* assay-series-aligned.c: the stamps of a copy that lost them, from the owner's original. */
#include "wavemark/assay-series-aligned.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "wavemark/assay-series-align.h"

/* Rows that tell whether a file is one column, and the share of them that must be. */
#define PROBED_ROWS 1000u
#define LONE_SHARE 0.9

struct _AssaySeriesAligned
{
  AssaySeriesTable *original;
  AssaySeriesData *before;
  AssaySeriesData *after;
  GPtrArray *stamps; /* of the original, text */
  guint32 *rows;     /* of the original, for each of the suspect */
  double step;       /* for which they were found; 0: not yet */
};

static gboolean
read_stamps (AssaySeriesAligned *self, GError **error)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_table_read (self->original, error);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  if (reader == NULL)
    return FALSE;
  self->stamps = g_ptr_array_new_with_free_func (g_free);
  while (assay_series_reader_next (reader, &record, &trouble))
    {
      char stamp[ASSAY_SERIES_STAMP_SIZE];
      gsize length
          = assay_series_scheme_get_stamp (self->original, &record, self->stamps->len, stamp);

      g_ptr_array_add (self->stamps, g_strndup (stamp, length));
    }
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

/* A copy that lost its stamps may have lost or changed its header too: where no columns are named,
 * the key is derived by the original's name. */
static void
take_label (const AssaySeriesAligned *self, AssayParameters *parameters, AssaySeriesTable *suspect)
{
  if (*assay_parameters_get_text (parameters, "columns") != '\0')
    return;
  g_free (suspect->columns[0].label);
  suspect->columns[0].label = g_strdup (self->original->columns[0].label);
}

/* Whether the first rows are one number each when they are read as @format. */
static gboolean
is_lone_column (AssaySource *source, const AssaySeriesFormat *format)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (source, format);
  AssaySeriesRecord record;
  guint rows = 0;
  guint numbers = 0;

  while (rows < PROBED_ROWS && assay_series_reader_next (reader, &record, NULL))
    {
      AssaySeriesNumber number;
      const AssaySeriesField *field = &record.fields[0];

      if (record.n_fields == 1 && field->length == 0)
        continue;
      rows++;
      numbers
          += record.n_fields == 1
             && assay_series_number_parse (field->text, field->length, format->decimal, &number);
    }
  return numbers > LONE_SHARE * rows;
}

/* A lone column of decimal commas without a header looks like two columns; what a comma is in these
 * values the original says. */
static gboolean
read_commas_again (AssaySeriesAligned *self,
                   AssayToolJob *job,
                   AssaySeriesTable **suspect,
                   GError **error)
{
  AssaySeriesFormat format = self->original->format;
  AssaySeriesTable *again;

  if (format.decimal != ',' || format.delimiter == ',' || (*suspect)->format.delimiter != ',')
    return TRUE;
  format.header = (*suspect)->format.header;
  format.mark = (*suspect)->format.mark;
  if (!is_lone_column ((*suspect)->source, &format))
    return TRUE;
  again = assay_series_table_open_as ((*suspect)->source, &format,
                                      assay_tool_job_get_parameters (job), error);
  if (again == NULL)
    return FALSE;
  assay_series_table_free (*suspect);
  *suspect = again;
  return TRUE;
}

AssaySeriesAligned *
assay_series_aligned_new (AssayToolJob *job, AssaySeriesTable **suspect, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  g_autoptr (AssaySeriesAligned) self = g_new0 (AssaySeriesAligned, 1);
  g_autoptr (AssaySource) source = NULL;

  if (assay_parameters_is_empty (parameters, "original"))
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                           _ ("To align, the unmarked table is needed; give it with original="));
      return NULL;
    }
  source = assay_tool_job_open_file (job, "original", error);
  if (source == NULL)
    return NULL;
  self->original = assay_series_table_open_original (
      source, parameters, assay_series_scheme_needs_time (ASSAY_SERIES_ALIGNED, parameters), error);
  if (self->original != NULL)
    self->before = assay_series_data_read (self->original, 0, cancellable, error);
  if (self->before == NULL)
    {
      /* Whoever shows the message names the suspect file. */
      g_prefix_error (error, _ ("In the table given with original=: "));
      return NULL;
    }
  if (!read_commas_again (self, job, suspect, error))
    return NULL;
  self->after = assay_series_data_read (*suspect, 0, cancellable, error);
  if (self->after == NULL || !read_stamps (self, error))
    return NULL;
  self->rows = g_new (guint32, MAX (self->after->n, 1));
  take_label (self, parameters, *suspect);
  return g_steal_pointer (&self);
}

void
assay_series_aligned_free (AssaySeriesAligned *self)
{
  g_clear_pointer (&self->original, assay_series_table_free);
  g_clear_pointer (&self->before, assay_series_data_free);
  g_clear_pointer (&self->after, assay_series_data_free);
  g_clear_pointer (&self->stamps, g_ptr_array_unref);
  g_free (self->rows);
  g_free (self);
}

gboolean
assay_series_aligned_run (AssaySeriesAligned *self,
                          double step,
                          GCancellable *cancellable,
                          GError **error)
{
  const AssaySeriesRows before = { self->before->values, self->before->n };
  const AssaySeriesRows after = { self->after->values, self->after->n };
  double scale;

  if (fabs (step - self->step) > 0.0
      && !assay_series_align (&before, &after, step / 2.0, self->before->quantum, self->rows,
                              &scale, cancellable, error))
    return FALSE;
  self->step = step;
  return TRUE;
}

gsize
assay_series_aligned_get_stamp (const AssaySeriesAligned *self,
                                guint64 row,
                                char stamp[ASSAY_SERIES_STAMP_SIZE])
{
  guint32 at = row < self->after->n ? self->rows[row] : ASSAY_SERIES_NO_ROW;

  if (at >= self->stamps->len)
    return 0;
  return g_strlcpy (stamp, self->stamps->pdata[at], ASSAY_SERIES_STAMP_SIZE);
}
