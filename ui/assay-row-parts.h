/* assay-row-parts.h: names for what libadwaita puts into its rows.
 *
 * GTK 4.8 calls the shown choice of a combo row, the pencil and the eye of an entry by their type;
 * a screen reader then says "GtkImage". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Calls the nameless parts of @row like the row whenever it is mapped. */
void assay_row_name_parts (GtkWidget *row);

/* What can be pressed is the button inside of a list, which GTK 4.8 leaves without a name. */
void assay_drop_down_name (GtkDropDown *list, const char *name);

/* The help of a row is behind this button beside its control, so that the form stays short.
 * (transfer floating) */
GtkWidget *assay_row_help_button (const char *title, const char *help);

G_END_DECLS
