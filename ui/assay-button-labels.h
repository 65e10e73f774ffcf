/* assay-button-labels.h: the words of buttons where there is little room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets each button below @root that has words break them into lines when a window is narrow: in
 * most languages they are longer than in English, and GTK makes no window narrower than its
 * buttons. Where there is room nothing changes. */
void assay_button_labels_wrap (GtkWidget *root);

G_END_DECLS
