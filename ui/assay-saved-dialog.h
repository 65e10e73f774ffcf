/* assay-saved-dialog.h: that a report was written, with what tells it from any other file. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows place and SHA-256 of the report, both to be copied. @parent: (nullable) */
void assay_saved_dialog_show (GtkWindow *parent, const char *path, const char *sha256);

G_END_DECLS
