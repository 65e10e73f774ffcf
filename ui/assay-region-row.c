/* assay-region-row.c: see the header. */
#include "assay-region-row.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-region-window.h"

#define SUBJECT "assay-region-subject"

static void
on_chosen (const char *text, gpointer user_data)
{
  gtk_editable_set_text (GTK_EDITABLE (user_data), text);
}

static void
on_draw (GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);

  assay_region_window_show (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                            g_object_get_data (G_OBJECT (row), SUBJECT),
                            gtk_editable_get_text (GTK_EDITABLE (row)), on_chosen, G_OBJECT (row));
}

/* What is selected in a player of the exhibit is the region. */
static void
on_selection (AssaySubject *subject, GParamSpec *pspec, gpointer row)
{
  gtk_editable_set_text (GTK_EDITABLE (row), assay_subject_get_selection (subject));
}

/* A row that was made after the selection. */
static void
on_map (GtkWidget *row, AssaySubject *subject)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (row)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (row), assay_subject_get_selection (subject));
}

GtkWidget *
assay_region_row_new (AssaySubject *subject)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *button;

  g_signal_connect_object (subject, "notify::selection", G_CALLBACK (on_selection), row, 0);
  g_signal_connect_object (row, "map", G_CALLBACK (on_map), subject, 0);
  if ((assay_subject_get_kinds (subject) & (guint) (ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO)) == 0)
    return row;
  button = gtk_button_new_from_icon_name ("edit-select-all-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Draw the region"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Draw the region"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), SUBJECT, g_object_ref (subject), g_object_unref);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_draw), row);
  return row;
}
