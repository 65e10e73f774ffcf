/* assay-result-view.c: see the header. What is in a result is data, so its rows and cards are made
 * here; their looks are in templates. */
#include "assay-result-view.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-fact-row.h"
#include "assay-image-view.h"
#include "assay-plot-card.h"
#include "assay-reason-row.h"
#include "assay-table-view.h"
#include "assay-widget.h"
#include "assay-words.h"
#include "base/assay-base.h"
#include "model/assay-catalogue.h"
#include "plot/assay-ticks.h"

struct _AssayResultView
{
  GtkWidget parent_instance;

  GtkWidget *verdict_part;
  GtkImage *verdict_icon;
  GtkLabel *verdict_label;
  GtkWidget *findings_part;
  GtkBox *findings;
  AdwPreferencesGroup *answers;
  AdwPreferencesGroup *values;
  GtkBox *parts;
  AdwPreferencesGroup *outputs;
  AdwPreferencesGroup *not_run;
  GtkLabel *limits;

  GPtrArray *rows;    /* of the groups, to take them out again */
  GPtrArray *holders; /* the group of each */
};

G_DEFINE_FINAL_TYPE (AssayResultView, assay_result_view, GTK_TYPE_WIDGET)

static void
assay_result_view_dispose (GObject *object)
{
  AssayResultView *self = ASSAY_RESULT_VIEW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_RESULT_VIEW);
  G_OBJECT_CLASS (assay_result_view_parent_class)->dispose (object);
}

static void
assay_result_view_class_init (AssayResultViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_result_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-result-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, verdict_part);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, findings_part);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, findings);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, answers);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, values);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, parts);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, outputs);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, not_run);
  gtk_widget_class_bind_template_child (widget_class, AssayResultView, limits);
}

static void
assay_result_view_init (AssayResultView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->holders = g_ptr_array_new ();
}

static void
add_value (AssayResultView *self, AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row = g_object_new (ASSAY_TYPE_FACT_ROW, "title", title, NULL);

  assay_fact_row_set_value (ASSAY_FACT_ROW (row), value);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->holders, group);
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
clear (AssayResultView *self)
{
  clear_box (self->findings);
  clear_box (self->parts);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->holders->pdata[i], self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->holders, 0);
}

static gboolean
group_is_used (AssayResultView *self, AdwPreferencesGroup *group)
{
  return g_ptr_array_find (self->holders, group, NULL);
}

static void
show_verdict (AssayResultView *self, AssayResult *result)
{
  static const char *const classes[] = { "dim-label", "success", "warning", "error" };
  AssayVerdict verdict = assay_result_get_verdict (result);

  const char *none = assay_result_get_no_verdict (result);
  g_autofree char *phrase = g_strjoin ("\n", assay_text_translate (assay_verdict_phrase (verdict)),
                                       none ? assay_text_translate (none) : NULL, NULL);

  gtk_widget_set_visible (self->verdict_part, verdict != ASSAY_VERDICT_NOT_APPLICABLE || none);
  gtk_image_set_from_icon_name (self->verdict_icon, assay_words_verdict_icon (verdict));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), assay_words_verdict_class (verdict));
  gtk_label_set_label (self->verdict_label, phrase);
}

static void
show_findings (AssayResultView *self, AssayResult *result)
{
  guint n = assay_result_get_n_findings (result);

  /* the gravest first; the tool's order within a severity */
  for (int severity = ASSAY_SEVERITY_COMPROMISED; severity >= ASSAY_SEVERITY_INFO; severity--)
    {
      for (guint i = 0; i < n; i++)
        {
          AssayFinding *finding = assay_result_get_finding (result, i);

          if ((int) assay_finding_get_severity (finding) == severity)
            gtk_box_append (self->findings, assay_reason_row_new (finding));
        }
    }
  gtk_widget_set_visible (self->findings_part, n > 0);
}

/* What the tool was asked for stands before what it measured on the way. */
static void
show_answers (AssayResultView *self, AssayResult *result)
{
  for (guint i = 0; i < assay_result_get_n_answers (result); i++)
    {
      const char *name;
      const char *value;

      assay_result_get_answer_at (result, i, &name, &value);
      g_autofree char *title = assay_answer_title (name);
      /* facts for other layers, shown elsewhere */
      if (!g_str_equal (name, "type"))
        {
          /* words of a model or a file make no lines of their own */
          g_autofree char *line = assay_text_line (assay_answer_words (name, value), -1);
          add_value (self, self->answers, title, line);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->answers), group_is_used (self, self->answers));
}

void
assay_result_view_set_recipient (AssayResultView *self, const char *words)
{
  add_value (self, self->answers, _ ("Recipient of the copy with this mark"), words);
}

static void
show_values (AssayResultView *self, const AssayToolInfo *info, AssayResult *result)
{
  for (guint i = 0; i < assay_result_get_n_metrics (result); i++)
    {
      const char *name;
      const char *unit;
      double value;
      guint digits;
      g_autofree char *number = NULL;
      g_autofree char *text = NULL;

      assay_result_get_metric (result, i, &name, &value, &digits, &unit);
      number = assay_ticks_number_text (value, digits);
      text = assay_truth_words (unit, value) != NULL
                 ? g_strdup (assay_truth_words (unit, value))
                 : g_strjoin (*unit != '\0' ? " " : "", number,
                              assay_unit_words_real (unit, value, digits), NULL);
      add_value (self, self->values, assay_tool_info_metric_title (info, name), text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->values), group_is_used (self, self->values));
}

