/* assay-save-text.c: see the header. */
#include "assay-save-text.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "assay-dialog.h"
#include "assay-file-choosers.h"

/* Text that waits for its place; an object, because the chooser keeps one alive. */
#define SAVED_TEXT "assay-saved-text"

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (widget);

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      gtk_widget_activate_action (widget, "win.toast", "s", _ ("The file is saved"));
      return;
    }
  assay_dialog_tell (GTK_WINDOW (root), _ ("The file could not be saved"), error->message);
}

static void
on_chosen (GListModel *files, gpointer data)
{
  GtkWidget *widget = data;
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);
  g_autoptr (GBytes) bytes = g_object_steal_data (data, SAVED_TEXT);

  if (bytes != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         on_saved, g_object_ref (widget));
}

void
assay_save_text (GtkWidget *widget, const char *title, const char *suggested, char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  g_object_set_data_full (G_OBJECT (widget), SAVED_TEXT, g_bytes_new_take (text, strlen (text)),
                          (GDestroyNotify) g_bytes_unref);
  assay_choose_file_to_save (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, suggested,
                             on_chosen, G_OBJECT (widget));
}
