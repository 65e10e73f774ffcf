/* assay-choice-factory.c: see the header. */
#include "assay-choice-factory.h"

#include "config.h"

/* Of the value in the row: what is wider would leave the row's title too little to stand in one
 * line. The list has the whole width. */
#define VALUE_CHARACTERS 26
#define CHOICE_CHARACTERS 44

static const char *
text_of (GtkListItem *item)
{
  return gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item)));
}

static GtkWidget *
make_label (int most)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), most);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static void
set_up_value (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, make_label (VALUE_CHARACTERS));
}

static void
bind_value (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = text_of (item);

  gtk_label_set_label (GTK_LABEL (label), text);
  /* what is cut off can be read with the pointer */
  gtk_widget_set_tooltip_text (label, g_utf8_strlen (text, -1) > VALUE_CHARACTERS ? text : NULL);
}

static void
set_up_choice (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *tick = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_box_append (GTK_BOX (box), make_label (CHOICE_CHARACTERS));
  gtk_box_append (GTK_BOX (box), tick);
  gtk_list_item_set_child (item, box);
}

static void
show_tick (AdwComboRow *row, GParamSpec *spec, GtkListItem *item)
{
  GtkWidget *tick = gtk_widget_get_last_child (gtk_list_item_get_child (item));

  gtk_widget_set_opacity (
      tick, adw_combo_row_get_selected_item (row) == gtk_list_item_get_item (item) ? 1.0 : 0.0);
}

static void
bind_choice (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (label), text_of (item));
  show_tick (row, NULL, item);
  g_signal_connect_object (row, "notify::selected-item", G_CALLBACK (show_tick), item, 0);
}

static void
unbind_choice (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  g_signal_handlers_disconnect_by_func (row, show_tick, item);
}

void
assay_choice_factory_install (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) value = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) choice = gtk_signal_list_item_factory_new ();

  g_signal_connect (value, "setup", G_CALLBACK (set_up_value), NULL);
  g_signal_connect (value, "bind", G_CALLBACK (bind_value), NULL);
  g_signal_connect (choice, "setup", G_CALLBACK (set_up_choice), NULL);
  g_signal_connect (choice, "bind", G_CALLBACK (bind_choice), row);
  g_signal_connect (choice, "unbind", G_CALLBACK (unbind_choice), row);
  adw_combo_row_set_factory (row, value);
  adw_combo_row_set_list_factory (row, choice);
}
