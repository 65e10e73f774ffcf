/* assay-table.c: typed columns, filled row by row. */
#include "model/assay-table.h"

#include <math.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-table-private.h"

G_DEFINE_BOXED_TYPE (AssayTable, assay_table, assay_table_ref, assay_table_unref)

struct _AssayTableBuilder
{
  AssayTable *table;
  guint cell; /* next cell of the row in progress */
  gboolean full;
};

gboolean
assay_column_is_text (AssayColumnType type)
{
  return type == ASSAY_COLUMN_TEXT || type == ASSAY_COLUMN_TERM || type == ASSAY_COLUMN_HEX;
}

static void
cells_clear (gpointer data)
{
  AssayTableCells *cells = data;

  g_free (cells->id);
  g_free (cells->title);
  g_free (cells->unit);
  g_clear_pointer (&cells->texts, g_ptr_array_unref);
  g_clear_pointer (&cells->numbers, g_array_unref);
}

AssayTable *
assay_table_new (const char *id, const char *title, const AssayColumn *columns, guint n_columns)
{
  AssayTable *self = g_atomic_rc_box_new0 (AssayTable);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->depths = g_byte_array_new ();
  self->columns = g_array_sized_new (FALSE, TRUE, sizeof (AssayTableCells), n_columns);
  g_array_set_clear_func (self->columns, cells_clear);
  g_array_set_size (self->columns, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      AssayTableCells *cells = &g_array_index (self->columns, AssayTableCells, i);

      cells->id = g_strdup (columns[i].id);
      cells->title = g_strdup (columns[i].title);
      cells->unit = g_strdup (columns[i].unit == NULL ? "" : columns[i].unit);
      cells->info = (AssayColumn){ .id = cells->id,
                                   .title = cells->title,
                                   .type = columns[i].type,
                                   .unit = cells->unit,
                                   .digits = MIN (columns[i].digits, 15) };
      if (assay_column_is_text (columns[i].type))
        cells->texts = g_ptr_array_new_with_free_func (g_free);
      else /* gint64 and double are of one size */
        cells->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  return self;
}

AssayTableBuilder *
assay_table_builder_new (const char *id,
                         const char *title,
                         const AssayColumn *columns,
                         guint n_columns)
{
  AssayTableBuilder *self = g_new0 (AssayTableBuilder, 1);

  self->table = assay_table_new (id, title, columns, n_columns);
  return self;
}

/* The column of the next cell, or NULL when the table is full. More cells than columns is a
 * programming error. */
static AssayTableCells *
next_cells (AssayTableBuilder *self)
{
  guint cell = self->cell++;

  g_return_val_if_fail (cell < self->table->columns->len, NULL);
  if (self->full)
    return NULL;
  return &g_array_index (self->table->columns, AssayTableCells, cell);
}

void
assay_table_builder_text (AssayTableBuilder *self, const char *value)
{
  AssayTableCells *cells = next_cells (self);

  if (cells == NULL)
    return;
  g_return_if_fail (cells->texts != NULL);
  g_ptr_array_add (cells->texts, assay_text_visible (value, -1));
}

void
assay_table_builder_int (AssayTableBuilder *self, gint64 value)
{
  AssayTableCells *cells = next_cells (self);

  if (cells == NULL)
    return;
  g_return_if_fail (cells->numbers != NULL && cells->info.type != ASSAY_COLUMN_REAL);
  g_array_append_val (cells->numbers, value);
}

void
assay_table_builder_real (AssayTableBuilder *self, double value)
{
  AssayTableCells *cells = next_cells (self);

  if (cells == NULL)
    return;
  g_return_if_fail (cells->info.type == ASSAY_COLUMN_REAL);

  double rounded = assay_number_round (value, cells->info.digits);

  g_array_append_val (cells->numbers, rounded);
}

void
assay_table_builder_empty (AssayTableBuilder *self)
{
  g_return_if_fail (self->cell < self->table->columns->len);

  AssayColumnType type
      = g_array_index (self->table->columns, AssayTableCells, self->cell).info.type;

  if (assay_column_is_text (type))
    assay_table_builder_text (self, NULL);
  else if (type == ASSAY_COLUMN_REAL)
    assay_table_builder_real (self, NAN);
  else
    assay_table_builder_int (self, G_MININT64);
}

void
assay_table_builder_row (AssayTableBuilder *self, guint depth)
{
  AssayTable *table = self->table;
  guint8 level = (guint8) MIN (depth, 255);

  while (self->cell < table->columns->len)
    assay_table_builder_empty (self);
  self->cell = 0;
  if (self->full)
    table->dropped++;
  else
    {
      g_byte_array_append (table->depths, &level, 1);
      table->tree = table->tree || level > 0;
    }
  self->full = table->depths->len >= ASSAY_LIMIT_ROWS;
}

AssayTable *
assay_table_builder_end (AssayTableBuilder *self)
{
  AssayTable *table = self->table;

  g_free (self);
  return table;
}

AssayTable *
assay_table_ref (AssayTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
table_clear (gpointer data)
{
  AssayTable *self = data;

  g_free (self->id);
  g_free (self->title);
  g_byte_array_unref (self->depths);
  g_array_unref (self->columns);
}

void
assay_table_unref (AssayTable *self)
{
  g_atomic_rc_box_release_full (self, table_clear);
}

const char *
assay_table_get_id (const AssayTable *self)
{
  return self->id;
}

const char *
assay_table_get_title (const AssayTable *self)
{
  return self->title;
}

guint
assay_table_get_n_columns (const AssayTable *self)
{
  return self->columns->len;
}

guint
assay_table_get_n_rows (const AssayTable *self)
{
  return self->depths->len;
}

guint64
assay_table_get_n_dropped (const AssayTable *self)
{
  return self->dropped;
}

gboolean
assay_table_is_tree (const AssayTable *self)
{
  return self->tree;
}

guint
assay_table_get_depth (const AssayTable *self, guint row)
{
  return self->depths->data[row];
}

static const AssayTableCells *
get_cells (const AssayTable *self, guint column)
{
  return &g_array_index (self->columns, AssayTableCells, column);
}

const AssayColumn *
assay_table_get_column (const AssayTable *self, guint column)
{
  return &get_cells (self, column)->info;
}

int
assay_table_find_column (const AssayTable *self, const char *id)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_str_equal (get_cells (self, i)->id, id))
      return (int) i;
  return -1;
}

