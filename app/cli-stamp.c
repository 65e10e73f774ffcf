/* cli-stamp.c: `stamp`: when a report was signed, attested by a time-stamping authority (REPORT
 * E5). Nothing is sent: the request goes there by the person's own means, and the answer comes back
 * as a file. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "worker/assay-tool-list.h"

typedef struct
{
  char *out;
  char *anchors;
  char *case_name;
} Options;

/* Runs @tool, which writes @options->out. NULL after reporting what went wrong. */
static AssayOutcome *
run (Cli *cli, const char *tool, const CliProofWord *words, guint n, const Options *options)
{
  const AssayToolInfo *info = assay_tool_list_find (tool);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRequest) request = cli_make_request (info, words, n, &error);
  g_autoptr (AssayOutcome) outcome = NULL;

  if (request != NULL)
    {
      assay_request_set_output (request, info->outputs[0].role, options->out, FALSE);
      outcome = assay_client_run (cli_get_client (cli), request, NULL, cli->cancellable, &error);
    }
  if (outcome == NULL)
    cli_fail (cli, error, words[0].value,
              request == NULL ? NULL : assay_outcome_error_json (info, request, error));
  return g_steal_pointer (&outcome);
}

static void
print (Cli *cli, AssayOutcome *outcome, const char *path)
{
  const AssayResult *result = assay_outcome_get_result (outcome);
  const char *stamped = assay_result_get_answer (result, "time");
  g_autofree char *time = stamped == NULL ? NULL : assay_text_line (stamped, -1);
  g_autofree char *authority = assay_text_line (assay_result_get_answer (result, "authority"), -1);

  if (cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else if (time == NULL)
    cli_print (cli, _ ("Request written to %s: give it to a time-stamping authority\n"), path);
  else
    cli_print (cli,
               g_strcmp0 (assay_result_get_answer (result, "chain"), "verified") == 0
                   ? _ ("%s: signed before %s, says %s, whose certificate you trust\n")
                   : _ ("%s: signed before %s, says %s; nobody vouches for its certificate\n"),
               path, time, authority);
}

/* The ledger gets both hashes: that of the report as it was signed, and the new one. */
static gboolean
record (Cli *cli, AssayCase *opened, AssayOutcome *outcome)
{
  static const char *const answers[] = { "authority", "chain", "policy", "serial", "time" };
  const AssayResult *result = assay_outcome_get_result (outcome);
  g_autoptr (JsonObject) data = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  AssayOutcomeOutput output;
  AssayOutcomeInput input;

  assay_outcome_get_input (outcome, 0, &input);
  assay_outcome_get_output (outcome, 0, &output);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    json_object_set_string_member (data, answers[i], assay_result_get_answer (result, answers[i]));
  json_object_set_string_member (data, "sha256", output.sha256);
  json_object_set_string_member (data, "signed_sha256", input.sha256);
  json_node_set_object (node, data);
  if (assay_case_record (opened, "report", 0, node, NULL, &error))
    return TRUE;
  cli_fail (cli, error, NULL, NULL);
  return FALSE;
}

static void
ask (Cli *cli, const char *report, const Options *options)
{
  const CliProofWord word = { "input", report, TRUE };
  g_autoptr (AssayOutcome) outcome = run (cli, "report.request", &word, 1, options);

  if (outcome != NULL)
    print (cli, outcome, options->out);
}

static void
add (Cli *cli, const char *report, const char *answer, const Options *options)
{
  const CliProofWord words[] = { { "input", report, TRUE },
                                 { "answer", answer, TRUE },
                                 { "anchors", options->anchors, FALSE } };
  g_autoptr (AssayCase) opened = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;

  if (options->case_name != NULL)
    {
      opened = cli_open_case (cli, options->case_name, CLI_WRITE);
      if (opened == NULL)
        return;
    }
  outcome = run (cli, "report.stamp", words, G_N_ELEMENTS (words), options);
  if (outcome != NULL && (opened == NULL || record (cli, opened, outcome)))
    print (cli, outcome, options->out);
}

void
cli_stamp (Cli *cli, int argc, char **argv)
{
  Options options = { NULL };
  const GOptionEntry entries[]
      = { { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("The file to write"),
            N_ ("FILE") },
          { "anchors", 0, 0, G_OPTION_ARG_FILENAME, &options.anchors,
            N_ ("Certificates of the authorities that you trust"), N_ ("PEM") },
          { "case", 0, 0, G_OPTION_ARG_STRING, &options.case_name,
            N_ ("Record it in the ledger of this case"), N_ ("CASE") },
          G_OPTION_ENTRY_NULL };

  if (cli_parse (cli, entries, _ ("request REPORT | add REPORT TSR"), 2, 3, &argc, &argv))
    {
      if (argc == 3 && g_str_equal (argv[1], "request") && options.out != NULL
          && options.anchors == NULL && options.case_name == NULL)
        ask (cli, argv[2], &options);
      else if (argc == 4 && g_str_equal (argv[1], "add") && options.out != NULL)
        add (cli, argv[2], argv[3], &options);
      else
        cli_fail_usage (cli, _ ("Usage: stamp request REPORT --out TSQ | stamp add REPORT TSR "
                                "--out PDF [--anchors PEM] [--case CASE]"));
    }
  g_free (options.out);
  g_free (options.anchors);
  g_free (options.case_name);
}
