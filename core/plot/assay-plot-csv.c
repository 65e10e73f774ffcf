/* assay-plot-csv.c: CSV of plots and tables. */
#include "plot/assay-plot-csv.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/assay-text.h"

/* Most digits that a column of a table can declare. */
#define MOST_DIGITS 15

/* Appends one field, quoted when it must be. */
static void
append_field (GString *text, const char *field, gboolean first)
{
  if (!first)
    g_string_append_c (text, ',');
  if (strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (text, field);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *p = field; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

/* Foreign text: a spreadsheet must not run what evidence contains. */
static void
append_text (GString *text, const char *field, gboolean first)
{
  g_autofree char *guarded = NULL;

  if (field[0] != '\0' && strchr ("=+-@\t\r", field[0]) != NULL)
    guarded = g_strconcat ("'", field, NULL);
  append_field (text, guarded != NULL ? guarded : field, first);
}

static void
append_number (GString *text, double value, guint digits)
{
  g_autofree char *number = isfinite (value) ? assay_number_text (value, digits) : g_strdup ("");

  append_field (text, number, FALSE);
}

/* An x value needs as many digits as tell it apart; 12 significant ones are more than any
 * measurement has. */
static void
append_place (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (isfinite (value))
    g_ascii_formatd (buffer, sizeof buffer, "%.12g", value);
  append_field (text, buffer, FALSE);
}

static char *
with_unit (const char *title, const char *unit, const char *fallback)
{
  const char *name = title != NULL && *title != '\0' ? title : fallback;

  if (unit == NULL || *unit == '\0')
    return g_strdup (name);
  return g_strdup_printf ("%s (%s)", name, unit);
}

static void
append_series (GString *text, const AssaySeries *series)
{
  for (gsize i = 0; i < series->n; i++)
    {
      append_text (text, series->name, TRUE);
      append_place (text, series->x[i]);
      append_number (text, series->y[i], series->digits);
      append_number (text, series->y2 != NULL ? series->y2[i] : (double) NAN, series->digits);
      g_string_append (text, "\r\n");
    }
}

/* Cells stand at their middle. */
static void
append_heat (GString *text, const AssayHeat *heat)
{
  for (gsize row = 0; heat->values != NULL && row < heat->rows; row++)
    {
      double y = heat->y0 + (heat->y1 - heat->y0) * ((double) row + 0.5) / (double) heat->rows;

      for (gsize column = 0; column < heat->columns; column++)
        {
          double x
              = heat->x0 + (heat->x1 - heat->x0) * ((double) column + 0.5) / (double) heat->columns;

          append_text (text, heat->name, TRUE);
          append_place (text, x);
          append_place (text, y);
          append_number (text, heat->values[row * heat->columns + column], heat->digits);
          g_string_append (text, "\r\n");
        }
    }
}

static void
append_annotation (GString *text, const AssayAnnotation *note)
{
  append_text (text, note->text != NULL ? note->text : "", TRUE);
  append_place (text, note->kind == ASSAY_ANNOTATION_HORIZONTAL ? (double) NAN : note->x);
  append_place (text,
                note->kind == ASSAY_ANNOTATION_HORIZONTAL || note->kind == ASSAY_ANNOTATION_POINT
                    ? note->y
                    : (double) NAN);
  append_place (text, note->kind == ASSAY_ANNOTATION_SPAN ? note->x2 : (double) NAN);
  g_string_append (text, "\r\n");
}

char *
assay_plot_to_csv (const AssayPlot *plot)
{
  const AssayAxis *x = assay_plot_get_x (plot);
  const AssayAxis *y = assay_plot_get_y (plot);
  g_autofree char *x_name = with_unit (x->title, x->unit, "x");
  g_autofree char *y_name = with_unit (y->title, y->unit, "y");
  GString *text = g_string_new ("series");

  append_field (text, x_name, FALSE);
  append_field (text, y_name, FALSE);
  append_field (text, "second value", FALSE);
  g_string_append (text, "\r\n");
  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      append_series (text, &series);
    }
  for (guint i = 0; i < assay_plot_get_n_heats (plot); i++)
    {
      AssayHeat heat;

      assay_plot_get_heat (plot, i, &heat);
      append_heat (text, &heat);
    }
  for (guint i = 0; i < assay_plot_get_n_annotations (plot); i++)
    {
      AssayAnnotation note;

      assay_plot_get_annotation (plot, i, &note);
      append_annotation (text, &note);
    }
  return g_string_free (text, FALSE);
}

char *
assay_table_to_csv (const AssayTable *table)
{
  guint n_columns = assay_table_get_n_columns (table);
  gboolean tree = assay_table_is_tree (table);
  GString *text = g_string_new (tree ? "depth" : NULL);

  for (guint i = 0; i < n_columns; i++)
    {
      const AssayColumn *column = assay_table_get_column (table, i);
      g_autofree char *name = with_unit (column->id, column->unit, column->id);

      append_field (text, name, i == 0 && !tree);
    }
  g_string_append (text, "\r\n");
  for (guint row = 0; row < assay_table_get_n_rows (table); row++)
    {
      if (tree)
        g_string_append_printf (text, "%u", assay_table_get_depth (table, row));
      for (guint i = 0; i < n_columns; i++)
        {
          AssayColumnType type = assay_table_get_column (table, i)->type;
          g_autofree char *cell = assay_table_cell_text (table, row, i);

          if (type == ASSAY_COLUMN_TEXT || type == ASSAY_COLUMN_TERM)
            append_text (text, cell, i == 0 && !tree);
          else
            append_field (text, cell, i == 0 && !tree);
        }
      g_string_append (text, "\r\n");
    }
  return g_string_free (text, FALSE);
}

/* Rows of @series; TRUE when @most is reached. */
static gboolean
add_rows (AssayTableBuilder *builder, const AssaySeries *series, guint most, guint *n_rows)
{
  for (gsize i = 0; i < series->n; i++)
    {
      if (*n_rows == most)
        return TRUE;
      assay_table_builder_text (builder, series->name);
      assay_table_builder_real (builder, series->x[i]);
      assay_table_builder_real (builder, series->y[i]);
      if (series->y2 != NULL)
        assay_table_builder_real (builder, series->y2[i]);
      assay_table_builder_row (builder, 0);
      *n_rows += 1;
    }
  return FALSE;
}

AssayTable *
assay_plot_to_table (const AssayPlot *plot, guint most)
{
  const AssayAxis *x = assay_plot_get_x (plot);
  const AssayAxis *y = assay_plot_get_y (plot);
  AssayColumn columns[] = {
    { "series", N_ ("Series"), ASSAY_COLUMN_TERM, "", 0 },
    { "x", *x->title != '\0' ? x->title : "x", ASSAY_COLUMN_REAL, x->unit, 3 },
    { "y", *y->title != '\0' ? y->title : "y", ASSAY_COLUMN_REAL, y->unit, 0 },
    { "y2", N_ ("Second value"), ASSAY_COLUMN_REAL, y->unit, 0 },
  };
  AssayTableBuilder *builder;
  gboolean band = FALSE;
  guint n_rows = 0;

  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      band = band || series.y2 != NULL;
      columns[2].digits = MIN (MAX (columns[2].digits, series.digits), MOST_DIGITS);
    }
  columns[3].digits = columns[2].digits;
  builder = assay_table_builder_new ("plot", assay_plot_get_title (plot), columns, band ? 4 : 3);
  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      if (add_rows (builder, &series, most, &n_rows))
        break;
    }
  return assay_table_builder_end (builder);
}
