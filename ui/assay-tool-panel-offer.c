/* assay-tool-panel-offer.c: what a panel of tools says beside a result: a setting that helps where
 * something was refused, before anything is refused if it can be known, and what to keep once
 * files are made. */
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "assay-tool-panel-private.h"

static const AssayRemedyInfo *
find_remedy (AssayToolPanel *self, const GError *error)
{
  const AssayRemedyInfo *at = self->tool != NULL ? self->tool->remedies : NULL;

  for (; error != NULL && at != NULL && at->parameter != NULL; at++)
    if (g_str_equal (at->error.domain, g_quark_to_string (error->domain))
        && at->error.code == error->code
        && !assay_parameter_form_says (self->form, at->parameter, at->value))
      return at;
  return NULL;
}

/* The setting that @error (nullable) asks for, on the button beside it. */
static void
show_remedy (AssayToolPanel *self, const GError *error)
{
  self->remedy = find_remedy (self, error);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), self->remedy != NULL);
  if (self->remedy != NULL)
    gtk_button_set_label (self->remedy_button, g_dgettext (NULL, self->remedy->title));
}

void
assay_tool_panel_show_problem (AssayToolPanel *self, const GError *error)
{
  self->refused = FALSE;
  if (error == NULL && find_remedy (self, self->lack) != NULL)
    error = self->lack;
  /* What is known before anything was done belongs above the settings. */
  gtk_box_reorder_child_after (
      self->parts, self->problem_part,
      error != NULL && error == self->lack ? GTK_WIDGET (self->caution_button) : self->run_part);
  gtk_widget_set_visible (self->problem_part, error != NULL);
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
  assay_compare_player_set_told (self->compare, error != NULL ? error->message : NULL);
  show_remedy (self, error);
}

void
assay_tool_panel_show_cancelled (AssayToolPanel *self)
{
  gtk_label_set_label (self->problem,
                       _ ("Cancelled. No result was kept; one below is of an earlier run."));
  gtk_widget_set_visible (self->problem_part, TRUE);
}

void
assay_tool_panel_remedy (AssayToolPanel *self)
{
  const AssayRemedyInfo *remedy = self->remedy;
  gboolean again = self->refused;

  if (remedy == NULL)
    return;
  assay_parameter_form_set_value (self->form, remedy->parameter, remedy->value);
  assay_tool_panel_show_problem (self, NULL);
  if (again)
    gtk_widget_activate_action (GTK_WIDGET (self), "run.start", NULL);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

/* Who asks, and whom. */
typedef struct
{
  AssayToolPanel *panel;
  AssayClient *client;
} Probe;

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Probe *probe = data;
  g_autoptr (AssayToolPanel) self = probe->panel;
  g_autoptr (AssayClient) client = probe->client;
  g_autoptr (GError) error = NULL;
  AssayPreview *preview = assay_client_preview_finish (client, result, &error);

  if (preview != NULL)
    {
      assay_preview_close (preview);
      g_object_unref (preview);
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->tool == NULL
      || find_remedy (self, error) == NULL)
    return;
  g_clear_error (&self->lack);
  self->lack = g_steal_pointer (&error);
  if (!gtk_widget_get_visible (self->problem_part))
    assay_tool_panel_show_problem (self, NULL);
}

void
assay_tool_panel_forget_probe (AssayToolPanel *self)
{
  if (self->probing != NULL)
    g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  g_clear_error (&self->lack);
}

void
assay_tool_panel_probe (AssayToolPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (AssayRequest) request = NULL;
  int fd;

  assay_tool_panel_forget_probe (self);
  if (self->tool->view == NULL || self->tool->remedies == NULL)
    return;
  parameters = assay_parameter_form_get_view (self->form, NULL);
  fd = parameters != NULL ? assay_subject_open_fd (subject, NULL) : -1;
  if (fd < 0)
    return;
  request = assay_request_new (parameters);
  if (assay_request_add_input (request, self->tool->inputs[0].role,
                               assay_subject_get_name (subject), fd, NULL))
    {
      Probe *probe = g_new (Probe, 1);

      *probe = (Probe){ g_object_ref (self), g_object_ref (assay_subject_get_client (subject)) };
      self->probing = g_cancellable_new ();
      assay_client_preview_async (probe->client, g_steal_pointer (&request), self->probing,
                                  on_probed, probe);
    }
  close (fd);
}

/* The result may lie below what is in sight. */
static void
tell_what_was_made (AssayToolPanel *self, AssayOutcome *outcome)
{
  if (assay_outcome_get_n_outputs (outcome) == 0)
    return;
  AssayOutcomeOutput output;
  for (guint i = assay_outcome_get_n_outputs (outcome); i > 0; i--)
    {
      assay_outcome_get_output (outcome, i - 1, &output);
      assay_parameter_form_forget_place (self->form, output.path);
    }
  g_autofree char *base = g_path_get_basename (output.path);
  g_autofree char *name = assay_text_line (base, -1);
  g_autofree char *text = g_strdup_printf (_ ("“%s” is made"), name);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

void
assay_tool_panel_show_done (AssayToolPanel *self, AssayOutcome *outcome)
{
  gboolean made = outcome != NULL && assay_outcome_get_n_outputs (outcome) > 0 && self->tool != NULL
                  && self->tool->done != NULL;

  gtk_widget_set_visible (self->done_part, made);
  gtk_label_set_label (self->done, made ? g_dgettext (NULL, self->tool->done) : "");
  if (outcome != NULL)
    tell_what_was_made (self, outcome);
}
