/* assay-check-page.c: see the header. */
#include "assay-check-page.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-answer-view.h"
#include "assay-button-labels.h"
#include "assay-check-report.h"
#include "assay-dialog.h"
#include "assay-exhibit-view.h"
#include "assay-file-choosers.h"
#include "assay-file-drop.h"
#include "assay-jobs-button.h"
#include "assay-saved-dialog.h"
#include "assay-settings.h"
#include "assay-subject.h"
#include "assay-thumbnail.h"
#include "assay-widget.h"
#include "assay-words.h"

struct _AssayCheckPage
{
  GtkWidget parent_instance;

  AdwWindowTitle *title;
  AssayJobsButton *jobs_button;
  GtkStack *stack;
  GtkLabel *working_name;
  GtkLabel *working_status;
  GtkProgressBar *working_bar;
  AdwStatusPage *failed_page;
  AssayAnswerView *answer;
  AssayThumbnail *picture;
  GtkToggleButton *show_picture;
  GtkLabel *file_name;
  GtkLabel *file_facts;
  GtkLabel *file_hash;
  AdwBin *details_bin;
  GtkWidget *bottom_bar;
  GtkWidget *save;

  AssayWorkbench *workbench;
  AssaySubject *subject;
  GSignalGroup *job_signals;
  GCancellable *cancellable; /* of the whole page */
  char *path;
  char *report_place; /* where the report was last written */
  guint pulse;
};

G_DEFINE_FINAL_TYPE (AssayCheckPage, assay_check_page, GTK_TYPE_WIDGET)

static void
stop_pulse (AssayCheckPage *self)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
}

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (ASSAY_CHECK_PAGE (data)->working_bar);
  return G_SOURCE_CONTINUE;
}

static void
on_job_changed (AssayCheckPage *self, GParamSpec *pspec, AssayJob *job)
{
  double fraction = assay_job_get_fraction (job);

  gtk_label_set_label (self->working_status, assay_job_get_status (job));
  if (fraction >= 0)
    {
      stop_pulse (self);
      gtk_progress_bar_set_fraction (self->working_bar, fraction);
    }
}

static void
show_state (AssayCheckPage *self, const char *state)
{
  gboolean answered = g_str_equal (state, "answer");

  if (!g_str_equal (state, "working"))
    {
      stop_pulse (self);
      g_signal_group_set_target (self->job_signals, NULL);
    }
  gtk_stack_set_visible_child_name (self->stack, state);
  gtk_widget_set_visible (self->bottom_bar, answered);
  if (answered)
    gtk_widget_grab_focus (self->save);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.save-report", self->subject != NULL);
}

static void
show_error (AssayCheckPage *self, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *reason = g_markup_escape_text (
      cancelled ? _ ("The check was stopped before it had an answer. Nothing was kept.")
                : error->message,
      -1);

  adw_status_page_set_title (self->failed_page,
                             cancelled ? _ ("Cancelled") : _ ("This file could not be checked"));
  adw_status_page_set_description (self->failed_page, reason);
  show_state (self, "failed");
}

static void
show_picture (AssayCheckPage *self, AssayImage *image)
{
  g_autoptr (GdkTexture) texture = assay_texture_from_image (image);

  assay_thumbnail_set_texture (self->picture, texture,
                               assay_icon_of_mime (assay_subject_get_mime (self->subject)));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
      texture ? _ ("Small picture of the file") : _ ("No picture of this file"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->show_picture), texture != NULL);
}

static void
on_pictured (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayCheckPage) self = user_data;
  g_autoptr (AssayOutcome) outcome
      = assay_subject_get_outcome_finish (ASSAY_SUBJECT (source), result, NULL);

  if (outcome && self->subject == ASSAY_SUBJECT (source))
    show_picture (self, assay_result_find_image (assay_outcome_get_result (outcome), "thumbnail"));
}

/* What the plain engine does not decode gets its picture from the tool that does, after the answer.
 */
