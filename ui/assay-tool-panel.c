/* assay-tool-panel.c: see the header. */
#include "assay-tool-panel-private.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-copies-window.h"
#include "assay-panel-list.h"
#include "assay-row-parts.h"
#include "base/assay-base.h"
#include "case/assay-recipient-copies.h"
#include "worker/assay-tool-list.h"

#define PULSE_MS 100

G_DEFINE_FINAL_TYPE (AssayToolPanel, assay_tool_panel, ASSAY_TYPE_PANEL)

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (data);
  return G_SOURCE_CONTINUE;
}

/* How far the run is, or that none runs. */
static void
show_job (AssayToolPanel *self)
{
  gboolean running = self->job != NULL && assay_job_is_running (self->job);
  double fraction = running ? assay_job_get_fraction (self->job) : 0.0;
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  const char *reason = NULL;
  gboolean can_run = subject != NULL && assay_subject_can_run (subject, &reason);

  gtk_widget_set_visible (self->cancel_button, running);
  gtk_widget_set_visible (self->progress_part, running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.start",
                                 !running && can_run && self->tool != NULL);
  gtk_widget_set_tooltip_text (self->run_button, can_run ? NULL : reason);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.cancel", running);
  if (running)
    gtk_label_set_label (self->status, assay_job_get_status (self->job));
  if (running && fraction < 0.0)
    {
      if (self->pulse == 0)
        self->pulse = g_timeout_add (PULSE_MS, on_pulse, self->progress);
      return;
    }
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
follow_job (AssayToolPanel *self, AssayJob *job)
{
  g_set_object (&self->job, job);
  g_signal_group_set_target (self->job_signals, job);
  show_job (self);
}

static void
on_mark_failed (AssayToolPanel *self, const GError *error)
{
  assay_tool_panel_show_problem (self, error);
}

static void
on_settings (AssayToolPanel *self)
{
  if (self->tool == NULL)
    return;
  assay_tool_panel_show_problem (self, NULL); /* it was about what they said before */
  assay_tool_panel_show_view (self);
}

static void
forget_record (AssayToolPanel *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->recorded, assay_recorded_run_free);
}

/* The newest run of the tool, or of all tools of the page while none is chosen. */
static void
look_up_record (AssayToolPanel *self, GAsyncReadyCallback callback)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  forget_record (self);
  for (guint i = 0; i < self->tools->len; i++)
    {
      const AssayToolInfo *info = self->tools->pdata[i];

      if (self->tool == NULL || self->tool == info)
        g_ptr_array_add (ids, (gpointer) (gsize) info->id);
    }
  g_ptr_array_add (ids, NULL);
  self->looking = g_cancellable_new ();
  assay_subject_find_recorded_async (assay_panel_get_subject (ASSAY_PANEL (self)),
                                     (const char *const *) ids->pdata, self->looking, callback,
                                     g_object_ref (self));
}

/* FALSE if the page shows something else by now. What the record cannot give is no reason to show
 * nothing: the ledger's own check tells of damage. */
static gboolean
take_record (AssayToolPanel *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  AssayRecordedRun *run
      = assay_subject_find_recorded_finish (ASSAY_SUBJECT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || assay_panel_get_subject (ASSAY_PANEL (self)) != ASSAY_SUBJECT (source))
    {
      g_clear_pointer (&run, assay_recorded_run_free);
      return FALSE;
    }
  if (error != NULL)
    assay_tool_panel_show_problem (self, error);
  self->recorded = run;
  return TRUE;
}

/* The entry of the run that has just ended. */
static void
on_entry_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayToolPanel) self = data;

  if (take_record (self, source, result) && self->tool != NULL)
    assay_tool_panel_show_record (self,
                                  assay_tool_panel_newest_outcome (self, ASSAY_SUBJECT (source)));
}

static void
on_run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayToolPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = assay_subject_run_finish (ASSAY_SUBJECT (source), result, &error);

  if (assay_panel_get_subject (ASSAY_PANEL (self)) != ASSAY_SUBJECT (source) || self->tool == NULL)
    return;
  follow_job (self, assay_subject_find_job (ASSAY_SUBJECT (source), self->tool->id));
  if (outcome == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    assay_tool_panel_show_failure (self, error);
  else
    assay_tool_panel_show_made (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    assay_tool_panel_show_cancelled (self);
  assay_tool_panel_show_done (self, outcome);
  assay_tool_panel_find_answer (self);
  if (outcome == NULL)
    return;
  look_up_record (self, on_entry_found);
}

static void
start_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (widget);
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  g_autoptr (GError) error = NULL;
  AssayRequest *request;

  if (subject == NULL || self->tool == NULL)
    return;
  request = assay_parameter_form_make_request (self->form, subject, &error);
  assay_tool_panel_show_problem (self, error);
  assay_tool_panel_show_done (self, NULL);
  if (request == NULL)
    return;
  follow_job (self, assay_subject_run_async (subject, request, on_run_done, g_object_ref (self)));
}

