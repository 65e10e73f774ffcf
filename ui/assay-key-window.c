/* assay-key-window.c: see the header. Everything that touches a key runs in a thread: opening one
 * takes a tenth of a second on purpose. */
#include "assay-key-window.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "assay-dialog.h"
#include "assay-file-choosers.h"
#include "assay-passphrase-dialog.h"
#include "assay-row-parts.h"
#include "base/assay-text.h"
#include "case/assay-key-store.h"

struct _AssayKeyWindow
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesGroup *keys;
  AdwEntryRow *name;
  AdwPasswordEntryRow *passphrase;
  AdwPasswordEntryRow *repeated;
  GtkLabel *failure;

  GPtrArray *rows; /* GtkWidget, borrowed */
  AssayKeyChosen chosen;
  GObject *owner;
};

G_DEFINE_FINAL_TYPE (AssayKeyWindow, assay_key_window, ADW_TYPE_PREFERENCES_WINDOW)

typedef enum
{
  LIST,
  MAKE,
  IMPORT,
  LOAD,
  EXPORT,
  REMOVE,
} Act;

/* One thing to do with one key, outside of the main thread. */
typedef struct
{
  Act act;
  char *name;
  char *passphrase; /* NULL without */
  char *path;
  gboolean locked;
  GBytes *secret;  /* LOAD: the answer */
  GPtrArray *keys; /* AssayStoredKey: the list after it */
} Errand;

static void
errand_free (Errand *errand)
{
  g_free (errand->name);
  g_free (errand->passphrase);
  g_free (errand->path);
  g_clear_pointer (&errand->secret, g_bytes_unref);
  g_clear_pointer (&errand->keys, g_ptr_array_unref);
  g_free (errand);
}

static Errand *
errand_new (Act act, const char *name)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->act = act;
  errand->name = g_strdup (name);
  return errand;
}

static gboolean
import_file (const Errand *errand, GError **error)
{
  char *text;
  gsize length;

  if (!g_file_get_contents (errand->path, &text, &length, error))
    return FALSE;

  g_autoptr (GBytes) secret = g_bytes_new_take (text, length);
  g_autoptr (GBytes) line = NULL;

  if (length > 0 && text[length - 1] == '\n')
    line = g_bytes_new_from_bytes (secret, 0, length - 1);
  return assay_key_store_import (NULL, errand->name, line != NULL ? line : secret,
                                 errand->passphrase, error);
}

static gboolean
act (Errand *errand, GError **error)
{
  switch (errand->act)
    {
    case LIST:
      return TRUE;
    case MAKE:
      return assay_key_store_create (NULL, errand->name, errand->passphrase, error);
    case IMPORT:
      return import_file (errand, error);
    case LOAD:
      errand->secret = assay_key_store_load (NULL, errand->name, errand->passphrase, error);
      return errand->secret != NULL;
    case EXPORT:
      return assay_key_store_export (NULL, errand->name, errand->passphrase, errand->path, error);
    case REMOVE:
      return assay_key_store_remove (NULL, errand->name, error);
    }
  g_assert_not_reached ();
}

static void
act_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  GError *error = NULL;

  if (act (errand, &error) && (errand->keys = assay_key_store_list (NULL, &error)) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void show_keys (AssayKeyWindow *self, GPtrArray *keys);

static void
say (AssayKeyWindow *self, const char *sentence)
{
  g_autofree char *plain = g_markup_escape_text (sentence, -1); /* it may hold a key's name */

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (plain));
}

/* What the person sees after an errand that went well. */
static void
finish (AssayKeyWindow *self, Errand *errand)
{
  show_keys (self, errand->keys);
  if (errand->act == MAKE || errand->act == IMPORT)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), "");
      gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
      gtk_editable_set_text (GTK_EDITABLE (self->repeated), "");
      say (self, _ ("The key is kept"));
    }
  else if (errand->act == EXPORT)
    say (self, _ ("The key was written. Whoever has this file has the key."));
  else if (errand->act == REMOVE)
    say (self, _ ("The key was removed"));
  else if (errand->act == LOAD && self->chosen != NULL)
    {
      self->chosen (errand->name, errand->secret, self->owner);
      gtk_window_close (GTK_WINDOW (self));
    }
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AssayKeyWindow *self = ASSAY_KEY_WINDOW (source);
  Errand *errand = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  gtk_label_set_label (self->failure, done ? "" : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->failure), !done);
  if (done)
    finish (self, errand);
}

