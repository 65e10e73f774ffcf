/* assay-case-page-actions.c: what can be done with a case and its exhibits. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-case-dialog.h"
#include "assay-case-page-private.h"
#include "assay-file-choosers.h"
#include "assay-file-drop.h"
#include "assay-subject.h"
#include "assay-verify-dialog.h"
#include "assay-window.h"
#include "worker/assay-tool-list.h"

void
assay_case_page_on_intake_done (const AssayIntakeOutcome *outcome, gpointer page)
{
  AssayCasePage *self = page;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u exhibit added", "%u exhibits added", outcome->taken), outcome->taken);

  if (!gtk_widget_get_root (GTK_WIDGET (self)))
    return;
  if (outcome->taken > 0 || outcome->cancelled)
    assay_case_page_toast (self, outcome->cancelled && outcome->taken == 0
                                     ? _ ("Cancelled: nothing was added")
                                     : text);
  if (outcome->asked == 1 && outcome->taken == 1)
    assay_case_page_select (self, outcome->first_exhibit);
  if (outcome->failures->len == 0)
    return;

  g_autofree char *heading = g_strdup_printf (
      ngettext ("%u file was not added", "%u files were not added", outcome->failures->len),
      outcome->failures->len);
  g_autoptr (GString) body = g_string_new (NULL);
  const guint most = 8;
  for (guint i = 0; i < MIN (most, outcome->failures->len); i++)
    g_string_append_printf (body, "%s%s", i > 0 ? "\n\n" : "",
                            (const char *) g_ptr_array_index (outcome->failures, i));
  if (outcome->failures->len > most)
    g_string_append_printf (body, "\n\n…");
  assay_case_page_show_failure (self, heading, body->str);
}

static void
on_exhibits_chosen (GListModel *files, gpointer page)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_file_drop_paths (files));
  g_auto (GStrv) paths = g_variant_dup_bytestring_array (variant, NULL);

  assay_case_page_take_in (page, paths);
}

static void
add_exhibits (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);

  assay_choose_files_to_open (assay_case_page_get_window (self), _ ("Choose files to add"), TRUE,
                              on_exhibits_chosen, G_OBJECT (self));
}

static void
on_edited (AssayCasePage *self)
{
  assay_case_page_show_title (self);
  assay_workbench_cases_changed (assay_case_page_get_workbench (self));
  assay_case_page_toast (self, _ ("The case was changed"));
}

static void
edit_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayCaseDialog *dialog = assay_case_dialog_new_edit (assay_case_page_get_window (self),
                                                        assay_case_page_get_workbench (self),
                                                        assay_case_page_get_case (self));

  g_signal_connect_object (dialog, "done", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
verify_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);

  assay_verify_dialog_start (assay_case_page_get_window (self),
                             assay_case_page_get_workbench (self), assay_case_page_get_case (self));
}

/* Why nothing may be changed, and what helps. */
static const char *
words_of_obstacle (const GError *obstacle)
{
  switch (obstacle ? obstacle->code : ASSAY_CASE_ERROR_READ_ONLY)
    {
    case ASSAY_CASE_ERROR_LOCKED:
      return _ (
          "You can look at everything and change nothing: another program has this case open. "
          "Close it there and open it here again.");
    case ASSAY_CASE_ERROR_FULL:
      return _ ("You can look at everything and change nothing: no space is left where this case "
                "is stored. Make room and open it again.");
    case ASSAY_CASE_ERROR_KEY:
      return _ ("You can look at everything and change nothing: the key of another examiner signs "
                "this case.");
    default:
      return _ (
          "You can look at everything and change nothing: this case lies where nothing can be "
          "written.");
    }
}

