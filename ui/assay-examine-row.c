/* assay-examine-row.c: see the header. */
#include "assay-examine-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-widget.h"
#include "case/assay-examinations.h"

struct _AssayExamineRow
{
  GtkWidget parent_instance;

  GtkLabel *label;
  GtkWidget *button;

  AssaySubject *subject; /* whose case is looked at */
  GArray *missing;       /* AssayExamination; NULL before they were counted */
  AssayJob *job;         /* while they are run */
};

enum
{
  EXAMINED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayExamineRow, assay_examine_row, GTK_TYPE_WIDGET)

static void
show_missing (AssayExamineRow *self)
{
  guint n = self->missing != NULL ? self->missing->len : 0;
  g_autofree char *text
      = g_strdup_printf (ngettext ("%u examination that a report shows was not run yet.",
                                   "%u examinations that a report shows were not run yet.", n),
                         n);

  gtk_label_set_label (self->label, self->job != NULL ? _ ("Examinations are run…") : text);
  gtk_widget_set_visible (self->button, self->job == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, assay_case_find_unexamined (data), (GDestroyNotify) g_array_unref);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  AssayExamineRow *self = ASSAY_EXAMINE_ROW (source);
  GArray *missing = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->subject == NULL
      || g_task_get_task_data (G_TASK (result)) != assay_subject_get_case (self->subject))
    {
      g_clear_pointer (&missing, g_array_unref);
      return;
    }
  g_clear_pointer (&self->missing, g_array_unref);
  self->missing = missing;
  show_missing (self);
}

static void
count (AssayExamineRow *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_counted, NULL);

  g_task_set_task_data (task, g_object_ref (assay_subject_get_case (self->subject)),
                        g_object_unref);
  g_task_run_in_thread (task, count_in_thread);
}

/* What a thread needs; of the job only the reference. */
typedef struct
{
  AssayCase *acase;
  AssayClient *client;
  AssayJob *job;
} Work;

typedef struct
{
  AssayJob *job;
  guint exhibit;
  guint n_exhibits;
} Step;

static gboolean
tell_step (gpointer data)
{
  g_autofree Step *step = data;
  g_autoptr (AssayJob) job = step->job;

  assay_job_progress ((step->exhibit - 1.0) / step->n_exhibits, N_ ("Checking"), step->exhibit,
                      step->n_exhibits, job);
  return G_SOURCE_REMOVE;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->acase);
  g_object_unref (work->client);
  g_object_unref (work->job);
  g_free (work);
}

/* One that fails is recorded as such and is not missing any more. */
static void
run_one (const Work *work, const AssayExamination *one, GCancellable *cancellable)
{
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (one->info, NULL);
  g_autoptr (AssayRequest) request = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;

  if (parameters == NULL)
    return;
  request = assay_request_new (parameters);
  outcome
      = assay_case_run (work->acase, one->exhibit, request, work->client, NULL, cancellable, NULL);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  guint n = assay_case_get_n_exhibits (work->acase);

  for (guint i = 1; i <= n; i++)
    {
      Step *step = g_new (Step, 1);

      *step = (Step){ g_object_ref (work->job), i, n };
      g_idle_add (tell_step, step);
      for (guint tool = 0; assay_examination_get (tool) != NULL; tool++)
        {
          const AssayExamination one = { i, assay_examination_get (tool) };

          if (g_task_return_error_if_cancelled (task))
            return;
          if (assay_case_is_unexamined (work->acase, &one))
            run_one (work, &one, cancellable);
        }
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  AssayExamineRow *self = ASSAY_EXAMINE_ROW (source);
  g_autoptr (AssayJob) job = data;
  g_autoptr (GError) error = NULL;

  (void) g_task_propagate_boolean (G_TASK (result), &error);
  assay_job_end (job, error);
  if (self->job != job)
    return;
  g_clear_object (&self->job);
  if (self->subject == NULL)
    return;
  count (self);
  g_signal_emit (self, signals[EXAMINED], 0);
}

static void
run_missing (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayExamineRow *self = ASSAY_EXAMINE_ROW (widget);
  AssayCase *acase = self->subject != NULL ? assay_subject_get_case (self->subject) : NULL;
  g_autoptr (GTask) task = NULL;
  AssayJob *job;
  Work *work;

  if (acase == NULL || self->job != NULL)
    return;
  job = assay_job_new (_ ("Examinations for the report"), assay_case_get_title (acase), NULL);
  work = g_new0 (Work, 1);
  work->acase = g_object_ref (acase);
  work->client = g_object_ref (assay_subject_get_client (self->subject));
  work->job = g_object_ref (job);
  task = g_task_new (self, assay_job_get_cancellable (job), on_run, g_object_ref (job));
  g_task_set_task_data (task, work, work_free);
  assay_job_list_add (assay_subject_get_jobs (self->subject), job);
  self->job = job;
  g_task_run_in_thread (task, run_in_thread);
  show_missing (self);
}

void
assay_examine_row_set_subject (AssayExamineRow *self, AssaySubject *subject)
{
  AssayCase *acase = subject != NULL ? assay_subject_get_case (subject) : NULL;

  if (subject == self->subject && self->job != NULL)
    return;
  g_set_object (&self->subject, subject);
  if (self->job != NULL) /* of this or another case: it goes on by itself */
    g_clear_object (&self->job);
  g_clear_pointer (&self->missing, g_array_unref);
  show_missing (self);
  if (acase != NULL && assay_case_get_mode (acase) == ASSAY_CASE_WRITE)
    count (self);
}

static void
assay_examine_row_dispose (GObject *object)
{
  AssayExamineRow *self = ASSAY_EXAMINE_ROW (object);

  g_clear_object (&self->subject);
  g_clear_object (&self->job);
  g_clear_pointer (&self->missing, g_array_unref);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_EXAMINE_ROW);
  G_OBJECT_CLASS (assay_examine_row_parent_class)->dispose (object);
}

static void
assay_examine_row_class_init (AssayExamineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_examine_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-examine-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayExamineRow, label);
  gtk_widget_class_bind_template_child (widget_class, AssayExamineRow, button);
  gtk_widget_class_install_action (widget_class, "examine.run", NULL, run_missing);
  signals[EXAMINED] = g_signal_new ("examined", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_examine_row_init (AssayExamineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
