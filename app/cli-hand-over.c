/* cli-hand-over.c: `case close` and `case transfer`. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "case/assay-case-hand-over.h"
#include "cli.h"

static void
print_entry (Cli *cli, const char *text, gint64 entry)
{
  JsonObject *object;

  if (!cli->json)
    {
      cli_print (cli, "%s\n", text);
      return;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "entry", entry);
  cli_print_json (cli_take_object (object));
}

void
cli_case_close (Cli *cli, int argc, char **argv)
{
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 entry = 0;
  const GOptionEntry entries[]
      = { { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why it is closed"), N_ ("TEXT") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_WRITE);

  if (opened == NULL)
    return;
  if (!assay_case_declare_closed (opened, reason, &entry, &error))
    {
      cli_fail (cli, error, argv[1], NULL);
      return;
    }
  text = g_strdup_printf (
      _ ("The case is closed by entry %" PRId64 "; whatever is recorded later opens it again"),
      entry);
  print_entry (cli, text, entry);
}

void
cli_case_transfer (Cli *cli, int argc, char **argv)
{
  g_autofree char *to = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int exhibit = 0;
  gint64 entry = 0;
  const GOptionEntry entries[]
      = { { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Who has it from now on"), N_ ("NAME") },
          { "exhibit", 0, 0, G_OPTION_ARG_INT, &exhibit,
            N_ ("Only this exhibit; else the whole case, whose examiner is then NAME"), N_ ("N") },
          { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why it is handed over"),
            N_ ("TEXT") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;
  if (to == NULL || exhibit < 0)
    {
      cli_fail_usage (cli, _ ("Say who receives it: case transfer CASE --to NAME"));
      return;
    }

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_WRITE);

  if (opened == NULL)
    return;
  if (!assay_case_hand_over (opened, (guint) exhibit, to, reason, &entry, &error))
    {
      cli_fail (cli, error, argv[1], NULL);
      return;
    }
  text = g_strdup_printf (_ ("The hand-over is recorded as entry %" PRId64), entry);
  print_entry (cli, text, entry);
}
