/* cli-report.c: `report`: what is asked for, and the verification of a PDF. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"

/* Of --upto where it was not given. */
#define NEWEST G_MININT64

static void
report_options_clear (CliReportOptions *options)
{
  g_free (options->output);
  g_free (options->verify);
  g_strfreev (options->texts);
  g_strfreev (options->with);
  g_strfreev (options->without);
  g_free (options->paper);
}

static void
write_report (Cli *cli, const char *name, const CliReportOptions *options)
{
  const CliPainter *painter
      = cli_spares (cli, options->output, &cli->passphrase_file, cli->passphrase_file != NULL)
                && cli_may_write (cli, options->output, options->force)
            ? cli_need_painter (cli)
            : NULL;

  if (painter != NULL)
    painter->write_case (cli, name, options);
}

void
cli_report (Cli *cli, int argc, char **argv)
{
  CliReportOptions options = { .upto = NEWEST };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("The file to write"), N_ ("PDF") },
    { "upto", 0, 0, G_OPTION_ARG_INT64, &options.upto,
      N_ ("Cover the ledger up to this entry (default: the newest)"), N_ ("ENTRY") },
    { "sign", 0, 0, G_OPTION_ARG_NONE, &options.sign, N_ ("Sign the PDF"), NULL },
    { "verify", 0, 0, G_OPTION_ARG_FILENAME, &options.verify, N_ ("Verify this PDF instead"),
      N_ ("PDF") },
    { "text", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.texts,
      N_ ("What a person writes into it: question, examiner, organisation …"), N_ ("NAME=TEXT") },
    { "with", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.with,
      N_ ("Print sections in their long form: metadata,structure …, or all"), N_ ("SECTIONS") },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.without,
      N_ ("Leave sections out: metadata,structure …"), N_ ("SECTIONS") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper, N_ ("a4 or letter"), N_ ("PAPER") },
    { "redacted", 0, 0, G_OPTION_ARG_NONE, &options.redacted,
      N_ ("Replace names, sources and free text"), NULL },
    { "anonymous", 0, 0, G_OPTION_ARG_NONE, &options.anonymous,
      N_ ("Redacted, and without the names of examiner, reviewer and organisation"), NULL },
    { "no-run", 0, 0, G_OPTION_ARG_NONE, &options.no_run,
      N_ ("Do not run the examinations that exhibits still lack"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force, N_ ("Replace an existing file"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (cli_parse (cli, entries, _ ("[CASE]"), 0, 1, &argc, &argv))
    {
      if (options.verify != NULL && argc == 1)
        {
          const CliProofWord word = { "input", options.verify, TRUE };

          cli_prove_and_print (cli, "report.verify", &word, 1);
        }
      else if (options.upto <= 0 && options.upto != NEWEST)
        cli_fail_usage (cli, _ ("Ledger entries are counted from 1: --upto 0 covers none."));
      else if (options.verify == NULL && argc == 2 && options.output != NULL)
        write_report (cli, argv[1], &options);
      else
        cli_fail_usage (cli, _ ("Usage: report CASE --out PDF | report --verify PDF"));
    }
  report_options_clear (&options);
}
