/* assay-subject-run.c: runs of tools on a subject: through the case when there is one, else
 * straight in the worker. */
#include "assay-subject-private.h"

#include "config.h"

#include <glib/gi18n.h>

#include "worker/assay-tool-list.h"

AssayRequest *
assay_subject_make_request (AssaySubject *self, AssayParameters *parameters, GError **error)
{
  g_autoptr (AssayRequest) request = assay_request_new (parameters);
  const AssayToolInfo *info = assay_parameters_get_info (parameters);

  /* In a case the exhibit is added, and recorded, by core/case. */
  if (!self->acase
      && !assay_request_add_input (request, info->inputs[0].role, self->name, self->fd, error))
    return NULL;
  return g_steal_pointer (&request);
}

typedef struct
{
  AssayJob *job;
  char *tool;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->job);
  g_free (run->tool);
  g_free (run);
}

static void
on_run_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AssaySubject *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = self->acase ? assay_case_run_finish (ASSAY_CASE (source), result, &error)
                    : assay_client_run_finish (ASSAY_CLIENT (source), result, &error);
  AssayKnown *known = assay_subject_know (self, run->tool);

  if (known->job == run->job)
    g_clear_object (&known->job);
  assay_job_end (run->job, error);
  if (outcome)
    {
      assay_subject_learn (self, assay_outcome_get_result (outcome), outcome);
      g_task_return_pointer (task, g_steal_pointer (&outcome),
                             (GDestroyNotify) assay_outcome_unref);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

AssayJob *
assay_subject_run_async (AssaySubject *self,
                         AssayRequest *request,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  const AssayToolInfo *info = assay_parameters_get_info (assay_request_get_parameters (request));
  AssayKnown *known = assay_subject_know (self, info->id);
  AssayJob *job = assay_job_new (g_dgettext (NULL, info->title), self->name, NULL);
  GCancellable *cancellable = assay_job_get_cancellable (job);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->job = job;
  run->tool = g_strdup (info->id);
  g_task_set_source_tag (task, assay_subject_run_async);
  g_task_set_task_data (task, run, run_free);
  g_set_object (&known->job, job);
  assay_job_list_add (self->jobs, job);

  if (self->acase)
    {
      assay_case_run_async (self->acase, assay_subject_get_number (self), request, self->client,
                            assay_job_progress, job, cancellable, on_run_done, task);
      assay_request_free (request);
    }
  else
    assay_client_run_async (self->client, request, assay_job_progress, job, cancellable,
                            on_run_done, task);
  return job;
}

AssayOutcome *
assay_subject_run_finish (AssaySubject *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Everybody who waits for @tool gets what came of it. */
static void
answer_waiting (AssaySubject *self, const char *tool, const GError *error)
{
  AssayKnown *known = assay_subject_know (self, tool);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&known->waiting);

  known->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);
      if (error)
        g_task_return_error (task, g_error_copy (error));
      else if (g_task_get_source_tag (task) == assay_subject_get_outcome_async)
        g_task_return_pointer (task, assay_outcome_ref (known->outcome),
                               (GDestroyNotify) assay_outcome_unref);
      else
        g_task_return_pointer (task, assay_result_ref (known->result),
                               (GDestroyNotify) assay_result_unref);
    }
}

static void
on_default_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AssaySubject *self = ASSAY_SUBJECT (source);
  g_autofree char *tool = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = assay_subject_run_finish (self, result, &error);

  answer_waiting (self, tool, error);
}

/* Runs @tool with its defaults for those who wait. */
static void
start_default_run (AssaySubject *self, const char *tool)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = NULL;
  const AssayToolInfo *info = assay_tool_list_find (tool);
  AssayRequest *request = NULL;
  const char *reason = NULL;

  if (!info)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no tool “%s”."), tool);
  else if (!assay_subject_can_run (self, &reason))
    g_set_error_literal (&error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY, reason);
  else if ((parameters = assay_parameters_new_default (info, &error)) != NULL)
    request = assay_subject_make_request (self, parameters, &error);

  if (request)
    assay_subject_run_async (self, request, on_default_run, g_strdup (tool));
  else
    answer_waiting (self, tool, error);
}

