/* cli-intake.c: `intake`: files become exhibits, each checked after its commit. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "cli.h"
#include "exit-status.h"
#include "worker/assay-tool-list.h"

/* The check that follows every intake; what goes wrong with it is recorded and told, but the
 * exhibit is in. */
static void
check_exhibit (Cli *cli, AssayCase *opened, AssayExhibit *exhibit)
{
  const AssayToolInfo *info = assay_tool_list_find ("integrity");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, &error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  g_autoptr (AssayOutcome) outcome
      = request == NULL ? NULL
                        : assay_case_run (opened, assay_exhibit_get_number (exhibit), request,
                                          cli_get_client (cli), NULL, cli->cancellable, &error);

  if (outcome == NULL && !g_cancellable_is_cancelled (cli->cancellable))
    g_printerr (_ ("assay-cli: exhibit %u is in the case, but its check failed: %s\n"),
                assay_exhibit_get_number (exhibit), error->message);
}

/* With the name of the file: it goes to the person who brought it. */
static void
write_receipt (Cli *cli, AssayCase *opened, AssayExhibit *exhibit, const char *folder)
{
  guint number = assay_exhibit_get_number (exhibit);
  g_autofree char *name = g_strdup_printf ("%.8s-%u.receipt", assay_case_get_uuid (opened), number);
  g_autofree char *path = folder == NULL ? NULL : g_build_filename (folder, name, NULL);

  if (path != NULL)
    (void) cli_make_receipt (cli, opened, number, TRUE, path);
}

static void
add_failure (JsonArray *failures, const char *path, const GError *error)
{
  JsonObject *object = json_object_new ();
  g_autofree char *name = assay_text_visible (path, -1);

  json_object_set_string_member (object, "name", name);
  json_object_set_member (object, "error", assay_error_to_json (error));
  json_array_add_object_element (failures, object);
}

static AssayExhibit *
take_in (Cli *cli,
         AssayCase *opened,
         const char *path,
         const AssayIntakeOptions *options,
         GError **error)
{
  g_autoptr (AssayProgress) progress = cli_progress (cli, path);
  AssayExhibit *exhibit
      = assay_case_intake (opened, path, options, progress, cli->cancellable, error);

  cli_progress_end (cli);
  return exhibit;
}

/* Made before anything is taken in: the ledger must not name receipts that nobody could get. */
static gboolean
make_receipt_folder (Cli *cli, const char *folder)
{
  g_autoptr (GError) error = NULL;

  if (folder == NULL || g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  cli_fail (cli, error, folder, NULL);
  return FALSE;
}

void
cli_intake (Cli *cli, int argc, char **argv)
{
  g_autofree char *source = NULL;
  g_autofree char *note = NULL;
  g_autofree char *receipts = NULL;
  gboolean no_check = FALSE;
  const GOptionEntry entries[]
      = { { "receipts", 0, 0, G_OPTION_ARG_FILENAME, &receipts,
            N_ ("Write a receipt for each exhibit into this folder"), N_ ("FOLDER") },
          { "source", 0, 0, G_OPTION_ARG_STRING, &source, N_ ("Where it comes from"), N_ ("TEXT") },
          { "note", 0, 0, G_OPTION_ARG_STRING, &note, N_ ("A remark"), N_ ("TEXT") },
          { "no-check", 0, 0, G_OPTION_ARG_NONE, &no_check, N_ ("Do not check the exhibits"),
            NULL },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE FILE…"), 2, -1, &argc, &argv)
      || !make_receipt_folder (cli, receipts))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_WRITE);
  AssayIntakeOptions options = { .source = source, .note = note };

  if (opened == NULL)
    return;

  g_autoptr (JsonArray) exhibits = json_array_new ();
  g_autoptr (JsonArray) failures = json_array_new ();

  for (int i = 2; i < argc && !g_cancellable_is_cancelled (cli->cancellable); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayExhibit) exhibit = take_in (cli, opened, argv[i], &options, &error);

      if (exhibit == NULL)
        {
          cli_warn (cli, error, argv[i]);
          add_failure (failures, argv[i], error);
          continue;
        }
      if (!no_check)
        check_exhibit (cli, opened, exhibit);
      cli_print_exhibit (cli, opened, exhibit);
      json_array_add_object_element (exhibits, cli_exhibit_to_json (opened, exhibit));
      write_receipt (cli, opened, exhibit, receipts);
    }
  if (json_array_get_length (exhibits) > 0)
    {
      g_autoptr (GError) error = NULL;
      gint64 covered = 0;
      g_autofree char *newest = assay_case_get_checkpoint (opened, 0, &covered);
      /* The entry of an intake has its own; a file of it that nothing names could get lost unseen.
       */
      g_autofree char *made = covered < assay_case_get_n_entries (opened)
                                  ? assay_case_make_checkpoint (opened, &error)
                                  : NULL;

      if (error != NULL)
        cli_fail (cli, error, argv[1], NULL);
    }
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_array_member (object, "exhibits", json_array_ref (exhibits));
      json_object_set_array_member (object, "failures", json_array_ref (failures));
      cli_print_json (cli_take_object (object));
    }
}
