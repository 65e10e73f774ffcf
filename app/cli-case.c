/* cli-case.c: `case new`, `case list`, `case show`, `intake`, `note`, `erase`. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "case/assay-retention.h"
#include "cli.h"
#include "exit-status.h"
#include "worker/assay-tool-list.h"

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return node;
}

static void
case_new (Cli *cli, int argc, char **argv)
{
  g_autofree char *title = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *examiner = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_ ("Title of the case"), N_ ("TEXT") },
          { "reference", 0, 0, G_OPTION_ARG_STRING, &reference, N_ ("File number"), N_ ("TEXT") },
          { "examiner", 0, 0, G_OPTION_ARG_STRING, &examiner, N_ ("Who examines"), N_ ("NAME") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, "", 0, 0, &argc, &argv))
    return;
  if (title == NULL || title[0] == '\0')
    {
      cli_fail_usage (cli, _ ("A case needs a title: case new --title TEXT"));
      return;
    }

  g_autoptr (AssayExaminerKey) key = cli_open_key (cli, &error);
  g_autoptr (AssayCase) made
      = key == NULL ? NULL
                    : assay_store_create (cli->store, key, title, reference, examiner, &error);

  if (made == NULL)
    {
      cli_fail (cli, error, NULL, NULL);
      return;
    }
  cli_print (cli, "%s\n", assay_case_get_uuid (made));
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", assay_case_get_uuid (made));
      cli_print_json (take_object (object));
    }
}

static JsonObject *
summary_to_json (const AssayCaseSummary *summary)
{
  JsonObject *object = json_object_new ();
  g_autofree char *opened = assay_time_text (summary->opened);

  json_object_set_string_member (object, "case", summary->uuid == NULL ? "" : summary->uuid);
  json_object_set_string_member (object, "path", summary->path);
  json_object_set_string_member (object, "title", summary->title == NULL ? "" : summary->title);
  json_object_set_string_member (object, "reference",
                                 summary->reference == NULL ? "" : summary->reference);
  json_object_set_string_member (object, "opened", opened);
  json_object_set_int_member (object, "exhibits", summary->exhibits);
  if (summary->error != NULL)
    json_object_set_string_member (object, "error", summary->error);
  return object;
}

static void
case_list (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!cli_parse (cli, NULL, "", 0, 0, &argc, &argv))
    return;

  g_autoptr (GPtrArray) list = assay_store_list (cli->store, &error);

  if (list == NULL)
    {
      cli_fail (cli, error, cli->store, NULL);
      return;
    }

  JsonArray *cases = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    {
      const AssayCaseSummary *summary = list->pdata[i];
      g_autofree char *folder = assay_text_line (summary->path, -1);
      g_autofree char *title = assay_text_line (summary->title, -1);

      json_array_add_object_element (cases, summary_to_json (summary));
      cli_print (cli, "%s  %3u  %s%s%s\n", summary->uuid == NULL ? folder : summary->uuid,
                 summary->exhibits, title, summary->error == NULL ? "" : " — ",
                 summary->error == NULL ? "" : summary->error);
    }

  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "cases", cases);

  JsonNode *document = take_object (object);

  if (cli->json)
    cli_print_json (document);
  else
    json_node_unref (document);
}

static const char *
state_id (AssayCustodyState state)
{
  static const char *const ids[] = { "held", "verified", "differs", "erased" };

  return ids[state];
}

static JsonObject *
exhibit_to_json (AssayExhibit *exhibit)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "number", assay_exhibit_get_number (exhibit));
  json_object_set_string_member (object, "name", assay_exhibit_get_name (exhibit));
  json_object_set_string_member (object, "type", assay_exhibit_get_mime (exhibit));
  json_object_set_int_member (object, "size", (gint64) assay_exhibit_get_size (exhibit));
  json_object_set_string_member (object, "sha256", assay_exhibit_get_sha256 (exhibit));
  json_object_set_string_member (object, "sha512", assay_exhibit_get_sha512 (exhibit));
  json_object_set_string_member (object, "verdict",
                                 assay_verdict_id (assay_exhibit_get_verdict (exhibit)));
  json_object_set_string_member (object, "state", state_id (assay_exhibit_get_state (exhibit)));
  if (assay_exhibit_get_check_error (exhibit)[0] != '\0')
    json_object_set_string_member (object, "check_error", assay_exhibit_get_check_error (exhibit));
  return object;
}

static void
print_exhibit (Cli *cli, AssayExhibit *exhibit)
{
  g_autofree char *name = assay_text_line (assay_exhibit_get_name (exhibit), -1);

  cli_print (cli, "%4u  %s  %s\n      %s, %s\n", assay_exhibit_get_number (exhibit),
             assay_exhibit_get_sha256 (exhibit), name,
             _ (assay_verdict_phrase (assay_exhibit_get_verdict (exhibit))),
             state_id (assay_exhibit_get_state (exhibit)));
}

static void
case_show (Cli *cli, int argc, char **argv)
{
  if (!cli_parse (cli, NULL, _ ("CASE"), 1, 1, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ);

  if (opened == NULL)
    return;

  JsonObject *object = json_object_new ();
  JsonArray *exhibits = json_array_new ();
  g_autofree char *time = assay_time_text (assay_case_get_opened (opened));
  g_autofree char *retention = assay_case_get_retention (opened);
  g_autofree char *title = assay_text_line (assay_case_get_title (opened), -1);
  g_autofree char *reference = assay_text_line (assay_case_get_reference (opened), -1);
  g_autofree char *examiner = assay_text_line (assay_case_get_examiner (opened), -1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (opened));

  json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
  json_object_set_string_member (object, "title", assay_case_get_title (opened));
  json_object_set_string_member (object, "reference", assay_case_get_reference (opened));
  json_object_set_string_member (object, "examiner", assay_case_get_examiner (opened));
  json_object_set_string_member (object, "opened", time);
  json_object_set_int_member (object, "entries", assay_case_get_n_entries (opened));
  json_object_set_string_member (object, "retain_until", retention);
  cli_print (cli, "%s\n%s  %s  %s\n", title, assay_case_get_uuid (opened), reference, examiner);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AssayExhibit) exhibit = g_list_model_get_item (G_LIST_MODEL (opened), i);

      json_array_add_object_element (exhibits, exhibit_to_json (exhibit));
      print_exhibit (cli, exhibit);
    }
  json_object_set_array_member (object, "exhibits", exhibits);

  JsonNode *document = take_object (object);

  if (cli->json)
    cli_print_json (document);
  else
    json_node_unref (document);
}

void
cli_case (Cli *cli, int argc, char **argv)
{
  if (argc >= 2 && g_str_equal (argv[1], "new"))
    case_new (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "list"))
    case_list (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "show"))
    case_show (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "recipients"))
    cli_recipients (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "key"))
    cli_case_key (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "retention"))
    cli_case_retention (cli, argc - 1, argv + 1);
  else
    cli_fail_usage (
        cli, _ ("Usage: case new --title TEXT | case list | case show CASE | case key CASE | "
                "case retention CASE"));
}

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
      cli_print (cli, "%u %s\n", assay_exhibit_get_number (exhibit),
                 assay_exhibit_get_sha256 (exhibit));
      json_array_add_object_element (exhibits, exhibit_to_json (exhibit));
      write_receipt (cli, opened, exhibit, receipts);
    }
  if (json_array_get_length (exhibits) > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *checkpoint = assay_case_make_checkpoint (opened, &error);

      if (checkpoint == NULL)
        cli_fail (cli, error, argv[1], NULL);
    }
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_array_member (object, "exhibits", json_array_ref (exhibits));
      json_object_set_array_member (object, "failures", json_array_ref (failures));
      cli_print_json (take_object (object));
    }
}

/* The number of an exhibit in @text; 0 after reporting that it is none. */
static guint
parse_exhibit (Cli *cli, const char *text)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &number, NULL))
    cli_fail_usage (cli, _ ("“%s” is not the number of an exhibit"), text);
  return (guint) number;
}

void
cli_note (Cli *cli, int argc, char **argv)
{
  int exhibit = 0;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = { { "exhibit", 0, 0, G_OPTION_ARG_INT, &exhibit,
                                     N_ ("Exhibit that the note is about"), N_ ("N") },
                                   G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE TEXT"), 2, 2, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_WRITE);

  if (opened != NULL && !assay_case_note (opened, (guint) MAX (exhibit, 0), argv[2], &error))
    cli_fail (cli, error, argv[1], NULL);
}

void
cli_erase (Cli *cli, int argc, char **argv)
{
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), N_ ("TEXT") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE EXHIBIT"), 2, 2, &argc, &argv))
    return;

  guint number = parse_exhibit (cli, argv[2]);

  if (number == 0)
    return;
  if (reason == NULL || reason[0] == '\0')
    {
      cli_fail_usage (cli, _ ("Erasing cannot be undone and needs a reason: --reason TEXT"));
      return;
    }

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_WRITE);

  if (opened != NULL && !assay_case_erase (opened, number, reason, &error))
    cli_fail (cli, error, argv[1], NULL);
}
