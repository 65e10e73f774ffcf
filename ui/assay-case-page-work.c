/* assay-case-page-work.c: what all actions of the page share: a question, work in a thread, and
 * what is said at the end of it. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-case-page-private.h"
#include "assay-dialog.h"

/* The longest that a window waits before it paints what has changed. */
#define A_FRAME_MS 20

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
  assay_dialog_tell (assay_case_page_get_window (self), heading, body);
}

void
assay_case_page_ask (AssayCasePage *self,
                     GtkBuilder *builder,
                     GCallback on_response,
                     gpointer question,
                     GDestroyNotify free_question)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (gtk_builder_get_object (builder, "dialog"));

  g_object_set_data_full (G_OBJECT (dialog), "assay-question", question, free_question);
  g_signal_connect (dialog, "response", on_response, question);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), assay_case_page_get_window (self));
  assay_dialog_present (dialog);
}

void
assay_case_page_start (AssayCasePage *self,
                       const char *title,
                       AssayCaseWork work,
                       AssayCaseWorkDone done,
                       gpointer data,
                       GDestroyNotify free_data)
{
  (void) assay_case_work_start (assay_workbench_get_jobs (assay_case_page_get_workbench (self)),
                                title, assay_case_page_get_case (self), work, done, G_OBJECT (self),
                                data, free_data);
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

static void
on_background_end (GObject *source, GAsyncResult *result, gpointer data)
{
  g_application_release (g_application_get_default ());
}

/* Nobody waits for its answer, but the program does not end before it: libraries are taken down at
 * its end, under the feet of a thread. */
static void
run_in_background (AssayCase *acase, GTaskThreadFunc func, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (acase, cancellable, on_background_end, NULL);

  g_application_hold (g_application_get_default ());
  g_task_set_task_data (task, data, NULL);
  g_task_run_in_thread (task, func);
}

static void
record_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  /* A case that cannot be written to any more says so where the person wants to change something.
   */
  g_task_return_boolean (
      task, assay_case_record (source, "view", GPOINTER_TO_UINT (data), NULL, NULL, NULL));
}

void
assay_case_page_record_view (AssayCase *acase, guint exhibit)
{
  run_in_background (acase, record_in_thread, GUINT_TO_POINTER (exhibit), NULL);
}

static void
check_records_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  /* What it finds, the case itself tells by `damaged`. */
  if (!assay_case_check_records (ASSAY_CASE (source), NULL, cancellable, &error))
    g_debug ("background check of a case: %s", error->message);
  g_task_return_boolean (task, error == NULL);
}

typedef struct
{
  AssayCase *acase;
  GCancellable *cancellable;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_object_unref (check->acase);
  g_object_unref (check->cancellable);
  g_free (check);
}

static gboolean
on_check_due (gpointer data)
{
  Check *check = data;

  if (!g_cancellable_is_cancelled (check->cancellable))
    run_in_background (check->acase, check_records_in_thread, NULL, check->cancellable);
  return G_SOURCE_REMOVE;
}

/* Opening checks what can be checked at once (CUSTODY §7); every signature and every table follow
 * while the case is being looked at. The bytes of the evidence are left to “Verify case”. It takes
 * a processor for as long as ten thousand signatures take, so the first rows are painted before it
 * begins: painting goes first once the pause is over, however short that is. */
void
assay_case_page_check_records (AssayCase *acase, GCancellable *cancellable)
{
  Check *check = g_new (Check, 1);

  *check = (Check){ g_object_ref (acase), g_object_ref (cancellable) };
  g_timeout_add_full (G_PRIORITY_LOW, A_FRAME_MS, on_check_due, check, check_free);
}
