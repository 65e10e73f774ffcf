/* cli-intake.c: `intake`: files become exhibits, each checked after its commit. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "cli.h"
#include "exit-status.h"
#include "worker/assay-tool-list.h"

/* The check that follows every intake; what goes wrong with it is recorded and told, but the
 * exhibit is in. A file that cannot be read is an answer; a worker that cannot be started is none.
 */
static gboolean
check_exhibit (Cli *cli, AssayCase *opened, AssayExhibit *exhibit, GError **error)
{
  const AssayToolInfo *info = assay_tool_list_find ("integrity");
  guint number = assay_exhibit_get_number (exhibit);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, &trouble);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  g_autoptr (AssayOutcome) outcome
      = request == NULL ? NULL
                        : assay_case_run (opened, number, request, cli_get_client (cli), NULL,
                                          cli->cancellable, &trouble);

  if (outcome != NULL || g_cancellable_is_cancelled (cli->cancellable))
    return TRUE;
  g_printerr (_ ("assay-cli: exhibit %u is in the case, but its check failed: %s\n"), number,
              trouble->message);
  if (assay_exit_status (trouble) == ASSAY_EXIT_INTERNAL)
    cli_raise_status (cli, ASSAY_EXIT_INTERNAL);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
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
  g_autoptr (AssayProgress) progress = cli_progress_bytes (cli, path);
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

typedef struct
{
  Cli *cli;
  AssayCase *opened;
  AssayIntakeOptions options;
  gboolean check;
  const char *receipts; /* folder; NULL: none are written */
  JsonArray *exhibits;
  JsonArray *failures;
} Intake;

static void
take_in_and_check (Intake *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExhibit) exhibit
      = take_in (self->cli, self->opened, path, &self->options, &error);

  if (exhibit == NULL)
    {
      cli_warn (self->cli, error, path);
      add_failure (self->failures, path, error);
      return;
    }

  gboolean checked = !self->check || check_exhibit (self->cli, self->opened, exhibit, &error);
  JsonObject *object = cli_exhibit_to_json (self->opened, exhibit);

  if (!checked)
    json_object_set_member (object, "error", assay_error_to_json (error));
  cli_print_exhibit (self->cli, self->opened, exhibit);
  json_array_add_object_element (self->exhibits, object);
  write_receipt (self->cli, self->opened, exhibit, self->receipts);
}

/* The entry of an intake has its own; a file of it that nothing names could get lost unseen. */
static void
cover_entries (Intake *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  gint64 covered = 0;
  g_autofree char *newest = assay_case_get_checkpoint (self->opened, 0, &covered);
  g_autofree char *made = covered < assay_case_get_n_entries (self->opened)
                              ? assay_case_make_checkpoint (self->opened, &error)
                              : NULL;

  if (error != NULL)
    cli_fail (self->cli, error, name, NULL);
}

static void
print_document (Intake *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "exhibits", json_array_ref (self->exhibits));
  json_object_set_array_member (object, "failures", json_array_ref (self->failures));
  cli_print_json (cli_take_object (object));
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

  if (opened == NULL)
    return;
  if (assay_case_is_closed (opened))
    g_printerr ("assay-cli: %s\n", _ ("The case was closed; taking something in opens it again."));

  g_autoptr (JsonArray) exhibits = json_array_new ();
  g_autoptr (JsonArray) failures = json_array_new ();
  Intake intake = { .cli = cli,
                    .opened = opened,
                    .options = { .source = source, .note = note },
                    .check = !no_check,
                    .receipts = receipts,
                    .exhibits = exhibits,
                    .failures = failures };

  for (int i = 2; i < argc && !g_cancellable_is_cancelled (cli->cancellable); i++)
    take_in_and_check (&intake, argv[i]);
  if (json_array_get_length (exhibits) > 0)
    cover_entries (&intake, argv[1]);
  if (cli->json)
    print_document (&intake);
}
