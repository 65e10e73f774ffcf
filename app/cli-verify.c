/* cli-verify.c: `verify` and `export`: a case proved, and handed to others. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "case/assay-import.h"
#include "cli.h"
#include "exit-status.h"

static void
print_erased (Cli *cli, guint n)
{
  if (n > 0)
    cli_print (cli,
               ngettext ("%u name, note or other text was deleted since; the record stays valid\n",
                         "%u names, notes or other texts were deleted since; the record stays "
                         "valid\n",
                         n),
               n);
}

/* Nobody should take it that all exhibits are still there. */
static void
print_erased_exhibits (Cli *cli, AssayCase *opened)
{
  guint erased = 0;

  for (guint i = 1; i <= assay_case_get_n_exhibits (opened); i++)
    erased += assay_exhibit_get_state (assay_case_get_exhibit (opened, i)) == ASSAY_CUSTODY_ERASED;
  if (erased > 0)
    cli_print (cli,
               ngettext ("%u exhibit was deleted or given up on purpose; its record stays valid\n",
                         "%u exhibits were deleted or given up on purpose; their records stay "
                         "valid\n",
                         erased),
               erased);
}

/* What differs, or what was seen beside it. */
static void
print_finding (Cli *cli, const AssayVerifyFinding *finding)
{
  g_autofree char *detail = assay_text_line (finding->detail, -1);

  if (finding->exhibit > 0)
    cli_print (cli, _ ("  [%s] Exhibit %u: %s\n"), finding->code, finding->exhibit, detail);
  else
    cli_print (cli, "  [%s] %s\n", finding->code, detail);
}

static void
print_remarks (Cli *cli, const AssayVerification *verification)
{
  guint n = assay_verification_get_n_remarks (verification);

  if (n > 0)
    cli_print (cli, "%s\n", _ ("Also seen; it changes neither evidence nor ledger:"));
  for (guint i = 0; i < n; i++)
    print_finding (cli, assay_verification_get_remark (verification, i));
}

static void
print_verification (Cli *cli, AssayCase *opened, AssayVerification *verification)
{
  guint n = assay_verification_get_n_findings (verification);

  for (guint i = 0; i < n; i++)
    print_finding (cli, assay_verification_get_finding (verification, i));
  cli_print (cli,
             n == 0 ? _ ("Verified: %" PRId64 " entries and %u objects are unchanged\n")
                    : _ ("Not verified: see above (%" PRId64 " entries, %u objects)\n"),
             assay_verification_get_n_entries (verification),
             assay_verification_get_n_objects (verification));
  print_erased (cli, assay_verification_get_n_erased_texts (verification));
  print_erased_exhibits (cli, opened);
  print_remarks (cli, verification);
  cli_print (cli, _ ("Chain head: %s\n"), assay_verification_get_head (verification));
  if (!assay_verification_was_recorded (verification))
    cli_print (cli, _ ("The ledger has no entry of this verification: it cannot be written\n"));
}

void
cli_verify (Cli *cli, int argc, char **argv)
{
  g_autofree char *checkpoint_path = NULL;
  g_autofree char *checkpoint = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &checkpoint_path,
            N_ ("Hold the case against this earlier checkpoint"), N_ ("NOTE") },
          { "verbose", 0, 0, G_OPTION_ARG_NONE, &cli->verbose,
            N_ ("List every file of an export that was checked"), NULL },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE | FOLDER-OF-AN-EXPORT"), 1, 1, &argc, &argv))
    return;
  if (assay_bag_is (argv[1]) && checkpoint_path == NULL)
    {
      cli_verify_bag (cli, argv[1]);
      return;
    }
  if (assay_bag_is (argv[1]))
    {
      cli_fail_usage (cli, _ ("An export is checked with the checkpoints inside of it. To hold it "
                              "against another one, import it and verify that case with "
                              "--checkpoint"));
      return;
    }
  if (checkpoint_path != NULL && !g_file_get_contents (checkpoint_path, &checkpoint, NULL, &error))
    {
      cli_fail (cli, error, checkpoint_path, NULL);
      return;
    }

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ_OR_WRITE);

  if (opened == NULL)
    return;

  g_autoptr (AssayProgress) progress = cli_progress (cli, argv[1]);
  g_autoptr (AssayVerification) verification
      = assay_case_verify (opened, checkpoint, progress, cli->cancellable, &error);

  cli_progress_end (cli);
  if (verification == NULL)
    {
      cli_fail (cli, error, argv[1], NULL);
      return;
    }
  if (cli->json)
    cli_print_json (assay_verification_to_json (verification));
  print_verification (cli, opened, verification);
  if (!assay_verification_passed (verification))
    cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
}

void
cli_export (Cli *cli, int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "out", 0, 0, G_OPTION_ARG_FILENAME, &folder, N_ ("Folder to make"), N_ ("FOLDER") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;
  if (folder == NULL)
    {
      cli_fail_usage (cli, _ ("Say where: export CASE --out FOLDER"));
      return;
    }

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ_OR_WRITE);

  if (opened == NULL)
    return;

  g_autoptr (AssayProgress) progress = cli_progress (cli, argv[1]);
  gboolean done = assay_case_export (opened, folder, progress, cli->cancellable, &error);

  cli_progress_end (cli);
  if (!done)
    {
      cli_fail (cli, error, folder, NULL);
      return;
    }
  cli_print (cli, _ ("Exported to %s; HOW-TO-VERIFY.txt in it says how to check it\n"), folder);
  cli_warn_of_damage (cli, opened);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
      json_object_set_string_member (object, "folder", folder);
      cli_print_json (cli_take_object (object));
    }
}