const char *
assay_table_get_text (const AssayTable *self, guint row, guint column)
{
  const AssayTableCells *cells = get_cells (self, column);

  return cells->texts == NULL ? "" : g_ptr_array_index (cells->texts, row);
}

gint64
assay_table_get_int (const AssayTable *self, guint row, guint column)
{
  const AssayTableCells *cells = get_cells (self, column);

  if (cells->numbers == NULL || cells->info.type == ASSAY_COLUMN_REAL)
    return G_MININT64;
  return g_array_index (cells->numbers, gint64, row);
}

double
assay_table_get_real (const AssayTable *self, guint row, guint column)
{
  const AssayTableCells *cells = get_cells (self, column);

  return cells->info.type != ASSAY_COLUMN_REAL ? (double) NAN
                                               : g_array_index (cells->numbers, double, row);
}

gboolean
assay_table_is_empty (const AssayTable *self, guint row, guint column)
{
  const AssayTableCells *cells = get_cells (self, column);

  if (cells->texts != NULL)
    return assay_table_get_text (self, row, column)[0] == '\0';
  if (cells->info.type == ASSAY_COLUMN_REAL)
    return isnan (assay_table_get_real (self, row, column));
  return assay_table_get_int (self, row, column) == G_MININT64;
}

char *
assay_table_cell_text (const AssayTable *self, guint row, guint column)
{
  const AssayColumn *info = assay_table_get_column (self, column);

  if (assay_table_is_empty (self, row, column))
    return g_strdup ("");
  switch (info->type)
    {
    case ASSAY_COLUMN_TEXT:
    case ASSAY_COLUMN_TERM:
    case ASSAY_COLUMN_HEX:
      return g_strdup (assay_table_get_text (self, row, column));
    case ASSAY_COLUMN_REAL:
      return assay_number_text (assay_table_get_real (self, row, column), info->digits);
    case ASSAY_COLUMN_OFFSET:
      return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x",
                              (guint64) assay_table_get_int (self, row, column));
    case ASSAY_COLUMN_TIME:
      return assay_time_text (assay_table_get_int (self, row, column));
    case ASSAY_COLUMN_INT:
    case ASSAY_COLUMN_SIZE:
      return g_strdup_printf ("%" G_GINT64_FORMAT, assay_table_get_int (self, row, column));
    }
  g_assert_not_reached ();
}
