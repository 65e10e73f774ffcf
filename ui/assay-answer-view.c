/* assay-answer-view.c: see the header. */
#include "assay-answer-view.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-reason-row.h"
#include "assay-widget.h"
#include "assay-words.h"
#include "model/assay-catalogue.h"
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
  GtkLabel *noticed_title;
  GtkBox *noticed;
  GtkButton *more;
  GtkLabel *not_run;
  GtkWidget *not_run_part;
  GtkLabel *limits;

  AssayResult *result;
  const char *banner_class;
};

G_DEFINE_FINAL_TYPE (AssayAnswerView, assay_answer_view, GTK_TYPE_WIDGET)

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
}

/* The findings of @worst to @least, worst first; the order of the tool among equals. */
static GPtrArray *
findings_of (AssayResult *result, AssaySeverity worst, AssaySeverity least)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (int severity = (int) worst; severity >= (int) least; severity--)
    for (guint i = 0; i < assay_result_get_n_findings (result); i++)
      {
        AssayFinding *finding = assay_result_get_finding (result, i);
        if ((int) assay_finding_get_severity (finding) == severity)
          g_ptr_array_add (sorted, finding);
      }
  return sorted;
}

/* Returns how many were shown. */
static guint
fill_box (GtkBox *box, GPtrArray *findings, guint most)
{
  guint shown = MIN (findings->len, most);

  clear_box (box);
  for (guint i = 0; i < shown; i++)
    gtk_box_append (box, assay_reason_row_new (g_ptr_array_index (findings, i)));
  return shown;
}

/* What is only good to know is no reason for the answer, so it stands apart. */
static void
fill_reasons (AssayAnswerView *self, gboolean all)
{
  guint most = all ? G_MAXUINT : FIRST_REASONS;
  g_autoptr (GPtrArray) reasons
      = findings_of (self->result, ASSAY_SEVERITY_COMPROMISED, ASSAY_SEVERITY_ATTENTION);
  g_autoptr (GPtrArray) noticed
      = findings_of (self->result, ASSAY_SEVERITY_INFO, ASSAY_SEVERITY_INFO);
  guint shown = fill_box (self->reasons, reasons, most);
  shown += fill_box (self->noticed, noticed, most - shown);
  guint hidden = reasons->len + noticed->len - shown;

  g_autofree char *label = g_strdup_printf (
      ngettext ("Show %u more finding", "Show %u more findings", hidden), hidden);
  gtk_button_set_label (self->more, label);
  gtk_widget_set_visible (GTK_WIDGET (self->more), hidden > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons_title), reasons->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), reasons->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->noticed_title), shown > reasons->len);
  gtk_widget_set_visible (GTK_WIDGET (self->noticed), shown > reasons->len);
}

static void
show_all_reasons (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayAnswerView *self = ASSAY_ANSWER_VIEW (widget);

  if (self->result)
    fill_reasons (self, TRUE);
}

/* "RULE, RULE: reason", those with the same reason together. Rules over reports are no checks of
 * this file, and why there is no verdict stands in the banner. */
static void
fill_not_run (AssayAnswerView *self)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < assay_result_get_n_not_run (self->result); i++)
    {
      const char *id, *reason;
      guint at;
      assay_result_get_not_run (self->result, i, &id, &reason);
      const AssayRule *rule = assay_catalogue_find (id);
      if ((rule && g_str_equal (rule->family, "report"))
          || (!*id && reason == assay_result_get_no_verdict (self->result)))
        continue;
      if (*id && g_ptr_array_find_with_equal_func (reasons, reason, g_str_equal, &at))
        {
          char *joined = g_strdup_printf ("%s, %s", id, (char *) g_ptr_array_index (lines, at));
          g_free (g_ptr_array_index (lines, at));
          g_ptr_array_index (lines, at) = joined;
          continue;
        }
      g_ptr_array_add (reasons, (gpointer) (guintptr) reason);
      g_ptr_array_add (lines,
                       g_strdup_printf ("%s%s%s", id, *id ? ": " : "", g_dgettext (NULL, reason)));
    }

  gtk_widget_set_visible (self->not_run_part, lines->len > 0);
  g_ptr_array_add (lines, NULL);
  g_autofree char *text = g_strjoinv ("\n• ", (char **) lines->pdata);
  g_autofree char *list = g_strconcat ("• ", text, NULL);
  gtk_label_set_label (self->not_run, list);
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
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, noticed_title);
  gtk_widget_class_bind_template_child (widget_class, AssayAnswerView, noticed);
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

static void
show_banner (AssayAnswerView *self, AssayVerdict verdict, const char *no_verdict)
{
  if (self->banner_class)
    gtk_widget_remove_css_class (self->banner, self->banner_class);
  self->banner_class = assay_words_verdict_class (verdict);
  gtk_widget_add_css_class (self->banner, self->banner_class);
  gtk_image_set_from_icon_name (self->icon, assay_words_verdict_icon (verdict));
  gtk_label_set_label (self->phrase, g_dgettext (NULL, assay_verdict_phrase (verdict)));
  gtk_label_set_label (self->meaning, no_verdict ? g_dgettext (NULL, no_verdict)
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

  show_banner (self, verdict, assay_result_get_no_verdict (result));
  gtk_label_set_label (self->limits, info && info->limits ? g_dgettext (NULL, info->limits) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->limits), info && info->limits);
  fill_reasons (self, FALSE);
  fill_not_run (self);
}
