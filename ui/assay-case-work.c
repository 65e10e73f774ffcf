/* assay-case-work.c: see the header. */
#include "assay-case-work.h"

/* ms; what ends before is not worth a row in the list of jobs. */
#define UNNOTICED 100

typedef struct
{
  AssayCaseWork work;
  AssayCaseWorkDone done;
  AssayCase *acase;
  AssayJobList *jobs;
  AssayJob *job;
  guint show_later;
  gpointer data;
  GDestroyNotify free_data;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_clear_object (&self->acase);
  g_clear_object (&self->jobs);
  g_clear_object (&self->job);
  g_free (self);
}

/* How far the work is, on its way into the main thread. */
typedef struct
{
  AssayJob *job;
  double fraction;
  const char *what;
  guint64 done;
  guint64 total;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->job);
  g_free (step);
}

static gboolean
show_step (gpointer data)
{
  Step *step = data;

  if (assay_job_is_running (step->job))
    assay_job_progress (step->fraction, step->what, step->done, step->total, step->job);
  return G_SOURCE_REMOVE;
}

/* From any thread, at most 20 times a second. */
static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer job)
{
  Step *step = g_new (Step, 1);

  /* What is said are msgids, so there are few. */
  *step = (Step){ g_object_ref (job), fraction, g_intern_string (what), done, total };
  (void) g_idle_add_full (G_PRIORITY_DEFAULT, show_step, step, step_free);
}

static void
run (GTask *task, gpointer owner, gpointer data, GCancellable *cancellable)
{
  Work *self = data;
  g_autoptr (AssayProgress) progress
      = assay_progress_new (on_progress, g_object_ref (self->job), g_object_unref);
  GError *error = NULL;

  if (self->work (self->acase, self->data, progress, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
show_job (gpointer data)
{
  Work *self = data;

  self->show_later = 0;
  assay_job_list_add (self->jobs, self->job);
  return G_SOURCE_REMOVE;
}

static void
on_done (GObject *owner, GAsyncResult *result, gpointer user_data)
{
  Work *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->show_later, g_source_remove);
  (void) g_task_propagate_boolean (G_TASK (result), &error);
  assay_job_end (self->job, error);
  self->done (owner, self->data, error);
}

AssayJob *
assay_case_work_start (AssayJobList *jobs,
                       const char *title,
                       AssayCase *acase,
                       AssayCaseWork work,
                       AssayCaseWorkDone done,
                       GObject *owner,
                       gpointer data,
                       GDestroyNotify free_data)
{
  const char *subtitle = acase != NULL ? assay_case_get_title (acase) : "";
  Work *self = g_new0 (Work, 1);
  g_autoptr (GTask) task = NULL;

  self->work = work;
  self->done = done;
  self->acase = acase != NULL ? g_object_ref (acase) : NULL;
  self->job = assay_job_new (title, subtitle, NULL);
  self->data = data;
  self->free_data = free_data;
  self->jobs = g_object_ref (jobs);
  self->show_later = g_timeout_add (UNNOTICED, show_job, self);
  task = g_task_new (owner, assay_job_get_cancellable (self->job), on_done, NULL);
  /* What the work has written stays written, even if Cancel came while it was. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, work_free);
  g_task_run_in_thread (task, run);
  return self->job;
}