static void
find_picture (AssayCheckPage *self, AssayResult *answer)
{
  AssayImage *image = assay_result_find_image (answer, "thumbnail");
  guint kinds = assay_subject_get_kinds (self->subject);

  show_picture (self, image);
  if (!image && (kinds & (ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO)))
    assay_subject_get_outcome_async (self->subject, "image", self->cancellable, on_pictured,
                                     g_object_ref (self));
}

static void
show_facts (AssayCheckPage *self)
{
  g_autofree char *size = assay_words_show_size (assay_subject_get_size (self->subject));
  const char *mime = assay_subject_get_mime (self->subject);
  g_autofree char *facts = g_strdup_printf ("%s · %s", assay_words_type (mime), size);

  gtk_label_set_label (self->file_name, assay_subject_get_name (self->subject));
  gtk_label_set_label (self->file_facts, facts);
  gtk_label_set_label (self->file_hash, assay_subject_get_sha256 (self->subject));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayCheckPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = assay_subject_get_outcome_finish (ASSAY_SUBJECT (source), result, &error);

  if (!self->workbench)
    return;
  if (!outcome)
    {
      show_error (self, error);
      return;
    }
  AssayResult *answer = assay_outcome_get_result (outcome);
  show_facts (self);
  find_picture (self, answer);
  assay_answer_view_set_result (self->answer, answer);
  show_state (self, "answer");
}

static void
start_check (AssayCheckPage *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->subject);
  self->subject
      = assay_subject_new_file (assay_workbench_get_client (self->workbench),
                                assay_workbench_get_jobs (self->workbench), self->path, &error);
  if (!self->subject)
    {
      show_error (self, error);
      return;
    }
  adw_window_title_set_subtitle (self->title, assay_subject_get_name (self->subject));
  gtk_label_set_label (self->working_name, assay_subject_get_name (self->subject));
  gtk_progress_bar_set_fraction (self->working_bar, 0);
  show_state (self, "working");
  if (!self->pulse)
    self->pulse = g_timeout_add (120, on_pulse, self);
  assay_subject_get_outcome_async (self->subject, "integrity", self->cancellable, on_answer,
                                   g_object_ref (self));
  g_signal_group_set_target (self->job_signals,
                             assay_subject_find_job (self->subject, "integrity"));
}

static void
cancel_check (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCheckPage *self = ASSAY_CHECK_PAGE (widget);
  AssayJob *job = self->subject ? assay_subject_find_job (self->subject, "integrity") : NULL;

  if (job)
    assay_job_cancel (job);
}

static void
retry_check (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start_check (ASSAY_CHECK_PAGE (widget));
}

static void
show_details (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCheckPage *self = ASSAY_CHECK_PAGE (widget);

  if (!self->subject)
    return;
  if (!adw_bin_get_child (self->details_bin))
    adw_bin_set_child (self->details_bin, assay_exhibit_view_new ());
  assay_exhibit_view_set_subject (ASSAY_EXHIBIT_VIEW (adw_bin_get_child (self->details_bin)),
                                  self->subject);
  show_state (self, "details");
  gtk_widget_child_focus (GTK_WIDGET (self->details_bin), GTK_DIR_TAB_FORWARD);
}

static void
on_report_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayCheckPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_autofree char *sha256 = assay_check_report_save_finish (result, &error);

  if (!root)
    return;
  if (sha256)
    assay_saved_dialog_show (GTK_WINDOW (root), self->report_place, sha256);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    assay_dialog_tell (GTK_WINDOW (root), _ ("The report could not be saved"), error->message);
}

static void
on_report_place (GListModel *files, gpointer user_data)
{
  AssayCheckPage *self = user_data;
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);

  if (!self->subject || !g_file_peek_path (file))
    return;
  g_free (self->report_place);
  self->report_place = g_strdup (g_file_peek_path (file));
  assay_check_report_save_async (self->subject, self->report_place, self->cancellable,
                                 on_report_saved, g_object_ref (self));
}

static void
save_report (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCheckPage *self = ASSAY_CHECK_PAGE (widget);
  /* Translators: file name of a report; %s is the name of the checked file. */
  g_autofree char *name
      = g_strdup_printf (_ ("Report on %s.pdf"), assay_subject_get_name (self->subject));

  g_strdelimit (name, "/", '_');
  assay_choose_file_to_save (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Save report"), name,
                             on_report_place, G_OBJECT (self));
}

