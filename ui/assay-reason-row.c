/* assay-reason-row.c: see the header. */
#include "assay-reason-row.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "assay-widget.h"
#include "assay-words.h"
#include "model/assay-catalogue.h"

struct _AssayReasonRow
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *plain;
  GtkLabel *observed;
  GtkLabel *technical;
  GtkLabel *innocent;
  GtkLabel *by_hand;
  GtkLabel *measured;
  GtkLabel *glossary;
  GtkLabel *rule;
  GtkWidget *observed_part;
  GtkWidget *technical_part;
  GtkWidget *innocent_part;
  GtkWidget *by_hand_part;
  GtkWidget *measured_part;
  GtkWidget *glossary_part;
};

G_DEFINE_FINAL_TYPE (AssayReasonRow, assay_reason_row, GTK_TYPE_WIDGET)

static void
assay_reason_row_dispose (GObject *object)
{
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_REASON_ROW);
  G_OBJECT_CLASS (assay_reason_row_parent_class)->dispose (object);
}

static void
assay_reason_row_class_init (AssayReasonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_reason_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-reason-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, title);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, plain);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, observed);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, technical);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, innocent);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, by_hand);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, measured);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, glossary);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, rule);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, observed_part);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, technical_part);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, innocent_part);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, by_hand_part);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, measured_part);
  gtk_widget_class_bind_template_child (widget_class, AssayReasonRow, glossary_part);
}

static void
assay_reason_row_init (AssayReasonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_part (GtkWidget *part, GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (part, text && *text);
  gtk_label_set_label (label, text ? text : "");
}

/* Whether @place says where the value of @name stands. */
static gboolean
is_place_of (const AssayObserved *place, const char *name)
{
  g_autofree char *expected = g_strconcat (name, ".at", NULL);

  return place->type == ASSAY_OBSERVED_PLACE && g_str_equal (place->name, expected);
}

/* "camera: Canon, at byte 0x120 (6 bytes)", one a line. */
static char *
observed_lines (AssayFinding *finding)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n = assay_finding_get_n_observed (finding);

  for (guint i = 0; i < n; i++)
    {
      AssayObserved observed, next;
      assay_finding_get_observed (finding, i, &observed);
      g_autofree char *words = assay_observed_words (observed.name);
      g_autofree char *value = assay_observed_to_text (&observed);
      g_string_append_printf (lines, "%s%s: %s", lines->len > 0 ? "\n" : "", words, value);
      if (i + 1 >= n)
        break;
      assay_finding_get_observed (finding, i + 1, &next);
      if (!is_place_of (&next, observed.name))
        continue;
      g_string_append_printf (lines, _ (", at byte 0x%" PRIx64), next.offset);
      i++;
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static const char *
words_of (const char *msgid)
{
  return msgid && *msgid ? g_dgettext (NULL, msgid) : "";
}

static void
show_finding (AssayReasonRow *self, AssayFinding *finding)
{
  const char *id = assay_finding_get_rule (finding);
  AssaySeverity severity = assay_finding_get_severity (finding);
  const AssayRule *rule = assay_catalogue_find (id);
  g_autofree char *observed = observed_lines (finding);

  gtk_image_set_from_icon_name (self->icon, assay_words_severity_icon (severity));
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), assay_words_severity_class (severity));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), assay_words_severity_name (severity));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  assay_words_severity_name (severity), -1);
  gtk_label_set_label (self->title, rule ? words_of (rule->title) : id);
  gtk_label_set_label (self->plain, rule ? words_of (rule->plain) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->plain), rule && *words_of (rule->plain));
  gtk_label_set_label (self->rule, id);
  show_part (self->observed_part, self->observed, observed);
  show_part (self->technical_part, self->technical, rule ? words_of (rule->technical) : NULL);
  show_part (self->innocent_part, self->innocent, rule ? words_of (rule->innocent) : NULL);
  show_part (self->by_hand_part, self->by_hand, rule ? words_of (rule->check_by_hand) : NULL);
  show_part (self->measured_part, self->measured, rule ? words_of (rule->measured) : NULL);

  g_autofree char *all = g_strjoin (
      " ", gtk_label_get_label (self->title), gtk_label_get_label (self->plain),
      gtk_label_get_label (self->technical), gtk_label_get_label (self->innocent), NULL);
  g_autofree char *glossary = assay_words_explain (all);
  show_part (self->glossary_part, self->glossary, glossary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title), -1);
}

GtkWidget *
assay_reason_row_new (AssayFinding *finding)
{
  AssayReasonRow *self = g_object_new (ASSAY_TYPE_REASON_ROW, NULL);

  show_finding (self, finding);
  return GTK_WIDGET (self);
}
