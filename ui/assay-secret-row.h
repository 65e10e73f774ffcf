/* assay-secret-row.h: a row for a key that is typed or taken from the key store. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An AdwPasswordEntryRow; its text is the key. (transfer floating) */
GtkWidget *assay_secret_row_new (void);
/* A second row, for what was typed into @row once more; it follows what is taken from the key
 * store. It lives as long as @row does. (transfer floating) */
GtkWidget *assay_secret_row_new_repetition (GtkWidget *row, const char *title);
/* Whether @row has no repetition, or one that says the same. */
gboolean assay_secret_row_is_repeated (GtkWidget *row);
/* Whether @widget, a part of such a row, opens the key store: it has a name of its own. */
gboolean assay_secret_row_is_chooser (GtkWidget *widget);

G_END_DECLS
