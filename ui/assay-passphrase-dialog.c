/* assay-passphrase-dialog.c: see the header. */
#include "assay-passphrase-dialog.h"

#include "config.h"

#include <adwaita.h>

#include "assay-dialog.h"

typedef struct
{
  AssayWorkbench *workbench;
  void (*unlocked) (GObject *owner);
  GObject *owner;
  GtkEditable *passphrase;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->workbench);
  g_object_unref (question->owner);
  g_free (question);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (!g_str_equal (response, "unlock"))
    return;
  assay_workbench_set_passphrase (question->workbench,
                                  gtk_editable_get_text (question->passphrase));
  question->unlocked (question->owner);
}

void
assay_passphrase_dialog_ask (GtkWindow *parent,
                             AssayWorkbench *workbench,
                             GCallback unlocked,
                             GObject *owner)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/assay/Workbench/assay-passphrase-dialog.ui");
  GtkWindow *dialog = GTK_WINDOW (gtk_builder_get_object (builder, "dialog"));
  Question *question = g_new0 (Question, 1);

  question->workbench = g_object_ref (workbench);
  question->unlocked = (void (*) (GObject *)) unlocked;
  question->owner = g_object_ref (owner);
  question->passphrase = GTK_EDITABLE (gtk_builder_get_object (builder, "passphrase"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_window_set_transient_for (dialog, parent);
  gtk_window_present (dialog);
}

typedef struct
{
  AssayPassphraseGiven given;
  gpointer user_data;
  GtkEditable *passphrase;
} Request;

static void
request_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, Request *request)
{
  gboolean given = g_str_equal (response, "unlock");

  request->given (given ? gtk_editable_get_text (request->passphrase) : NULL, request->user_data);
}

void
assay_passphrase_dialog_ask_for (GtkWindow *parent,
                                 const char *heading,
                                 const char *body,
                                 AssayPassphraseGiven given,
                                 gpointer user_data)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/assay/Workbench/assay-passphrase-dialog.ui");
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (gtk_builder_get_object (builder, "dialog"));
  Request *request = g_new0 (Request, 1);

  request->given = given;
  request->user_data = user_data;
  request->passphrase = GTK_EDITABLE (gtk_builder_get_object (builder, "passphrase"));
  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), request, request_free, 0);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  assay_dialog_present (dialog);
}