/* Takes @errand. */
static void
start (AssayKeyWindow *self, Errand *errand)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_acted, NULL);

  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, act_in_thread);
}

/* The dialog's object until it has been answered. */
typedef struct
{
  AssayKeyWindow *window;
  Errand *errand;
} Question;

static void
on_passphrase (const char *passphrase, gpointer user_data)
{
  Question *question = user_data;

  if (passphrase != NULL)
    {
      question->errand->passphrase = g_strdup (passphrase);
      start (question->window, question->errand);
    }
  else
    errand_free (question->errand);
  g_object_unref (question->window);
  g_free (question);
}

/* Asks for the passphrase first if the key needs it. Takes @errand. */
static void
start_with_key (AssayKeyWindow *self, Errand *errand)
{
  if (!errand->locked)
    {
      start (self, errand);
      return;
    }

  Question *question = g_new0 (Question, 1);
  g_autofree char *shown = assay_text_line (errand->name, -1);
  g_autofree char *heading = g_strdup_printf (_ ("The key “%s” is locked"), shown);

  question->window = g_object_ref (self);
  question->errand = errand;
  assay_passphrase_dialog_ask_for (GTK_WINDOW (self), heading,
                                   _ ("Type the passphrase that was given when the key was made."),
                                   on_passphrase, question);
}

static Errand *
errand_of_row (GtkWidget *row, Act what)
{
  const AssayStoredKey *key = g_object_get_data (G_OBJECT (row), "assay-key");
  Errand *errand = errand_new (what, key->name);

  errand->locked = key->locked;
  return errand;
}

static AssayKeyWindow *
window_of (GtkWidget *row)
{
  return ASSAY_KEY_WINDOW (gtk_widget_get_root (row));
}

static void
on_use (GtkWidget *row)
{
  start_with_key (window_of (row), errand_of_row (row, LOAD));
}

static void
on_export_place (GListModel *files, gpointer user_data)
{
  GtkWidget *row = user_data;
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);
  Errand *errand = errand_of_row (row, EXPORT);

  errand->path = g_file_get_path (file);
  if (errand->path != NULL && gtk_widget_get_root (row) != NULL)
    start_with_key (window_of (row), errand);
  else
    errand_free (errand);
}

static void
on_export (GtkWidget *row)
{
  assay_choose_file_to_save (GTK_WINDOW (window_of (row)), _ ("Write the key to a file"),
                             "assay-key.txt", on_export_place, G_OBJECT (row));
}

static void
on_remove_answer (AdwMessageDialog *dialog, const char *response, GtkWidget *row)
{
  if (g_str_equal (response, "remove") && gtk_widget_get_root (row) != NULL)
    start (window_of (row), errand_of_row (row, REMOVE));
}

static void
on_remove (GtkWidget *row)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (window_of (row)), _ ("Remove this key?"), NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_set_body (
      message, _ ("Marks made with it can never be read again, and videos encrypted with it never "
                  "opened, unless the key was exported before. This cannot be undone."));
  adw_message_dialog_add_responses (message, "cancel", _ ("Cancel"), "remove", _ ("Remove key"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_answer), row, 0);
  assay_dialog_present (message);
}

static void
add_button (GtkWidget *row, const char *icon, const char *text, GCallback clicked)
{
  GtkWidget *button
      = icon != NULL ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_label (text);
  g_autofree char *name
      = g_strdup_printf ("%s: %s", text, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, icon != NULL ? "flat" : "suggested-action");
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", clicked, row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* @key is taken. */
static GtkWidget *
make_row (AssayKeyWindow *self, AssayStoredKey *key)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = assay_text_line (key->name, -1);
  g_autofree char *subtitle = g_strdup_printf (
      key->locked ? _ ("Fingerprint %s, locked") : _ ("Fingerprint %s"), key->fingerprint);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_object_set_data_full (G_OBJECT (row), "assay-key", key, (GDestroyNotify) assay_stored_key_free);
  if (self->chosen != NULL)
    add_button (row, NULL, _ ("Use"), G_CALLBACK (on_use));
  add_button (row, "document-save-symbolic", _ ("Export"), G_CALLBACK (on_export));
  add_button (row, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (on_remove));
  return row;
}

