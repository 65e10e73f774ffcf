/* assay-report-mark.c: see the header. Reading and writing the record is in
 * assay-report-choice.c. */
#include "assay-report-mark.h"

#include "config.h"

#include "assay-report-choice.h"

struct _AssayReportMark
{
  GtkCheckButton parent_instance;

  AssaySubject *subject; /* NULL while hidden */
  char *tool;
  GCancellable *reading;
  gboolean following; /* the record, not the person */
};

enum
{
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayReportMark, assay_report_mark, GTK_TYPE_CHECK_BUTTON)

static void
set_in_report (AssayReportMark *self, gboolean in_report)
{
  self->following = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self), in_report);
  self->following = FALSE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayReportMark) self = data;
  gboolean in_report;

  if (self->subject == NULL || assay_subject_get_case (self->subject) != ASSAY_CASE (source)
      || !assay_report_choice_load_finish (result, &in_report, NULL))
    return;
  set_in_report (self, in_report);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayReportMark) self = data;
  g_autoptr (GError) error = NULL;

  if (assay_report_choice_set_finish (result, &error))
    return;
  set_in_report (self, !gtk_check_button_get_active (GTK_CHECK_BUTTON (self)));
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
assay_report_mark_toggled (GtkCheckButton *button)
{
  AssayReportMark *self = ASSAY_REPORT_MARK (button);

  if (self->following || self->subject == NULL)
    return;
  assay_report_choice_set_async (assay_subject_get_case (self->subject),
                                 assay_subject_get_number (self->subject), self->tool,
                                 gtk_check_button_get_active (button), on_set, g_object_ref (self));
}

static void
forget (AssayReportMark *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->subject);
  g_clear_pointer (&self->tool, g_free);
}

static void
assay_report_mark_dispose (GObject *object)
{
  forget (ASSAY_REPORT_MARK (object));
  G_OBJECT_CLASS (assay_report_mark_parent_class)->dispose (object);
}

static void
assay_report_mark_class_init (AssayReportMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_report_mark_dispose;
  GTK_CHECK_BUTTON_CLASS (klass)->toggled = assay_report_mark_toggled;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
assay_report_mark_init (AssayReportMark *self)
{
}

void
assay_report_mark_show (AssayReportMark *self, AssaySubject *subject, const char *tool)
{
  AssayCase *acase = subject != NULL ? assay_subject_get_case (subject) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  forget (self);
  if (acase == NULL || assay_case_get_mode (acase) != ASSAY_CASE_WRITE
      || g_str_equal (tool, "integrity"))
    return;
  self->subject = g_object_ref (subject);
  self->tool = g_strdup (tool);
  self->reading = g_cancellable_new ();
  assay_report_choice_load_async (acase, assay_subject_get_number (subject), tool, self->reading,
                                  on_loaded, g_object_ref (self));
}
