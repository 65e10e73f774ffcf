/* assay-table-view.h: any AssayTable: search, sort, copy, CSV; a tree when its rows have depths. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-table.h"

G_BEGIN_DECLS

/* Signal "row-selected" (int row): index in the table, -1 for none. "row-activated" (int row):
 * double click or Return. */
#define ASSAY_TYPE_TABLE_VIEW (assay_table_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayTableView, assay_table_view, ASSAY, TABLE_VIEW, GtkWidget)

GtkWidget *assay_table_view_new (void);
/* @hidden: (nullable): ids of columns that are not shown (still searched and exported),
 * NULL-terminated. @table: (nullable). */
void
assay_table_view_set_table (AssayTableView *self, AssayTable *table, const char *const *hidden);
AssayTable *assay_table_view_get_table (AssayTableView *self);
/* Whether the title of the table stands above it; a panel that is only this table says it itself.
 */
void assay_table_view_set_titled (AssayTableView *self, gboolean titled);
/* Selected row, -1 without. */
int assay_table_view_get_selected (AssayTableView *self);
/* Whether the table takes the height of its rows (in a page that scrolls) or all there is. */
void assay_table_view_set_embedded (AssayTableView *self, gboolean embedded);

G_END_DECLS
