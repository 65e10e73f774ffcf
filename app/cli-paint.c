/* cli-paint.c: the PDFs of `report` and of `check --report`; in assay-cli-report only. */
#include "cli-paint.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static char *
list_texts (void)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ",
                            assay_report_text_id ((AssayReportText) i));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Those that --with (@full) or --without takes. */
static char *
list_sections (gboolean full)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    if (!full || assay_report_section_has_full ((AssayReportSection) i))
      g_string_append_printf (names, "%s%s", names->len == 0 ? "" : ", ",
                              assay_report_section_id ((AssayReportSection) i));
  if (full)
    g_string_append (names, ", all");
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
set_section (AssayReportOptions *report, AssayReportSection section, gboolean full)
{
  if (full)
    assay_report_options_set_full (report, section, TRUE);
  else
    assay_report_options_set_section (report, section, FALSE);
}

/* @lists: of ids with commas between. */
static gboolean
apply_sections (Cli *cli, AssayReportOptions *report, char **lists, gboolean full)
{
  g_autofree char *all = lists == NULL ? NULL : g_strjoinv (",", lists);
  g_auto (GStrv) ids = all == NULL ? NULL : g_strsplit (all, ",", -1);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      AssayReportSection section;
      const char *id = g_strstrip (ids[i]);

      if (full && g_str_equal (id, "all"))
        for (guint each = 0; each < ASSAY_REPORT_N_SECTIONS; each++)
          set_section (report, (AssayReportSection) each, TRUE);
      else if (assay_report_section_parse (id, &section)
               && (!full || assay_report_section_has_full (section)))
        set_section (report, section, full);
      else
        {
          g_autofree char *names = list_sections (full);

          cli_fail_usage (cli,
                          full
                              ? _ ("The report has no long form of a section “%s”; those that have "
                                   "one are: %s")
                              : _ ("The report has no section “%s”; those that can be left out "
                                   "are: %s"),
                          id, names);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
apply_texts (Cli *cli, AssayReportOptions *report, char **texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      const char *equals = strchr (texts[i], '=');
      g_autofree char *name
          = equals == NULL ? g_strdup ("") : g_strndup (texts[i], (gsize) (equals - texts[i]));
      AssayReportText which;

      if (equals == NULL || !assay_report_text_parse (name, &which))
        {
          g_autofree char *names = list_texts ();

          cli_fail_usage (cli, _ ("“--text %s” must be NAME=TEXT; the names are: %s"), texts[i],
                          names);
          return FALSE;
        }
      assay_report_options_set_text (report, which, equals + 1);
    }
  return TRUE;
}

static gboolean
apply_options (Cli *cli, AssayReportOptions *report, const CliReportOptions *options)
{
  assay_report_options_set_upto (report, MAX (options->upto, 0));
  assay_report_options_set_redacted (report, options->redacted || options->anonymous);
  assay_report_options_set_anonymous (report, options->anonymous);
  if (options->paper != NULL)
    {
      if (!g_str_equal (options->paper, "a4") && !g_str_equal (options->paper, "letter"))
        {
          cli_fail_usage (cli, _ ("Paper is “a4” or “letter”, not “%s”"), options->paper);
          return FALSE;
        }
      assay_report_options_set_paper (report, options->paper[0] == 'a' ? ASSAY_REPORT_A4
                                                                       : ASSAY_REPORT_LETTER);
    }
  return apply_sections (cli, report, options->with, TRUE)
         && apply_sections (cli, report, options->without, FALSE)
         && apply_texts (cli, report, options->texts);
}

static void
print_report (
    Cli *cli, AssayReport *report, const char *path, const char *sha256, gboolean shortened)
{
  cli_print (cli, _ ("%s: %u pages, ledger entries 1 to %" PRId64 "\n  SHA-256 %s\n"), path,
             assay_report_get_n_pages (report), assay_report_get_upto (report), sha256);
  if (shortened)
    cli_print (cli, "  %s\n", _ ("Long tables are printed in short; --with all prints everything"));
  if (!cli->json)
    return;

  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "report", assay_report_get_id (report));
  json_object_set_string_member (object, "path", path);
  json_object_set_string_member (object, "sha256", sha256);
  json_object_set_int_member (object, "upto", assay_report_get_upto (report));
  json_object_set_int_member (object, "pages", assay_report_get_n_pages (report));
  cli_print_json (json_node_init_object (json_node_alloc (), object));
}

