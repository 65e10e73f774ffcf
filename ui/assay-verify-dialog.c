/* assay-verify-dialog.c: see the header. */
#include "assay-verify-dialog.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "assay-words.h"

struct _AssayVerifyDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkProgressBar *bar;
  GtkLabel *status;
  AdwStatusPage *outcome;
  GtkListBox *findings;
  GtkWidget *findings_part;
  GtkListBox *remarks;
  GtkWidget *remarks_part;
  GtkLabel *head;
  GtkWidget *head_part;
  GtkWidget *copy;
  AdwStatusPage *failed;

  AssayWorkbench *workbench;
  AssayCase *acase;
  AssayJob *job;
};

G_DEFINE_FINAL_TYPE (AssayVerifyDialog, assay_verify_dialog, ADW_TYPE_WINDOW)

static void
on_job_changed (AssayVerifyDialog *self)
{
  double fraction = assay_job_get_fraction (self->job);

  gtk_label_set_label (self->status, assay_job_get_status (self->job));
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
  else
    gtk_progress_bar_pulse (self->bar);
}

static char *
scope_of (const AssayVerification *verification)
{
  g_autofree char *entries = g_strdup_printf (
      ngettext ("%" PRId64 " entry of the record", "%" PRId64 " entries of the record",
                (gulong) assay_verification_get_n_entries (verification)),
      assay_verification_get_n_entries (verification));
  g_autofree char *objects
      = g_strdup_printf (ngettext ("%u stored file", "%u stored files",
                                   assay_verification_get_n_objects (verification)),
                         assay_verification_get_n_objects (verification));
  g_autofree char *bytes = assay_words_show_size (assay_verification_get_bytes (verification));

  guint erased = assay_verification_get_n_erased_texts (verification);
  if (erased > 0)
    {
      g_autofree char *texts = g_strdup_printf (
          ngettext ("%u text was deleted since", "%u texts were deleted since", erased), erased);
      /* Translators: "12 entries of the record and 3 stored files (4.5 MB; 2 texts were deleted
       * since)". */
      return g_strdup_printf (_ ("%s and %s (%s; %s)"), entries, objects, bytes, texts);
    }
  /* Translators: "12 entries of the record and 3 stored files (4.5 MB)". */
  return g_strdup_printf (_ ("%s and %s (%s)"), entries, objects, bytes);
}

/* What kind of thing differs. */
static const char *
kind_of (const char *code)
{
  static const struct
  {
    const char *code;
    const char *words;
  } kinds[] = {
    { "object-differs", N_ ("Evidence was changed") },
    { "object-missing", N_ ("Evidence is missing") },
    { "object-not-erased", N_ ("Evidence that should have been deleted") },
    { "object-unknown", N_ ("File that does not belong there") },
    { "result-differs", N_ ("Result was changed") },
    { "result-missing", N_ ("Result is missing") },
    { "entry-form", N_ ("Entry of the record") },
    { "sequence", N_ ("Order of the entries") },
    { "chain", N_ ("Link between entries") },
    { "signature", N_ ("Signature of an entry") },
    { "log", N_ ("Entry of another case") },
    { "key", N_ ("Key") },
    { "checkpoint", N_ ("Checkpoint") },
    { "anchor", N_ ("File of a checkpoint or time stamp") },
    { "database", N_ ("Database") },
    { "schema", N_ ("Form of the database") },
    { "projection", N_ ("Table that says something else than the record") },
    { "reveal", N_ ("Name or note") },
    { "link", N_ ("Symbolic link") },
    { "layout", N_ ("Something else in the case folder") },
    { "key-unknown", N_ ("Key that is not of the case") },
    { "file-unknown", N_ ("File that is not of the case") },
    { "leftover", N_ ("File that nobody uses") },
    { "thumbnail-missing", N_ ("Small picture is missing") },
    { "thumbnail-differs", N_ ("Small picture is another one") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].code, code))
        return g_dgettext (NULL, kinds[i].words);
    }
  return code;
}

static gboolean
is_of_evidence (const AssayVerifyFinding *finding)
{
  return g_str_has_prefix (finding->code, "object-");
}

/* "Exhibit 3: a.jpg · Evidence was changed". */
static char *
make_subtitle (AssayVerifyDialog *self, const AssayVerifyFinding *finding)
{
  AssayExhibit *exhibit
      = finding->exhibit > 0 ? assay_case_get_exhibit (self->acase, finding->exhibit) : NULL;

  if (finding->exhibit == 0)
    return g_strdup (kind_of (finding->code));
  /* Translators: number and name of an exhibit, what kind of thing differs. */
  return g_strdup_printf (_ ("Exhibit %u: %s · %s"), finding->exhibit,
                          exhibit != NULL ? assay_exhibit_get_name (exhibit) : "",
                          kind_of (finding->code));
}

static void
add_row (AssayVerifyDialog *self, GtkListBox *list, const AssayVerifyFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = make_subtitle (self, finding);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->detail);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  gtk_list_box_append (list, row);
}

