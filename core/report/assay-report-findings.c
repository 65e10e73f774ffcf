/* assay-report-findings.c: section 7: each finding with what was seen, why it matters, what
 * explains it innocently, and how another person sees it too. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report/assay-report-writer-private.h"

#define PLOT_WIDTH_TO_HEIGHT 2.6

/* The value that stands under "@name.at" is the place of @name: both go into one row. */
static gboolean
is_place_of (const AssayObserved *place, const char *name)
{
  const gsize length = strlen (name);
  return place->type == ASSAY_OBSERVED_PLACE && strncmp (place->name, name, length) == 0
         && g_str_equal (place->name + length, ".at");
}

static void
write_observed (AssayReportWriter *self, const AssayFinding *finding)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Observed"), 4.0, ASSAY_STYLE_CELL },
    { N_ ("Value"), 4.0, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Place (length in bytes)"), 2.4, ASSAY_STYLE_CELL_MONO },
  };
  const gboolean redacted = assay_report_options_get_redacted (self->data->options);
  const guint n = assay_finding_get_n_observed (finding);
  if (n == 0)
    return;
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < n; i++)
    {
      AssayObserved observed;
      AssayObserved next;
      assay_finding_get_observed (finding, i, &observed);
      g_autofree char *value = redacted && observed.type == ASSAY_OBSERVED_TEXT
                                   ? g_strdup (_ ("[redacted]"))
                                   : assay_observed_to_text (&observed);
      g_autofree char *place = NULL;
      if (i + 1 < n)
        {
          assay_finding_get_observed (finding, i + 1, &next);
          if (is_place_of (&next, observed.name))
            place = assay_observed_to_text (&next);
        }
      const gboolean alone = observed.type == ASSAY_OBSERVED_PLACE;
      g_autofree char *words = assay_observed_words (observed.name);
      const char *cells[] = { words, alone ? "" : value, alone ? value : place };
      assay_flow_row (self->flow, cells);
      if (place != NULL)
        i++;
    }
  assay_flow_end_table (self->flow);
}

static void
pair_words (AssayReportWriter *self, const char *label, const char *msgid)
{
  const char *text = assay_words_translate (msgid);
  if (*text != '\0')
    assay_flow_pair (self->flow, label, ASSAY_STYLE_BODY, text);
}

static void
write_rule (AssayReportWriter *self, const AssayFindingRef *ref)
{
  const AssayRule *rule = assay_catalogue_find (assay_finding_get_rule (ref->finding));
  if (rule != NULL)
    {
      pair_words (self, _ ("In plain words"), rule->plain);
      pair_words (self, _ ("Why it matters"), rule->technical);
      pair_words (self, _ ("Innocent causes"), rule->innocent);
      pair_words (self, _ ("Check by hand"), rule->check_by_hand);
      g_autofree char *measured = assay_rule_measured_text (rule);
      assay_flow_pair (self->flow, _ ("Measured"), ASSAY_STYLE_BODY,
                       *measured != '\0' ? measured : _ ("no error rate measured: exploratory"));
    }
  g_autofree char *again = g_strdup_printf ("assay-cli --json run %s NAME", ref->run->tool);
  assay_flow_pair (self->flow, _ ("Reproduce"), ASSAY_STYLE_CELL_MONO, again);
}

static void
write_finding (AssayReportWriter *self, const AssayFindingRef *ref)
{
  const char *rule = assay_finding_get_rule (ref->finding);
  const AssaySeverity severity = assay_finding_get_severity (ref->finding);
  AssayFlow *flow = self->flow;
  assay_flow_space (flow, 8);
  assay_flow_need (flow, 95);
  assay_flow_target (flow, ref->label);
  assay_sign_severity (assay_flow_get_list (flow), assay_flow_get_left (flow),
                       assay_flow_get_y (flow) + 1.5, 12, severity);
  g_autofree char *number = g_strdup_printf ("%s  ", ref->label);
  g_autofree char *tail = g_strdup_printf ("   %s · %s", assay_words_severity (severity), rule);
  g_autoptr (AssayRich) head = assay_rich_new ();
  assay_rich_add (head, number, assay_style (ASSAY_STYLE_SUBHEADING));
  assay_rich_add (head, assay_words_rule_title (rule), assay_style (ASSAY_STYLE_SUBHEADING));
  assay_rich_add (head, tail, assay_style (ASSAY_STYLE_NOTE));
  assay_flow_indent (flow, 18);
  assay_flow_rich (flow, head);
  write_observed (self, ref->finding);
  write_rule (self, ref);
  assay_flow_indent (flow, -18);
}