/* Nobody should take an examination that was left out for one that found nothing. */
static void
tell_missing (Cli *cli, AssayCase *opened)
{
  guint n = cli_count_unexamined (opened);

  if (n > 0)
    cli_print (cli,
               ngettext ("%u examination is missing in it; without --no-run it is run first\n",
                         "%u examinations are missing in it; without --no-run they are run first\n",
                         n),
               n);
}

/* Said before it is done: it takes time and adds entries to the ledger. */
static void
announce_missing (Cli *cli, AssayCase *opened)
{
  guint n = cli_count_unexamined (opened);

  if (n > 0)
    cli_print (
        cli,
        ngettext ("%u examination is missing and is run and recorded first; --no-run reports "
                  "without it\n",
                  "%u examinations are missing and are run and recorded first; --no-run "
                  "reports without them\n",
                  n),
        n);
  fflush (stdout);
}

static void
write_case (Cli *cli, const char *name, const CliReportOptions *options)
{
  g_autoptr (AssayReportOptions) choices = assay_report_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = NULL;
  g_autoptr (AssayReportKey) key = NULL;
  g_autofree char *sha256 = NULL;

  if (!apply_options (cli, choices, options))
    return;

  /* A case that is signed with the key of somebody else, or stands on a medium that cannot be
   * written, can still be reported. */
  g_autoptr (AssayCase) opened = cli_open_case (cli, name, CLI_READ_OR_WRITE);

  if (opened == NULL)
    return;

  gboolean writable = assay_case_get_mode (opened) == ASSAY_CASE_WRITE;

  /* Before anything is run: a wrong passphrase is told at once. */
  if (options->sign)
    {
      g_autofree char *passphrase = cli_read_passphrase (cli, &error);

      key = error != NULL ? NULL : assay_report_key_open (NULL, passphrase, NULL, &error);
    }
  /* A report of an earlier entry shows what was known then. */
  if (error == NULL && options->upto < 0 && writable && !options->no_run)
    {
      announce_missing (cli, opened);
      if (!cli_examine (cli, opened))
        return;
    }
  if (error == NULL)
    report = assay_report_new_for_case (opened, choices, cli->cancellable, &error);
  if (report == NULL || g_cancellable_set_error_if_cancelled (cli->cancellable, &error)
      || !assay_report_write_pdf (report, options->output, key, &sha256, &error)
      || (writable && !assay_report_record (report, opened, options->output, sha256, key, &error)))
    cli_fail (cli, error, options->output, NULL);
  else
    {
      print_report (cli, report, options->output, sha256, options->with == NULL);
      if (!writable)
        g_printerr ("assay-cli: %s\n",
                    _ ("The case can only be read here, so its ledger does not name this report."));
      if (options->no_run || !writable)
        tell_missing (cli, opened);
    }
}

static void
write_check (Cli *cli, const AssayReportCheck *checks, guint n, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = assay_report_new_for_check (checks, n, NULL, &error);
  g_autofree char *sha256 = NULL;

  if (report == NULL || !assay_report_write_pdf (report, path, NULL, &sha256, &error))
    cli_fail (cli, error, path, NULL);
  else
    /* Without a signature this is what a reader can hold the file against. */
    cli_print (cli, _ ("%s: %u pages, not signed\n  SHA-256 %s\n"), path,
               assay_report_get_n_pages (report), sha256);
}

static gboolean
is_ready (Cli *cli)
{
  g_autoptr (GError) error = NULL;
  const gboolean ready = assay_report_check_date (&error);

  if (!ready)
    cli_fail (cli, error, NULL, NULL);
  return ready;
}

const CliPainter cli_report_painter
    = { .is_ready = is_ready, .write_case = write_case, .write_check = write_check };