/* What may be done to the case, and why nothing may. */
void
assay_case_page_show_state (AssayCasePage *self, GtkLabel *read_only)
{
  AssayCase *acase = assay_case_page_get_case (self);
  const char *damage = assay_case_get_damage (acase);
  gboolean can_write = assay_case_get_mode (acase) == ASSAY_CASE_WRITE;
  static const char *const writing[] = { "case.add-exhibits",
                                         "case.edit",
                                         "case.erase",
                                         "case.note",
                                         "case.hand-over",
                                         "case.close",
                                         "case.run-tool",
                                         "case.retention",
                                         "case.request-timestamp",
                                         "case.import-timestamp" };

  if (!damage && !can_write)
    gtk_label_set_label (read_only, words_of_obstacle (assay_case_get_obstacle (acase)));
  if (damage)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("This case was changed from outside: %s What is shown here cannot be relied on, and "
             "nothing is written to it any more. “Verify case” names everything that differs."),
          damage);
      gtk_label_set_label (read_only, text);
      gtk_widget_add_css_class (GTK_WIDGET (read_only), "error");
    }
  gtk_widget_set_visible (GTK_WIDGET (read_only), !can_write);
  for (gsize i = 0; i < G_N_ELEMENTS (writing); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), writing[i], can_write);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.verify", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.change-key", TRUE);
}

typedef struct
{
  AssayCasePage *page;
  AssayJob *job;
} Export;

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (AssayCasePage) self = export->page;
  g_autoptr (AssayJob) job = export->job;
  g_autoptr (GError) error = NULL;

  g_free (export);
  assay_case_export_finish (ASSAY_CASE (source), result, &error);
  assay_job_end (job, error);
  if (assay_case_page_succeeded (self, _ ("The case could not be exported"), error))
    assay_case_page_toast (self, assay_case_get_damage (ASSAY_CASE (source))
                                     ? _ ("The case is exported as it is: changed from outside")
                                     : _ ("The case is exported"));
}

static void
on_export_place (GListModel *files, gpointer page)
{
  AssayCasePage *self = page;
  AssayCase *acase = assay_case_page_get_case (self);
  g_autoptr (GFile) folder = g_list_model_get_item (files, 0);
  Export *export = g_new0 (Export, 1);

  export->page = g_object_ref (self);
  export->job = assay_job_new (_ ("Exporting the case"), assay_case_get_title (acase), NULL);
  assay_job_list_add (assay_workbench_get_jobs (assay_case_page_get_workbench (self)), export->job);
  assay_case_export_async (acase, g_file_peek_path (folder), assay_job_progress, export->job,
                           assay_job_get_cancellable (export->job), on_exported, export);
}

static void
export_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  g_autofree char *name
      = g_strdup_printf ("%s-export", assay_case_get_title (assay_case_page_get_case (self)));

  g_strdelimit (name, "/", '_');
  assay_choose_file_to_save (assay_case_page_get_window (self),
                             _ ("Export the case to a new folder"), name, on_export_place,
                             G_OBJECT (self));
}

static void
on_trash_answer (AdwMessageDialog *dialog, const char *response, AssayCasePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (assay_case_get_path (assay_case_page_get_case (self)));

  if (!g_str_equal (response, "trash"))
    return;
  if (!assay_store_trash (path, &error))
    {
      assay_case_page_show_failure (self, _ ("The case could not be moved"), error->message);
      return;
    }
  assay_workbench_cases_changed (assay_case_page_get_workbench (self));
  assay_case_page_toast (self, _ ("The case is in the trash"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
trash_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/assay/Workbench/assay-trash-dialog.ui");

  assay_case_page_ask (self, builder, G_CALLBACK (on_trash_answer), g_object_ref (self),
                       g_object_unref);
}

static void
copy_text (AssayCasePage *self, const char *text, const char *said)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  assay_case_page_toast (self, said);
}

static void
copy_path (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);

  copy_text (self, assay_case_get_path (assay_case_page_get_case (self)),
             _ ("Path of the case folder copied"));
}

static void
copy_hash (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayExhibit *exhibit = assay_exhibit_list_get_selected (assay_case_page_get_list (self));

  if (exhibit)
    copy_text (self, assay_exhibit_get_sha256 (exhibit), _ ("SHA-256 copied"));
}

static void
on_tool_run (GObject *source, GAsyncResult *result, gpointer data)
{
  /* How it ended stands in the run queue and in the record of the case. */
  g_autoptr (AssayOutcome) outcome
      = assay_subject_run_finish (ASSAY_SUBJECT (source), result, NULL);
}

