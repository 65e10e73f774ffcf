/* assay-verdict-label.c: see the header. */
#include "assay-verdict-label.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-widget.h"
#include "assay-words.h"

struct _AssayVerdictLabel
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *word;
  const char *css_class;
};

G_DEFINE_FINAL_TYPE (AssayVerdictLabel, assay_verdict_label, GTK_TYPE_WIDGET)

static void
assay_verdict_label_dispose (GObject *object)
{
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_VERDICT_LABEL);
  G_OBJECT_CLASS (assay_verdict_label_parent_class)->dispose (object);
}

static void
assay_verdict_label_class_init (AssayVerdictLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_verdict_label_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-verdict-label.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayVerdictLabel, icon);
  gtk_widget_class_bind_template_child (widget_class, AssayVerdictLabel, word);
}

static void
assay_verdict_label_init (AssayVerdictLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
assay_verdict_label_new (void)
{
  return g_object_new (ASSAY_TYPE_VERDICT_LABEL, NULL);
}

static void
show (AssayVerdictLabel *self,
      const char *icon,
      const char *css_class,
      const char *word,
      const char *tooltip)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->css_class)
    gtk_widget_remove_css_class (widget, self->css_class);
  self->css_class = css_class;
  gtk_widget_add_css_class (widget, css_class);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->word, word);
  assay_widget_set_cell_tooltip (widget, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

void
assay_verdict_label_set_verdict (AssayVerdictLabel *self, AssayVerdict verdict)
{
  show (self, assay_words_verdict_icon (verdict), assay_words_verdict_class (verdict),
        assay_words_verdict_short (verdict), g_dgettext (NULL, assay_verdict_phrase (verdict)));
}

void
assay_verdict_label_set_failed (AssayVerdictLabel *self, const char *reason)
{
  show (self, "dialog-warning-symbolic", "verdict-none", _ ("Check failed"), reason);
}

void
assay_verdict_label_set_unchecked (AssayVerdictLabel *self)
{
  show (self, assay_words_verdict_icon (ASSAY_VERDICT_NOT_APPLICABLE),
        assay_words_verdict_class (ASSAY_VERDICT_NOT_APPLICABLE), _ ("Not checked"),
        _ ("This exhibit has not been checked yet."));
}

void
assay_verdict_label_set_compact (AssayVerdictLabel *self, gboolean compact)
{
  gtk_widget_set_visible (GTK_WIDGET (self->word), !compact);
}
