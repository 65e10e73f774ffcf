/* assay-quantisation.c: quantisation tables as plots and as numbers. */
#include "integrity/assay-quantisation-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#define SIDE 8
#define STEPS (SIDE * SIDE)
/* ITU-T T.81 has four table slots. */
#define MOST_TABLES 4

static const AssayColumn columns[] = {
  { "table", N_ ("Table"), ASSAY_COLUMN_INT, "", 0 },
  { "row", N_ ("Row"), ASSAY_COLUMN_INT, "", 0 },
  { "c0", "0", ASSAY_COLUMN_INT, "", 0 },
  { "c1", "1", ASSAY_COLUMN_INT, "", 0 },
  { "c2", "2", ASSAY_COLUMN_INT, "", 0 },
  { "c3", "3", ASSAY_COLUMN_INT, "", 0 },
  { "c4", "4", ASSAY_COLUMN_INT, "", 0 },
  { "c5", "5", ASSAY_COLUMN_INT, "", 0 },
  { "c6", "6", ASSAY_COLUMN_INT, "", 0 },
  { "c7", "7", ASSAY_COLUMN_INT, "", 0 },
};

static const char *const titles[MOST_TABLES] = {
  N_ ("Quantisation table 1"),
  N_ ("Quantisation table 2"),
  N_ ("Quantisation table 3"),
  N_ ("Quantisation table 4"),
};

/* The 64 numbers of a fact, rows from the top. FALSE unless there are exactly 64. */
static gboolean
read_steps (const AssayInspection *inspection, guint table, double *steps)
{
  g_autofree char *name = g_strdup_printf ("jpeg.dqt[%u].values", table);
  const AssayFact *fact = assay_inspection_find (inspection, name);
  g_auto (GStrv) words = NULL;

  if (fact == NULL || fact->text == NULL)
    return FALSE;
  words = g_strsplit (fact->text, " ", STEPS + 1);
  if (g_strv_length (words) != STEPS)
    return FALSE;
  for (guint i = 0; i < STEPS; i++)
    {
      guint64 value;

      if (!g_ascii_string_to_unsigned (words[i], 10, 0, 65535, &value, NULL))
        return FALSE;
      steps[i] = (double) value;
    }
  return TRUE;
}

static AssayPlot *
plot_table (guint table, const double *steps)
{
  static const AssayAxis x = { N_ ("Horizontal frequency"), "", ASSAY_SCALE_LINEAR, 0, SIDE };
  static const AssayAxis y = { N_ ("Vertical frequency"), "", ASSAY_SCALE_LINEAR, 0, SIDE };
  static const AssayAxis value = { N_ ("Step"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  g_autofree char *id = g_strdup_printf ("quantisation_%u", table);
  AssayPlotBuilder *plot = assay_plot_builder_new (id, titles[table - 1], &x, &y);

  assay_plot_builder_heat (plot, N_ ("Step"), steps, SIDE, SIDE, 0, SIDE, 0, SIDE, &value, "magma",
                           0);
  return assay_plot_builder_end (plot);
}

void
assay_quantisation_add (const AssayInspection *inspection, AssayResultBuilder *builder)
{
  AssayTableBuilder *rows = assay_table_builder_new ("quantisation", N_ ("Quantisation tables"),
                                                     columns, G_N_ELEMENTS (columns));
  g_autoptr (AssayTable) all = NULL;

  for (guint table = 1; table <= MOST_TABLES; table++)
    {
      double steps[STEPS];

      if (!read_steps (inspection, table, steps))
        continue;
      assay_result_builder_plot (builder, plot_table (table, steps));
      for (guint row = 0; row < SIDE; row++)
        {
          assay_table_builder_int (rows, table);
          assay_table_builder_int (rows, row);
          for (guint column = 0; column < SIDE; column++)
            assay_table_builder_int (rows, (gint64) steps[row * SIDE + column]);
          assay_table_builder_row (rows, 0);
        }
    }
  all = assay_table_builder_end (rows);
  if (assay_table_get_n_rows (all) > 0)
    assay_result_builder_table (builder, g_steal_pointer (&all));
}
