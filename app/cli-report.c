/* cli-report.c: `report`: what is asked for, and the verification of a PDF. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "exit-status.h"
#include "worker/assay-tool-list.h"

static void
report_options_clear (CliReportOptions *options)
{
  g_free (options->output);
  g_free (options->verify);
  g_strfreev (options->texts);
  g_strfreev (options->without);
  g_free (options->paper);
}

/* A foreign PDF is foreign bytes: the tool `report.verify` reads it in the worker. */
static void
verify_report (Cli *cli, const char *path)
{
  const AssayToolInfo *info = assay_tool_list_find ("report.verify");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, &error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  g_autoptr (AssayOutcome) outcome = NULL;

  if (request != NULL && assay_request_add_input_path (request, info->inputs[0].role, path, &error))
    outcome = assay_client_run (cli_get_client (cli), request, NULL, cli->cancellable, &error);
  if (outcome == NULL)
    {
      cli_fail (cli, error, path, assay_outcome_error_json (info, request, error));
      return;
    }
  if (cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else
    cli_print_outcome (cli, outcome);
  if (assay_result_get_verdict (assay_outcome_get_result (outcome)) != ASSAY_VERDICT_CLEAR)
    cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
}

static void
write_report (Cli *cli, const char *name, const CliReportOptions *options)
{
  const CliPainter *painter = cli_need_painter (cli);

  if (painter != NULL)
    painter->write_case (cli, name, options);
}

void
cli_report (Cli *cli, int argc, char **argv)
{
  CliReportOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("The file to write"), N_ ("PDF") },
    { "upto", 0, 0, G_OPTION_ARG_INT64, &options.upto,
      N_ ("Cover the ledger up to this entry (default: the newest)"), N_ ("ENTRY") },
    { "sign", 0, 0, G_OPTION_ARG_NONE, &options.sign, N_ ("Sign the PDF"), NULL },
    { "verify", 0, 0, G_OPTION_ARG_FILENAME, &options.verify, N_ ("Verify this PDF instead"),
      N_ ("PDF") },
    { "text", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.texts,
      N_ ("What a person writes into it: question, examiner, organisation …"), N_ ("NAME=TEXT") },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.without, N_ ("Leave a section out"),
      N_ ("SECTION") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper, N_ ("a4 or letter"), N_ ("PAPER") },
    { "redacted", 0, 0, G_OPTION_ARG_NONE, &options.redacted,
      N_ ("Replace names, sources and free text"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (cli_parse (cli, entries, _ ("[CASE]"), 0, 1, &argc, &argv))
    {
      if (options.verify != NULL && argc == 1)
        verify_report (cli, options.verify);
      else if (options.verify == NULL && argc == 2 && options.output != NULL)
        write_report (cli, argv[1], &options);
      else
        cli_fail_usage (cli, _ ("Usage: report CASE --out PDF | report --verify PDF"));
    }
  report_options_clear (&options);
}
