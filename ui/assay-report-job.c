/* assay-report-job.c: see the header. */
#include "assay-report-job.h"

#include "config.h"

#include <string.h>

#include "worker/assay-tool-list.h"

/* Integrity is the check; the others fill annexes and may fail without harm. */
static const char *const tools[] = { "integrity", "metadata", "structure" };

typedef struct
{
  AssayReportOptions *options;
  GPtrArray *outcomes;
  guint next; /* index in tools */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  assay_report_options_free (making->options);
  g_ptr_array_unref (making->outcomes);
  g_free (making);
}

static void
make_check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *making = data;
  GError *error = NULL;
  AssayReportCheck check = { .outcomes = (AssayOutcome *const *) making->outcomes->pdata,
                             .n_outcomes = making->outcomes->len };
  AssayReport *report = assay_report_new_for_check (&check, 1, making->options, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) assay_report_unref);
  else
    g_task_return_error (task, error);
}

static void collect_next (GTask *task);

static void
on_outcome (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Making *making = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = assay_subject_get_outcome_finish (ASSAY_SUBJECT (source), result, &error);

  if (outcome != NULL)
    {
      g_ptr_array_add (making->outcomes, g_steal_pointer (&outcome));
    }
  else if (making->next == 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  making->next++;
  collect_next (task);
}

static void
collect_next (GTask *task)
{
  Making *making = g_task_get_task_data (task);

  while (making->next < G_N_ELEMENTS (tools) && assay_tool_list_find (tools[making->next]) == NULL)
    making->next++;
  if (making->next < G_N_ELEMENTS (tools))
    assay_subject_get_outcome_async (g_task_get_source_object (task), tools[making->next],
                                     g_task_get_cancellable (task), on_outcome,
                                     g_object_ref (task));
  else
    g_task_run_in_thread (task, make_check);
}

static void
on_case_report (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  AssayReport *report = assay_report_new_finish (result, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) assay_report_unref);
  else
    g_task_return_error (task, error);
}

void
assay_report_job_make_async (AssaySubject *subject,
                             const AssayReportOptions *options,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (subject, cancellable, callback, user_data);
  AssayCase *acase = assay_subject_get_case (subject);
  Making *making;

  if (acase != NULL)
    {
      assay_report_new_for_case_async (acase, options, cancellable, on_case_report,
                                       g_object_ref (task));
      return;
    }
  making = g_new0 (Making, 1);
  making->options = assay_report_options_copy (options);
  making->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_outcome_unref);
  g_task_set_task_data (task, making, making_free);
  collect_next (task);
}

AssayReport *
assay_report_job_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  AssayReport *report;
  AssayCase *acase; /* NULL in a quick check */
  char *path;
  char *passphrase; /* of the report-signing key; NULL without */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  assay_report_unref (saving->report);
  g_clear_object (&saving->acase);
  g_free (saving->path);
  if (saving->passphrase != NULL)
    explicit_bzero (saving->passphrase, strlen (saving->passphrase));
  g_free (saving->passphrase);
  g_free (saving);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  g_autoptr (AssayReportKey) key = NULL;
  g_autofree char *sha256 = NULL;
  GError *error = NULL;
  gboolean recorded
      = saving->acase != NULL && assay_case_get_mode (saving->acase) == ASSAY_CASE_WRITE;

  if (saving->acase != NULL)
    {
      key = assay_report_key_open (NULL, saving->passphrase,
                                   assay_case_get_examiner (saving->acase), &error);
      if (key == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
    }
  if (!assay_report_write_pdf (saving->report, saving->path, key, &sha256, &error)
      || (recorded
          && !assay_report_record (saving->report, saving->acase, saving->path, sha256, key,
                                   &error)))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&sha256), g_free);
}

void
assay_report_job_save_async (AssaySubject *subject,
                             AssayReport *report,
                             const char *path,
                             const char *passphrase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (subject, cancellable, callback, user_data);
  AssayCase *acase = assay_subject_get_case (subject);
  Saving *saving = g_new0 (Saving, 1);

  saving->report = assay_report_ref (report);
  saving->acase = acase != NULL ? g_object_ref (acase) : NULL;
  saving->path = g_strdup (path);
  saving->passphrase = g_strdup (passphrase);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

char *
assay_report_job_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