static void
show_caution (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *page = g_strconcat (assay_panel_get_id (ASSAY_PANEL (widget)), "/caution", NULL);

  gtk_widget_activate_action (widget, "app.help", "s", page);
}

static void
show_copies (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  assay_copies_window_show (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->form, self->tool,
                            assay_panel_get_subject (ASSAY_PANEL (self)));
}

/* A case has the register of who received which copy. */
static gboolean
can_copy (AssayToolPanel *self, AssaySubject *subject)
{
  AssayCase *acase = subject != NULL ? assay_subject_get_case (subject) : NULL;

  return acase != NULL && assay_case_get_mode (acase) == ASSAY_CASE_WRITE && self->tool != NULL
         && assay_recipient_copies_apply (self->tool);
}

static void
cancel_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (widget);

  if (self->job != NULL)
    assay_job_cancel (self->job);
}

static void
on_result_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayToolPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = assay_subject_get_outcome_finish (ASSAY_SUBJECT (source), result, &error);

  if (assay_panel_get_subject (ASSAY_PANEL (self)) != ASSAY_SUBJECT (source)
      || (outcome == NULL && self->waiting != NULL && g_cancellable_is_cancelled (self->waiting)))
    return;
  if (outcome == NULL)
    {
      assay_panel_show_error (ASSAY_PANEL (self), error);
      return;
    }
  assay_tool_panel_show_result (self);
  show_job (self);
  assay_panel_show_content (ASSAY_PANEL (self));
}

static gboolean
has_no_settings (AssayToolPanel *self)
{
  return assay_parameter_form_is_empty (self->form);
}

/* Whether nothing of the run is missing, as the pictures of a recorded one are. */
static gboolean
has_all (AssayOutcome *outcome)
{
  return outcome != NULL && !assay_result_lacks_images (assay_outcome_get_result (outcome));
}

/* A tool without settings has nothing to wait for. */
static void
run_by_itself (AssayToolPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  const char *reason = NULL;

  if (has_all (assay_tool_panel_newest_outcome (self, subject))
      || !assay_subject_can_run (subject, &reason))
    {
      assay_panel_show_content (ASSAY_PANEL (self));
      return;
    }
  self->waiting = g_cancellable_new ();
  assay_subject_get_outcome_async (subject, self->tool->id, self->waiting, on_result_ready,
                                   g_object_ref (self));
  assay_panel_show_working (ASSAY_PANEL (self), assay_subject_find_job (subject, self->tool->id));
}

static void
stop_waiting (AssayToolPanel *self)
{
  if (self->waiting != NULL)
    g_cancellable_cancel (self->waiting);
  g_clear_object (&self->waiting);
}

/* With the settings of the run that the record has. */
static void
show_tool (AssayToolPanel *self, const AssayToolInfo *tool)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));

  stop_waiting (self);
  self->tool = tool;
  gtk_label_set_label (self->summary, assay_text_translate (tool->summary));
  gtk_button_set_label (self->caution_button, assay_text_translate (tool->caution));
  gtk_widget_set_visible (GTK_WIDGET (self->caution_button), tool->caution != NULL);
  gtk_widget_set_visible (self->copies_button, can_copy (self, subject));
  assay_parameter_form_set_tool (self->form, tool, subject);
  if (self->recorded != NULL)
    assay_parameter_form_fill (self->form, self->recorded, subject);
  assay_tool_panel_take_looked_at (self);
  gtk_widget_set_visible (GTK_WIDGET (self->form), !has_no_settings (self));
  assay_tool_panel_probe (self);
  assay_tool_panel_show_problem (self, NULL);
  assay_tool_panel_show_done (self, NULL);
  follow_job (self, assay_subject_find_job (subject, tool->id));
  assay_tool_panel_show_result (self);
  if (has_no_settings (self))
    run_by_itself (self);
  else
    assay_panel_show_content (ASSAY_PANEL (self));
}

static void
on_record_of_tool (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayToolPanel) self = data;

  if (take_record (self, source, result))
    show_tool (self, self->tool);
}

static void
on_tool_chosen (AssayToolPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->chooser);

  if (self->tool == NULL || selected >= self->tools->len
      || self->tools->pdata[selected] == self->tool)
    return;
  self->tool = self->tools->pdata[selected];
  look_up_record (self, on_record_of_tool);
}

/* The tool that was used last on the exhibit, or the first of the page. */
static void
on_record (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayToolPanel) self = data;
  guint index = 0;

  if (!take_record (self, source, result))
    return;
  if (self->recorded != NULL)
    (void) g_ptr_array_find (self->tools, self->recorded->info, &index);
  gtk_drop_down_set_selected (self->chooser, index);
  show_tool (self, self->tools->pdata[index]);
  if (self->recorded != NULL)
    assay_tool_panel_find_record (self);
}

