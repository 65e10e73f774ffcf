/* assay-case-row.h: a case in a list: title, facts, and opening it. */
#pragma once

#include <adwaita.h>

#include "assay-case-item.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_CASE_ROW (assay_case_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayCaseRow, assay_case_row, ASSAY, CASE_ROW, AdwActionRow)

/* A GtkListBoxCreateWidgetFunc for AssayCaseItem. */
GtkWidget *assay_case_row_create (gpointer item, gpointer user_data);

G_END_DECLS
