/* assay-table-model.c: see the header. */
#include "assay-table-model.h"

#include "config.h"

#include <inttypes.h>
#include <math.h>

#include "model/assay-catalogue.h"

struct _AssayTableRow
{
  GObject parent_instance;

  AssayTable *table;
  guint index;
};

G_DEFINE_FINAL_TYPE (AssayTableRow, assay_table_row, G_TYPE_OBJECT)

static void
assay_table_row_finalize (GObject *object)
{
  g_clear_pointer (&ASSAY_TABLE_ROW (object)->table, assay_table_unref);
  G_OBJECT_CLASS (assay_table_row_parent_class)->finalize (object);
}

static void
assay_table_row_class_init (AssayTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_table_row_finalize;
}

static void
assay_table_row_init (AssayTableRow *self)
{
}

static AssayTableRow *
row_new (AssayTable *table, guint index)
{
  AssayTableRow *self = g_object_new (ASSAY_TYPE_TABLE_ROW, NULL);

  self->table = assay_table_ref (table);
  self->index = index;
  return self;
}

static AssayTable *
table_of (AssayTableRow *self)
{
  return self->table;
}

guint
assay_table_row_get_index (AssayTableRow *self)
{
  return self->index;
}

char *
assay_table_row_get_text (AssayTableRow *self, guint column)
{
  return assay_table_people_text (self->table, self->index, column);
}

static char *
time_text (gint64 unix_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return g_strdup ("");
  return g_date_time_format (local, "%Y-%m-%d %H:%M:%S %Z");
}

char *
assay_table_people_text (const AssayTable *table, guint row, guint column)
{
  const AssayColumn *info = assay_table_get_column (table, column);

  if (assay_table_is_empty (table, row, column))
    return g_strdup ("");
  switch (info->type)
    {
    case ASSAY_COLUMN_TERM:
      return assay_table_cell_words (table, row, column);
    case ASSAY_COLUMN_INT:
    case ASSAY_COLUMN_SIZE:
      return g_strdup_printf ("%'" PRId64, assay_table_get_int (table, row, column));
    case ASSAY_COLUMN_REAL:
      return g_strdup_printf ("%.*f", (int) info->digits,
                              assay_table_get_real (table, row, column));
    case ASSAY_COLUMN_TIME:
      return time_text (assay_table_get_int (table, row, column));
    case ASSAY_COLUMN_TEXT:
    case ASSAY_COLUMN_OFFSET:
    case ASSAY_COLUMN_HEX:
      return assay_table_cell_text (table, row, column);
    }
  return g_strdup ("");
}

int
assay_table_row_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  guint column = GPOINTER_TO_UINT (data);
  AssayTableRow *left = (AssayTableRow *) (gsize) a;
  AssayTableRow *right = (AssayTableRow *) (gsize) b;
  const AssayTable *table = table_of (left);
  guint p = assay_table_row_get_index (left);
  guint q = assay_table_row_get_index (right);
  gboolean no_left = assay_table_is_empty (table, p, column);
  gboolean no_right = assay_table_is_empty (table, q, column);

  if (no_left || no_right)
    return no_left - no_right;
  switch (assay_table_get_column (table, column)->type)
    {
    case ASSAY_COLUMN_INT:
    case ASSAY_COLUMN_OFFSET:
    case ASSAY_COLUMN_SIZE:
    case ASSAY_COLUMN_TIME:
      {
        gint64 x = assay_table_get_int (table, p, column);
        gint64 y = assay_table_get_int (table, q, column);

        return (x > y) - (x < y);
      }
    case ASSAY_COLUMN_REAL:
      {
        double x = assay_table_get_real (table, p, column);
        double y = assay_table_get_real (table, q, column);

        return (x > y) - (x < y);
      }
    case ASSAY_COLUMN_TEXT:
    case ASSAY_COLUMN_TERM:
    case ASSAY_COLUMN_HEX:
      return g_utf8_collate (assay_table_get_text (table, p, column),
                             assay_table_get_text (table, q, column));
    }
  return 0;
}

struct _AssayTableModel
{
  GObject parent_instance;

  AssayTable *table;
  GArray *rows; /* guint; NULL: all rows of a flat table */
};

static GType
assay_table_model_get_item_type (GListModel *list)
{
  return ASSAY_TYPE_TABLE_ROW;
}

static guint
assay_table_model_get_n_items (GListModel *list)
{
  AssayTableModel *self = ASSAY_TABLE_MODEL (list);

  return self->rows != NULL ? self->rows->len : assay_table_get_n_rows (self->table);
}

static gpointer
assay_table_model_get_item (GListModel *list, guint position)
{
  AssayTableModel *self = ASSAY_TABLE_MODEL (list);

  if (position >= assay_table_model_get_n_items (list))
    return NULL;
  return row_new (self->table,
                  self->rows != NULL ? g_array_index (self->rows, guint, position) : position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = assay_table_model_get_item_type;
  iface->get_n_items = assay_table_model_get_n_items;
  iface->get_item = assay_table_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AssayTableModel,
                               assay_table_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
assay_table_model_finalize (GObject *object)
{
  AssayTableModel *self = ASSAY_TABLE_MODEL (object);

  g_clear_pointer (&self->table, assay_table_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  G_OBJECT_CLASS (assay_table_model_parent_class)->finalize (object);
}

static void
assay_table_model_class_init (AssayTableModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_table_model_finalize;
}

static void
assay_table_model_init (AssayTableModel *self)
{
}

/* Rows from @first on that are @depth deep, up to one that is less deep. */
static GArray *
rows_at_depth (const AssayTable *table, guint first, guint depth)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = first; row < assay_table_get_n_rows (table); row++)
    {
      guint own = assay_table_get_depth (table, row);

      if (own < depth)
        break;
      if (own == depth)
        g_array_append_val (rows, row);
    }
  return rows;
}

AssayTableModel *
assay_table_model_new (AssayTable *table)
{
  AssayTableModel *self = g_object_new (ASSAY_TYPE_TABLE_MODEL, NULL);

  self->table = assay_table_ref (table);
  if (assay_table_is_tree (table))
    self->rows = rows_at_depth (table, 0, 0);
  return self;
}

AssayTableModel *
assay_table_model_new_children (AssayTableRow *parent)
{
  guint depth = assay_table_get_depth (parent->table, parent->index) + 1;
  AssayTableModel *self;

  /* the next row tells: rows are in the order of a walk */
  if (parent->index + 1 >= assay_table_get_n_rows (parent->table)
      || assay_table_get_depth (parent->table, parent->index + 1) < depth)
    return NULL;
  self = g_object_new (ASSAY_TYPE_TABLE_MODEL, NULL);
  self->table = assay_table_ref (parent->table);
  self->rows = rows_at_depth (parent->table, parent->index + 1, depth);
  return self;
}
