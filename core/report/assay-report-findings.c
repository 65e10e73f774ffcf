/* assay-report-findings.c: section 7: each finding with what was seen, why it matters, what
 * explains it innocently, and how another person sees it too. Short unless asked otherwise: the
 * words of a rule stand once, and what has no weight takes a row. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

/* An exhibit's heading, its verdict and how its first finding begins. */
#define NEED_EXHIBIT 165

/* The value that stands under "@name.at" is the place of @name: both go into one row. */
static gboolean
is_place_of (const AssayObserved *place, const char *name)
{
  const gsize length = strlen (name);
  return place->type == ASSAY_OBSERVED_PLACE && strncmp (place->name, name, length) == 0
         && g_str_equal (place->name + length, ".at");
}

/* Of which file a finding speaks where it is not the exhibit, and of which run where several of the
 * tool stand here; NULL where neither is in question. */
static char *
subject_text (const AssayFindingRef *ref)
{
  const AssayReportRun *run = ref->run;
  g_autoptr (GString) text = g_string_new (NULL);
  if (assay_report_run_is_of_made (run))
    g_string_append_printf (text,
                            _ ("This is about the file that “%s” made, not about the exhibit."),
                            assay_report_run_title (run));
  if (assay_report_exhibit_is_one_of_several (ref->exhibit, run))
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_autofree char *settings = assay_words_settings (run->parameters);
      /* Translators: number of a ledger entry, then settings as "name value" */
      g_string_append_printf (text,
                              _ ("Found by the run of ledger entry %" PRId64 ", settings %s."),
                              run->entry, settings);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* An observed value as this report prints it: hidden where it is redacted, its beginning in the
 * short form. */
static char *
value_text (const AssayReportWriter *self, const AssayObserved *observed)
{
  if (observed->type == ASSAY_OBSERVED_TEXT
      && assay_report_options_get_redacted (self->data->options))
    return g_strdup (_ ("[redacted]"));
  g_autofree char *text = assay_observed_to_text (observed);
  return assay_words_value (text, assay_writer_full (self, ASSAY_REPORT_FINDINGS));
}

static void
write_observed (AssayReportWriter *self, const AssayFinding *finding)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Observed"), 4.0, ASSAY_STYLE_CELL },
    { N_ ("Value"), 4.0, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Place (length in bytes)"), 2.4, ASSAY_STYLE_CELL_MONO },
  };
  const guint n = assay_finding_get_n_observed (finding);
  if (n == 0)
    return;
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < n; i++)
    {
      AssayObserved observed;
      AssayObserved next;
      assay_finding_get_observed (finding, i, &observed);
      g_autofree char *value = value_text (self, &observed);
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
  const char *text = assay_text_translate (msgid);
  if (*text != '\0')
    assay_flow_pair (self->flow, label, ASSAY_STYLE_BODY, text);
}

/* The words of a rule stand once in the report, where it fired first. */
static void
write_reference (AssayReportWriter *self, const char *label)
{
  g_autofree char *number = g_strdup_printf (" [%s]", label);
  g_autoptr (AssayRich) rich = assay_rich_new ();
  assay_rich_add (rich, _ ("Why it matters, innocent causes and how to check it by hand: see"),
                  assay_style (ASSAY_STYLE_NOTE));
  assay_rich_add_link (rich, number, assay_style (ASSAY_STYLE_LINK), label);
  assay_flow_rich (self->flow, rich);
}

/* What reading a mark says: its error rate is the probability that stands among what was observed.
 */
static gboolean
is_of_mark (const AssayRule *rule)
{
  return rule != NULL && g_str_equal (rule->family, "mark");
}

/* The rules of the audio examination say in their own words what was measured. */
static gboolean
is_of_sound (const AssayRule *rule)
{
  return rule != NULL && g_str_equal (rule->family, "sound");
}

/* How often the rule was wrong: a model's own error rate, which its findings quote, or that of the
 * catalogue. */
static char *
measured_text (const AssayRule *rule, const AssayFinding *finding)
{
  g_autofree char *measured = assay_rule_measured_text (rule);
  AssayObserved eer;
  AssayObserved low;
  AssayObserved high;
  if (assay_finding_find (finding, "model_eer", &eer)
      && assay_finding_find (finding, "model_eer_low", &low)
      && assay_finding_find (finding, "model_eer_high", &high))
    return g_strdup_printf ("%s: %.2f %%. %s: %.2f %%. %s: %.2f %%.",
                            _ ("Equal error rate of the model"), eer.real,
                            _ ("Lower end of its 95 per cent interval"), low.real,
                            _ ("Upper end of its 95 per cent interval"), high.real);
  return *measured != '\0' ? g_steal_pointer (&measured)
                           : g_strdup (_ ("no error rate measured: exploratory"));
}

