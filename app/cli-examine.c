/* cli-examine.c: running the standard examinations of a case before it is reported. */
#include "config.h"

#include <glib/gi18n.h>

#include "case/assay-examinations.h"
#include "cli.h"
#include "exit-status.h"

static gboolean
examine (Cli *cli, AssayCase *opened, AssayExhibit *exhibit, const AssayToolInfo *info)
{
  guint number = assay_exhibit_get_number (exhibit);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, &error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  g_autofree char *about
      = g_strdup_printf (_ ("Exhibit %u, %s"), number, g_dgettext (NULL, info->title));
  g_autoptr (AssayProgress) progress = cli_progress (cli, about);
  g_autoptr (AssayOutcome) outcome
      = request == NULL ? NULL
                        : assay_case_run (opened, number, request, cli_get_client (cli), progress,
                                          cli->cancellable, &error);

  cli_progress_end (cli);
  if (outcome != NULL || g_cancellable_is_cancelled (cli->cancellable))
    return outcome != NULL;
  g_printerr ("assay-cli: %s: %s\n", about, error->message);
  /* The report says that a file could not be read; that no worker runs is no finding. */
  if (assay_exit_status (error) == ASSAY_EXIT_INTERNAL)
    cli_raise_status (cli, ASSAY_EXIT_INTERNAL);
  return FALSE;
}

gboolean
cli_examine (Cli *cli, AssayCase *opened)
{
  guint n = assay_case_get_n_exhibits (opened);
  guint done = 0;

  for (guint i = 1; i <= n; i++)
    for (guint tool = 0; assay_examination_get (tool) != NULL; tool++)
      {
        const AssayExamination one = { i, assay_examination_get (tool) };
        g_autoptr (GError) error = NULL;

        if (g_cancellable_set_error_if_cancelled (cli->cancellable, &error))
          {
            cli_fail (cli, error, NULL, NULL);
            return FALSE;
          }
        if (assay_case_is_unexamined (opened, &one))
          done += examine (cli, opened, assay_case_get_exhibit (opened, i), one.info) ? 1 : 0;
      }
  if (done > 0)
    cli_print (cli,
               ngettext ("%u examination was run for the report\n",
                         "%u examinations were run for the report\n", done),
               done);
  return TRUE;
}

guint
cli_count_unexamined (AssayCase *opened)
{
  g_autoptr (GArray) missing = assay_case_find_unexamined (opened);

  return missing->len;
}
