/* assay-panel-row.h: one entry of the list of panels. */
#pragma once

#include <gtk/gtk.h>

#include "assay-panel-list.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_PANEL_ROW (assay_panel_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayPanelRow, assay_panel_row, ASSAY, PANEL_ROW, GtkListBoxRow)

GtkWidget *assay_panel_row_new (const AssayPanelInfo *info);
/* A panel that says nothing about the file is dimmed; it still opens and says why. */
void assay_panel_row_set_applies (AssayPanelRow *self, gboolean applies);

G_END_DECLS