/* Rules about reports themselves say nothing about an exhibit. */
static gboolean
is_of_reports (const char *id)
{
  const AssayRule *rule = id != NULL ? assay_catalogue_find (id) : NULL;
  return rule != NULL && g_str_equal (rule->family, "report");
}

/* Checks that could not run, those with the same reason in one line. */
static void
write_not_run (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (run->result == NULL || assay_report_exhibit_find_run (exhibit, run->tool) != run)
        continue;
      for (guint i = 0; i < assay_result_get_n_not_run (run->result); i++)
        {
          const char *rule;
          const char *reason;
          guint at;
          assay_result_get_not_run (run->result, i, &rule, &reason);
          if (is_of_reports (rule))
            continue;
          if (!g_ptr_array_find_with_equal_func (reasons, reason, g_str_equal, &at))
            {
              at = reasons->len;
              g_ptr_array_add (reasons, (gpointer) (guintptr) reason);
              g_ptr_array_add (rules, g_string_new (NULL));
            }
          GString *names = rules->pdata[at];
          g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                  rule != NULL && *rule != '\0' ? rule : run->tool);
        }
    }
  if (reasons->len > 0)
    assay_flow_minor_heading (self->flow, _ ("Checks that could not run or do not apply"));
  for (guint i = 0; i < reasons->len; i++)
    {
      GString *names = rules->pdata[i];
      g_autoptr (AssayRich) rich = assay_rich_new ();
      g_autofree char *reason = g_strdup (assay_words_translate (reasons->pdata[i]));
      if (g_str_has_suffix (reason, "."))
        reason[strlen (reason) - 1] = '\0';
      assay_rich_add (rich, reason, assay_style (ASSAY_STYLE_BODY));
      assay_rich_add (rich, ": ", assay_style (ASSAY_STYLE_BODY));
      assay_rich_add (rich, names->str, assay_style (ASSAY_STYLE_NOTE));
      assay_flow_bullet (self->flow, "–", rich);
      g_string_free (names, TRUE);
    }
}

static gboolean
was_not_run (const AssayResult *result, const char *id)
{
  for (guint i = 0; i < assay_result_get_n_not_run (result); i++)
    {
      const char *rule;
      const char *reason;
      assay_result_get_not_run (result, i, &rule, &reason);
      if (rule != NULL && g_str_equal (rule, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_fired (const AssayResult *result, const char *id)
{
  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    if (g_str_equal (assay_finding_get_rule (assay_result_get_finding (result, i)), id))
      return TRUE;
  return FALSE;
}

/* Rules that are words only, for another tool or a later version, were not run. */
static gboolean
is_live (const AssayRule *rule)
{
  return strstr (rule->definition, "\"not_live\"") == NULL;
}

/* What the run itself noted: a rule for another format did not run. Results without the table of
 * checks (written by hand in tests, or older) leave it open. */
static gboolean
found_nothing (const AssayResult *result, const char *id)
{
  AssayTable *checks = assay_result_find_table (result, "checks");

  if (checks == NULL || assay_table_get_n_columns (checks) < 2)
    return !has_fired (result, id) && !was_not_run (result, id);
  for (guint row = 0; row < assay_table_get_n_rows (checks); row++)
    if (g_strcmp0 (assay_table_get_text (checks, row, 0), id) == 0)
      return g_strcmp0 (assay_table_get_text (checks, row, 1), "Nothing found") == 0;
  return FALSE;
}

/* A check that ran and found nothing is said too. */
static void
write_silent (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  const AssayReportRun *run = assay_report_exhibit_find_run (exhibit, "integrity");
  if (run == NULL)
    return;
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < assay_catalogue_get_n_rules (); i++)
    {
      const AssayRule *rule = assay_catalogue_get_rule (i);
      if (is_live (rule) && found_nothing (run->result, rule->id))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", rule->id);
    }
  if (names->len == 0)
    return;
  assay_flow_minor_heading (self->flow, _ ("Checks that ran and found nothing"));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, names->str);
}

static void
write_figures (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (run->result == NULL || assay_report_exhibit_find_run (exhibit, run->tool) != run)
        continue;
      for (guint i = 0; i < assay_result_get_n_plots (run->result); i++)
        {
          AssayPlot *plot = assay_result_get_plot (run->result, i);
          g_autofree char *settings = assay_words_settings (run->parameters);
          g_autofree char *caption
              = g_strdup_printf (_ ("%s. Tool %s %s, settings %s, result %.16s."),
                                 assay_words_translate (assay_plot_get_title (plot)), run->tool,
                                 run->version, settings, run->result_sha256);
          assay_flow_plot (self->flow, plot,
                           assay_flow_get_width (self->flow) / PLOT_WIDTH_TO_HEIGHT, caption);
        }
    }
}

/* A row of the table of what was measured, which begins with its first row. */
static void
write_value (AssayReportWriter *self,
             const char *title,
             const char *value,
             const char *tool,
             gboolean *begun)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Measured"), 4.0, ASSAY_STYLE_CELL },
    { N_ ("Value"), 2.0, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Tool"), 2.0, ASSAY_STYLE_CELL },
  };
  const char *cells[] = { title, value, tool };

  if (!*begun)
    assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  *begun = TRUE;
  assay_flow_row (self->flow, cells);
}

