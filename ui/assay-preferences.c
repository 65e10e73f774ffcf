/* assay-preferences.c: see the header. */
#include "assay-preferences.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-file-choosers.h"
#include "assay-key-window.h"
#include "assay-row-parts.h"
#include "assay-settings.h"
#include "case/assay-case-store.h"
#include "case/assay-examiner-key.h"
#include "report/assay-report.h"

#define ASSAY_TYPE_PREFERENCES (assay_preferences_get_type ())
G_DECLARE_FINAL_TYPE (AssayPreferences, assay_preferences, ASSAY, PREFERENCES, AdwPreferencesWindow)

struct _AssayPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *appearance;
  GtkSwitch *blur;
  AdwEntryRow *examiner;
  AdwEntryRow *organisation;
  AdwActionRow *store;
  GtkSpinButton *retention;
  AdwPasswordEntryRow *old_passphrase;
  AdwPasswordEntryRow *new_passphrase;
  AdwPasswordEntryRow *repeated;
  GtkLabel *passphrase_failure;
  AdwPreferencesGroup *sections;

  AssayWorkbench *workbench;
};

G_DEFINE_FINAL_TYPE (AssayPreferences, assay_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static const char *const appearances[] = { "system", "light", "dark" };

static gboolean
appearance_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (appearances); i++)
    if (g_str_equal (g_variant_get_string (variant, NULL), appearances[i]))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
index_to_appearance (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_string (appearances[MIN (g_value_get_uint (value), 2)]);
}

static void
show_store (AssayPreferences *self)
{
  g_autofree char *store = assay_workbench_get_store (self->workbench);
  g_autofree char *shown = g_filename_display_name (store);

  adw_action_row_set_subtitle (self->store, shown);
}

static void
on_store_chosen (GListModel *files, gpointer user_data)
{
  AssayPreferences *self = user_data;
  g_autoptr (GFile) folder = g_list_model_get_item (files, 0);

  if (!g_file_peek_path (folder))
    return;
  g_settings_set_string (assay_settings_get (), "store", g_file_peek_path (folder));
  show_store (self);
  assay_workbench_cases_changed (self->workbench);
}

static void
choose_store (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_choose_folder (GTK_WINDOW (widget), _ ("Choose the folder of the cases"), on_store_chosen,
                       G_OBJECT (widget));
}

static void
reset_store (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayPreferences *self = ASSAY_PREFERENCES (widget);

  g_settings_reset (assay_settings_get (), "store");
  show_store (self);
  assay_workbench_cases_changed (self->workbench);
}

static void
say_failure (AssayPreferences *self, const char *text)
{
  gtk_label_set_label (self->passphrase_failure, text);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_failure), TRUE);
}

static void
change_passphrase (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayPreferences *self = ASSAY_PREFERENCES (widget);
  const char *old = gtk_editable_get_text (GTK_EDITABLE (self->old_passphrase));
  const char *new = gtk_editable_get_text (GTK_EDITABLE (self->new_passphrase));
  const char *repeated = gtk_editable_get_text (GTK_EDITABLE (self->repeated));
  g_autoptr (GError) error = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_failure), FALSE);
  if (!g_str_equal (new, repeated))
    {
      say_failure (self, _ ("The two new passphrases are not equal."));
      return;
    }
  /* The key is made on first use; a passphrase may be wanted before that. */
  g_autoptr (AssayExaminerKey) key = assay_examiner_key_open (NULL, *old ? old : NULL, &error);
  if (!key
      || !assay_examiner_key_set_passphrase (NULL, *old ? old : NULL, *new ? new : NULL, &error))
    {
      say_failure (self, error->message);
      return;
    }
  assay_workbench_set_passphrase (self->workbench, *new ? new : NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->old_passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->repeated), "");
  adw_preferences_window_add_toast (
      ADW_PREFERENCES_WINDOW (self),
      adw_toast_new (*new ? _ ("The passphrase was changed") : _ ("The passphrase was removed")));
  gtk_editable_set_text (GTK_EDITABLE (self->new_passphrase), "");
}

