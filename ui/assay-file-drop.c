/* assay-file-drop.c: see the header. */
#include "assay-file-drop.h"

#include "config.h"

typedef struct
{
  GtkWidget *widget; /* owns the controller that owns this */
  GtkWidget *shown;
  AssayFilesDropped dropped;
} Drop;

static void
drop_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GdkDragAction
on_enter (GtkDropTarget *target, double x, double y, Drop *drop)
{
  gtk_widget_add_css_class (drop->shown, "drop-here");
  return GDK_ACTION_COPY;
}

static void
on_leave (GtkDropTarget *target, Drop *drop)
{
  gtk_widget_remove_css_class (drop->shown, "drop-here");
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, Drop *drop)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GSList *dropped = gdk_file_list_get_files (g_value_get_boxed (value));

  gtk_widget_remove_css_class (drop->shown, "drop-here");
  for (GSList *at = dropped; at; at = at->next)
    if (g_file_is_native (at->data))
      g_list_store_append (files, at->data);
  g_slist_free (dropped);
  if (g_list_model_get_n_items (G_LIST_MODEL (files)) == 0)
    return FALSE;
  drop->dropped (G_LIST_MODEL (files), drop->widget);
  return TRUE;
}

void
assay_file_drop_add (GtkWidget *widget, GtkWidget *shown, AssayFilesDropped dropped)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  Drop *drop = g_new0 (Drop, 1);

  drop->widget = widget;
  drop->shown = shown;
  drop->dropped = dropped;
  g_signal_connect (target, "enter", G_CALLBACK (on_enter), drop);
  g_signal_connect (target, "leave", G_CALLBACK (on_leave), drop);
  g_signal_connect_data (target, "drop", G_CALLBACK (on_drop), drop, drop_free, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

GVariant *
assay_file_drop_paths (GListModel *files)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_BYTESTRING_ARRAY);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      const char *path = g_file_peek_path (file);
      if (path)
        g_variant_builder_add_value (&builder, g_variant_new_bytestring (path));
    }
  return g_variant_builder_end (&builder);
}
