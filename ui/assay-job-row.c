/* assay-job-row.c: see the header. */
#include "assay-job-row.h"

#include "config.h"

struct _AssayJobRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *status;
  GtkProgressBar *bar;
  GtkButton *cancel;

  AssayJob *job;
};

G_DEFINE_FINAL_TYPE (AssayJobRow, assay_job_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_job (AssayJobRow *self)
{
  double fraction = assay_job_get_fraction (self->job);
  gboolean running = assay_job_is_running (self->job);

  gtk_label_set_label (self->title, assay_job_get_title (self->job));
  gtk_label_set_label (self->subtitle, assay_job_get_subtitle (self->job));
  gtk_label_set_label (self->status, assay_job_get_status (self->job));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), running);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), running);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
  else
    gtk_progress_bar_pulse (self->bar);
}

static void
cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_job_cancel (ASSAY_JOB_ROW (widget)->job);
}

static void
assay_job_row_dispose (GObject *object)
{
  AssayJobRow *self = ASSAY_JOB_ROW (object);

  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_JOB_ROW);
  G_OBJECT_CLASS (assay_job_row_parent_class)->dispose (object);
}

static void
assay_job_row_class_init (AssayJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_job_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, AssayJobRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, AssayJobRow, status);
  gtk_widget_class_bind_template_child (widget_class, AssayJobRow, bar);
  gtk_widget_class_bind_template_child (widget_class, AssayJobRow, cancel);
  gtk_widget_class_install_action (widget_class, "job.cancel", NULL, cancel);
}

static void
assay_job_row_init (AssayJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
assay_job_row_new (AssayJob *job)
{
  AssayJobRow *self = g_object_new (ASSAY_TYPE_JOB_ROW, NULL);

  self->job = g_object_ref (job);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (show_job), self);
  show_job (self);
  return GTK_WIDGET (self);
}
