/* assay-window.h: the main window: a path of pages, toasts, and the actions that lead from one page
 * to another. */
#pragma once

#include <adwaita.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_WINDOW (assay_window_get_type ())
G_DECLARE_FINAL_TYPE (AssayWindow, assay_window, ASSAY, WINDOW, AdwApplicationWindow)

AssayWindow *assay_window_new (GtkApplication *application, AssayWorkbench *workbench);
AssayWorkbench *assay_window_get_workbench (AssayWindow *self);
/* One case folder is opened, one file is checked, several files start a case. (element-type GFile)
 */
void assay_window_receive (AssayWindow *self, GListModel *files);
void assay_window_open_case (AssayWindow *self, const char *path);
/* Goes to @page (floating), above the page that is shown now. */
void assay_window_push (AssayWindow *self, GtkWidget *page);
void assay_window_toast (AssayWindow *self, const char *text);

G_END_DECLS
