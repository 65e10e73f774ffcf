/* assay-save-text.h: asks for a place and writes a text there, telling how it went. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @text (transfer full) is written to the file that the person chooses; @widget gives the window.
 * Success and failure are toasts of the window ("win.toast"), a failure with its reason in a
 * dialog. */
void assay_save_text (GtkWidget *widget, const char *title, const char *suggested, char *text);

G_END_DECLS
