/* assay-check-report.c: see the header. */
#include "assay-check-report.h"

#include "config.h"

#include "assay-report-defaults.h"
#include "report/assay-report.h"
#include "worker/assay-tool-list.h"

/* Integrity is the check; the others fill annexes and may fail without harm. */
static const char *const tools[] = { "integrity", "metadata", "structure" };

typedef struct
{
  char *path;
  AssayReportOptions *options;
  GPtrArray *outcomes;
  guint next; /* index in tools */
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_free (save->path);
  assay_report_options_free (save->options);
  g_ptr_array_unref (save->outcomes);
  g_free (save);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Save *save = data;
  GError *error = NULL;
  AssayReportCheck check = { .outcomes = (AssayOutcome *const *) save->outcomes->pdata,
                             .n_outcomes = save->outcomes->len };
  g_autoptr (AssayReport) report = assay_report_new_for_check (&check, 1, save->options, &error);
  g_autofree char *sha256 = NULL;

  if (report && assay_report_write_pdf (report, save->path, NULL, &sha256, &error))
    g_task_return_pointer (task, g_steal_pointer (&sha256), g_free);
  else
    g_task_return_error (task, error);
}

static void collect_next (GTask *task);

static void
on_outcome (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *save = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = assay_subject_get_outcome_finish (ASSAY_SUBJECT (source), result, &error);

  if (outcome)
    g_ptr_array_add (save->outcomes, g_steal_pointer (&outcome));
  else if (save->next == 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  save->next++;
  collect_next (task);
}

static void
collect_next (GTask *task)
{
  Save *save = g_task_get_task_data (task);

  while (save->next < G_N_ELEMENTS (tools) && !assay_tool_list_find (tools[save->next]))
    save->next++;
  if (save->next < G_N_ELEMENTS (tools))
    assay_subject_get_outcome_async (g_task_get_source_object (task), tools[save->next],
                                     g_task_get_cancellable (task), on_outcome,
                                     g_object_ref (task));
  else
    g_task_run_in_thread (task, write_in_thread);
}

void
assay_check_report_save_async (AssaySubject *subject,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (subject, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);

  save->path = g_strdup (path);
  save->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_outcome_unref);
  save->options = assay_report_defaults_new ();
  g_task_set_task_data (task, save, save_free);
  collect_next (task);
}

char *
assay_check_report_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
