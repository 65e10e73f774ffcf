/* assay-report-annex-tables.c: annexes A and B: what files say of themselves, and how they are
 * built. In short: the fields that people ask for first and those that a finding names; of the
 * structure the two upper levels, repetitions counted, and all that is wrong with it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "report/assay-report-writer-private.h"

/* Rows printed of one table; the rest is in findings.json. */
#define MOST_ROWS 400
/* Exhibits whose tables are printed in the long form. */
#define MOST_EXHIBITS 20
/* Levels of the structure in the short form. */
#define MOST_DEPTH 2u

typedef void (*WriteTable) (AssayReportWriter *self,
                            const AssayReportExhibit *exhibit,
                            const AssayTable *table);

static void
write_without (AssayReportWriter *self, const char *tool, const char *none)
{
  g_autoptr (GString) numbers = g_string_new (NULL);
  const GPtrArray *exhibits = self->data->exhibits;
  for (guint e = 0; e < exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = exhibits->pdata[e];
      if (assay_report_exhibit_find_run (exhibit, tool) == NULL)
        g_string_append_printf (numbers, numbers->len > 0 ? ", %u" : "%u", exhibit->number);
    }
  if (numbers->len == 0)
    return;
  g_autofree char *text = g_strconcat (none, " ", numbers->str, NULL);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
}

static void
write_whole (AssayReportWriter *self, const AssayReportExhibit *exhibit, const AssayTable *table)
{
  assay_writer_table (self, NULL, table, MOST_ROWS);
}

static gboolean
has_rows (const AssayResult *result)
{
  for (guint i = 0; i < assay_result_get_n_tables (result); i++)
    if (assay_table_get_n_rows (assay_result_get_table (result, i)) > 0)
      return TRUE;
  return FALSE;
}

static void
write_tool_tables (AssayReportWriter *self, const char *tool, WriteTable write, guint most)
{
  const GPtrArray *exhibits = self->data->exhibits;
  guint printed = 0;
  guint e = 0;
  for (; e < exhibits->len && printed < most; e++)
    {
      const AssayReportExhibit *exhibit = exhibits->pdata[e];
      const AssayReportRun *run = assay_report_exhibit_find_run (exhibit, tool);
      if (run == NULL)
        continue;
      g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
      assay_flow_minor_heading (self->flow, title);
      if (!has_rows (run->result))
        assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, _ ("Nothing to list."));
      for (guint i = 0; i < assay_result_get_n_tables (run->result); i++)
        write (self, exhibit, assay_result_get_table (run->result, i));
      printed++;
    }
  if (e < exhibits->len)
    assay_flow_paragraph (
        self->flow, ASSAY_STYLE_NOTE,
        _ ("The tables of the further exhibits are in the attached findings.json."));
}

/* Text of the cell in the column @id, borrowed; "" without. */
static const char *
cell (const AssayTable *table, guint row, const char *id)
{
  const int column = assay_table_find_column (table, id);
  return column < 0 || assay_table_is_empty (table, row, (guint) column)
             ? ""
             : assay_table_get_text (table, row, (guint) column);
}

static char *
cell_words (const AssayTable *table, guint row, const char *id)
{
  const int column = assay_table_find_column (table, id);
  return column < 0 ? g_strdup ("") : assay_table_cell_text (table, row, (guint) column);
}