static void
manage_keys (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_key_window_show (GTK_WINDOW (widget), NULL, NULL);
}

/* The setting lists the sections that are left out, so that a new one is in by default. */
static void
on_section_switched (GtkSwitch *control, GParamSpec *pspec, gpointer user_data)
{
  const char *id = g_object_get_data (G_OBJECT (control), "assay-section");
  GSettings *settings = assay_settings_get ();
  g_auto (GStrv) left_out = g_settings_get_strv (settings, "report-left-out");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; left_out[i]; i++)
    if (!g_str_equal (left_out[i], id))
      g_strv_builder_add (builder, left_out[i]);
  if (!gtk_switch_get_active (control))
    g_strv_builder_add (builder, id);
  g_auto (GStrv) changed = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "report-left-out", (const char *const *) changed);
}

static void
add_sections (AssayPreferences *self)
{
  g_auto (GStrv) left_out = g_settings_get_strv (assay_settings_get (), "report-left-out");

  for (int i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    {
      const char *id = assay_report_section_id ((AssayReportSection) i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *control = gtk_switch_new ();

      adw_preferences_row_set_title (
          ADW_PREFERENCES_ROW (row),
          g_dgettext (NULL, assay_report_section_title ((AssayReportSection) i)));
      gtk_switch_set_active (GTK_SWITCH (control),
                             !g_strv_contains ((const char *const *) left_out, id));
      gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (control), "assay-section", g_strdup (id), g_free);
      g_signal_connect (control, "notify::active", G_CALLBACK (on_section_switched), NULL);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
      adw_preferences_group_add (self->sections, row);
    }
}

static void
assay_preferences_dispose (GObject *object)
{
  AssayPreferences *self = ASSAY_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_PREFERENCES);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (assay_preferences_parent_class)->dispose (object);
}

static void
assay_preferences_class_init (AssayPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, appearance);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, blur);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, examiner);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, organisation);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, store);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, retention);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, old_passphrase);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, new_passphrase);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, repeated);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, passphrase_failure);
  gtk_widget_class_bind_template_child (widget_class, AssayPreferences, sections);
  gtk_widget_class_install_action (widget_class, "preferences.choose-store", NULL, choose_store);
  gtk_widget_class_install_action (widget_class, "preferences.reset-store", NULL, reset_store);
  gtk_widget_class_install_action (widget_class, "preferences.keys", NULL, manage_keys);
  gtk_widget_class_install_action (widget_class, "preferences.change-passphrase", NULL,
                                   change_passphrase);
}

static void
assay_preferences_init (AssayPreferences *self)
{
  GSettings *settings = assay_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind_with_mapping (settings, "appearance", self->appearance, "selected",
                                G_SETTINGS_BIND_DEFAULT, appearance_to_index, index_to_appearance,
                                NULL, NULL);
  g_settings_bind (settings, "blur-pictures", self->blur, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "examiner", self->examiner, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "organisation", self->organisation, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "retention-days", self->retention, "value", G_SETTINGS_BIND_DEFAULT);
  add_sections (self);
  assay_row_name_parts (GTK_WIDGET (self->appearance));
  assay_row_name_parts (GTK_WIDGET (self->examiner));
  assay_row_name_parts (GTK_WIDGET (self->organisation));
  assay_row_name_parts (GTK_WIDGET (self->old_passphrase));
  assay_row_name_parts (GTK_WIDGET (self->new_passphrase));
  assay_row_name_parts (GTK_WIDGET (self->repeated));
}

void
assay_preferences_show (GtkWindow *parent, AssayWorkbench *workbench)
{
  AssayPreferences *self
      = g_object_new (ASSAY_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE, NULL);

  self->workbench = g_object_ref (workbench);
  show_store (self);
  gtk_window_present (GTK_WINDOW (self));
}
