/* assay-table-column.h: one column of a table of results: its heading, its cells, its width. */
#pragma once

#include <gtk/gtk.h>

#include "assay-table-model.h"

G_BEGIN_DECLS

/**
 * assay_table_row_of_item:
 * @item: (nullable): an item of the view; trees wrap the row
 *
 * Returns: (transfer full) (nullable): the row
 */
AssayTableRow *assay_table_row_of_item (gpointer item);

/**
 * assay_table_column_new:
 * @first: whether it is the first that is shown: that of a tree has the expanders
 * @header_lines: (inout): the most lines that a heading takes
 *
 * A long heading stands in several lines, a text column is as wide as its texts need within bounds,
 * and a number is never cut off.
 *
 * Returns: (transfer full)
 */
GtkColumnViewColumn *
assay_table_column_new (AssayTable *table, guint index, gboolean first, guint *header_lines);

G_END_DECLS
