/* assay-case-page.h: a case: its exhibits, the panels of the selected one, and what can be done
 * with both. */
#pragma once

#include <gtk/gtk.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_CASE_PAGE (assay_case_page_get_type ())
G_DECLARE_FINAL_TYPE (AssayCasePage, assay_case_page, ASSAY, CASE_PAGE, GtkWidget)

/* Opens the case folder @path by itself. */
GtkWidget *assay_case_page_new (AssayWorkbench *workbench, const char *path);
/* From the panels back to the table; FALSE if they are not shown. */
gboolean assay_case_page_go_back (AssayCasePage *self);
/* Now, or as soon as the case is open. */
void assay_case_page_select (AssayCasePage *self, guint exhibit);
void assay_case_page_take_in (AssayCasePage *self, char **paths);

G_END_DECLS
