/* cli-import.c: `import`, and `verify` of an export: a bag is foreign, so the worker checks it
 * before anything else looks into it (CUSTODY §9). */
#include "config.h"

#include <glib/gi18n.h>

#include "case/assay-import.h"
#include "cli.h"
#include "exit-status.h"

gboolean
cli_is_bag (const char *path)
{
  g_autofree char *declaration = g_build_filename (path, "bagit.txt", NULL);

  return g_file_test (declaration, G_FILE_TEST_IS_REGULAR);
}

/* What the manifests do not list is as much a difference as what they list wrongly. */
static gboolean
has_stray (Cli *cli, const char *bag)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stray = assay_bag_find_stray (bag, &error);
  g_autofree char *shown = stray == NULL ? NULL : assay_text_visible (stray, -1);

  if (shown != NULL)
    g_set_error (&error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("“%s” is in the export, but its manifests do not list it."), shown);
  if (error == NULL)
    return FALSE;
  cli_fail (cli, error, bag, NULL);
  return TRUE;
}

/* The outcome if all is well; else NULL after reporting what is not. */
static AssayOutcome *
check_bag (Cli *cli, const char *bag)
{
  g_autofree char *tags = g_build_filename (bag, "tagmanifest-sha256.txt", NULL);
  g_autofree char *absolute = g_canonicalize_filename (bag, NULL);
  const CliProofWord words[] = { { "input", tags, TRUE, NULL }, { "bag", absolute, FALSE, NULL } };
  g_autoptr (AssayOutcome) outcome = cli_prove (cli, "bag.verify", words, G_N_ELEMENTS (words));

  if (outcome == NULL)
    return NULL;
  if (assay_result_get_verdict (assay_outcome_get_result (outcome)) == ASSAY_VERDICT_CLEAR)
    return has_stray (cli, bag) ? NULL : g_steal_pointer (&outcome);
  if (cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else
    cli_print_proof (cli, "bag.verify", outcome);
  return NULL;
}

void
cli_verify_bag (Cli *cli, const char *bag)
{
  g_autoptr (AssayOutcome) outcome = check_bag (cli, bag);

  if (outcome != NULL && cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else if (outcome != NULL)
    cli_print_proof (cli, "bag.verify", outcome);
}

void
cli_import (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;
  g_autoptr (AssayProgress) progress = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uuid = NULL;

  if (!cli_parse (cli, NULL, _ ("FOLDER"), 1, 1, &argc, &argv))
    return;
  outcome = check_bag (cli, argv[1]);
  if (outcome == NULL)
    return;
  progress = cli_progress (cli, argv[1]);
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
      cli_print_json (json_node_init_object (json_node_alloc (), object));
      json_object_unref (object);
    }
}
