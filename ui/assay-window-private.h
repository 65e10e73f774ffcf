/* assay-window-private.h: what assay-window-actions.c adds to the window. */
#pragma once

#include "assay-window.h"

G_BEGIN_DECLS

void assay_window_install_actions (GtkWidgetClass *widget_class);
/* The action win.import-case. */
void assay_window_import_case (GtkWidget *widget, const char *action, GVariant *parameter);
/* Back by one page; FALSE on the first. */
gboolean assay_window_pop (AssayWindow *self);
void assay_window_pop_to_start (AssayWindow *self);

G_END_DECLS
