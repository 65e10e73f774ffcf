/* assay-table-form.c: a table on the wire and as JSON. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-json.h"
#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-model-error.h"
#include "model/assay-model-json-private.h"
#include "model/assay-table-private.h"

/* Columns of one table; wider ones cannot be read by a person. */
#define MAX_COLUMNS 64

static const char *const type_ids[]
    = { "text", "term", "int", "real", "offset", "size", "time", "hex" };

static GVariant *
cells_to_variant (const AssayTableCells *cells)
{
  if (cells->texts != NULL)
    return g_variant_new_strv ((const char *const *) cells->texts->pdata,
                               (gssize) cells->texts->len);

  gboolean real = cells->info.type == ASSAY_COLUMN_REAL;

  return g_variant_new_fixed_array (real ? G_VARIANT_TYPE_DOUBLE : G_VARIANT_TYPE_INT64,
                                    cells->numbers->data, cells->numbers->len, sizeof (gint64));
}

GVariant *
assay_table_to_variant (const AssayTable *self)
{
  GVariantBuilder columns;
  GVariant *depths
      = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->depths->data, self->depths->len, 1);

  g_variant_builder_init (&columns, G_VARIANT_TYPE ("a(ssusuv)"));
  for (guint i = 0; i < self->columns->len; i++)
    {
      const AssayTableCells *cells = &g_array_index (self->columns, AssayTableCells, i);

      g_variant_builder_add (&columns, "(ssusuv)", cells->id, cells->title,
                             (guint32) cells->info.type, cells->unit, cells->info.digits,
                             cells_to_variant (cells));
    }
  return g_variant_new ("(sst@aya(ssusuv))", self->id, self->title, self->dropped, depths,
                        &columns);
}

static gboolean
read_cells (AssayTable *table, guint index, GVariant *value)
{
  AssayTableCells *cells = &g_array_index (table->columns, AssayTableCells, index);
  gsize rows = table->depths->len;
  gsize n;

  if (cells->texts != NULL)
    {
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
        return FALSE;

      g_autofree const char **texts = g_variant_get_strv (value, &n);

      if (n != rows)
        return FALSE;
      for (gsize i = 0; i < n; i++)
        g_ptr_array_add (cells->texts, assay_text_visible (texts[i], -1));
      return TRUE;
    }

  gboolean real = cells->info.type == ASSAY_COLUMN_REAL;

  if (!g_variant_is_of_type (value, real ? G_VARIANT_TYPE ("ad") : G_VARIANT_TYPE ("ax")))
    return FALSE;

  gconstpointer numbers = g_variant_get_fixed_array (value, &n, sizeof (gint64));

  if (n != rows)
    return FALSE;
  if (n > 0)
    g_array_append_vals (cells->numbers, numbers, (guint) n);
  for (guint i = 0; real && i < rows; i++)
    {
      double *at = &g_array_index (cells->numbers, double, i);

      *at = assay_number_round (*at, cells->info.digits);
    }
  return TRUE;
}

/* An empty table with the columns that @list describes; NULL if one cannot be. */
static AssayTable *
read_columns (const char *id, const char *title, GVariant *list)
{
  AssayColumn columns[MAX_COLUMNS];
  gsize n = g_variant_n_children (list);
  guint32 type;

  if (n == 0 || n > MAX_COLUMNS)
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, i);

      g_variant_get (child, "(&s&su&suv)", &columns[i].id, &columns[i].title, &type,
                     &columns[i].unit, &columns[i].digits, NULL);
      if (type > ASSAY_COLUMN_HEX || columns[i].digits > 15)
        return NULL;
      columns[i].type = (AssayColumnType) type;
    }
  return assay_table_new (id, title, columns, (guint) n);
}

static void
set_depths (AssayTable *table, const guint8 *depths, gsize n)
{
  if (n > 0)
    g_byte_array_append (table->depths, depths, (guint) n);
  for (gsize i = 0; i < n; i++)
    table->tree = table->tree || depths[i] > 0;
}

AssayTable *
assay_table_from_variant (GVariant *variant, GError **error)
{
  const char *id;
  const char *title;
  guint64 dropped;
  gsize rows;
  g_autoptr (GVariant) depths = NULL;
  g_autoptr (GVariant) columns = NULL;

  g_variant_get (variant, "(&s&st@ay@a(ssusuv))", &id, &title, &dropped, &depths, &columns);

  const guint8 *levels = g_variant_get_fixed_array (depths, &rows, 1);
  g_autoptr (AssayTable) table = rows > ASSAY_LIMIT_ROWS ? NULL : read_columns (id, title, columns);
  gboolean valid = table != NULL;

  if (valid)
    {
      table->dropped = dropped;
      set_depths (table, levels, rows);
    }
  for (guint i = 0; valid && i < table->columns->len; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (columns, i);
      g_autoptr (GVariant) boxed = g_variant_get_child_value (child, 5);
      g_autoptr (GVariant) value = g_variant_get_variant (boxed);

      valid = read_cells (table, i, value);
    }
  if (valid)
    return g_steal_pointer (&table);
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("Table “%s” contradicts its own description"), id);
  return NULL;
}