static void
show_keys (AssayKeyWindow *self, GPtrArray *keys)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->keys, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (keys->len == 0)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("There is no key yet"));
      gtk_widget_add_css_class (row, "dim-label");
      g_ptr_array_add (self->rows, row);
    }
  g_ptr_array_set_free_func (keys, NULL); /* the rows take them */
  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (self->rows, make_row (self, keys->pdata[i]));
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_add (self->keys, self->rows->pdata[i]);
}

/* An errand with what was typed for a new key; NULL after saying what is wrong. */
static Errand *
read_new_key (AssayKeyWindow *self, Act what)
{
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  const char *repeated = gtk_editable_get_text (GTK_EDITABLE (self->repeated));
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  const char *trouble = *name == '\0' ? _ ("Give the key a name.")
                        : !g_str_equal (passphrase, repeated)
                            ? _ ("The two passphrases are not equal.")
                            : NULL;
  Errand *errand;

  gtk_label_set_label (self->failure, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), trouble != NULL);
  if (trouble != NULL)
    return NULL;
  errand = errand_new (what, name);
  errand->passphrase = *passphrase != '\0' ? g_strdup (passphrase) : NULL;
  return errand;
}

static void
make_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayKeyWindow *self = ASSAY_KEY_WINDOW (widget);
  Errand *errand = read_new_key (self, MAKE);

  if (errand != NULL)
    start (self, errand);
}

static void
on_import_file (GListModel *files, gpointer user_data)
{
  AssayKeyWindow *self = user_data;
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);
  Errand *errand = g_file_peek_path (file) != NULL ? read_new_key (self, IMPORT) : NULL;

  if (errand == NULL)
    return;
  errand->path = g_file_get_path (file);
  start (self, errand);
}

static void
import_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayKeyWindow *self = ASSAY_KEY_WINDOW (widget);
  Errand *errand = read_new_key (self, IMPORT);

  if (errand == NULL)
    return;
  errand_free (errand);
  assay_choose_files_to_open (GTK_WINDOW (self), _ ("Choose the file with the key"), FALSE,
                              on_import_file, G_OBJECT (self));
}

static void
assay_key_window_dispose (GObject *object)
{
  AssayKeyWindow *self = ASSAY_KEY_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_KEY_WINDOW);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->owner);
  G_OBJECT_CLASS (assay_key_window_parent_class)->dispose (object);
}

static void
assay_key_window_class_init (AssayKeyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_key_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-key-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayKeyWindow, keys);
  gtk_widget_class_bind_template_child (widget_class, AssayKeyWindow, name);
  gtk_widget_class_bind_template_child (widget_class, AssayKeyWindow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, AssayKeyWindow, repeated);
  gtk_widget_class_bind_template_child (widget_class, AssayKeyWindow, failure);
  gtk_widget_class_install_action (widget_class, "keys.make", NULL, make_key);
  gtk_widget_class_install_action (widget_class, "keys.import", NULL, import_key);
}

static void
assay_key_window_init (AssayKeyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  assay_row_name_parts (GTK_WIDGET (self->name));
  assay_row_name_parts (GTK_WIDGET (self->passphrase));
  assay_row_name_parts (GTK_WIDGET (self->repeated));
}

void
assay_key_window_show (GtkWindow *parent, AssayKeyChosen chosen, GObject *owner)
{
  AssayKeyWindow *self
      = g_object_new (ASSAY_TYPE_KEY_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->chosen = chosen;
  self->owner = owner != NULL ? g_object_ref (owner) : NULL;
  start (self, errand_new (LIST, NULL));
  gtk_window_present (GTK_WINDOW (self));
}
