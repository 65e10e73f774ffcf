/* assay-report-sections.c: see the header. The rows are made from the list of sections. */
#include "assay-report-sections.h"

#include "config.h"

#include <glib/gi18n.h>

struct _AssayReportSections
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *shown_group;
  AdwPreferencesGroup *full_group;
  GtkSwitch *everything;

  GtkSwitch *shown[ASSAY_REPORT_N_SECTIONS];
  GtkSwitch *full[ASSAY_REPORT_N_SECTIONS]; /* NULL: the section has one form only */
  gboolean setting;                         /* several change as one */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayReportSections, assay_report_sections, GTK_TYPE_WIDGET)

/* The switch above the others is on when all are; it follows them without a word. */
static void
show_everything (AssayReportSections *self)
{
  gboolean all = TRUE;

  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    all = all && (self->full[i] == NULL || gtk_switch_get_active (self->full[i]));
  self->setting = TRUE;
  gtk_switch_set_active (self->everything, all);
  self->setting = FALSE;
}

static void
on_changed (AssayReportSections *self)
{
  if (self->setting)
    return;
  show_everything (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_everything (AssayReportSections *self)
{
  const gboolean all = gtk_switch_get_active (self->everything);

  if (self->setting)
    return;
  self->setting = TRUE;
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    if (self->full[i] != NULL)
      gtk_switch_set_active (self->full[i], all);
  self->setting = FALSE;
  on_changed (self);
}

static GtkSwitch *
add_row (AssayReportSections *self,
         AdwPreferencesGroup *group,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "use-markup", FALSE, NULL);
  GtkWidget *control = g_object_new (GTK_TYPE_SWITCH, "valign", GTK_ALIGN_CENTER, NULL);

  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (on_changed), self);
  return GTK_SWITCH (control);
}

/* A section that is left out has no form: its row waits. Two switches of one section need two
 * names; the group names the row. */
static void
add_full_row (AssayReportSections *self, AssayReportSection section, const char *title)
{
  const char *help = g_dgettext (NULL, assay_report_section_full_help (section));
  GtkSwitch *control = add_row (self, self->full_group, title, help);
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (control), ADW_TYPE_ACTION_ROW);
  /* Translators: a section of the report, printed in full. */
  g_autofree char *name = g_strdup_printf (_ ("%s, in full"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_bind_property (self->shown[section], "active", row, "sensitive", G_BINDING_SYNC_CREATE);
  /* A screen reader is told of the control itself, not of what it stands in (GTK 4.8). */
  g_object_bind_property (self->shown[section], "active", control, "sensitive",
                          G_BINDING_SYNC_CREATE);
  self->full[section] = control;
}

static void
add_rows (AssayReportSections *self)
{
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    {
      const AssayReportSection section = (AssayReportSection) i;
      const char *title = g_dgettext (NULL, assay_report_section_title (section));

      self->shown[i] = add_row (self, self->shown_group, title, NULL);
      if (assay_report_section_has_full (section))
        add_full_row (self, section, title);
    }
}

void
assay_report_sections_show (AssayReportSections *self, const AssayReportOptions *options)
{
  self->setting = TRUE;
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    {
      const AssayReportSection section = (AssayReportSection) i;

      gtk_switch_set_active (self->shown[i], assay_report_options_get_section (options, section));
      if (self->full[i] != NULL)
        gtk_switch_set_active (self->full[i], assay_report_options_get_full (options, section));
    }
  self->setting = FALSE;
  on_changed (self);
}

void
assay_report_sections_apply (AssayReportSections *self, AssayReportOptions *options)
{
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    {
      const AssayReportSection section = (AssayReportSection) i;

      assay_report_options_set_section (options, section, gtk_switch_get_active (self->shown[i]));
      if (self->full[i] != NULL)
        assay_report_options_set_full (options, section, gtk_switch_get_active (self->full[i]));
    }
}

static void
assay_report_sections_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_REPORT_SECTIONS);
  G_OBJECT_CLASS (assay_report_sections_parent_class)->dispose (object);
}

static void
assay_report_sections_class_init (AssayReportSectionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_report_sections_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-report-sections.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayReportSections, shown_group);
  gtk_widget_class_bind_template_child (widget_class, AssayReportSections, full_group);
  gtk_widget_class_bind_template_child (widget_class, AssayReportSections, everything);
  gtk_widget_class_bind_template_callback (widget_class, on_everything);
}

static void
assay_report_sections_init (AssayReportSections *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              18);
  add_rows (self);
}
