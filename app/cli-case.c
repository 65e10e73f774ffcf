/* cli-case.c: `case new`, `case list`, `case show`. */
#include "config.h"

#include <glib/gi18n.h>

#include "case/assay-retention.h"
#include "cli.h"
#include "exit-status.h"

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
      cli_print_json (cli_take_object (object));
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

  /* Ours is made with the first case; one that somebody names is there. */
  g_autofree char *usual = assay_store_default_path ();

  if (list->len == 0 && !g_file_test (cli->store, G_FILE_TEST_IS_DIR)
      && !g_str_equal (cli->store, usual))
    {
      g_set_error_literal (&error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                           _ ("There is no such folder of cases."));
      cli_fail (cli, error, cli->store, NULL);
      return;
    }

  JsonArray *cases = json_array_new ();
  g_autofree char *store = assay_text_line (cli->store, -1);

  if (list->len == 0)
    cli_print (cli, _ ("There is no case in %s\n"), store);
  else
    /* A case id has 36 characters. */
    cli_print (cli, "%-36s  %8s  %s\n", _ ("Case"), _ ("Exhibits"), _ ("Title"));

  for (guint i = 0; i < list->len; i++)
    {
      const AssayCaseSummary *summary = list->pdata[i];
      g_autofree char *folder = assay_text_line (summary->path, -1);
      g_autofree char *title = assay_text_line (summary->title, -1);

      json_array_add_object_element (cases, summary_to_json (summary));
      cli_print (cli, "%s  %8u  %s%s%s\n", summary->uuid == NULL ? folder : summary->uuid,
                 summary->exhibits, title, summary->error == NULL ? "" : " — ",
                 summary->error == NULL ? "" : summary->error);
    }

  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "cases", cases);

  JsonNode *document = cli_take_object (object);

  if (cli->json)
    cli_print_json (document);
  else
    json_node_unref (document);
}

/* Nobody may have verified the case since its bytes were lost. */
static void
warn_of_lost (Cli *cli, AssayCase *opened)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (opened));
  guint lost = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AssayExhibit) exhibit = g_list_model_get_item (G_LIST_MODEL (opened), i);

      lost += cli_exhibit_state (opened, exhibit) == ASSAY_CUSTODY_DIFFERS ? 1 : 0;
    }
  if (lost == 0)
    return;
  cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
  g_printerr (ngettext ("assay-cli: the bytes of %u exhibit are missing or not as they were taken "
                        "in; `verify` says more\n",
                        "assay-cli: the bytes of %u exhibits are missing or not as they were taken "
                        "in; `verify` says more\n",
                        lost),
              lost);
}

static void
case_show (Cli *cli, int argc, char **argv)
{
  if (!cli_parse (cli, NULL, _ ("CASE"), 1, 1, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ);

  if (opened == NULL)
    return;

  g_autoptr (GError) error = NULL;

  if (!assay_case_check_records (opened, NULL, cli->cancellable, &error)
      && !g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT))
    {
      cli_fail (cli, error, argv[1], NULL);
      return;
    }
  cli_warn_of_damage (cli, opened);
  warn_of_lost (cli, opened);

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
  if (assay_case_get_damage (opened) != NULL)
    json_object_set_string_member (object, "damage", assay_case_get_damage (opened));
  json_object_set_string_member (object, "retain_until", retention);
  json_object_set_boolean_member (object, "closed", assay_case_is_closed (opened));
  cli_print (cli, "%s\n%s  %s  %s\n", title, assay_case_get_uuid (opened), reference, examiner);
  if (assay_case_is_closed (opened))
    cli_print (cli, "%s\n", _ ("The case is closed"));
  if (n > 0)
    cli_print_exhibit_heading (cli);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AssayExhibit) exhibit = g_list_model_get_item (G_LIST_MODEL (opened), i);

      json_array_add_object_element (exhibits, cli_exhibit_to_json (opened, exhibit));
      cli_print_exhibit (cli, opened, exhibit);
    }
  json_object_set_array_member (object, "exhibits", exhibits);

  JsonNode *document = cli_take_object (object);

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
  else if (argc >= 2 && g_str_equal (argv[1], "close"))
    cli_case_close (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "transfer"))
    cli_case_transfer (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "recipients"))
    cli_recipients (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "known"))
    cli_known (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "key"))
    cli_case_key (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "retention"))
    cli_case_retention (cli, argc - 1, argv + 1);
  else
    cli_usage (cli, argc, argv,
               _ ("Usage: case new --title TEXT | case list | case show CASE | case key CASE | "
                  "case retention CASE | case transfer CASE --to NAME | case close CASE | "
                  "case recipients … | case known …"));
}
