/* assay-name-cell.h: the name of an exhibit in the table; in the compact table its facts stand
 * below. */
#pragma once

#include <gtk/gtk.h>

#include "case/assay-case.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_NAME_CELL (assay_name_cell_get_type ())
G_DECLARE_FINAL_TYPE (AssayNameCell, assay_name_cell, ASSAY, NAME_CELL, GtkWidget)

GtkWidget *assay_name_cell_new (void);
void assay_name_cell_show (AssayNameCell *self, AssayExhibit *exhibit, gboolean with_facts);

G_END_DECLS
