/* assay-check-report.c: see the header. */
#include "assay-check-report.h"

#include "config.h"

#include "assay-report-defaults.h"
#include "assay-report-job.h"

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *sha256 = assay_report_job_save_finish (result, &error);

  if (sha256 != NULL)
    g_task_return_pointer (task, sha256, g_free);
  else
    g_task_return_error (task, error);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *path = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (AssayReport) report = assay_report_job_make_finish (result, &error);

  if (report != NULL)
    assay_report_job_save_async (ASSAY_SUBJECT (source), report, path, NULL,
                                 g_task_get_cancellable (task), on_saved, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

void
assay_check_report_save_async (AssaySubject *subject,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (subject, cancellable, callback, user_data);
  g_autoptr (AssayReportOptions) options = assay_report_defaults_new ();

  g_task_set_task_data (task, g_strdup (path), g_free);
  assay_report_job_make_async (subject, options, cancellable, on_made, g_object_ref (task));
}

char *
assay_check_report_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