/* Puts a task in the queue of @tool; TRUE if it is the first, so that somebody has to start the
 * work. */
static gboolean
wait_for (AssaySubject *self, const char *tool, GTask *task)
{
  AssayKnown *known = assay_subject_know (self, tool);

  g_ptr_array_add (known->waiting, task);
  return known->waiting->len == 1;
}

void
assay_subject_get_outcome_async (AssaySubject *self,
                                 const char *tool,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  AssayOutcome *outcome = assay_subject_peek_outcome (self, tool);

  g_task_set_source_tag (task, assay_subject_get_outcome_async);
  if (outcome)
    {
      g_task_return_pointer (task, assay_outcome_ref (outcome),
                             (GDestroyNotify) assay_outcome_unref);
      g_object_unref (task);
    }
  else if (wait_for (self, tool, task))
    start_default_run (self, tool);
}

AssayOutcome *
assay_subject_get_outcome_finish (AssaySubject *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  AssayCase *acase;
  guint number;
  char *tool;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_object_unref (lookup->acase);
  g_free (lookup->tool);
  g_free (lookup);
}

static void
look_up_stored (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Lookup *lookup = data;
  GError *error = NULL;
  AssayResult *result
      = assay_case_find_result (lookup->acase, lookup->number, lookup->tool, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, (GDestroyNotify) assay_result_unref);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AssaySubject *self = ASSAY_SUBJECT (source);
  Lookup *lookup = g_task_get_task_data (G_TASK (result));
  AssayKnown *known = assay_subject_know (self, lookup->tool);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) stored = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean want_outcome = FALSE;

  for (guint i = 0; i < known->waiting->len; i++)
    want_outcome |= g_task_get_source_tag (g_ptr_array_index (known->waiting, i))
                    == assay_subject_get_outcome_async;

  if (error)
    answer_waiting (self, lookup->tool, error);
  else if (stored && !want_outcome)
    {
      if (!known->result)
        assay_subject_learn (self, stored, NULL);
      answer_waiting (self, lookup->tool, NULL);
    }
  else
    start_default_run (self, lookup->tool);
}

void
assay_subject_get_result_async (AssaySubject *self,
                                const char *tool,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  AssayResult *result = assay_subject_peek_result (self, tool);

  g_task_set_source_tag (task, assay_subject_get_result_async);
  if (result)
    {
      g_task_return_pointer (task, assay_result_ref (result), (GDestroyNotify) assay_result_unref);
      g_object_unref (task);
      return;
    }
  if (!wait_for (self, tool, task))
    return;
  if (!self->acase)
    {
      start_default_run (self, tool);
      return;
    }

  GTask *lookup_task = g_task_new (self, NULL, on_stored, NULL);
  Lookup *lookup = g_new0 (Lookup, 1);
  lookup->acase = g_object_ref (self->acase);
  lookup->number = assay_subject_get_number (self);
  lookup->tool = g_strdup (tool);
  g_task_set_task_data (lookup_task, lookup, lookup_free);
  g_task_run_in_thread (lookup_task, look_up_stored);
  g_object_unref (lookup_task);
}

AssayResult *
assay_subject_get_result_finish (AssaySubject *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  AssayCase *acase;
  guint number;
  char **tools;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->acase);
  g_strfreev (search->tools);
  g_free (search);
}

static void
free_recorded (gpointer data)
{
  assay_recorded_run_free (data);
}

static void
search_record (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  GError *error = NULL;
  AssayRecordedRun *run = assay_case_find_recorded_run (
      search->acase, search->number, (const char *const *) search->tools, cancellable, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, run, free_recorded);
}

void
assay_subject_find_recorded_async (AssaySubject *self,
                                   const char *const *tools,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Search *search;

  if (!self->acase)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  search = g_new0 (Search, 1);
  search->acase = g_object_ref (self->acase);
  search->number = assay_subject_get_number (self);
  search->tools = g_strdupv ((char **) (gsize) tools);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_record);
}

AssayRecordedRun *
assay_subject_find_recorded_finish (AssaySubject *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
