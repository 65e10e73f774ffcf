/* assay-fact-row.c: see the header. */
#include "assay-fact-row.h"

#include "config.h"

#include <glib/gi18n.h>

struct _AssayFactRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *value;
  GtkButton *copy;
};

enum
{
  PROP_FIXED_WIDTH = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AssayFactRow, assay_fact_row, ADW_TYPE_PREFERENCES_ROW)

static void
copy_value (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayFactRow *self = ASSAY_FACT_ROW (widget);
  g_autofree char *said = g_strdup_printf (
      /* Translators: %s is the name of what was copied, such as "SHA-256". */
      _ ("%s copied"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_label (self->value));
  gtk_widget_activate_action (widget, "win.toast", "s", said);
}

static void
on_title_changed (AssayFactRow *self)
{
  g_autofree char *name = g_strdup_printf (
      /* Translators: %s is the name of a fact, such as "SHA-256". */
      _ ("Copy: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->copy), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
assay_fact_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AssayFactRow *self = ASSAY_FACT_ROW (object);

  if (id != PROP_FIXED_WIDTH)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_value_get_boolean (value))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->value), "monospace");
      gtk_label_set_wrap_mode (self->value, PANGO_WRAP_CHAR);
    }
}

static void
assay_fact_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_FACT_ROW);
  G_OBJECT_CLASS (assay_fact_row_parent_class)->dispose (object);
}

static void
assay_fact_row_class_init (AssayFactRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = assay_fact_row_dispose;
  object_class->set_property = assay_fact_row_set_property;
  properties[PROP_FIXED_WIDTH] = g_param_spec_boolean ("fixed-width", NULL, NULL, FALSE,
                                                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayFactRow, value);
  gtk_widget_class_bind_template_child (widget_class, AssayFactRow, copy);
  gtk_widget_class_install_action (widget_class, "fact.copy", NULL, copy_value);
}

static void
assay_fact_row_init (AssayFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (on_title_changed), NULL);
}

void
assay_fact_row_set_value (AssayFactRow *self, const char *value)
{
  /* Translators: a fact and its value, as a screen reader says it. */
  g_autofree char *name = g_strdup_printf (
      _ ("%s: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), value ? value : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_label_set_label (self->value, value ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (self), value && *value);
}