static JsonNode *
cell_to_json (const AssayTable *self, guint row, guint column, gboolean canonical)
{
  const AssayColumn *info = assay_table_get_column (self, column);

  if (assay_column_is_text (info->type))
    return json_node_init_string (json_node_alloc (), assay_table_get_text (self, row, column));
  if (assay_table_is_empty (self, row, column))
    return canonical ? json_node_init_string (json_node_alloc (), "")
                     : json_node_init_null (json_node_alloc ());
  if (info->type == ASSAY_COLUMN_REAL)
    return assay_model_json_real (assay_table_get_real (self, row, column), info->digits,
                                  canonical);
  return assay_model_json_int (assay_table_get_int (self, row, column));
}

static JsonArray *
columns_to_json (const AssayTable *self, gboolean canonical)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->columns->len; i++)
    {
      const AssayColumn *info = assay_table_get_column (self, i);

      if (!canonical)
        {
          json_array_add_string_element (array, info->id);
          continue;
        }

      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", info->id);
      json_object_set_string_member (object, "title", info->title);
      json_object_set_string_member (object, "type", type_ids[info->type]);
      json_object_set_string_member (object, "unit", info->unit);
      json_object_set_int_member (object, "digits", info->digits);
      json_array_add_object_element (array, object);
    }
  return array;
}

JsonNode *
assay_table_to_json (const AssayTable *self, gboolean canonical)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *rows = json_array_sized_new (self->depths->len);
  JsonArray *depths = json_array_new ();

  for (guint row = 0; row < self->depths->len; row++)
    {
      JsonArray *cells = json_array_sized_new (self->columns->len);

      for (guint column = 0; column < self->columns->len; column++)
        json_array_add_element (cells, cell_to_json (self, row, column, canonical));
      json_array_add_array_element (rows, cells);
      if (self->tree)
        json_array_add_int_element (depths, self->depths->data[row]);
    }
  json_object_set_string_member (object, "id", self->id);
  if (canonical)
    json_object_set_string_member (object, "title", self->title);
  json_object_set_array_member (object, "columns", columns_to_json (self, canonical));
  json_object_set_array_member (object, "rows", rows);
  if (self->tree)
    json_object_set_array_member (object, "depth", depths);
  else
    json_array_unref (depths);
  if (self->dropped > 0)
    json_object_set_int_member (object, "dropped", (gint64) self->dropped);
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
column_from_json (JsonNode *node, AssayColumn *column)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  JsonObject *object = json_node_get_object (node);
  const char *type = assay_json_string (object, "type", "");

  *column = (AssayColumn){ .id = assay_json_string (object, "id", ""),
                           .title = assay_json_string (object, "title", ""),
                           .unit = assay_json_string (object, "unit", ""),
                           .digits = (guint) CLAMP (assay_json_int (object, "digits", 0), 0, 15) };
  for (guint i = 0; i < G_N_ELEMENTS (type_ids); i++)
    if (g_str_equal (type, type_ids[i]))
      {
        column->type = (AssayColumnType) i;
        return TRUE;
      }
  return FALSE;
}

static void
cell_from_json (AssayTableBuilder *builder, AssayColumnType type, JsonNode *node)
{
  gboolean text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  if (!JSON_NODE_HOLDS_VALUE (node) || (text && json_node_get_string (node)[0] == '\0'))
    assay_table_builder_empty (builder);
  else if (assay_column_is_text (type))
    assay_table_builder_text (builder, text ? json_node_get_string (node) : "");
  else if (type == ASSAY_COLUMN_REAL)
    assay_table_builder_real (builder, assay_model_json_read_real (node, NAN));
  else
    assay_table_builder_int (builder, assay_model_json_read_int (node, G_MININT64));
}

static void
rows_from_json (AssayTableBuilder *builder,
                const AssayColumn *columns,
                guint n_columns,
                JsonArray *rows,
                JsonArray *depths)
{
  for (guint row = 0; row < json_array_get_length (rows); row++)
    {
      JsonNode *node = json_array_get_element (rows, row);
      JsonArray *cells = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      guint n = cells == NULL ? 0 : MIN (json_array_get_length (cells), n_columns);
      JsonNode *depth = depths != NULL && row < json_array_get_length (depths)
                            ? json_array_get_element (depths, row)
                            : NULL;

      for (guint i = 0; i < n; i++)
        cell_from_json (builder, columns[i].type, json_array_get_element (cells, i));
      assay_table_builder_row (builder,
                               (guint) CLAMP (assay_model_json_read_int (depth, 0), 0, 255));
    }
}

AssayTable *
assay_table_from_json (JsonObject *object, GError **error)
{
  AssayColumn columns[MAX_COLUMNS];
  JsonArray *list = assay_json_array (object, "columns");
  JsonArray *rows = assay_json_array (object, "rows");
  guint n = list == NULL ? 0 : json_array_get_length (list);
  gboolean valid = rows != NULL && n > 0 && n <= MAX_COLUMNS;

  for (guint i = 0; valid && i < n; i++)
    valid = column_from_json (json_array_get_element (list, i), &columns[i]);
  if (!valid)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("A stored table cannot be read"));
      return NULL;
    }

  AssayTableBuilder *builder = assay_table_builder_new (
      assay_json_string (object, "id", ""), assay_json_string (object, "title", ""), columns, n);

  rows_from_json (builder, columns, n, rows, assay_json_array (object, "depth"));

  AssayTable *table = assay_table_builder_end (builder);

  table->dropped = (guint64) MAX (assay_json_int (object, "dropped", 0), 0);
  return table;
}
