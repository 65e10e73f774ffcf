/* assay-help-window.h: the help: one page per panel, and a few on the whole. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @page: id of a panel, or "start", "check", "case", "verify"; an unknown one shows "start". With
 * "/caution" behind it the page is shown from what should be read before the tool is used. One
 * window per program. */
void assay_help_window_show (GtkApplication *application, const char *page);

G_END_DECLS
