/* cli-known.c: `case known`: recordings that are known to be genuine, to compare others with. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "case/assay-known-register.h"
#include "cli.h"

static JsonObject *
to_json (AssayCase *opened, const AssayKnown *known)
{
  JsonObject *object = json_object_new ();
  AssayExhibit *exhibit = assay_case_get_exhibit (opened, known->exhibit);

  json_object_set_int_member (object, "exhibit", known->exhibit);
  json_object_set_string_member (object, "name",
                                 exhibit != NULL ? assay_exhibit_get_name (exhibit) : "");
  json_object_set_string_member (object, "sha256",
                                 exhibit != NULL ? assay_exhibit_get_sha256 (exhibit) : "");
  json_object_set_string_member (object, "subject", known->subject);
  json_object_set_int_member (object, "entry", known->entry);
  json_object_set_string_member (object, "time", known->time);
  return object;
}

static void
list_all (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!cli_parse (cli, NULL, _ ("CASE"), 1, 1, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ);
  g_autoptr (GPtrArray) list
      = opened == NULL ? NULL : assay_known_register_list (opened, NULL, &error);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *members = json_array_new ();

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const AssayKnown *known = list->pdata[i];
      g_autofree char *subject = assay_text_line (known->subject, -1);

      json_array_add_object_element (members, to_json (opened, known));
      cli_print (cli, "%u  %s  %s\n", known->exhibit, known->time, subject);
    }
  json_object_set_array_member (object, "known", members);
  if (error != NULL)
    cli_fail (cli, error, argv[1], NULL);
  else if (cli->json && list != NULL)
    cli_print_json (json_node_init_object (json_node_alloc (), object));
}

/* @subject: NULL takes the exhibit back. */
static void
set (Cli *cli, const char *name, int exhibit, const char *subject)
{
  g_autoptr (AssayCase) opened = cli_open_case (cli, name, CLI_WRITE);
  g_autoptr (GError) error = NULL;

  if (opened != NULL
      && !assay_known_register_set (opened, (guint) MAX (exhibit, 0), subject, &error))
    cli_fail (cli, error, name, NULL);
}

static void
change (Cli *cli, gboolean adding, int argc, char **argv)
{
  g_autofree char *subject = NULL;
  int exhibit = 0;
  const GOptionEntry entries[]
      = { { "exhibit", 0, 0, G_OPTION_ARG_INT, &exhibit, N_ ("The recording"), N_ ("N") },
          { "subject", 0, 0, G_OPTION_ARG_STRING, &subject,
            N_ ("Who speaks, or what device recorded"), N_ ("TEXT") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;
  if (exhibit <= 0 || adding != (subject != NULL))
    cli_fail_usage (cli, adding ? _ ("A known recording needs --exhibit N --subject TEXT")
                                : _ ("Which recording is no longer known: --exhibit N"));
  else
    set (cli, argv[1], exhibit, subject);
}

void
cli_known (Cli *cli, int argc, char **argv)
{
  if (argc >= 2 && g_str_equal (argv[1], "add"))
    change (cli, TRUE, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "remove"))
    change (cli, FALSE, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "list"))
    list_all (cli, argc - 1, argv + 1);
  else
    cli_usage (cli, argc, argv,
               _ ("Usage: case known list CASE | case known add CASE --exhibit N "
                  "--subject TEXT | case known remove CASE --exhibit N"));
}
