/* cli-main.c: the command line: global options, the table of commands, signals. */
#include "cli.h"

#include "config.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "exit-status.h"
#include "locale-setup.h"
#include "memory-setup.h"

static const struct
{
  const char *name;
  CliCommand run;
  const char *summary;
} commands[] = {
  { "check", cli_check, N_ ("check files quickly; nothing is kept") },
  { "case", cli_case, N_ ("make, list and show cases") },
  { "intake", cli_intake, N_ ("take files into a case as exhibits") },
  { "tools", cli_tools, N_ ("list what can be run, and each tool's parameters") },
  { "run", cli_run, N_ ("run a tool on files or on an exhibit") },
  { "verify", cli_verify, N_ ("recompute every hash, the chain and its signatures") },
  { "report", cli_report, N_ ("write a PDF report, or verify one") },
  { "stamp", cli_stamp, N_ ("put a time stamp into a signed report") },
  { "export", cli_export, N_ ("write a package that others can verify without Assay") },
  { "import", cli_import, N_ ("make a case of an export, verifying all of it") },
  { "receipt", cli_receipt, N_ ("prove an intake to whoever handed the file in") },
  { "timestamp", cli_timestamp, N_ ("ask for time stamps over the ledger, and keep them") },
  { "note", cli_note, N_ ("write a remark into a case") },
  { "key", cli_key, N_ ("make, list, export and remove the keys for marks and encryption") },
  { "erase", cli_erase, N_ ("delete the bytes of an exhibit; ledger and hashes stay") },
};

static char *
describe_commands (void)
{
  GString *text = g_string_new (_ ("Commands:\n"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-9s %s\n", commands[i].name, _ (commands[i].summary));
  g_string_append (
      text, _ ("\n“assay-cli COMMAND --help” tells more.\n\nExit status: 0 done, 2 wrong usage, "
               "3 the input cannot be read, 4 verification failed,\n5 an internal failure, "
               "130 cancelled."));
  return g_string_free (text, FALSE);
}

/* What ends a program becomes a cancelled job, so that nothing half-made stays behind. */
static void
fill_ending (sigset_t *set)
{
  struct sigaction hangup;

  sigemptyset (set);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGTERM);
  /* The terminal was closed; under nohup that means nothing. */
  if (sigaction (SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
    sigaddset (set, SIGHUP);
}

static gpointer
wait_for_signal (gpointer data)
{
  Cli *cli = data;
  sigset_t set;
  int number;

  fill_ending (&set);
  for (;;)
    if (sigwait (&set, &number) == 0)
      g_cancellable_cancel (cli->cancellable);
  return NULL;
}

static void
watch_signals (Cli *cli)
{
  sigset_t set;

  fill_ending (&set);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  signal (SIGPIPE, SIG_IGN);
  /* A limit on file sizes becomes an error of the write, so that what was begun is tidied up. */
  signal (SIGXFSZ, SIG_IGN);
  g_thread_unref (g_thread_new ("signals", wait_for_signal, cli));
}

/* TRUE with @argc and @argv left at the command's own words. */
static gboolean
parse_global (Cli *cli, int *argc, char ***argv)
{
  gboolean version = FALSE;
  const GOptionEntry entries[]
      = { { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version"), NULL },
          G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("COMMAND …"));
  g_autofree char *description = describe_commands ();

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (context, description);
  g_option_context_set_strict_posix (context, TRUE);
  if (!cli_parse_options (cli, context, argc, argv))
    return FALSE;
  if (cli->store == NULL)
    cli->store = assay_store_default_path ();
  if (version)
    {
      puts ("assay-cli " ASSAY_VERSION);
      return FALSE;
    }

  gboolean asked = *argc == 2 && g_str_equal ((*argv)[1], "help");

  if (*argc < 2 || asked)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      if (asked)
        {
          g_print ("%s", help);
          return FALSE;
        }
      cli_fail_usage (cli, "%s", help);
      return FALSE;
    }
  return TRUE;
}

static void
run_command (Cli *cli, int argc, char **argv)
{
  static char help[] = "--help";

  /* "help COMMAND" is what many type first. */
  if (g_str_equal (argv[0], "help") && argc > 1)
    {
      argv[0] = argv[1];
      argv[1] = help;
      argc = 2;
    }
  cli->command = argv;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, argv[0]))
      {
        commands[i].run (cli, argc, argv);
        return;
      }
  cli_fail_usage (cli, _ ("There is no command “%s”; see assay-cli --help"), argv[0]);
}

/* The list of processes shows everybody the words of a command: what a setting says is blanked
 * there, since it may be a passphrase. */
static void
hide_settings (char **argv)
{
  for (guint i = 1; argv[0] != NULL && argv[i] != NULL; i++)
    {
      static const char joined[] = "--set=";
      gboolean apart = g_str_equal (argv[i - 1], "--set");
      char *setting = apart                                ? argv[i]
                      : g_str_has_prefix (argv[i], joined) ? argv[i] + strlen (joined)
                                                           : NULL;
      char *equals = setting == NULL ? NULL : strchr (setting, '=');

      if (equals != NULL && equals[1] != '@')
        memset (equals + 1, '*', strlen (equals + 1));
    }
}

int
cli_main (const CliPainter *painter, int argc, char **argv)
{
  g_auto (GStrv) words = g_strdupv (argv);
  /* The options are taken out of this one. */
  g_autofree char **left = g_memdup2 (words, ((gsize) argc + 1) * sizeof *words);
  Cli cli = { .cancellable = g_cancellable_new (), .painter = painter, .words = words };

  assay_memory_setup ();
  assay_locale_setup ();
  g_set_prgname ("assay-cli");
  hide_settings (argv);
  watch_signals (&cli);
  if (parse_global (&cli, &argc, &left))
    run_command (&cli, argc - 1, left + 1);
  if (fflush (stdout) != 0)
    cli_raise_status (&cli, ASSAY_EXIT_INTERNAL);
  g_clear_object (&cli.client);
  g_clear_object (&cli.cancellable);
  g_free (cli.store);
  g_free (cli.passphrase_file);
  return cli.status;
}
