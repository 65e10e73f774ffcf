/* assay-case-dialog.c: see the header. */
#include "assay-case-dialog.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-passphrase-dialog.h"
#include "assay-settings.h"

struct _AssayCaseDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  AdwEntryRow *title;
  AdwEntryRow *reference;
  AdwEntryRow *examiner;
  GtkLabel *about;
  GtkLabel *failure;
  GtkButton *apply;

  AssayWorkbench *workbench;
  AssayCase *acase; /* when editing */
};

static guint done_signal;

G_DEFINE_FINAL_TYPE (AssayCaseDialog, assay_case_dialog, ADW_TYPE_WINDOW)

static char *
text_of (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
on_title_changed (AssayCaseDialog *self)
{
  g_autofree char *title = text_of (self->title);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.apply", *title != '\0');
}

static void
show_failure (AssayCaseDialog *self, const GError *error)
{
  gtk_label_set_label (self->failure, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->failure), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), TRUE);
}

static void apply (GtkWidget *widget, const char *action, GVariant *parameter);

static void
on_unlocked (AssayCaseDialog *self)
{
  apply (GTK_WIDGET (self), NULL, NULL);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayCaseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayCase) acase
      = assay_workbench_create_case_finish (ASSAY_WORKBENCH (source), result, &error);

  if (acase)
    {
      g_signal_emit (self, done_signal, 0, acase);
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    {
      show_failure (self, error);
      if (g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY))
        assay_passphrase_dialog_ask (GTK_WINDOW (self), self->workbench, G_CALLBACK (on_unlocked),
                                     G_OBJECT (self));
    }
}

static void
apply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCaseDialog *self = ASSAY_CASE_DIALOG (widget);
  g_autofree char *title = text_of (self->title);
  g_autofree char *reference = text_of (self->reference);
  g_autofree char *examiner = text_of (self->examiner);
  g_autoptr (GError) error = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->failure), FALSE);
  if (!self->acase)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->apply), FALSE);
      assay_workbench_create_case_async (self->workbench, title, reference, examiner, on_created,
                                         g_object_ref (self));
    }
  else if (assay_case_edit (self->acase, title, reference, examiner, &error))
    {
      g_signal_emit (self, done_signal, 0, self->acase);
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    show_failure (self, error);
}

static void
assay_case_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (assay_case_dialog_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (ASSAY_CASE_DIALOG (widget)->title));
}

static void
assay_case_dialog_dispose (GObject *object)
{
  AssayCaseDialog *self = ASSAY_CASE_DIALOG (object);

  g_clear_object (&self->workbench);
  g_clear_object (&self->acase);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_CASE_DIALOG);
  G_OBJECT_CLASS (assay_case_dialog_parent_class)->dispose (object);
}

static void
assay_case_dialog_class_init (AssayCaseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_case_dialog_dispose;
  widget_class->map = assay_case_dialog_map;
  done_signal = g_signal_new ("done", ASSAY_TYPE_CASE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, ASSAY_TYPE_CASE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-case-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, title);
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, reference);
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, examiner);
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, about);
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, AssayCaseDialog, apply);
  gtk_widget_class_bind_template_callback (widget_class, on_title_changed);
  gtk_widget_class_install_action (widget_class, "dialog.apply", NULL, apply);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
assay_case_dialog_init (AssayCaseDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.apply", FALSE);
}

AssayCaseDialog *
assay_case_dialog_new (GtkWindow *parent,
                       AssayWorkbench *workbench,
                       const char *title,
                       const char *first_file,
                       guint n_files)
{
  AssayCaseDialog *self
      = g_object_new (ASSAY_TYPE_CASE_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  g_autofree char *examiner = g_settings_get_string (assay_settings_get (), "examiner");

  self->workbench = g_object_ref (workbench);
  gtk_editable_set_text (GTK_EDITABLE (self->title), title ? title : "");
  gtk_editable_set_text (GTK_EDITABLE (self->examiner), examiner);
  if (first_file)
    {
      g_autofree char *about
          = n_files == 1
                ? g_strdup_printf (
                    _ ("A copy of “%s” is taken into the case as its first exhibit. The "
                       "file itself stays where it is."),
                    first_file)
                : g_strdup_printf (
                    ngettext ("Several files at once are kept and checked as a case. A copy of "
                              "%u file is taken into it; the file itself stays where it is.",
                              "Several files at once are kept and checked as a case. Copies of "
                              "%u files are taken into it; the files themselves stay where they "
                              "are.",
                              n_files),
                    n_files);
      gtk_label_set_label (self->about, about);
    }
  return self;
}

AssayCaseDialog *
assay_case_dialog_new_edit (GtkWindow *parent, AssayWorkbench *workbench, AssayCase *acase)
{
  AssayCaseDialog *self
      = g_object_new (ASSAY_TYPE_CASE_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->workbench = g_object_ref (workbench);
  self->acase = g_object_ref (acase);
  adw_window_title_set_title (self->window_title, _ ("Edit case"));
  gtk_button_set_label (self->apply, _ ("Save"));
  gtk_label_set_label (self->about,
                       _ ("What stood there before remains in the record of the case."));
  gtk_editable_set_text (GTK_EDITABLE (self->title), assay_case_get_title (acase));
  gtk_editable_set_text (GTK_EDITABLE (self->reference), assay_case_get_reference (acase));
  gtk_editable_set_text (GTK_EDITABLE (self->examiner), assay_case_get_examiner (acase));
  return self;
}
