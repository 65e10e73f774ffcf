/* assay-table-model.h: an AssayTable as list models: rows are made when they are looked at. */
#pragma once

#include <gio/gio.h>

#include "model/assay-table.h"

G_BEGIN_DECLS

/* One row. */
#define ASSAY_TYPE_TABLE_ROW (assay_table_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayTableRow, assay_table_row, ASSAY, TABLE_ROW, GObject)

guint assay_table_row_get_index (AssayTableRow *self);
/* A cell for people: translated terms, sizes with thousands, times in local time, offsets
 * hexadecimal. */
char *assay_table_row_get_text (AssayTableRow *self, guint column) G_GNUC_WARN_UNUSED_RESULT;

/* GCompareDataFunc of two AssayTableRow by the column whose index is @column (GUINT_TO_POINTER);
 * empty cells last. */
int assay_table_row_compare (gconstpointer a, gconstpointer b, gpointer column);

/* The rows at the top of a tree, or all rows of a flat table; a GListModel of AssayTableRow. */
#define ASSAY_TYPE_TABLE_MODEL (assay_table_model_get_type ())
G_DECLARE_FINAL_TYPE (AssayTableModel, assay_table_model, ASSAY, TABLE_MODEL, GObject)

AssayTableModel *assay_table_model_new (AssayTable *table) G_GNUC_WARN_UNUSED_RESULT;
/* The rows directly below @parent; NULL when there are none. */
AssayTableModel *assay_table_model_new_children (AssayTableRow *parent) G_GNUC_WARN_UNUSED_RESULT;

/* The same, for any row and cell, without a row object. */
char *assay_table_people_text (const AssayTable *table,
                               guint row,
                               guint column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
