/* assay-parameter-form.c: see the header. */
#include "assay-parameter-form-private.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "assay-known-row.h"
#include "assay-parameter-row.h"
#include "assay-secret-row.h"
#include "assay-widget.h"

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayParameterForm, assay_parameter_form, GTK_TYPE_WIDGET)

static void
reset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_parameter_form_reset (ASSAY_PARAMETER_FORM (widget));
}

static void
assay_parameter_form_dispose (GObject *object)
{
  AssayParameterForm *self = ASSAY_PARAMETER_FORM (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_PARAMETER_FORM);
  G_OBJECT_CLASS (assay_parameter_form_parent_class)->dispose (object);
}

static void
assay_parameter_form_class_init (AssayParameterFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_parameter_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-parameter-form.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayParameterForm, group);
  gtk_widget_class_bind_template_child (widget_class, AssayParameterForm, more_group);
  gtk_widget_class_bind_template_child (widget_class, AssayParameterForm, more);
  gtk_widget_class_install_action (widget_class, "form.reset", NULL, reset);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_parameter_form_init (AssayParameterForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->holders = g_ptr_array_new ();
}

static void
add_row (AssayParameterForm *self, GtkWidget *row, gboolean advanced)
{
  if (advanced)
    adw_expander_row_add_row (self->more, row);
  else
    adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->holders, advanced ? (gpointer) self->more : (gpointer) self->group);
}

static void
remove_rows (AssayParameterForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (self->holders->pdata[i] == self->more)
        adw_expander_row_remove (self->more, self->rows->pdata[i]);
      else
        adw_preferences_group_remove (self->group, self->rows->pdata[i]);
    }
  if (self->again != NULL)
    adw_preferences_group_remove (self->group, self->again);
  self->secret = NULL;
  self->again = NULL;
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->holders, 0);
}

/* The row that was added last is typed twice. */
static void
add_repetition (AssayParameterForm *self, const char *title)
{
  self->secret = self->rows->pdata[self->rows->len - 1];
  self->again = assay_secret_row_new_repetition (self->secret, title);
  adw_preferences_group_add (self->group, self->again);
}

const AssayInputInfo *
assay_parameter_form_further_inputs (const AssayToolInfo *info)
{
  return info->inputs != NULL && info->inputs[0].role != NULL ? info->inputs + 1 : NULL;
}

/* Whether a view of the exhibit can depend on the parameter. */
static gboolean
is_viewed (const AssayParameterInfo *info)
{
  return info->type != ASSAY_PARAMETER_SECRET && info->type != ASSAY_PARAMETER_FILE
         && info->type != ASSAY_PARAMETER_FOLDER && info->type != ASSAY_PARAMETER_EXHIBIT;
}

static void
on_changed (gpointer user_data)
{
  g_signal_emit (user_data, signals[CHANGED], 0);
}

char *
assay_parameter_form_row_text (AssayParameterForm *self, guint index)
{
  GtkWidget *row = self->rows->pdata[index];

  if (self->taken != NULL)
    return g_strdup (self->taken[index]);
  return ASSAY_IS_KNOWN_ROW (row) ? assay_known_row_get_text (ASSAY_KNOWN_ROW (row))
                                  : assay_parameter_row_get_text (row);
}

AssayParameters *
assay_parameter_form_get_view (AssayParameterForm *self, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (self->info);
  guint index = 0;

  for (const AssayParameterInfo *at = self->info->parameters; at != NULL && at->name != NULL;
       at++, index++)
    {
      g_autofree char *text = is_viewed (at) ? assay_parameter_form_row_text (self, index) : NULL;
      g_autoptr (GError) refused = NULL;

      if (!is_viewed (at) || assay_parameters_builder_set (builder, at->name, text, &refused))
        continue;
      if (text == NULL || *text == '\0')
        return NULL;
      assay_parameter_row_set_error (self->rows->pdata[index], refused->message);
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }
  return assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
}