/* Tools of this page that take @kinds; all bits of what the page takes go to @accepted. */
static void
find_tools (AssayToolPanel *self, guint kinds, guint *accepted)
{
  const AssayPanelInfo *panel = assay_panel_list_find (assay_panel_get_id (ASSAY_PANEL (self)));

  g_ptr_array_set_size (self->tools, 0);
  *accepted = 0;
  for (guint i = 0; panel != NULL && i < assay_tool_list_get_n (); i++)
    {
      const AssayToolInfo *info = assay_tool_list_get (i);

      if (g_strcmp0 (info->panel, panel->title) != 0)
        continue;
      *accepted |= info->kinds;
      if ((info->kinds & kinds) != 0)
        g_ptr_array_add (self->tools, (gpointer) (gsize) info);
    }
}

static void
fill_chooser (AssayToolPanel *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->tools->len; i++)
    gtk_string_list_append (
        names, assay_text_translate (((const AssayToolInfo *) self->tools->pdata[i])->title));
  gtk_drop_down_set_model (self->chooser, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->chooser), self->tools->len > 1);
}

static void
assay_tool_panel_set_subject (AssayPanel *panel, AssaySubject *subject)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (panel);
  const AssayPanelInfo *info = assay_panel_list_find (assay_panel_get_id (panel));
  guint accepted;

  stop_waiting (self);
  forget_record (self);
  assay_tool_panel_forget_probe (self);
  follow_job (self, NULL);
  self->tool = NULL;
  assay_sound_show (self->sound, NULL, NULL, NULL);
  if (subject == NULL)
    return;
  find_tools (self, assay_subject_get_kinds (subject), &accepted);
  if (self->tools->len == 0)
    {
      assay_panel_show_empty (panel, assay_panel_get_icon_name (panel),
                              _ ("Does not apply to this file"),
                              info != NULL ? assay_text_translate (info->why_not) : NULL);
      return;
    }
  fill_chooser (self);
  assay_tool_panel_offer_spectrogram (self);
  if (assay_subject_get_case (subject) == NULL)
    {
      show_tool (self, self->tools->pdata[0]);
      return;
    }
  assay_panel_show_working (panel, NULL);
  look_up_record (self, on_record);
}

static void
assay_tool_panel_dispose (GObject *object)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (object);

  stop_waiting (self);
  forget_record (self);
  g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
  assay_tool_panel_forget_probe (self);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (self->job_signals != NULL)
    g_signal_group_set_target (self->job_signals, NULL);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->job);
  g_clear_pointer (&self->tools, g_ptr_array_unref);
  g_clear_pointer (&self->looked_at, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_TOOL_PANEL);
  G_OBJECT_CLASS (assay_tool_panel_parent_class)->dispose (object);
}

static void
assay_tool_panel_class_init (AssayToolPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_COMPARE_PLAYER);
  g_type_ensure (ASSAY_TYPE_PARAMETER_FORM);
  g_type_ensure (ASSAY_TYPE_RECORD_ROW);
  g_type_ensure (ASSAY_TYPE_REPORT_MARK);
  g_type_ensure (ASSAY_TYPE_RESULT_VIEW);
  g_type_ensure (ASSAY_TYPE_SOUND_CARD);
  G_OBJECT_CLASS (klass)->dispose = assay_tool_panel_dispose;
  ASSAY_PANEL_CLASS (klass)->set_subject = assay_tool_panel_set_subject;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-tool-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, parts);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, chooser);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, caution_button);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, form);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, run_part);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, run_button);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, copies_button);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, progress_part);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, progress);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, status);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, problem_part);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, problem);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, done_part);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, done);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, compare);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, sound);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, result);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, in_report);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, record_part);
  gtk_widget_class_bind_template_child (widget_class, AssayToolPanel, record_row);
  gtk_widget_class_bind_template_callback (widget_class, on_tool_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_mark_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_settings);
  gtk_widget_class_bind_template_callback (widget_class, assay_tool_panel_remedy);
  gtk_widget_class_install_action (widget_class, "run.start", NULL, start_run);
  gtk_widget_class_install_action (widget_class, "run.cancel", NULL, cancel_run);
  gtk_widget_class_install_action (widget_class, "run.copies", NULL, show_copies);
  gtk_widget_class_install_action (widget_class, "run.caution", NULL, show_caution);
  gtk_widget_class_install_action (widget_class, "run.spectrogram", NULL,
                                   assay_tool_panel_choose_spectrogram);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "run.start",
                                       NULL);
}

static void
assay_tool_panel_init (AssayToolPanel *self)
{
  self->tools = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_drop_down_name (self->chooser, _ ("Tool"));
  self->job_signals = g_signal_group_new (ASSAY_TYPE_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify", G_CALLBACK (show_job), self);
}
