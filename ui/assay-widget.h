/* assay-widget.h: what every widget with a template does when it ends. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* gtk_widget_dispose_template() lets go of named children only; an unnamed root of the template is
 * unparented here. */
static inline void
assay_widget_dispose_template (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)))
    gtk_widget_unparent (child);
}

G_END_DECLS
