/* cli-import.c: `import`, and `verify` of an export: a bag is foreign, so the worker checks it
 * before anything else looks into it (CUSTODY §9). */
#include "config.h"

#include <glib/gi18n.h>

#include "case/assay-import.h"
#include "cli.h"
#include "exit-status.h"

/* As a list of everything that differs. */
void
cli_verify_bag (Cli *cli, const char *bag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;
  g_autofree char *other = NULL;
  gboolean whole = assay_bag_check (bag, cli_get_client (cli), NULL, cli->cancellable, &outcome,
                                    &other, &error);
  gboolean listed
      = outcome != NULL
        && (whole || !cli_proof_stands ("bag.verify", assay_outcome_get_result (outcome)));

  if (!listed)
    {
      cli_fail (cli, error, bag, NULL);
      return;
    }
  if (cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else
    cli_print_proof (cli, "bag.verify", outcome);
  if (!whole)
    cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
  else if (other != NULL)
    g_printerr (_ ("assay-cli: data/case.jsonld was not compared with the ledger, because another "
                   "program wrote it: %s\n"),
                other);
}

void
cli_import (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;
  g_autoptr (AssayProgress) progress = NULL;
  g_autofree char *other = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uuid = NULL;

  if (!cli_parse (cli, NULL, _ ("FOLDER"), 1, 1, &argc, &argv))
    return;
  progress = cli_progress (cli, argv[1]);
  if (!assay_bag_check (argv[1], cli_get_client (cli), progress, cli->cancellable, &outcome, &other,
                        &error))
    {
      cli_progress_end (cli);
      cli_fail (cli, error, argv[1], NULL);
      return;
    }
  path = assay_store_import (
      cli->store, argv[1],
      assay_result_get_answer (assay_outcome_get_result (outcome), "manifest_sha256"), progress,
      cli->cancellable, &error);
  cli_progress_end (cli);
  if (path == NULL)
    {
      cli_fail (cli, error, argv[1], NULL);
      return;
    }
  uuid = g_path_get_basename (path);
  cli_print (cli, "%s\n", uuid);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", uuid);
      json_object_set_string_member (object, "path", path);
      cli_print_json (cli_take_object (object));
    }
}
