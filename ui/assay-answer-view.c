/* assay-answer-view.c: see the header. */
#include "assay-answer-view.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-reason-row.h"
#include "assay-widget.h"
#include "assay-words.h"
#include "worker/assay-tool-list.h"

/* More than a person takes in at once helps nobody. */
#define FIRST_REASONS 5

struct _AssayAnswerView
{
  GtkWidget parent_instance;

  GtkWidget *banner;
  GtkImage *icon;
  GtkLabel *phrase;
  GtkLabel *meaning;
  GtkLabel *reasons_title;
  GtkBox *reasons;
  GtkButton *more;
  GtkLabel *not_run;
  GtkWidget *not_run_part;
  GtkLabel *limits;

  AssayResult *result;
  const char *banner_class;
};

G_DEFINE_FINAL_TYPE (AssayAnswerView, assay_answer_view, GTK_TYPE_WIDGET)

static void
clear_reasons (AssayAnswerView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->reasons))))
    gtk_box_remove (self->reasons, child);
}

/* Worst first; the order of the tool among equals. */
static GPtrArray *
sorted_findings (AssayResult *result)
{
  static const AssaySeverity order[]
      = { ASSAY_SEVERITY_COMPROMISED, ASSAY_SEVERITY_ATTENTION, ASSAY_SEVERITY_INFO };
  GPtrArray *sorted = g_ptr_array_new ();

  for (gsize s = 0; s < G_N_ELEMENTS (order); s++)
    for (guint i = 0; i < assay_result_get_n_findings (result); i++)
      {
        AssayFinding *finding = assay_result_get_finding (result, i);
        if (assay_finding_get_severity (finding) == order[s])
          g_ptr_array_add (sorted, finding);
      }
  return sorted;
}

static void
fill_reasons (AssayAnswerView *self, gboolean all)
{
  g_autoptr (GPtrArray) findings = sorted_findings (self->result);
  guint shown = all ? findings->len : MIN (findings->len, FIRST_REASONS);

  clear_reasons (self);
  for (guint i = 0; i < shown; i++)
    gtk_box_append (self->reasons, assay_reason_row_new (g_ptr_array_index (findings, i)));

  g_autofree char *label = g_strdup_printf (
      ngettext ("Show %u more reason", "Show %u more reasons", findings->len - shown),
      findings->len - shown);
  gtk_button_set_label (self->more, label);
  gtk_widget_set_visible (GTK_WIDGET (self->more), shown < findings->len);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons_title), findings->len > 0);
}

static void
show_all_reasons (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayAnswerView *self = ASSAY_ANSWER_VIEW (widget);

  if (self->result)
    fill_reasons (self, TRUE);
}

static void
fill_not_run (AssayAnswerView *self)
{
  guint n = assay_result_get_n_not_run (self->result);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const char *rule, *reason;
      assay_result_get_not_run (self->result, i, &rule, &reason);
      g_string_append_printf (lines, "%s• %s%s%s", i > 0 ? "\n" : "", rule ? rule : "",
                              rule ? ": " : "", g_dgettext (NULL, reason));
    }
  gtk_label_set_label (self->not_run, lines->str);
  gtk_widget_set_visible (self->not_run_part, n > 0);
}

static void
assay_answer_view_dispose (GObject *object)
{
  AssayAnswerView *self = ASSAY_ANSWER_VIEW (object);

  g_clear_pointer (&self->result, assay_result_unref);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_ANSWER_VIEW);
  G_OBJECT_CLASS (assay_answer_view_parent_class)->dispose (object);
}

static void
assay_answer_view_class_init (AssayAnswerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_answer_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-answer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, banner);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, icon);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, phrase);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, meaning);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, reasons_title);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, reasons);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, more);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, not_run);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, not_run_part);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, limits);
  gtk_widget_class_install_action (widget_class, "answer.show-all", NULL, show_all_reasons);
}

static void
assay_answer_view_init (AssayAnswerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What has no deep checks (a text, a document) must not get the same green answer as a photograph
 * whose every part was looked at: its name and its outer form are all that was checked. */
static gboolean
was_hardly_checked (AssayResult *result)
{
  const char *type = assay_result_get_answer (result, "type");

  return assay_result_get_verdict (result) == ASSAY_VERDICT_CLEAR && type
         && !g_str_has_prefix (type, "image/") && !g_str_has_prefix (type, "video/")
         && !g_str_has_prefix (type, "audio/");
}

static void
show_banner (AssayAnswerView *self, AssayVerdict verdict, gboolean hardly)
{
  AssayVerdict look = hardly ? ASSAY_VERDICT_NOT_APPLICABLE : verdict;

  if (self->banner_class)
    gtk_widget_remove_css_class (self->banner, self->banner_class);
  self->banner_class = assay_words_verdict_class (look);
  gtk_widget_add_css_class (self->banner, self->banner_class);
  gtk_image_set_from_icon_name (self->icon, assay_words_verdict_icon (look));
  gtk_label_set_label (self->phrase, g_dgettext (NULL, assay_verdict_phrase (verdict)));
  gtk_label_set_label (self->meaning,
                       hardly ? _ ("Assay can check little of this kind of file: its name and its "
                                   "outer form, not what it says. That nothing was found there "
                                   "says next to nothing about whether it was changed.")
                              : assay_words_verdict_meaning (verdict));
}

void
assay_answer_view_set_result (AssayAnswerView *self, AssayResult *result)
{
  AssayVerdict verdict = assay_result_get_verdict (result);
  const AssayToolInfo *info = assay_tool_list_find (assay_result_get_tool (result));

  assay_result_ref (result);
  g_clear_pointer (&self->result, assay_result_unref);
  self->result = result;

  show_banner (self, verdict, was_hardly_checked (result));
  gtk_label_set_label (self->reasons_title, verdict == ASSAY_VERDICT_CLEAR
                                                ? _ ("What was noticed all the same")
                                                : _ ("The reasons"));
  gtk_label_set_label (self->limits, info && info->limits ? g_dgettext (NULL, info->limits) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->limits), info && info->limits);
  fill_reasons (self, FALSE);
  fill_not_run (self);
}