static void
run_tool (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayWorkbench *workbench = assay_case_page_get_workbench (self);
  const AssayToolInfo *info = assay_tool_list_find (g_variant_get_string (parameter, NULL));
  g_autoptr (GPtrArray) selected
      = assay_exhibit_list_dup_selection (assay_case_page_get_list (self));
  g_autoptr (AssayParameters) parameters = info ? assay_parameters_new_default (info, NULL) : NULL;

  if (selected->len == 0 || !parameters)
    {
      assay_case_page_toast (self, _ ("Select an exhibit first"));
      return;
    }
  for (guint i = 0; i < selected->len; i++)
    {
      g_autoptr (AssaySubject) subject = assay_subject_new_exhibit (
          assay_workbench_get_client (workbench), assay_workbench_get_jobs (workbench),
          assay_case_page_get_case (self), g_ptr_array_index (selected, i));
      AssayRequest *request = assay_subject_make_request (subject, parameters, NULL);
      if (request && assay_subject_can_run (subject, NULL))
        assay_subject_run_async (subject, request, on_tool_run, NULL);
      else
        g_clear_pointer (&request, assay_request_free);
    }
}

/* A tool that can run on many exhibits needs nothing but the exhibit. */
static gboolean
runs_alone (const AssayToolInfo *info)
{
  for (const AssayInputInfo *input = info->inputs; input && input->role; input++)
    if (input != info->inputs && input->least > 0)
      return FALSE;
  for (const AssayOutputInfo *output = info->outputs; output && output->role; output++)
    if (!output->optional)
      return FALSE;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, NULL);
  return parameters != NULL;
}

void
assay_case_page_fill_tools (GMenu *menu)
{
  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    {
      const AssayToolInfo *info = assay_tool_list_get (i);
      if (!runs_alone (info))
        continue;
      g_autofree char *action = g_strdup_printf ("case.run-tool::%s", info->id);
      g_menu_append (menu, g_dgettext (NULL, info->title), action);
    }
}

static void
clear_filter (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_case_page_clear_filter (ASSAY_CASE_PAGE (widget));
}

static void
search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_case_page_focus_search (ASSAY_CASE_PAGE (widget));
}

static void
close_exhibit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_case_page_close_exhibit (ASSAY_CASE_PAGE (widget));
}

static void
next_pane (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_case_page_next_pane (ASSAY_CASE_PAGE (widget));
}

/* The keys work from the table too, while the panels of an exhibit are beside it. */
static void
step_panel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_case_page_step_panel (ASSAY_CASE_PAGE (widget), parameter);
}

void
assay_case_page_install_actions (GtkWidgetClass *widget_class)
{
  assay_case_page_install_proofs (widget_class);
  assay_case_page_install_keeping (widget_class);
  assay_case_page_install_questions (widget_class);
  gtk_widget_class_install_action (widget_class, "case.add-exhibits", NULL, add_exhibits);
  gtk_widget_class_install_action (widget_class, "case.verify", NULL, verify_case);
  gtk_widget_class_install_action (widget_class, "case.edit", NULL, edit_case);
  gtk_widget_class_install_action (widget_class, "case.export", NULL, export_case);
  gtk_widget_class_install_action (widget_class, "case.trash", NULL, trash_case);
  gtk_widget_class_install_action (widget_class, "case.copy-path", NULL, copy_path);
  gtk_widget_class_install_action (widget_class, "case.copy-hash", NULL, copy_hash);
  gtk_widget_class_install_action (widget_class, "case.run-tool", "s", run_tool);
  gtk_widget_class_install_action (widget_class, "case.clear-filter", NULL, clear_filter);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "case.close-exhibit", NULL, close_exhibit);
  gtk_widget_class_install_action (widget_class, "case.next-pane", NULL, next_pane);
  gtk_widget_class_install_action (widget_class, "case.step-panel", "i", step_panel);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK,
                                       "case.add-exhibits", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "case.verify",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "case.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, GDK_CONTROL_MASK, "case.note",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "case.export",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_SHIFT_MASK, "case.erase",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "case.close-exhibit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK,
                                       "case.step-panel", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK,
                                       "case.step-panel", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "case.next-pane", NULL);
}
