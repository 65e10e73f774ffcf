/* assay-check-page.h: the quick check: one file, an answer in plain words, what to do next. Nothing
 * is kept. */
#pragma once

#include <gtk/gtk.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_CHECK_PAGE (assay_check_page_get_type ())
G_DECLARE_FINAL_TYPE (AssayCheckPage, assay_check_page, ASSAY, CHECK_PAGE, GtkWidget)

GtkWidget *assay_check_page_new (AssayWorkbench *workbench, const char *path);
/* From the technical details back to the answer; FALSE if there is nothing to go back from. */
gboolean assay_check_page_go_back (AssayCheckPage *self);

G_END_DECLS