static void
write_rule (AssayReportWriter *self, const AssayFindingRef *ref)
{
  const AssayRule *rule = assay_catalogue_find (assay_finding_get_rule (ref->finding));
  const char *said = rule != NULL ? g_hash_table_lookup (self->explained, rule->id) : NULL;
  if (said != NULL && !assay_writer_full (self, ASSAY_REPORT_FINDINGS))
    {
      pair_words (self, _ ("In plain words"), rule->plain);
      write_reference (self, said);
      return;
    }
  if (rule != NULL)
    {
      g_hash_table_insert (self->explained, (gpointer) (guintptr) rule->id, ref->label);
      pair_words (self, _ ("In plain words"), rule->plain);
      pair_words (self, _ ("Why it matters"), rule->technical);
      pair_words (self, _ ("Innocent causes"), rule->innocent);
      pair_words (self, _ ("Check by hand"), rule->check_by_hand);
      g_autofree char *measured = measured_text (rule, ref->finding);
      if (!is_of_mark (rule) && !is_of_sound (rule))
        assay_flow_pair (self->flow, _ ("Measured"), ASSAY_STYLE_BODY, measured);
    }
  g_autofree char *again = assay_report_run_command (
      ref->run, assay_report_options_get_redacted (self->data->options));
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
  g_autofree char *subject = subject_text (ref);
  if (subject != NULL)
    assay_flow_paragraph (flow, ASSAY_STYLE_NOTE, subject);
  write_observed (self, ref->finding);
  assay_write_mark (self, ref);
  write_rule (self, ref);
  assay_flow_indent (flow, -18);
}

/* All that was observed, in one cell. */
static char *
observed_line (const AssayReportWriter *self, const AssayFinding *finding)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < assay_finding_get_n_observed (finding); i++)
    {
      AssayObserved observed;
      assay_finding_get_observed (finding, i, &observed);
      if (observed.type == ASSAY_OBSERVED_PLACE)
        continue;
      g_autofree char *words = assay_observed_words (observed.name);
      g_autofree char *value = value_text (self, &observed);
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "; " : "", words, value);
    }
  return g_string_free (text, FALSE);
}

/* Whether it stands in a row: what has no weight of its own, in the short form. Not what reading a
 * mark says: it answers a question that somebody asked, and what it shows and does not show of an
 * owner belongs beside it. */
static gboolean
is_brief (const AssayReportWriter *self, const AssayFinding *finding)
{
  const AssayRule *rule = assay_catalogue_find (assay_finding_get_rule (finding));

  if (assay_writer_full (self, ASSAY_REPORT_FINDINGS)
      || assay_finding_get_severity (finding) != ASSAY_SEVERITY_INFO)
    return FALSE;
  return !is_of_mark (rule);
}

/* Findings without weight of their own: a row each. */
static void
write_information (AssayReportWriter *self, guint first, guint end)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("No."), 1.0, ASSAY_STYLE_CELL },
    { N_ ("For information"), 3.4, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Observed"), 5.2, ASSAY_STYLE_CELL },
    { N_ ("Rule"), 1.2, ASSAY_STYLE_CELL_MONO },
  };
  while (first < end
         && !is_brief (self, g_array_index (self->findings, AssayFindingRef, first).finding))
    first++;
  if (first == end)
    return;
  assay_flow_space (self->flow, 6);
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = first; i < end; i++)
    {
      const AssayFindingRef *ref = &g_array_index (self->findings, AssayFindingRef, i);
      if (!is_brief (self, ref->finding))
        continue;
      const char *rule = assay_finding_get_rule (ref->finding);
      g_autofree char *observed = observed_line (self, ref->finding);
      g_autofree char *subject = subject_text (ref);
      g_autofree char *cell
          = subject == NULL ? g_strdup (observed) : g_strdup_printf ("%s %s", subject, observed);
      const char *cells[] = { ref->label, assay_words_rule_title (rule), g_strchomp (cell), rule };
      assay_flow_row (self->flow, cells);
      assay_flow_target (self->flow, ref->label);
    }
  assay_flow_end_table (self->flow);
}

static void
write_exhibit (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
  assay_flow_need (self->flow, NEED_EXHIBIT);
  assay_flow_heading (self->flow, 1, title, NULL);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, assay_words_verdict (exhibit));
  g_autofree char *refused = assay_words_refused (exhibit);
  if (refused != NULL)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, refused);
  g_autofree char *unread = assay_words_unread (exhibit);
  if (unread != NULL)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, unread);
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  if (n == 0)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY,
                          assay_report_exhibit_find_run (exhibit, "integrity") != NULL
                              ? _ ("No finding.")
                              : assay_words_verdict_caveat (exhibit));
  for (guint i = first; i < first + n; i++)
    {
      const AssayFindingRef *ref = &g_array_index (self->findings, AssayFindingRef, i);
      if (!is_brief (self, ref->finding))
        write_finding (self, ref);
    }
  write_information (self, first, first + n);
  assay_write_measures (self, exhibit);
  assay_write_figures (self, exhibit);
  assay_write_checks (self, exhibit);
}

void
assay_write_findings (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_FINDINGS))
    return;
  assay_writer_section (self, 7);
  if (self->data->quick)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY,
                          _ ("For whoever is asked to look closer: each reason of page 1 under its "
                             "number, with what was seen, what else can cause it, and how to see "
                             "it with another program."));
  else
    assay_flow_paragraph (
        self->flow, ASSAY_STYLE_BODY,
        _ ("Findings are numbered by exhibit, the strongest first. Severity is that of the rule: "
           "“information” has no weight by itself, “attention” needs an explanation, “compromised” "
           "has none in normal handling."));
  for (guint e = 0; e < self->data->exhibits->len; e++)
    write_exhibit (self, self->data->exhibits->pdata[e]);
  if (assay_writer_sums_checks (self))
    assay_write_not_run (self);
}
