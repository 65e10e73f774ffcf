/* cli-proof-words.c: what the verification of a proof says to people: what holds, what does not and
 * what could not be checked. The phrases of the integrity verdict are about media files. */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli.h"

/* One statement of a proof. It holds unless one of its rules fired or could not run. */
typedef struct
{
  const char *tool;
  const char *rules[7];
  const char *statement;
} Statement;

static const Statement statements[] = {
  { "report.verify",
    { "RPT-01", "RPT-02", "RPT-03", "RPT-04", "RPT-05", "RPT-07", "RPT-16" },
    N_ ("The report is signed, and no byte of it has changed since") },
  { "report.verify", { "RPT-08" }, N_ ("Every attached file can be read") },
  { "report.verify",
    { "RPT-09", "RPT-10", "RPT-11" },
    N_ ("The attached ledger is unbroken, and each entry is signed by the examiner's key") },
  { "report.verify", { "RPT-12" }, N_ ("The checkpoint is of this ledger") },
  { "report.verify", { "RPT-13" }, N_ ("Every file reported on is in the ledger, by its hash") },
  { "receipt.verify", { "RCP-01" }, N_ ("The entry of the intake is signed") },
  { "receipt.verify", { "RCP-02" }, N_ ("The checkpoint is signed") },
  { "receipt.verify", { "RCP-03" }, N_ ("The entry is under the checkpoint") },
  { "receipt.verify", { "RCP-04" }, N_ ("The name is the one that the entry commits to") },
  { "receipt.verify", { "RCP-05" }, N_ ("The file is the one that was handed in") },
  { "receipt.verify", { "RCP-06", "RCP-07" }, N_ ("The key is one that you know") },
};

/* Why @rule could not run; NULL if it ran. */
static const char *
find_not_run (const AssayResult *result, const char *rule)
{
  for (guint i = 0; i < assay_result_get_n_not_run (result); i++)
    {
      const char *id;
      const char *reason;

      assay_result_get_not_run (result, i, &id, &reason);
      if (g_strcmp0 (id, rule) == 0)
        return reason;
    }
  return NULL;
}

static AssayFinding *
find_fired (AssayResult *result, const char *rule)
{
  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    {
      AssayFinding *finding = assay_result_get_finding (result, i);

      if (g_str_equal (assay_finding_get_rule (finding), rule))
        return finding;
    }
  return NULL;
}

/* A report without a signature whose ledger was checked: nothing in it is wrong, it proves less. */
static gboolean
is_unsigned_only (const char *tool, AssayResult *result)
{
  guint others = 0;

  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    {
      AssayFinding *finding = assay_result_get_finding (result, i);

      others += assay_finding_get_severity (finding) != ASSAY_SEVERITY_INFO
                && !g_str_equal (assay_finding_get_rule (finding), "RPT-01");
    }
  return g_str_equal (tool, "report.verify") && find_fired (result, "RPT-01") != NULL && others == 0
         && find_not_run (result, "RPT-10") == NULL;
}

gboolean
cli_is_proof (const char *tool)
{
  static const char *const tools[]
      = { "bag.verify", "receipt.verify", "report.verify", "timestamp.verify", NULL };

  return g_strv_contains (tools, tool);
}

gboolean
cli_proof_stands (const char *tool, AssayResult *result)
{
  return assay_result_get_verdict (result) == ASSAY_VERDICT_CLEAR;
}

static const char *
headline (const char *tool, AssayResult *result)
{
  switch (assay_result_get_verdict (result))
    {
    case ASSAY_VERDICT_CLEAR:
      return _ ("Verified: whatever could be checked holds");
    case ASSAY_VERDICT_COMPROMISED:
      return _ ("Verification failed: something does not hold");
    case ASSAY_VERDICT_ATTENTION:
      if (is_unsigned_only (tool, result))
        return _ ("Unsigned: the hashes are consistent, but the author is not proven and the pages "
                  "are not protected");
      if (find_fired (result, "RPT-01") != NULL)
        return _ ("Nothing proven: the file has no signature and no ledger that could be checked");
      return _ ("Not verified: something could not be proven");
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return _ ("Nothing could be verified");
}

static void
print_statement (Cli *cli, const Statement *statement, AssayResult *result)
{
  const char *reason = NULL;
  AssayFinding *worst = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (statement->rules) && statement->rules[i] != NULL; i++)
    {
      AssayFinding *finding = find_fired (result, statement->rules[i]);

      if (finding != NULL
          && (worst == NULL
              || assay_finding_get_severity (finding) > assay_finding_get_severity (worst)))
        worst = finding;
      if (reason == NULL)
        reason = find_not_run (result, statement->rules[i]);
    }
  if (worst != NULL && assay_finding_get_severity (worst) == ASSAY_SEVERITY_COMPROMISED)
    cli_print (cli, _ ("  does not hold: %s\n"), _ (statement->statement));
  else if (worst != NULL)
    cli_print (cli, _ ("  not proven:    %s\n"), _ (statement->statement));
  else if (reason != NULL)
    cli_print (cli, _ ("  not checked:   %s (%s)\n"), _ (statement->statement), _ (reason));
  else
    cli_print (cli, _ ("  holds:         %s\n"), _ (statement->statement));
}

void
cli_print_proof (Cli *cli, const char *tool, AssayOutcome *outcome)
{
  AssayResult *result = assay_outcome_get_result (outcome);

  /* An export has thousands of files: what matters stands first, the list on request. */
  gboolean bag = g_str_equal (tool, "bag.verify");

  if (!bag)
    cli_print_inputs (cli, outcome);
  cli_print (cli, "%s\n", headline (tool, result));
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (g_str_equal (statements[i].tool, tool))
      print_statement (cli, &statements[i], result);
  cli_print_findings (cli, result);
  cli_print_details (cli, outcome);
  if (bag && cli->verbose)
    cli_print_inputs (cli, outcome);
}