void
assay_parameter_form_set_tool (AssayParameterForm *self,
                               const AssayToolInfo *info,
                               AssaySubject *subject)
{
  gboolean advanced = FALSE;

  remove_rows (self);
  self->info = info;
  if (info == NULL)
    return;
  for (const AssayParameterInfo *at = info->parameters; at != NULL && at->name != NULL; at++)
    {
      add_row (self,
               assay_parameter_row_new (at, subject, is_viewed (at) ? on_changed : NULL, self),
               at->advanced);
      if (at->repeated && !at->advanced)
        add_repetition (self, g_dgettext (NULL, at->title));
      advanced = advanced || at->advanced;
    }
  for (const AssayInputInfo *at = assay_parameter_form_further_inputs (info);
       at != NULL && at->role != NULL; at++)
    add_row (self,
             assay_known_row_fits (at, subject)
                 ? assay_known_row_new (at, subject)
                 : assay_parameter_row_new_input (at, subject, NULL, NULL),
             FALSE);
  for (const AssayOutputInfo *at = info->outputs; at != NULL && at->role != NULL; at++)
    add_row (self, assay_parameter_row_new_output (at, subject, NULL, NULL), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->more_group), advanced);
  gtk_widget_set_visible (GTK_WIDGET (self->group),
                          self->rows->len > 0
                              && g_ptr_array_find (self->holders, self->group, NULL));
}

gboolean
assay_parameter_form_is_empty (AssayParameterForm *self)
{
  return self->rows->len == 0;
}

void
assay_parameter_form_reset (AssayParameterForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];

      if (ASSAY_IS_KNOWN_ROW (row))
        assay_known_row_reset (ASSAY_KNOWN_ROW (row));
      else
        assay_parameter_row_reset (row);
    }
}

guint
assay_parameter_form_first_output (AssayParameterForm *self)
{
  guint index = self->rows->len;

  for (const AssayOutputInfo *at = self->info->outputs; at != NULL && at->role != NULL; at++)
    index--;
  return index;
}

void
assay_parameter_form_forget_place (AssayParameterForm *self, const char *path)
{
  for (guint i = assay_parameter_form_first_output (self); i < self->rows->len; i++)
    {
      g_autofree char *text = assay_parameter_form_row_text (self, i);

      if (g_strcmp0 (text, path) == 0)
        assay_parameter_row_set_text (self->rows->pdata[i], "");
    }
}

/* The exhibit that was the further input in @role; NULL if the case has it no longer. */
static char *
find_input (const AssayRecordedRun *run, const char *role, AssayCase *acase)
{
  for (guint i = 0; i < run->inputs->len; i++)
    {
      const AssayRecordedInput *input = &g_array_index (run->inputs, AssayRecordedInput, i);

      for (guint n = 1; g_str_equal (input->role, role) && n <= assay_case_get_n_exhibits (acase);
           n++)
        {
          AssayExhibit *exhibit = assay_case_get_exhibit (acase, n);

          if (exhibit != NULL && g_strcmp0 (assay_exhibit_get_sha256 (exhibit), input->sha256) == 0)
            return g_strdup_printf ("%u", n);
        }
    }
  return NULL;
}

void
assay_parameter_form_fill (AssayParameterForm *self,
                           const AssayRecordedRun *run,
                           AssaySubject *subject)
{
  guint index = 0;

  for (const AssayParameterInfo *at = self->info->parameters; at != NULL && at->name != NULL;
       at++, index++)
    {
      const char *text = assay_recorded_run_get_setting (run, at->name);

      if (text != NULL && at->type != ASSAY_PARAMETER_SECRET && !at->confidential)
        assay_parameter_row_set_text (self->rows->pdata[index], text);
    }
  for (const AssayInputInfo *at = assay_parameter_form_further_inputs (self->info);
       at != NULL && at->role != NULL; at++, index++)
    {
      GtkWidget *row = self->rows->pdata[index];
      g_autofree char *text = find_input (run, at->role, assay_subject_get_case (subject));

      if (text != NULL && !ASSAY_IS_KNOWN_ROW (row))
        assay_parameter_row_set_text (row, text);
    }
}
