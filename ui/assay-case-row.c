/* assay-case-row.c: see the header. */
#include "assay-case-row.h"

#include "config.h"

struct _AssayCaseRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (AssayCaseRow, assay_case_row, ADW_TYPE_ACTION_ROW)

static void
assay_case_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_CASE_ROW);
  G_OBJECT_CLASS (assay_case_row_parent_class)->dispose (object);
}

static void
assay_case_row_class_init (AssayCaseRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_case_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-case-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayCaseRow, icon);
}

static void
assay_case_row_init (AssayCaseRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
assay_case_row_create (gpointer item, gpointer user_data)
{
  AssayCaseRow *self = g_object_new (ASSAY_TYPE_CASE_ROW, NULL);
  AssayCaseItem *of = ASSAY_CASE_ITEM (item);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), assay_case_item_get_title (of));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), assay_case_item_get_facts (of));
  gtk_image_set_from_icon_name (self->icon, assay_case_item_get_error (of)
                                                ? "dialog-warning-symbolic"
                                                : "assay-case-symbolic");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", assay_case_item_get_path (of));
  return GTK_WIDGET (self);
}
