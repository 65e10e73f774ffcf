/* assay-file-choosers.c: see the header. */
#include "assay-file-choosers.h"

#include "config.h"

#include <glib/gi18n.h>

/* GTK asks for the type of a chosen file before it notes it, so the note comes a little later than
 * the answer. */
#define FORGET_AFTER_MS 400
#define FORGET_TIMES 5

typedef struct
{
  AssayFilesChosen chosen;
  GObject *user_data;
  GHashTable *known; /* addresses that were in the list before */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->user_data);
  g_hash_table_unref (question->known);
  g_free (question);
}

static GHashTable *
recent_addresses (void)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  for (GList *at = items; at; at = at->next)
    g_hash_table_add (known, g_strdup (gtk_recent_info_get_uri (at->data)));
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  return known;
}

typedef struct
{
  GPtrArray *addresses;
  guint times;
} Forgetting;

static void
forgetting_free (gpointer data)
{
  Forgetting *forgetting = data;

  g_ptr_array_unref (forgetting->addresses);
  g_free (forgetting);
}

static gboolean
on_forget (gpointer data)
{
  Forgetting *forgetting = data;
  GtkRecentManager *recent = gtk_recent_manager_get_default ();

  for (guint i = 0; i < forgetting->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (forgetting->addresses, i);
      if (gtk_recent_manager_has_item (recent, address))
        gtk_recent_manager_remove_item (recent, address, NULL);
    }
  return ++forgetting->times < FORGET_TIMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
forget (GListModel *files, GHashTable *known)
{
  Forgetting *forgetting = g_new0 (Forgetting, 1);

  forgetting->addresses = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *address = g_file_get_uri (file);
      /* What another program noted before is not ours to remove. */
      if (!g_hash_table_contains (known, address))
        g_ptr_array_add (forgetting->addresses, g_steal_pointer (&address));
    }
  g_timeout_add_full (G_PRIORITY_DEFAULT, FORGET_AFTER_MS, on_forget, forgetting, forgetting_free);
}

static void
on_response (GtkNativeDialog *dialog, int response, Question *question)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      if (g_list_model_get_n_items (files) > 0)
        {
          forget (files, question->known);
          question->chosen (files, question->user_data);
        }
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
ask (GtkFileChooserNative *chooser, AssayFilesChosen chosen, GObject *user_data)
{
  Question *question = g_new0 (Question, 1);

  question->chosen = chosen;
  question->user_data = g_object_ref (user_data);
  question->known = recent_addresses ();
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
assay_choose_files_to_open (GtkWindow *parent,
                            const char *title,
                            gboolean several,
                            AssayFilesChosen chosen,
                            GObject *user_data)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), several);
  ask (chooser, chosen, user_data);
}

void
assay_choose_folder (GtkWindow *parent,
                     const char *title,
                     AssayFilesChosen chosen,
                     GObject *user_data)
{
  ask (gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                    _ ("_Choose"), _ ("_Cancel")),
       chosen, user_data);
}

void
assay_choose_file_to_save (GtkWindow *parent,
                           const char *title,
                           const char *suggested,
                           AssayFilesChosen chosen,
                           GObject *user_data)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), suggested);
  ask (chooser, chosen, user_data);
}
