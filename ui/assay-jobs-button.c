/* assay-jobs-button.c: see the header. */
#include "assay-jobs-button.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-job-row.h"
#include "assay-widget.h"

struct _AssayJobsButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkListBox *list;
  GtkLabel *count;

  AssayJobList *jobs;
};

enum
{
  PROP_JOBS = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AssayJobsButton, assay_jobs_button, GTK_TYPE_WIDGET)

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  return assay_job_row_new (ASSAY_JOB (item));
}

static void
on_jobs_changed (AssayJobsButton *self)
{
  guint running = assay_job_list_get_n_running (self->jobs);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));
  g_autofree char *count = g_strdup_printf ("%u", running);
  g_autofree char *name = NULL;

  if (running > 0)
    name
        = g_strdup_printf (ngettext ("%u job is running", "%u jobs are running", running), running);
  else
    name = g_strdup (_ ("Jobs"));
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), running > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), all > 0);
}

static void
cancel_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_job_list_cancel_all (ASSAY_JOBS_BUTTON (widget)->jobs);
}

static void
clear_ended (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_job_list_clear_ended (ASSAY_JOBS_BUTTON (widget)->jobs);
}

static void
assay_jobs_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_JOBS)
    assay_jobs_button_set_jobs (ASSAY_JOBS_BUTTON (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
assay_jobs_button_dispose (GObject *object)
{
  AssayJobsButton *self = ASSAY_JOBS_BUTTON (object);

  if (self->jobs)
    g_signal_handlers_disconnect_by_data (self->jobs, self);
  g_clear_object (&self->jobs);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_JOBS_BUTTON);
  G_OBJECT_CLASS (assay_jobs_button_parent_class)->dispose (object);
}

static void
assay_jobs_button_class_init (AssayJobsButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = assay_jobs_button_dispose;
  object_class->set_property = assay_jobs_button_set_property;
  properties[PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, ASSAY_TYPE_JOB_LIST,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-jobs-button.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayJobsButton, button);
  gtk_widget_class_bind_template_child (widget_class, AssayJobsButton, list);
  gtk_widget_class_bind_template_child (widget_class, AssayJobsButton, count);
  gtk_widget_class_install_action (widget_class, "jobs.cancel-all", NULL, cancel_all);
  gtk_widget_class_install_action (widget_class, "jobs.clear", NULL, clear_ended);
}

static void
assay_jobs_button_init (AssayJobsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
assay_jobs_button_set_jobs (AssayJobsButton *self, AssayJobList *jobs)
{
  if (self->jobs)
    g_signal_handlers_disconnect_by_data (self->jobs, self);
  if (!g_set_object (&self->jobs, jobs) || !jobs)
    return;
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (jobs), make_row, NULL, NULL);
  g_signal_connect_swapped (jobs, "items-changed", G_CALLBACK (on_jobs_changed), self);
  g_signal_connect_swapped (jobs, "notify::n-running", G_CALLBACK (on_jobs_changed), self);
  on_jobs_changed (self);
}
