/* cli-retention.c: `case retention`: until when the evidence of a case may be kept. */
#include "config.h"

#include <glib/gi18n.h>

#include "case/assay-retention.h"
#include "cli.h"

typedef struct
{
  char *until;
  gboolean none;
  gboolean erase;
} Options;

static void
show (Cli *cli, AssayCase *opened, int erased)
{
  gint64 now = g_get_real_time () / 1000;
  g_autofree char *day = assay_case_get_retention (opened);
  gboolean overdue = assay_case_is_overdue (opened, now);

  if (erased >= 0)
    cli_print (cli, ngettext ("%d exhibit erased\n", "%d exhibits erased\n", (gulong) erased),
               erased);
  if (day[0] == '\0')
    cli_print (cli, _ ("No retention period\n"));
  else if (overdue)
    cli_print (cli, _ ("Evidence was to be kept until %s: the period is over\n"), day);
  else
    cli_print (cli, _ ("Evidence is kept until %s\n"), day);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
      json_object_set_string_member (object, "retain_until", day);
      json_object_set_boolean_member (object, "overdue", overdue);
      if (erased >= 0)
        json_object_set_int_member (object, "erased", erased);
      cli_print_json (cli_take_object (object));
    }
}

static void
apply (Cli *cli, const char *name, const Options *options)
{
  gboolean change = options->until != NULL || options->none || options->erase;
  g_autoptr (AssayCase) opened = cli_open_case (cli, name, change ? CLI_WRITE : CLI_READ);
  g_autoptr (GError) error = NULL;
  int erased = -1;

  if (opened == NULL)
    return;
  if (options->until != NULL || options->none)
    (void) assay_case_set_retention (opened, options->until, &error);
  if (error == NULL && options->erase)
    erased = assay_case_erase_overdue (opened, g_get_real_time () / 1000, "retention period over",
                                       &error);
  if (error != NULL)
    cli_fail (cli, error, name, NULL);
  else
    show (cli, opened, erased);
}

void
cli_case_retention (Cli *cli, int argc, char **argv)
{
  Options options = { NULL };
  const GOptionEntry entries[]
      = { { "until", 0, 0, G_OPTION_ARG_STRING, &options.until,
            N_ ("Keep the evidence until the end of this day (UTC)"), N_ ("YYYY-MM-DD") },
          { "none", 0, 0, G_OPTION_ARG_NONE, &options.none, N_ ("No period any more"), NULL },
          { "erase", 0, 0, G_OPTION_ARG_NONE, &options.erase,
            N_ ("Erase all evidence if the period is over"), NULL },
          G_OPTION_ENTRY_NULL };

  if (cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    {
      if (options.until != NULL && options.none)
        cli_fail_usage (cli, _ ("Say --until or --none"));
      else
        apply (cli, argv[1], &options);
    }
  g_free (options.until);
}
