/* assay-secret-row.c: see the header. */
#include "assay-secret-row.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-key-window.h"

#define CHOOSER "choose-key"

static void
on_key_chosen (const char *name, GBytes *secret, gpointer user_data)
{
  gsize size;
  const char *data = g_bytes_get_data (secret, &size);
  g_autofree char *text = g_strndup (data, size);

  gtk_editable_set_text (GTK_EDITABLE (user_data), text);
}

static void
on_choose_key (GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);

  assay_key_window_show (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, on_key_chosen,
                         G_OBJECT (row));
}

GtkWidget *
assay_secret_row_new (void)
{
  GtkWidget *row = adw_password_entry_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("dialog-password-symbolic");

  gtk_widget_set_name (button, CHOOSER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose a stored key"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Choose a stored key"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_choose_key), row);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  return row;
}

gboolean
assay_secret_row_is_chooser (GtkWidget *widget)
{
  return g_str_equal (gtk_widget_get_name (widget), CHOOSER);
}
