/* cli-outcome.c: what a run found, as text for people. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "model/assay-catalogue.h"

static void
print_finding (Cli *cli, AssayFinding *finding)
{
  const char *id = assay_finding_get_rule (finding);
  const AssayRule *rule = assay_catalogue_find (id);
  static const char *const severities[] = { N_ ("info"), N_ ("attention"), N_ ("compromised") };
  AssayObserved observed;

  cli_print (cli, "  [%s] %s: %s\n", _ (severities[assay_finding_get_severity (finding)]), id,
             rule == NULL ? "" : _ (rule->title));
  for (guint i = 0; i < assay_finding_get_n_observed (finding); i++)
    {
      assay_finding_get_observed (finding, i, &observed);

      g_autofree char *words = assay_observed_words (observed.name);
      g_autofree char *value = assay_observed_to_text (&observed);
      g_autofree char *text = assay_text_line (value, -1);

      if (observed.type != ASSAY_OBSERVED_PLACE)
        cli_print (cli, "      %s = %s\n", words, text);
    }
  if (rule == NULL)
    return;
  cli_print (cli, "      %s\n", _ (rule->plain));
  if (rule->innocent[0] != '\0')
    cli_print (cli, "      %s %s\n", _ ("It may also be harmless:"), _ (rule->innocent));
  if (rule->check_by_hand[0] != '\0')
    cli_print (cli, "      %s %s\n", _ ("How to check it by hand:"), _ (rule->check_by_hand));
}

/* "Log-likelihood ratio (llr): 5.602": words for people, and the name that --json and the manual
 * know it by. */
static void
print_value (Cli *cli, const char *title, const char *name, const char *value, const char *unit)
{
  g_autofree char *folded = g_utf8_casefold (title, -1);
  g_autofree char *text = assay_text_line (value, -1);
  const char *space = unit[0] == '\0' ? "" : " ";

  if (g_str_equal (folded, name))
    cli_print (cli, "  %s: %s%s%s\n", title, text, space, unit);
  else
    cli_print (cli, "  %s (%s): %s%s%s\n", title, name, text, space, unit);
}

static void
print_values (Cli *cli, AssayResult *result, const AssayToolInfo *info)
{
  const char *name;
  const char *value;
  const char *unit;
  double number;
  guint digits;

  for (guint i = 0; i < assay_result_get_n_answers (result); i++)
    {
      assay_result_get_answer_at (result, i, &name, &value);

      g_autofree char *title = assay_answer_title (name);

      print_value (cli, title, name, assay_answer_words (name, value), "");
    }
  for (guint i = 0; i < assay_result_get_n_metrics (result); i++)
    {
      assay_result_get_metric (result, i, &name, &number, &digits, &unit);

      g_autofree char *text = assay_number_text (number, digits);
      const char *truth = assay_truth_words (unit, number);

      print_value (cli, assay_tool_info_metric_title (info, name), name,
                   truth != NULL ? truth : text,
                   truth != NULL ? "" : assay_unit_words_real (unit, number, digits));
    }
}

/* A set of recordings has hundreds of files; whoever asks for everything gets them all. */
#define MOST_INPUTS 8u

void
cli_print_inputs (Cli *cli, AssayOutcome *outcome)
{
  const guint n = assay_outcome_get_n_inputs (outcome);
  const guint shown = cli->verbose ? n : MIN (n, MOST_INPUTS);
  AssayOutcomeInput input;

  for (guint i = 0; i < shown; i++)
    {
      assay_outcome_get_input (outcome, i, &input);

      g_autofree char *name = assay_text_line (input.name, -1);
      g_autofree char *size = g_format_size_full (input.size, G_FORMAT_SIZE_LONG_FORMAT);

      cli_print (cli, "%s: %s\n  SHA-256 %s\n", name, size, input.sha256);
    }
  if (n > shown)
    cli_print (cli, _ ("… and %u more files; --json prints them all\n"), n - shown);
}

void
cli_print_findings (Cli *cli, AssayResult *result)
{
  for (int severity = ASSAY_SEVERITY_COMPROMISED; severity >= ASSAY_SEVERITY_INFO; severity--)
    for (guint i = 0; i < assay_result_get_n_findings (result); i++)
      {
        AssayFinding *finding = assay_result_get_finding (result, i);

        if ((int) assay_finding_get_severity (finding) == severity)
          print_finding (cli, finding);
      }
}

/* The verdict, then the findings: what a person wants to know. Only the integrity check speaks of
 * the whole file; what another tool says is about what it looks at. */
static void
print_verdict (Cli *cli, AssayResult *result, const AssayToolInfo *info)
{
  AssayVerdict verdict = assay_result_get_verdict (result);
  const char *none = assay_result_get_no_verdict (result);

  gboolean whole = g_str_equal (info->id, "integrity");

  if ((verdict != ASSAY_VERDICT_NOT_APPLICABLE || none != NULL) && whole)
    cli_print (cli, "  %s\n", _ (assay_verdict_phrase (verdict)));
  else if (verdict != ASSAY_VERDICT_NOT_APPLICABLE || none != NULL)
    /* Translators: name of a tool, and its verdict */
    cli_print (cli, _ ("  %s, by itself: %s (the check of the whole file is “assay-cli check”)\n"),
               _ (info->title), _ (assay_verdict_phrase (verdict)));
  if (none != NULL)
    cli_print (cli, "  %s\n", g_dgettext (NULL, none));
  if (verdict == ASSAY_VERDICT_CLEAR)
    cli_print (cli, "  %s\n",
               _ ("No signs were found by these checks. This does not prove that the file is "
                  "original."));
  cli_print_findings (cli, result);
}

void
cli_print_check (Cli *cli, AssayOutcome *outcome)
{
  cli_print_inputs (cli, outcome);
  print_verdict (cli, assay_outcome_get_result (outcome),
                 assay_parameters_get_info (assay_outcome_get_parameters (outcome)));
}

void
cli_print_outcome (Cli *cli, AssayOutcome *outcome)
{
  cli_print_check (cli, outcome);
  cli_print_details (cli, outcome);
}

void
cli_print_details (Cli *cli, AssayOutcome *outcome)
{
  AssayResult *result = assay_outcome_get_result (outcome);
  const AssayToolInfo *info = assay_parameters_get_info (assay_outcome_get_parameters (outcome));
  AssayOutcomeOutput output;

  print_values (cli, result, info);
  for (guint i = 0; i < assay_result_get_n_tables (result); i++)
    cli_print_table (cli, assay_result_get_table (result, i));
  for (guint i = 0; i < assay_outcome_get_n_outputs (outcome); i++)
    {
      assay_outcome_get_output (outcome, i, &output);
      cli_print (cli, "  %s: %s\n    SHA-256 %s\n",
                 assay_tool_info_output_title (info, output.role), output.path, output.sha256);
    }
}
