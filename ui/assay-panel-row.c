/* assay-panel-row.c: see the header. */
#include "assay-panel-row.h"

#include "config.h"

#include <glib/gi18n.h>

struct _AssayPanelRow
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
};

G_DEFINE_FINAL_TYPE (AssayPanelRow, assay_panel_row, GTK_TYPE_LIST_BOX_ROW)

static void
assay_panel_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_PANEL_ROW);
  G_OBJECT_CLASS (assay_panel_row_parent_class)->dispose (object);
}

static void
assay_panel_row_class_init (AssayPanelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_panel_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-panel-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayPanelRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AssayPanelRow, title);
}

static void
assay_panel_row_init (AssayPanelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
assay_panel_row_set_applies (AssayPanelRow *self, gboolean applies)
{
  if (applies)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  applies ? "" : _ ("Does not apply to this file"), -1);
}

GtkWidget *
assay_panel_row_new (const AssayPanelInfo *info)
{
  AssayPanelRow *self = g_object_new (ASSAY_TYPE_PANEL_ROW, NULL);

  gtk_image_set_from_icon_name (self->icon, info->icon);
  gtk_label_set_label (self->title, _ (info->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (info->title), -1);
  return GTK_WIDGET (self);
}