/* What differs at the evidence comes first; else in the order in which it was found. */
static void
add_findings (AssayVerifyDialog *self, const AssayVerification *verification, gboolean evidence)
{
  for (guint i = 0; i < assay_verification_get_n_findings (verification); i++)
    {
      const AssayVerifyFinding *finding = assay_verification_get_finding (verification, i);

      if (is_of_evidence (finding) == evidence)
        add_row (self, self->findings, finding);
    }
}

static void
add_remarks (AssayVerifyDialog *self, const AssayVerification *verification)
{
  guint n = assay_verification_get_n_remarks (verification);

  for (guint i = 0; i < n; i++)
    add_row (self, self->remarks, assay_verification_get_remark (verification, i));
  gtk_widget_set_visible (self->remarks_part, n > 0);
}

static void
show_outcome (AssayVerifyDialog *self, const AssayVerification *verification)
{
  gboolean passed = assay_verification_passed (verification);
  guint n = assay_verification_get_n_findings (verification);
  g_autofree char *scope = scope_of (verification);
  g_autofree char *text = NULL;

  if (passed)
    text = g_strdup_printf (
        _ ("%s were computed again. All fingerprints, links and signatures fit."), scope);
  else
    text = g_strdup_printf (
        ngettext ("%s were computed again. %u thing differs; it is named below.",
                  "%s were computed again. %u things differ; they are named below.", n),
        scope, n);
  adw_status_page_set_icon_name (self->outcome,
                                 passed ? "assay-verified-symbolic" : "assay-compromised-symbolic");
  adw_status_page_set_title (self->outcome,
                             passed ? _ ("The case is intact") : _ ("The case was changed"));
  adw_status_page_set_description (self->outcome, text);
  gtk_widget_add_css_class (GTK_WIDGET (self->outcome),
                            passed ? "verdict-clear" : "verdict-compromised");
  add_findings (self, verification, TRUE);
  add_findings (self, verification, FALSE);
  add_remarks (self, verification);
  const char *head = assay_verification_get_head (verification);
  gtk_widget_set_visible (self->findings_part, n > 0);
  gtk_widget_set_visible (self->head_part, head && *head);
  gtk_label_set_label (self->head, head ? head : "");
  gtk_stack_set_visible_child_name (self->stack, "outcome");
  gtk_widget_grab_focus (self->copy);
}

/* The job must end in the run queue even when the dialog was closed before. */
typedef struct
{
  AssayVerifyDialog *dialog;
  AssayJob *job;
} Verify;

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Verify *verify = user_data;
  g_autoptr (AssayVerifyDialog) self = verify->dialog;
  g_autoptr (AssayJob) job = verify->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayVerification) verification
      = assay_case_verify_finish (ASSAY_CASE (source), result, &error);

  assay_job_end (job, error);
  if (job != self->job)
    return;
  if (verification)
    show_outcome (self, verification);
  else
    {
      g_autofree char *reason = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->failed, reason);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
}

static void
verify_now (AssayVerifyDialog *self)
{
  Verify *verify = g_new0 (Verify, 1);

  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  self->job = assay_job_new (_ ("Verifying the case"), assay_case_get_title (self->acase), NULL);
  g_signal_connect_swapped (self->job, "notify", G_CALLBACK (on_job_changed), self);
  assay_job_list_add (assay_workbench_get_jobs (self->workbench), self->job);
  gtk_stack_set_visible_child_name (self->stack, "working");
  verify->dialog = g_object_ref (self);
  verify->job = g_object_ref (self->job);
  assay_case_verify_async (self->acase, NULL, assay_job_progress, self->job,
                           assay_job_get_cancellable (self->job), on_verified, verify);
}

static void
verify_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  verify_now (ASSAY_VERIFY_DIALOG (widget));
}

static void
copy_head (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayVerifyDialog *self = ASSAY_VERIFY_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_label (self->head));
}

static void
assay_verify_dialog_dispose (GObject *object)
{
  AssayVerifyDialog *self = ASSAY_VERIFY_DIALOG (object);

  if (self->job)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      assay_job_cancel (self->job);
    }
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_VERIFY_DIALOG);
  g_clear_object (&self->workbench);
  g_clear_object (&self->acase);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (assay_verify_dialog_parent_class)->dispose (object);
}

static void
assay_verify_dialog_class_init (AssayVerifyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_verify_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-verify-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, status);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, findings_part);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, remarks);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, remarks_part);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, head);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, head_part);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, AssayVerifyDialog, failed);
  gtk_widget_class_install_action (widget_class, "dialog.again", NULL, verify_again);
  gtk_widget_class_install_action (widget_class, "dialog.copy-head", NULL, copy_head);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
assay_verify_dialog_init (AssayVerifyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
assay_verify_dialog_start (GtkWindow *parent, AssayWorkbench *workbench, AssayCase *acase)
{
  AssayVerifyDialog *self
      = g_object_new (ASSAY_TYPE_VERIFY_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->workbench = g_object_ref (workbench);
  self->acase = g_object_ref (acase);
  verify_now (self);
  gtk_window_present (GTK_WINDOW (self));
}