/* What the tool answered in words: a mark, its outcome, with what a video was encoded anew. */
static void
write_answers (AssayReportWriter *self, const AssayReportRun *run, gboolean *begun)
{
  for (guint i = 0; i < assay_result_get_n_answers (run->result); i++)
    {
      const char *name;
      const char *value;
      assay_result_get_answer_at (run->result, i, &name, &value);
      g_autofree char *title = assay_observed_words (name);
      /* The type of the file stands in section 4. */
      if (!g_str_equal (name, "type"))
        write_value (self, title, value, run->tool, begun);
    }
}

static void
write_metrics (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  const gboolean redacted = assay_report_options_get_redacted (self->data->options);
  gboolean begun = FALSE;
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (run->result == NULL || assay_report_exhibit_find_run (exhibit, run->tool) != run)
        continue;
      if (!redacted) /* an answer may be somebody's name */
        write_answers (self, run, &begun);
      for (guint i = 0; i < assay_result_get_n_metrics (run->result); i++)
        {
          const char *name;
          const char *unit;
          double value;
          guint digits;
          assay_result_get_metric (run->result, i, &name, &value, &digits, &unit);
          /* A video with one key frame has no distance between two. */
          if (value < 1 && g_str_equal (name, "key_distance"))
            continue;
          const AssayMetricInfo *info
              = run->info != NULL ? assay_tool_info_metric (run->info, name) : NULL;
          g_autofree char *number = assay_number_text (value, digits);
          g_autofree char *text = g_strdup_printf ("%s %s", number, unit);
          write_value (self, info != NULL ? assay_words_translate (info->title) : name,
                       g_strchomp (text), run->tool, &begun);
        }
    }
  if (begun)
    assay_flow_end_table (self->flow);
}

static void
write_exhibit (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
  assay_flow_heading (self->flow, 1, title, NULL);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, assay_words_verdict (exhibit));
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  if (n == 0)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY,
                          assay_report_exhibit_find_run (exhibit, "integrity") != NULL
                              ? _ ("No finding.")
                              : assay_words_verdict_caveat (exhibit));
  for (guint i = first; i < first + n; i++)
    write_finding (self, &g_array_index (self->findings, AssayFindingRef, i));
  write_metrics (self, exhibit);
  write_figures (self, exhibit);
  write_silent (self, exhibit);
  write_not_run (self, exhibit);
}

void
assay_write_findings (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_FINDINGS))
    return;
  assay_writer_section (self, 7);
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("Findings are numbered by exhibit, the strongest first. Severity is that of the rule: "
         "“information” has no weight by itself, “attention” needs an explanation, “compromised” "
         "has none in normal handling."));
  for (guint e = 0; e < self->data->exhibits->len; e++)
    write_exhibit (self, self->data->exhibits->pdata[e]);
}
