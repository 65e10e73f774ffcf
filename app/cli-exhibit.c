/* cli-exhibit.c: one exhibit as JSON and as text; `note` and `erase`. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "cli.h"

static const char *
state_id (AssayCustodyState state)
{
  static const char *const ids[] = { "held", "verified", "differs", "erased" };

  return ids[state];
}

AssayCustodyState
cli_exhibit_state (AssayCase *opened, AssayExhibit *exhibit)
{
  AssayCustodyState state = assay_exhibit_get_state (exhibit);

  return state == ASSAY_CUSTODY_ERASED
                 || assay_case_holds_bytes (opened, assay_exhibit_get_sha256 (exhibit),
                                            assay_exhibit_get_size (exhibit))
             ? state
             : ASSAY_CUSTODY_DIFFERS;
}

JsonObject *
cli_exhibit_to_json (AssayCase *opened, AssayExhibit *exhibit)
{
  JsonObject *object = json_object_new ();
  guint same = assay_case_find_same (opened, assay_exhibit_get_number (exhibit));

  json_object_set_int_member (object, "number", assay_exhibit_get_number (exhibit));
  json_object_set_string_member (object, "name", assay_exhibit_get_name (exhibit));
  json_object_set_string_member (object, "type", assay_exhibit_get_mime (exhibit));
  json_object_set_int_member (object, "size", (gint64) assay_exhibit_get_size (exhibit));
  json_object_set_string_member (object, "sha256", assay_exhibit_get_sha256 (exhibit));
  json_object_set_string_member (object, "sha512", assay_exhibit_get_sha512 (exhibit));
  json_object_set_string_member (object, "verdict",
                                 assay_verdict_id (assay_exhibit_get_verdict (exhibit)));
  json_object_set_string_member (object, "state", state_id (cli_exhibit_state (opened, exhibit)));
  if (same != 0)
    json_object_set_int_member (object, "same_as", same);
  if (assay_exhibit_get_check_error (exhibit)[0] != '\0')
    json_object_set_string_member (object, "check_error", assay_exhibit_get_check_error (exhibit));
  return object;
}

static const char *
state_words (AssayCustodyState state)
{
  switch (state)
    {
    case ASSAY_CUSTODY_HELD:
      return _ ("held");
    case ASSAY_CUSTODY_VERIFIED:
      return _ ("held and verified");
    case ASSAY_CUSTODY_DIFFERS:
      return _ ("not as taken in, or missing");
    case ASSAY_CUSTODY_ERASED:
      break;
    }
  return _ ("erased");
}

static char *
describe_check (AssayExhibit *exhibit)
{
  const char *error = assay_exhibit_get_check_error (exhibit);
  g_autofree char *reason = assay_text_line (error, -1);

  if (error[0] != '\0')
    return g_strdup_printf (_ ("The check failed: %s"), reason);
  return g_strdup (assay_exhibit_get_mime (exhibit)[0] == '\0'
                       ? _ ("Not checked")
                       : _ (assay_verdict_phrase (assay_exhibit_get_verdict (exhibit))));
}

void
cli_print_exhibit (Cli *cli, AssayCase *opened, AssayExhibit *exhibit)
{
  guint number = assay_exhibit_get_number (exhibit);
  guint same = assay_case_find_same (opened, number);
  AssayCustodyState state = cli_exhibit_state (opened, exhibit);
  g_autofree char *name = assay_text_line (assay_exhibit_get_name (exhibit), -1);
  g_autofree char *check = describe_check (exhibit);

  cli_print (cli, "%-7u  %s  %s\n         %s; %s\n", number, assay_exhibit_get_sha256 (exhibit),
             name, check, state_words (state));
  if (same != 0 && state == ASSAY_CUSTODY_ERASED)
    cli_print (cli, _ ("         its bytes are kept, because exhibit %u has the same\n"), same);
  else if (state == ASSAY_CUSTODY_ERASED && assay_case_keeps_bytes (opened, number))
    cli_print (cli, _ ("         its bytes are kept, because the result of a run has the same\n"));
  else if (same != 0)
    cli_print (cli, _ ("         exhibit %u has the same bytes\n"), same);
}

void
cli_print_exhibit_heading (Cli *cli)
{
  cli_print (cli, "%-7s  %-64s  %s\n", _ ("Exhibit"), "SHA-256", _ ("Name"));
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

/* What was done to @exhibit (0: to the case), and its entry. */
static JsonObject *
describe_entry (AssayCase *opened, guint exhibit)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
  if (exhibit != 0)
    json_object_set_int_member (object, "exhibit", exhibit);
  json_object_set_int_member (object, "entry", assay_case_get_n_entries (opened));
  return object;
}

static void
print_noted (Cli *cli, AssayCase *opened, guint exhibit)
{
  gint64 entry = assay_case_get_n_entries (opened);

  if (cli->json)
    cli_print_json (cli_take_object (describe_entry (opened, exhibit)));
  else if (exhibit == 0)
    cli_print (cli, _ ("The case has your note as entry %" PRId64 "\n"), entry);
  else
    cli_print (cli, _ ("Exhibit %u has your note as entry %" PRId64 "\n"), exhibit, entry);
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
  if (exhibit < 0)
    {
      cli_fail_usage (cli, _ ("“%d” is not the number of an exhibit"), exhibit);
      return;
    }

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_WRITE);

  if (opened == NULL)
    return;
  if (assay_case_note (opened, (guint) exhibit, argv[2], &error))
    print_noted (cli, opened, (guint) exhibit);
  else
    cli_fail (cli, error, argv[1], NULL);
}

static void
print_erased (Cli *cli, AssayCase *opened, guint exhibit)
{
  guint same = assay_case_find_same (opened, exhibit);
  gboolean kept = assay_case_keeps_bytes (opened, exhibit);

  if (cli->json)
    {
      JsonObject *object = describe_entry (opened, exhibit);

      json_object_set_boolean_member (object, "deleted", !kept);
      if (same != 0)
        json_object_set_int_member (object, "same_as", same);
      cli_print_json (cli_take_object (object));
    }
  else if (same != 0)
    cli_print (cli,
               _ ("Exhibit %u is given up, but its bytes are kept, because exhibit %u has the "
                  "same\n"),
               exhibit, same);
  else if (kept)
    cli_print (cli,
               _ ("Exhibit %u is given up, but its bytes are kept, because the result of a run has "
                  "the same\n"),
               exhibit);
  else
    cli_print (cli,
               _ ("The bytes of exhibit %u are deleted; its hashes, results and entries remain\n"),
               exhibit);
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

  if (opened == NULL)
    return;
  if (assay_case_erase (opened, number, reason, &error))
    print_erased (cli, opened, number);
  else
    cli_fail (cli, error, argv[1], NULL);
}
