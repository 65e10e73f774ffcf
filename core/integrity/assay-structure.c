/* assay-structure.c: the tool `structure`: the elements of a file as a tree, and what is wrong with
 * them. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "integrity/assay-integrity.h"
#include "integrity/assay-tool-input-private.h"

static const AssayColumn element_columns[] = {
  { "name", N_ ("Element"), ASSAY_COLUMN_TEXT, "", 0 },
  { "offset", N_ ("Offset"), ASSAY_COLUMN_OFFSET, "", 0 },
  { "header", N_ ("Header"), ASSAY_COLUMN_SIZE, "bytes", 0 },
  { "size", N_ ("Size"), ASSAY_COLUMN_SIZE, "bytes", 0 },
  { "detail", N_ ("Detail"), ASSAY_COLUMN_TEXT, "", 0 },
  { "path", N_ ("Path"), ASSAY_COLUMN_TEXT, "", 0 },
};

static const AssayColumn problem_columns[] = {
  { "code", N_ ("Problem"), ASSAY_COLUMN_TEXT, "", 0 },
  { "where", N_ ("Where"), ASSAY_COLUMN_TEXT, "", 0 },
  { "offset", N_ ("Offset"), ASSAY_COLUMN_OFFSET, "", 0 },
  { "detail", N_ ("Detail"), ASSAY_COLUMN_TEXT, "", 0 },
};

/* Offsets above 2^63 stand nowhere: an empty cell. */
static void
add_offset (AssayTableBuilder *table, guint64 offset)
{
  if (offset > G_MAXINT64)
    assay_table_builder_empty (table);
  else
    assay_table_builder_int (table, (gint64) offset);
}

static AssayTable *
make_elements (const AssayInspection *inspection)
{
  AssayTableBuilder *table = assay_table_builder_new (
      "structure", N_ ("Structure"), element_columns, G_N_ELEMENTS (element_columns));

  for (guint i = 0; i < assay_inspection_get_n_elements (inspection); i++)
    {
      const AssayElement *element = assay_inspection_get_element (inspection, i);

      assay_table_builder_text (table, element->name);
      add_offset (table, element->offset);
      add_offset (table, element->header);
      add_offset (table, element->length);
      assay_table_builder_text (table, element->detail);
      assay_table_builder_text (table, element->path);
      assay_table_builder_row (table, element->depth);
    }
  return assay_table_builder_end (table);
}

static AssayTable *
make_problems (const AssayInspection *inspection)
{
  AssayTableBuilder *table = assay_table_builder_new ("problems", N_ ("Problems"), problem_columns,
                                                      G_N_ELEMENTS (problem_columns));

  for (guint i = 0; i < assay_inspection_get_n_problems (inspection); i++)
    {
      const AssayProblem *problem = assay_inspection_get_problem (inspection, i);

      assay_table_builder_text (table, problem->code);
      assay_table_builder_text (table, problem->where);
      add_offset (table, problem->offset);
      assay_table_builder_text (table, problem->detail);
      assay_table_builder_row (table, 0);
    }
  return assay_table_builder_end (table);
}

AssayResult *
assay_structure_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayInspection) inspection = assay_tool_input_inspect (job, error);
  g_autoptr (AssayResultBuilder) builder = NULL;

  if (inspection == NULL)
    return NULL;
  builder = assay_result_builder_new (&assay_structure_info);
  assay_result_builder_answer (builder, "type", assay_inspection_get_format (inspection)->mime);
  assay_result_builder_metric (builder, "elements", assay_inspection_get_n_elements (inspection));
  assay_result_builder_metric (builder, "problems", assay_inspection_get_n_problems (inspection));
  assay_result_builder_table (builder, make_elements (inspection));
  if (assay_inspection_get_n_problems (inspection) > 0)
    assay_result_builder_table (builder, make_problems (inspection));
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
