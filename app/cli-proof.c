/* cli-proof.c: proofs that came from outside are foreign bytes: a tool checks them in the worker,
 * and a verdict that is not clear is exit status 4. */
#include "config.h"

#include "cli.h"
#include "exit-status.h"
#include "worker/assay-tool-list.h"

AssayRequest *
cli_make_request (const AssayToolInfo *info, const CliProofWord *words, guint n, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (AssayRequest) request = NULL;

  for (guint i = 0; i < n; i++)
    if (!words[i].input && words[i].value != NULL
        && !assay_parameters_builder_set (builder, words[i].name, words[i].value, error))
      return NULL;
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  if (parameters == NULL)
    return NULL;
  request = assay_request_new (parameters);
  for (guint i = 0; i < n; i++)
    if (words[i].input && words[i].value != NULL
        && !assay_request_add_input_path (request, words[i].name, words[i].value, error))
      return NULL;
  return g_steal_pointer (&request);
}

AssayOutcome *
cli_prove (Cli *cli, const char *tool, const CliProofWord *words, guint n)
{
  const AssayToolInfo *info = assay_tool_list_find (tool);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRequest) request = cli_make_request (info, words, n, &error);
  g_autoptr (AssayOutcome) outcome
      = request == NULL
            ? NULL
            : assay_client_run (cli_get_client (cli), request, NULL, cli->cancellable, &error);

  if (outcome == NULL)
    {
      cli_fail (cli, error, words[0].value,
                request == NULL ? NULL : assay_outcome_error_json (info, request, error));
      return NULL;
    }
  if (!cli_proof_stands (tool, assay_outcome_get_result (outcome)))
    cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
  return g_steal_pointer (&outcome);
}

void
cli_prove_and_print (Cli *cli, const char *tool, const CliProofWord *words, guint n)
{
  g_autoptr (AssayOutcome) outcome = cli_prove (cli, tool, words, n);

  if (outcome != NULL && cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else if (outcome != NULL)
    cli_print_proof (cli, tool, outcome);
}