/* The link object of plots named alike; made when first asked for. */
static AssayPlotLink *
find_link (GHashTable *links, const char *name)
{
  AssayPlotLink *link;

  if (name == NULL || *name == '\0')
    return NULL;
  link = g_hash_table_lookup (links, name);
  if (link == NULL)
    {
      link = assay_plot_link_new ();
      g_hash_table_insert (links, g_strdup (name), link);
    }
  return link;
}

static void
show_tables (AssayResultView *self, const AssayToolInfo *info, AssayResult *result, gboolean first)
{
  for (guint i = 0; i < assay_result_get_n_tables (result); i++)
    {
      AssayTable *table = assay_result_get_table (result, i);
      GtkWidget *view;

      if ((g_strcmp0 (info->foremost, assay_table_get_id (table)) == 0) != first)
        continue;
      view = assay_table_view_new ();
      assay_table_view_set_table (ASSAY_TABLE_VIEW (view), table, NULL);
      assay_table_view_set_titled (ASSAY_TABLE_VIEW (view), TRUE);
      assay_table_view_set_embedded (ASSAY_TABLE_VIEW (view), TRUE);
      gtk_box_append (self->parts, view);
    }
}

static void
show_parts (AssayResultView *self, const AssayToolInfo *info, AssayResult *result)
{
  g_autoptr (GHashTable) links
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  show_tables (self, info, result, TRUE);
  for (guint i = 0; i < assay_result_get_n_plots (result); i++)
    {
      AssayPlot *plot = assay_result_get_plot (result, i);

      gtk_box_append (self->parts,
                      assay_plot_card_new (plot, find_link (links, assay_plot_get_link (plot))));
    }
  for (guint i = 0; i < assay_result_get_n_images (result); i++)
    {
      AssayImage *image = assay_result_get_image (result, i);

      /* the exhibit table shows it */
      if (!g_str_equal (assay_image_get_id (image), "thumbnail"))
        gtk_box_append (self->parts, assay_image_view_new (image));
    }
  show_tables (self, info, result, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->parts),
                          gtk_widget_get_first_child (GTK_WIDGET (self->parts)) != NULL);
}

static void
show_outputs (AssayResultView *self, const AssayToolInfo *info, AssayOutcome *outcome)
{
  for (guint i = 0; outcome != NULL && i < assay_outcome_get_n_outputs (outcome); i++)
    {
      AssayOutcomeOutput output;
      g_autofree char *size = NULL;

      assay_outcome_get_output (outcome, i, &output);
      size = assay_words_size_exact (output.size);
      add_value (self, self->outputs, assay_tool_info_output_title (info, output.role),
                 output.path);
      add_value (self, self->outputs, _ ("SHA-256"), output.sha256);
      add_value (self, self->outputs, _ ("Size"), size);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->outputs), group_is_used (self, self->outputs));
}

static void
show_not_run (AssayResultView *self, AssayResult *result)
{
  const char *no_verdict = assay_result_get_no_verdict (result);

  for (guint i = 0; i < assay_result_get_n_not_run (result); i++)
    {
      const AssayRule *known;
      const char *rule;
      const char *reason;

      assay_result_get_not_run (result, i, &rule, &reason);
      /* why there is no verdict stands beside the missing verdict */
      if (*rule == '\0' && g_strcmp0 (reason, no_verdict) == 0)
        continue;
      known = assay_catalogue_find (rule);
      add_value (self, self->not_run,
                 known != NULL   ? assay_text_translate (known->title)
                 : *rule != '\0' ? rule
                                 : _ ("The whole tool"),
                 assay_text_translate (reason));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->not_run), group_is_used (self, self->not_run));
}

/* What the result does not prove, and how it came about. */
static void
show_limits (AssayResultView *self,
             const AssayToolInfo *info,
             AssayResult *result,
             AssayOutcome *outcome)
{
  GString *text = g_string_new (assay_text_translate (info->limits));
  g_autofree char *done = NULL;

  g_string_append_printf (text, "\n%s %s", info->id, assay_result_get_version (result));
  if (outcome != NULL)
    {
      const char *libraries = assay_outcome_get_libraries (outcome);

      g_string_append_printf (text, _ (" · isolated by %s"), assay_outcome_get_sandbox (outcome));
      if (libraries != NULL && *libraries != '\0')
        g_string_append_printf (text, " · %s", libraries);
    }
  done = g_string_free (text, FALSE);
  gtk_label_set_label (self->limits, done);
}

void
assay_result_view_set_result (AssayResultView *self,
                              const AssayToolInfo *info,
                              AssayResult *result,
                              AssayOutcome *outcome)
{
  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), result != NULL);
  if (result == NULL)
    return;
  show_verdict (self, result);
  show_answers (self, result);
  show_findings (self, result);
  show_values (self, info, result);
  show_parts (self, info, result);
  show_outputs (self, info, outcome);
  show_not_run (self, result);
  show_limits (self, info, result, outcome);
}