/* Whether a finding of @exhibit names the field @name; findings write names in lower case. */
static gboolean
is_cited (const AssayReportWriter *self, const AssayReportExhibit *exhibit, const char *name)
{
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  for (guint i = first; i < first + n; i++)
    {
      const AssayFinding *finding = g_array_index (self->findings, AssayFindingRef, i).finding;
      for (guint o = 0; o < assay_finding_get_n_observed (finding); o++)
        {
          AssayObserved observed;
          assay_finding_get_observed (finding, o, &observed);
          if (g_ascii_strcasecmp (observed.name, name) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static void
write_left (AssayReportWriter *self, guint64 left)
{
  if (left == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%" PRIu64 " further row is in the attached findings.json.",
                "%" PRIu64 " further rows are in the attached findings.json.", (gulong) left),
      left);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
}

static void
write_fields (AssayReportWriter *self, const AssayReportExhibit *exhibit, const AssayTable *table)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Field"), 4.2, ASSAY_STYLE_CELL },
    { N_ ("Value"), 4.6, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Offset"), 1.2, ASSAY_STYLE_CELL_MONO },
  };
  guint printed = 0;
  for (guint row = 0; row < assay_table_get_n_rows (table); row++)
    {
      const char *name = cell (table, row, "name");
      if (!assay_catalogue_is_key_fact (name) && !is_cited (self, exhibit, name))
        continue;
      if (printed++ == 0)
        assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
      g_autofree char *words = assay_observed_words (name);
      g_autofree char *offset = cell_words (table, row, "offset");
      g_autofree char *value = assay_words_value (cell (table, row, "value"), FALSE);
      const char *cells[] = { words, value, offset };
      assay_flow_row (self->flow, cells);
    }
  if (printed > 0)
    assay_flow_end_table (self->flow);
  write_left (self, assay_table_get_n_rows (table) - printed + assay_table_get_n_dropped (table));
}

/* The next row of the short form from @row on; the number of rows if there is none. */
static guint
next_shown (const AssayTable *table, guint row)
{
  const guint n = assay_table_get_n_rows (table);
  while (row < n && assay_table_get_depth (table, row) >= MOST_DEPTH)
    row++;
  return row;
}

/* Whether @next repeats @row: the same name on the same level. */
static gboolean
repeats (const AssayTable *table, guint row, guint next)
{
  return next < assay_table_get_n_rows (table)
         && assay_table_get_depth (table, next) == assay_table_get_depth (table, row)
         && g_str_equal (cell (table, next, "name"), cell (table, row, "name"));
}

static void
write_element (AssayReportWriter *self, const AssayTable *table, guint row, guint count)
{
  g_autofree char *indent
      = assay_table_get_depth (table, row) > 0 ? g_strdup ("\302\240\302\240") : g_strdup ("");
  g_autofree char *name
      = count > 1 ? g_strdup_printf ("%s%s × %u", indent, cell (table, row, "name"), count)
                  : g_strconcat (indent, cell (table, row, "name"), NULL);
  g_autofree char *offset = cell_words (table, row, "offset");
  g_autofree char *size = count > 1 ? g_strdup ("") : cell_words (table, row, "size");
  const char *detail = count > 1 ? "" : cell (table, row, "detail");
  const char *cells[] = { name, offset, size, detail };
  assay_flow_row (self->flow, cells);
}

static void
write_elements (AssayReportWriter *self, const AssayReportExhibit *exhibit, const AssayTable *table)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Element"), 2.4, ASSAY_STYLE_CELL },
    { N_ ("Offset"), 1.3, ASSAY_STYLE_CELL_MONO },
    { N_ ("Size (bytes)"), 1.3, ASSAY_STYLE_CELL },
    { N_ ("Detail"), 5.0, ASSAY_STYLE_CELL },
  };
  /* Problems are no tree. */
  if (assay_table_find_column (table, "size") < 0)
    {
      write_whole (self, exhibit, table);
      return;
    }
  const guint n = assay_table_get_n_rows (table);
  guint said = 0;
  if (n > 0)
    assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint row = next_shown (table, 0); row < n && said < MOST_ROWS;)
    {
      guint count = 1;
      guint next = next_shown (table, row + 1);
      for (; repeats (table, row, next); count++)
        next = next_shown (table, next + 1);
      write_element (self, table, row, count);
      said++;
      row = next;
    }
  if (n > 0)
    assay_flow_end_table (self->flow);
  write_left (self, n - said + assay_table_get_n_dropped (table));
}

/* One of the two annexes: the tables of @tool, whole or with @shorten in the short form, of which
 * @said tells. */
static void
write_annex (AssayReportWriter *self,
             const char *tool,
             gboolean full,
             WriteTable shorten,
             const char *said,
             const char *without)
{
  if (!full)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, said);
  write_tool_tables (self, tool, full ? write_whole : shorten, full ? MOST_EXHIBITS : G_MAXUINT);
  write_without (self, tool, without);
}

void
assay_write_annex_metadata (AssayReportWriter *self)
{
  assay_flow_heading (self->flow, 1, _ ("Annex A: metadata"), "annex-a");
  if (assay_report_options_get_redacted (self->data->options))
    {
      assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, _ ("Left out of the redacted version."));
      return;
    }
  write_annex (self, "metadata", assay_writer_full (self, ASSAY_REPORT_ANNEX_METADATA),
               write_fields,
               _ ("What the files say of themselves on kind, size, time, place, device "
                  "and program, and every field that a finding names."),
               /* Translators: a list of numbers follows. */
               _ ("The metadata tool was not run on exhibits:"));
}

void
assay_write_annex_structure (AssayReportWriter *self)
{
  assay_flow_heading (self->flow, 1, _ ("Annex B: structure"), "annex-b");
  write_annex (self, "structure", assay_writer_full (self, ASSAY_REPORT_ANNEX_STRUCTURE),
               write_elements,
               _ ("The two upper levels of each file; elements that repeat are counted. "
                  "Whatever is wrong with a structure stands whole."),
               /* Translators: a list of numbers follows. */
               _ ("The structure tool was not run on exhibits:"));
}
