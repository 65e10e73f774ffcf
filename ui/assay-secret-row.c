/* assay-secret-row.c: see the header. */
#include "assay-secret-row.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-key-window.h"
#include "assay-row-parts.h"

#define CHOOSER "choose-key"
#define HELP_WIDTH 34
#define REPETITION "assay-secret-repetition"

static GtkWidget *
repetition_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), REPETITION);
}

static void
on_key_chosen (const char *name, GBytes *secret, gpointer user_data)
{
  gsize size;
  const char *data = g_bytes_get_data (secret, &size);
  g_autofree char *text = g_strndup (data, size);

  gtk_editable_set_text (GTK_EDITABLE (user_data), text);
  if (repetition_of (user_data) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (repetition_of (user_data)), text);
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

/* Without a passphrase there is nothing to repeat. */
static void
on_typed (GtkWidget *row)
{
  GtkWidget *repetition = repetition_of (row);
  gboolean empty = *gtk_editable_get_text (GTK_EDITABLE (row)) == '\0';

  gtk_widget_set_sensitive (repetition, !empty);
  if (empty)
    gtk_editable_set_text (GTK_EDITABLE (repetition), "");
}

GtkWidget *
assay_secret_row_new_repetition (GtkWidget *row, const char *title)
{
  GtkWidget *repetition = adw_password_entry_row_new ();
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  /* Translators: the name of a setting that is typed a second time, as in "Passphrase, once more".
   */
  g_autofree char *name = g_strdup_printf (_ ("%s, once more"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (repetition), name);
  /* As wide as the button with the help of the first row. */
  gtk_widget_set_size_request (space, HELP_WIDTH, -1);
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (repetition), space);
  assay_row_name_parts (repetition);
  g_object_set_data_full (G_OBJECT (row), REPETITION, g_object_ref_sink (repetition),
                          g_object_unref);
  g_signal_connect (row, "changed", G_CALLBACK (on_typed), NULL);
  on_typed (row);
  return repetition;
}

gboolean
assay_secret_row_is_repeated (GtkWidget *row)
{
  GtkWidget *repetition = repetition_of (row);

  return repetition == NULL
         || g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)),
                         gtk_editable_get_text (GTK_EDITABLE (repetition)));
}
