/* assay-dialog.c: see the header. */
#include "assay-dialog.h"

#include "config.h"

#include <glib/gi18n.h>

/* The mnemonic's label stands for the name already, so the property alone would come on top. */
static void
name_button (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  GString *name = g_string_new (label != NULL ? label : "");

  if (name->len > 0 && gtk_button_get_use_underline (button))
    {
      g_string_replace (name, "_", "", 0);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name->str, -1);
    }
  g_string_free (name, TRUE);
}

static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    name_button (GTK_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

void
assay_dialog_present (AdwMessageDialog *dialog)
{
  name_buttons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
assay_dialog_tell (GtkWindow *parent, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, NULL));

  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_response (dialog, "close", _ ("Close"));
  assay_dialog_present (dialog);
}
