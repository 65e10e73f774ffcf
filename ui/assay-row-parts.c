/* assay-row-parts.c: see the header. */
#include "assay-row-parts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-secret-row.h"

/* The rows inside of an expander have titles of their own. */
static gboolean
lacks_name (GtkWidget *row, GtkWidget *part)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (part));

  if (part == row || ADW_IS_PREFERENCES_ROW (part))
    return FALSE;
  return role == GTK_ACCESSIBLE_ROLE_LIST_ITEM
         || (role == GTK_ACCESSIBLE_ROLE_BUTTON && GTK_IS_IMAGE (part))
         || (GTK_IS_BUTTON (part) && ADW_IS_PASSWORD_ENTRY_ROW (row)
             && !assay_secret_row_is_chooser (part));
}

static void
name_parts (GtkWidget *row)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, row);
  while (waiting->len > 0)
    {
      GtkWidget *widget = g_ptr_array_steal_index_fast (waiting, waiting->len - 1);

      if (lacks_name (row, widget))
        gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        title, -1);
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_ptr_array_add (waiting, child);
    }
}

void
assay_row_name_parts (GtkWidget *row)
{
  g_signal_connect (row, "map", G_CALLBACK (name_parts), NULL);
}

void
assay_drop_down_name (GtkDropDown *list, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (list))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
assay_row_help_button (const char *title, const char *help)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *label = gtk_label_new (help);
  g_autofree char *name = g_strdup_printf (_ ("What is “%s”?"), title);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "help-about-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}
