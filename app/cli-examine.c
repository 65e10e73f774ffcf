/* cli-examine.c: the standard examinations of an exhibit: what a report shows of every file. Each
 * is a run of the case like any other, recorded with its result. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "worker/assay-tool-list.h"

/* The check, tables of what the file says of itself, its inside, and the picture. */
static const char *const examinations[] = { "integrity", "metadata", "structure", "image" };

typedef struct
{
  const char *tool;
  gboolean found;
} Search;

static gboolean
on_run (const AssayRunRecord *run, gpointer data)
{
  Search *search = data;

  search->found = g_str_equal (run->tool, search->tool);
  return !search->found;
}

/* One that failed was run as well: the report names the reason, and it would fail again. One whose
 * result is not there any more, or not as it was, shows nothing. */
static gboolean
was_run (AssayCase *opened, guint exhibit, const char *tool)
{
  Search search = { .tool = tool };
  g_autoptr (GError) error = NULL;

  (void) assay_case_foreach_run (opened, exhibit, 0, on_run, &search, NULL);
  if (search.found)
    {
      g_autoptr (AssayResult) result = assay_case_find_result (opened, exhibit, tool, &error);
    }
  return search.found && error == NULL;
}

static gboolean
applies (AssayExhibit *exhibit, const AssayToolInfo *info)
{
  const char *mime = assay_exhibit_get_mime (exhibit); /* the check comes first and finds it */

  return (info->kinds & ASSAY_MEDIA_ANY) == ASSAY_MEDIA_ANY
         || ((info->kinds & ASSAY_MEDIA_IMAGE) != 0 && g_str_has_prefix (mime, "image/"))
         || ((info->kinds & ASSAY_MEDIA_VIDEO) != 0 && g_str_has_prefix (mime, "video/"));
}

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
  if (outcome == NULL && !g_cancellable_is_cancelled (cli->cancellable))
    g_printerr ("assay-cli: %s: %s\n", about, error->message);
  return outcome != NULL;
}

gboolean
cli_examine (Cli *cli, AssayCase *opened)
{
  guint n = assay_case_get_n_exhibits (opened);
  guint done = 0;

  for (guint i = 1; i <= n; i++)
    for (guint tool = 0; tool < G_N_ELEMENTS (examinations); tool++)
      {
        const AssayToolInfo *info = assay_tool_list_find (examinations[tool]);
        AssayExhibit *exhibit = assay_case_get_exhibit (opened, i);
        g_autoptr (GError) error = NULL;

        if (g_cancellable_set_error_if_cancelled (cli->cancellable, &error))
          {
            cli_fail (cli, error, NULL, NULL);
            return FALSE;
          }
        if (assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED && applies (exhibit, info)
            && !was_run (opened, i, info->id))
          done += examine (cli, opened, exhibit, info) ? 1 : 0;
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
  guint n = assay_case_get_n_exhibits (opened);
  guint missing = 0;

  for (guint i = 1; i <= n; i++)
    for (guint tool = 0; tool < G_N_ELEMENTS (examinations); tool++)
      {
        AssayExhibit *exhibit = assay_case_get_exhibit (opened, i);

        const AssayToolInfo *info = assay_tool_list_find (examinations[tool]);

        if (assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED && applies (exhibit, info)
            && !was_run (opened, i, info->id))
          missing++;
      }
  return missing;
}
