/* assay-start-page.h: the first thing a person sees: drop a file, or open a case. */
#pragma once

#include <gtk/gtk.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_START_PAGE (assay_start_page_get_type ())
G_DECLARE_FINAL_TYPE (AssayStartPage, assay_start_page, ASSAY, START_PAGE, GtkWidget)

GtkWidget *assay_start_page_new (AssayWorkbench *workbench);

G_END_DECLS
