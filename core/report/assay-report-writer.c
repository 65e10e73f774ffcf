/* assay-report-writer.c: what the sections share: numbers of findings, titles of exhibits, tables
 * of results. */
#include "report/assay-report-writer-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/assay-base.h"
#include "model/assay-catalogue.h"

#define MOST_COLUMNS 12

guint
assay_writer_find (const AssayReportWriter *self, const AssayReportExhibit *exhibit, guint *n)
{
  guint first = 0;
  *n = 0;
  for (guint i = 0; i < self->findings->len; i++)
    if (g_array_index (self->findings, AssayFindingRef, i).exhibit == exhibit)
      {
        if (*n == 0)
          first = i;
        (*n)++;
      }
  return first;
}

gboolean
assay_writer_has (const AssayReportWriter *self, AssayReportSection section)
{
  return assay_report_options_get_section (self->data->options, section);
}

gboolean
assay_writer_full (const AssayReportWriter *self, AssayReportSection section)
{
  return assay_report_options_get_full (self->data->options, section);
}

const char *
assay_writer_text (const AssayReportWriter *self, AssayReportText which)
{
  return assay_report_options_get_text (self->data->options, which);
}

char *
assay_writer_exhibit_title (const AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  if (!self->data->quick)
    return g_strdup_printf (_ ("Exhibit %u: %s"), exhibit->number, exhibit->name);
  if (self->data->exhibits->len == 1)
    return g_strdup (exhibit->name);
  return g_strdup_printf (_ ("File %u: %s"), exhibit->number, exhibit->name);
}

const char *
assay_report_run_title (const AssayReportRun *run)
{
  return run->info != NULL ? assay_text_translate (run->info->title) : run->tool;
}

void
assay_writer_begin_table (AssayReportWriter *self, const AssayFlowColumn *columns, guint n_columns)
{
  AssayFlowColumn translated[MOST_COLUMNS];
  n_columns = MIN (n_columns, MOST_COLUMNS);
  for (guint i = 0; i < n_columns; i++)
    {
      translated[i] = columns[i];
      translated[i].title = assay_text_translate (columns[i].title);
    }
  assay_flow_begin_table (self->flow, translated, n_columns);
}

static double
column_weight (AssayColumnType type)
{
  switch (type)
    {
    case ASSAY_COLUMN_TEXT:
      return 3.0;
    case ASSAY_COLUMN_TERM:
      return 1.6;
    case ASSAY_COLUMN_INT:
    case ASSAY_COLUMN_REAL:
      return 1.0;
    case ASSAY_COLUMN_OFFSET:
    case ASSAY_COLUMN_SIZE:
      return 1.2;
    case ASSAY_COLUMN_TIME:
      return 1.8;
    case ASSAY_COLUMN_HEX:
      return 2.2;
    }
  return 1.0;
}

static char *
cell_text (const AssayTable *table, guint row, guint column)
{
  const AssayColumn *description = assay_table_get_column (table, column);
  if (assay_table_is_empty (table, row, column))
    return g_strdup ("");
  if (description->type == ASSAY_COLUMN_TIME)
    return assay_words_time (assay_table_get_int (table, row, column));
  g_autofree char *whole = assay_table_cell_words (table, row, column);
  g_autofree char *text = assay_words_value (whole, TRUE);
  if (column > 0 || !assay_table_is_tree (table))
    return g_steal_pointer (&text);
  /* No-break spaces, two a level: the tree stays readable and a search still finds the name. */
  GString *indented = g_string_new (NULL);
  for (guint i = 0; i < MIN (assay_table_get_depth (table, row), 12); i++)
    g_string_append (indented, "\302\240\302\240");
  g_string_append (indented, text);
  return g_string_free (indented, FALSE);
}

/* Columns that a page has no room for; findings.json has them. */
static guint
choose_columns (const AssayTable *table, guint chosen[MOST_COLUMNS])
{
  static const char *const left_out[] = { "raw", "length", "header", "path", NULL };
  guint n = 0;
  for (guint i = 0; i < assay_table_get_n_columns (table) && n < MOST_COLUMNS; i++)
    if (!g_strv_contains (left_out, assay_table_get_column (table, i)->id))
      chosen[n++] = i;
  return n;
}

/* The longest number of a column, of the rows that are printed; NULL for columns of words. */
static char *
longest_number (const AssayTable *table, guint column, guint most)
{
  const AssayColumnType type = assay_table_get_column (table, column)->type;
  char *longest = NULL;
  if (type != ASSAY_COLUMN_INT && type != ASSAY_COLUMN_REAL && type != ASSAY_COLUMN_SIZE)
    return NULL;
  for (guint row = 0; row < MIN (assay_table_get_n_rows (table), most); row++)
    {
      g_autofree char *text = cell_text (table, row, column);
      if (longest != NULL && strlen (text) <= strlen (longest))
        continue;
      g_free (longest);
      longest = g_steal_pointer (&text);
    }
  return longest;
}

static void
begin_result_table (
    AssayReportWriter *self, const AssayTable *table, const guint *chosen, guint n, guint most)
{
  AssayFlowColumn columns[MOST_COLUMNS];
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      const AssayColumn *column = assay_table_get_column (table, chosen[i]);
      const char *title = assay_text_translate (column->title);
      char *full = column->unit != NULL && *column->unit != '\0' ? g_strdup_printf (
                       "%s (%s)", title, assay_unit_words (column->unit, ASSAY_UNIT_MANY))
                                                                 : g_strdup (title);
      g_ptr_array_add (titles, full);
      const gboolean mono = column->type == ASSAY_COLUMN_HEX || column->type == ASSAY_COLUMN_OFFSET;
      columns[i] = (AssayFlowColumn){ .title = full,
                                      .weight = column_weight (column->type),
                                      .style = mono ? ASSAY_STYLE_CELL_MONO : ASSAY_STYLE_CELL };
    }
  assay_flow_begin_table (self->flow, columns, n);
  /* The flow reads the titles again on each page. */
  assay_flow_keep (self->flow, g_steal_pointer (&titles));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = longest_number (table, chosen[i], most);
      if (number != NULL)
        assay_flow_unbroken (self->flow, i, number);
    }
}

void
assay_writer_table (AssayReportWriter *self, const char *tool, const AssayTable *table, guint most)
{
  guint chosen[MOST_COLUMNS];
  const guint n_columns = choose_columns (table, chosen);
  const guint n_rows = assay_table_get_n_rows (table);
  if (n_columns == 0 || n_rows == 0)
    return;
  const char *title = assay_text_translate (assay_table_get_title (table));
  g_autofree char *heading
      = tool == NULL ? g_strdup (title) : g_strdup_printf ("%s · %s", tool, title);
  if (*title != '\0')
    assay_flow_minor_heading (self->flow, heading);
  begin_result_table (self, table, chosen, n_columns, most);
  for (guint row = 0; row < MIN (n_rows, most); row++)
    {
      char *cells[MOST_COLUMNS] = { NULL };
      for (guint i = 0; i < n_columns; i++)
        cells[i] = cell_text (table, row, chosen[i]);
      assay_flow_row (self->flow, (const char *const *) cells);
      for (guint i = 0; i < n_columns; i++)
        g_free (cells[i]);
    }
  assay_flow_end_table (self->flow);
  const guint64 left = n_rows - MIN (n_rows, most) + assay_table_get_n_dropped (table);
  if (left > 0)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("%" PRIu64 " further rows are in the attached findings.json."), left);
      assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
    }
}
