/* assay-case-page-work.c: what all actions of the page share: a question, work in a thread, and
 * what is said at the end of it. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-case-page-private.h"

GtkWindow *
assay_case_page_get_window (AssayCasePage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

void
assay_case_page_toast (AssayCasePage *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

void
assay_case_page_show_failure (AssayCasePage *self, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (assay_case_page_get_window (self), heading, NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
assay_case_page_ask (AssayCasePage *self,
                     GtkBuilder *builder,
                     GCallback on_response,
                     gpointer question,
                     GDestroyNotify free_question)
{
  GtkWindow *dialog = GTK_WINDOW (gtk_builder_get_object (builder, "dialog"));

  g_object_set_data_full (G_OBJECT (dialog), "assay-question", question, free_question);
  g_signal_connect (dialog, "response", on_response, question);
  gtk_window_set_transient_for (dialog, assay_case_page_get_window (self));
  gtk_window_present (dialog);
}

void
assay_case_page_start (AssayCasePage *self,
                       const char *title,
                       AssayCaseWork work,
                       AssayCaseWorkDone done,
                       gpointer data,
                       GDestroyNotify free_data)
{
  assay_case_work_start (assay_case_page_get_workbench (self), title,
                         assay_case_page_get_case (self), work, done, G_OBJECT (self), data,
                         free_data);
}

gboolean
assay_case_page_succeeded (AssayCasePage *self, const char *failed, const GError *error)
{
  if (assay_case_page_get_window (self) == NULL)
    return FALSE;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    assay_case_page_show_failure (self, failed, error->message);
  return error == NULL;
}