static void
keep_as_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *paths[] = { ASSAY_CHECK_PAGE (widget)->path, NULL };

  gtk_widget_activate_action (widget, "win.new-case-with", "^aay", paths);
}

static void
copy_hash (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCheckPage *self = ASSAY_CHECK_PAGE (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          assay_subject_get_sha256 (self->subject));
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("SHA-256 copied"));
}

static void
on_files (GListModel *files, gpointer user_data)
{
  g_autoptr (GVariant) paths = g_variant_ref_sink (assay_file_drop_paths (files));

  gtk_widget_activate_action_variant (user_data, "win.receive-files", paths);
}

static void
assay_check_page_dispose (GObject *object)
{
  AssayCheckPage *self = ASSAY_CHECK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subject && assay_subject_find_job (self->subject, "integrity"))
    assay_job_cancel (assay_subject_find_job (self->subject, "integrity"));
  stop_pulse (self);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->workbench);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_CHECK_PAGE);
  g_clear_object (&self->subject);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->report_place, g_free);
  G_OBJECT_CLASS (assay_check_page_parent_class)->dispose (object);
}

static void
assay_check_page_finalize (GObject *object)
{
  g_clear_object (&ASSAY_CHECK_PAGE (object)->cancellable);
  G_OBJECT_CLASS (assay_check_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, title);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, working_name);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, working_status);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, working_bar);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, answer);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, picture);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, show_picture);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, file_name);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, file_facts);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, file_hash);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, details_bin);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, AssayCheckPage, save);
}

static void
assay_check_page_class_init (AssayCheckPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_check_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = assay_check_page_finalize;
  g_type_ensure (ASSAY_TYPE_JOBS_BUTTON);
  g_type_ensure (ASSAY_TYPE_ANSWER_VIEW);
  g_type_ensure (ASSAY_TYPE_THUMBNAIL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-check-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "check.cancel", NULL, cancel_check);
  gtk_widget_class_install_action (widget_class, "check.retry", NULL, retry_check);
  gtk_widget_class_install_action (widget_class, "check.details", NULL, show_details);
  gtk_widget_class_install_action (widget_class, "check.save-report", NULL, save_report);
  gtk_widget_class_install_action (widget_class, "check.keep", NULL, keep_as_case);
  gtk_widget_class_install_action (widget_class, "check.copy-hash", NULL, copy_hash);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "check.save-report", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "check.keep",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "check.details",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "check.cancel", NULL);
}

static void
assay_check_page_init (AssayCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->job_signals = g_signal_group_new (ASSAY_TYPE_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify", G_CALLBACK (on_job_changed), self);
  assay_file_drop_add (GTK_WIDGET (self), GTK_WIDGET (self->stack), on_files);
  assay_button_labels_wrap (GTK_WIDGET (self));
  gtk_toggle_button_set_active (self->show_picture,
                                !g_settings_get_boolean (assay_settings_get (), "blur-pictures"));
}

GtkWidget *
assay_check_page_new (AssayWorkbench *workbench, const char *path)
{
  AssayCheckPage *self = g_object_new (ASSAY_TYPE_CHECK_PAGE, NULL);

  self->workbench = g_object_ref (workbench);
  self->path = g_strdup (path);
  assay_jobs_button_set_jobs (self->jobs_button, assay_workbench_get_jobs (workbench));
  start_check (self);
  return GTK_WIDGET (self);
}

gboolean
assay_check_page_go_back (AssayCheckPage *self)
{
  const char *state = gtk_stack_get_visible_child_name (self->stack);

  /* An answer that nobody sees any more is not worked out. */
  if (g_strcmp0 (state, "working") == 0)
    cancel_check (GTK_WIDGET (self), NULL, NULL);
  if (g_strcmp0 (state, "details") != 0)
    return FALSE;
  show_state (self, "answer");
  return TRUE;
}
