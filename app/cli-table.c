/* cli-table.c: a table of a result as text: headings, columns that line up, a tree by its indents.
 */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "model/assay-catalogue.h"

/* Longest table that is printed whole; the JSON always has all rows. */
#define MAX_ROWS 40
/* Columns of the terminal to which a cell is filled up; a longer one moves what follows. */
#define MAX_WIDTH 32
#define GAP "  "

/* The cells as they are printed, row by row; the headings are the first row. */
typedef struct
{
  AssayTable *table;
  guint columns;
  GPtrArray *cells; /* char */
  guint *widths;    /* of each column */
} Grid;

/* Columns that a terminal gives to a text. */
static guint
text_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
add_cell (Grid *grid, guint column, char *cell)
{
  guint width = text_width (cell);

  if (width <= MAX_WIDTH)
    grid->widths[column] = MAX (grid->widths[column], width);
  g_ptr_array_add (grid->cells, cell);
}

static void
add_heading (Grid *grid, guint column)
{
  const AssayColumn *info = assay_table_get_column (grid->table, column);
  /* gettext answers an empty text with the header of its catalogue. */
  const char *title = *info->title == '\0' ? "" : _ (info->title);

  add_cell (grid, column,
            info->unit == NULL || *info->unit == '\0'
                ? g_strdup (title)
                : g_strdup_printf ("%s (%s)", title, info->unit));
}

static void
add_row (Grid *grid, guint row)
{
  for (guint column = 0; column < grid->columns; column++)
    {
      g_autofree char *words = assay_table_cell_words (grid->table, row, column);
      g_autofree char *line = assay_text_line (words, -1);
      guint depth = column == 0 ? assay_table_get_depth (grid->table, row) : 0;

      add_cell (grid, column, g_strdup_printf ("%*s%s", (int) depth * 2, "", line));
    }
}

static gboolean
is_number (const AssayColumn *column)
{
  return column->type == ASSAY_COLUMN_INT || column->type == ASSAY_COLUMN_REAL
         || column->type == ASSAY_COLUMN_OFFSET || column->type == ASSAY_COLUMN_SIZE;
}

/* Numbers stand at the right of their column, so that their digits line up. */
static void
print_row (Cli *cli, const Grid *grid, guint row)
{
  g_autoptr (GString) line = g_string_new ("    ");

  for (guint column = 0; column < grid->columns; column++)
    {
      const char *cell = grid->cells->pdata[row * grid->columns + column];
      guint width = text_width (cell);
      int fill = (int) (MAX (grid->widths[column], width) - width);
      gboolean right = is_number (assay_table_get_column (grid->table, column));

      g_string_append_printf (line, "%s%*s%s%*s", column == 0 ? "" : GAP, right ? fill : 0, "",
                              cell, right ? 0 : fill, "");
    }
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  cli_print (cli, "%s\n", line->str);
}

void
cli_print_table (Cli *cli, AssayTable *table)
{
  guint rows = assay_table_get_n_rows (table);
  guint shown = MIN (rows, MAX_ROWS);
  Grid grid = { .table = table,
                .columns = assay_table_get_n_columns (table),
                .cells = g_ptr_array_new_with_free_func (g_free) };

  grid.widths = g_new0 (guint, MAX (grid.columns, 1));
  for (guint column = 0; column < grid.columns; column++)
    add_heading (&grid, column);
  for (guint row = 0; row < shown; row++)
    add_row (&grid, row);
  if (*assay_table_get_title (table) != '\0')
    cli_print (cli, "  %s%s\n", _ (assay_table_get_title (table)), rows == 0 ? _ (": none") : "");
  for (guint row = 0; rows > 0 && row <= shown; row++)
    print_row (cli, &grid, row);
  if (rows > MAX_ROWS)
    cli_print (cli, _ ("    … and %u more rows; --json prints them all\n"), rows - MAX_ROWS);
  g_ptr_array_unref (grid.cells);
  g_free (grid.widths);
}
