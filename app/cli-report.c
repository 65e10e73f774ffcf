/* cli-report.c: `report`: the PDF of a case, and the verification of one. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "exit-status.h"
#include "report/assay-report.h"
#include "worker/assay-tool-list.h"

typedef struct
{
  char *output;
  gint64 upto;
  gboolean sign;
  char *verify;
  char **texts;   /* NAME=TEXT */
  char **without; /* section ids */
  char *paper;
  gboolean redacted;
} ReportOptions;

static void
report_options_clear (ReportOptions *options)
{
  g_free (options->output);
  g_free (options->verify);
  g_strfreev (options->texts);
  g_strfreev (options->without);
  g_free (options->paper);
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

      if (!assay_report_text_parse (name, &which))
        {
          cli_fail_usage (cli, _ ("“--text %s” must be NAME=TEXT with a name of the report"),
                          texts[i]);
          return FALSE;
        }
      assay_report_options_set_text (report, which, equals + 1);
    }
  return TRUE;
}

static gboolean
apply_options (Cli *cli, AssayReportOptions *report, const ReportOptions *options)
{
  assay_report_options_set_upto (report, options->upto);
  assay_report_options_set_redacted (report, options->redacted);
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
  for (guint i = 0; options->without != NULL && options->without[i] != NULL; i++)
    {
      AssayReportSection section;

      if (!assay_report_section_parse (options->without[i], &section))
        {
          cli_fail_usage (cli, _ ("The report has no section “%s”"), options->without[i]);
          return FALSE;
        }
      assay_report_options_set_section (report, section, FALSE);
    }
  return apply_texts (cli, report, options->texts);
}

static void
print_report (Cli *cli, AssayReport *report, const char *path, const char *sha256)
{
  cli_print (cli, _ ("%s: %u pages, ledger entries 1 to %" PRId64 "\n  SHA-256 %s\n"), path,
             assay_report_get_n_pages (report), assay_report_get_upto (report), sha256);
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

static void
write_report (Cli *cli, const char *name, const ReportOptions *options)
{
  g_autoptr (AssayReportOptions) choices = assay_report_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = NULL;
  g_autoptr (AssayReportKey) key = NULL;
  g_autofree char *sha256 = NULL;

  if (!apply_options (cli, choices, options))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, name, CLI_WRITE);

  if (opened == NULL)
    return;
  if (options->sign)
    {
      g_autofree char *passphrase = cli_read_passphrase (cli, &error);

      key = error != NULL ? NULL : assay_report_key_open (NULL, passphrase, NULL, &error);
    }
  if (error == NULL)
    report = assay_report_new_for_case (opened, choices, cli->cancellable, &error);
  if (report == NULL || !assay_report_write_pdf (report, options->output, key, &sha256, &error)
      || !assay_report_record (report, opened, options->output, sha256, key, &error))
    cli_fail (cli, error, options->output, NULL);
  else
    print_report (cli, report, options->output, sha256);
}

/* A foreign PDF is foreign bytes: the tool `report.verify` reads it in the worker. */
static void
verify_report (Cli *cli, const char *path)
{
  const AssayToolInfo *info = assay_tool_list_find ("report.verify");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, &error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  g_autoptr (AssayOutcome) outcome = NULL;

  if (request != NULL && assay_request_add_input_path (request, info->inputs[0].role, path, &error))
    outcome = assay_client_run (cli_get_client (cli), request, NULL, cli->cancellable, &error);
  if (outcome == NULL)
    {
      cli_fail (cli, error, path, assay_outcome_error_json (info, request, error));
      return;
    }
  if (cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else
    cli_print_outcome (cli, outcome);
  if (assay_result_get_verdict (assay_outcome_get_result (outcome)) != ASSAY_VERDICT_CLEAR)
    cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
}

void
cli_report (Cli *cli, int argc, char **argv)
{
  ReportOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("The file to write"), N_ ("PDF") },
    { "upto", 0, 0, G_OPTION_ARG_INT64, &options.upto,
      N_ ("Cover the ledger up to this entry (default: the newest)"), N_ ("ENTRY") },
    { "sign", 0, 0, G_OPTION_ARG_NONE, &options.sign, N_ ("Sign the PDF"), NULL },
    { "verify", 0, 0, G_OPTION_ARG_FILENAME, &options.verify, N_ ("Verify this PDF instead"),
      N_ ("PDF") },
    { "text", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.texts,
      N_ ("What a person writes into it: question, examiner, organisation …"), N_ ("NAME=TEXT") },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.without, N_ ("Leave a section out"),
      N_ ("SECTION") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper, N_ ("a4 or letter"), N_ ("PAPER") },
    { "redacted", 0, 0, G_OPTION_ARG_NONE, &options.redacted,
      N_ ("Replace names, sources and free text"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (cli_parse (cli, entries, _ ("[CASE]"), 0, 1, &argc, &argv))
    {
      if (options.verify != NULL && argc == 1)
        verify_report (cli, options.verify);
      else if (options.verify == NULL && argc == 2 && options.output != NULL)
        write_report (cli, argv[1], &options);
      else
        cli_fail_usage (cli, _ ("Usage: report CASE --out PDF | report --verify PDF"));
    }
  report_options_clear (&options);
}
