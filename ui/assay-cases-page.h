/* assay-cases-page.h: all cases of the store, searchable. */
#pragma once

#include <gtk/gtk.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_CASES_PAGE (assay_cases_page_get_type ())
G_DECLARE_FINAL_TYPE (AssayCasesPage, assay_cases_page, ASSAY, CASES_PAGE, GtkWidget)

GtkWidget *assay_cases_page_new (AssayWorkbench *workbench);

G_END_DECLS
