/* assay-widget.h: what every widget with a template does when it ends; tooltips of
 * cells; pointers that rest. */
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

static inline gboolean
assay_widget_on_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer data)
{
  const char *text = g_object_get_data (G_OBJECT (widget), "assay-tooltip");

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

/* gtk_widget_set_tooltip_text() asks the display server at each call where the pointer is. In cells
 * of a table that is a thousand questions before the first row is seen; this answers when somebody
 * points. @text: NULL or "" for none. */
static inline void
assay_widget_set_cell_tooltip (GtkWidget *cell, const char *text)
{
  g_object_set_data_full (G_OBJECT (cell), "assay-tooltip",
                          text != NULL && *text != '\0' ? g_strdup (text) : NULL, g_free);
  if (gtk_widget_get_has_tooltip (cell))
    return;
  gtk_widget_set_has_tooltip (cell, TRUE);
  g_signal_connect (cell, "query-tooltip", G_CALLBACK (assay_widget_on_query_tooltip), NULL);
}

/* Where a widget saw the pointer last, px. */
typedef struct
{
  double x, y;
} AssayPointer;

/* GTK tells motion without any when something is laid out anew under a pointer that rests: a cursor
 * that keys have moved would jump back to it. Whether the pointer is at another place than before,
 * which is kept in @last. */
static inline gboolean
assay_widget_pointer_moved (AssayPointer *last, double x, double y)
{
  const gboolean rests = ABS (x - last->x) < 0.01 && ABS (y - last->y) < 0.01;

  *last = (AssayPointer){ x, y };
  return !rests;
}

G_END_DECLS
