/* cli-check.c: `check`: a quick look at files, side by side, printed in the order given; nothing is
 * kept. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "worker/assay-tool-list.h"

/* One file of the batch. */
typedef struct
{
  const char *path;
  AssayProgress *progress; /* NULL unless it is the only file: there is one line to show it on */
  AssayRequest *request;
  AssayOutcome *outcome;
  GError *error;
  gboolean done;
} Item;

typedef struct
{
  Cli *cli;
  GMutex lock;
  GCond changed;
} Batch;

static void
check_item (gpointer data, gpointer user_data)
{
  Item *item = data;
  Batch *batch = user_data;
  Cli *cli = batch->cli;
  const AssayToolInfo *info = assay_tool_list_find ("integrity");
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, &item->error);

  if (parameters != NULL && !g_cancellable_set_error_if_cancelled (cli->cancellable, &item->error))
    {
      item->request = assay_request_new (parameters);
      if (assay_request_add_input_path (item->request, "input", item->path, &item->error))
        item->outcome = assay_client_run (cli->client, item->request, item->progress,
                                          cli->cancellable, &item->error);
    }
  g_mutex_lock (&batch->lock);
  item->done = TRUE;
  g_cond_signal (&batch->changed);
  g_mutex_unlock (&batch->lock);
}

static void
print_item (Cli *cli, Item *item)
{
  cli_progress_end (cli);
  if (item->error != NULL)
    {
      JsonNode *document = cli_error_document (assay_tool_list_find ("integrity"), item->request,
                                               item->path, item->error);

      cli_fail (cli, item->error, item->path, document);
    }
  else if (cli->json)
    cli_print_json (assay_outcome_to_json (item->outcome));
  else
    cli_print_check (cli, item->outcome);
}

static void
write_report (Cli *cli, Item *items, guint n, const char *path)
{
  g_autofree AssayReportCheck *checks = g_new0 (AssayReportCheck, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    checks[i] = (AssayReportCheck){ .outcomes = &items[i].outcome,
                                    .n_outcomes = items[i].outcome == NULL ? 0 : 1,
                                    .error = items[i].error,
                                    .name = items[i].path };
  cli->painter->write_check (cli, checks, n, path);
}

static void
item_clear (Item *item)
{
  g_clear_pointer (&item->request, assay_request_free);
  g_clear_pointer (&item->progress, assay_progress_unref);
  g_clear_pointer (&item->outcome, assay_outcome_unref);
  g_clear_error (&item->error);
}

void
cli_check (Cli *cli, int argc, char **argv)
{
  g_autofree char *report = NULL;
  gboolean force = FALSE;
  const GOptionEntry entries[]
      = { { "report", 0, 0, G_OPTION_ARG_FILENAME, &report,
            N_ ("Write a report of all files to PDF"), N_ ("PDF") },
          { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Replace an existing file"), NULL },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("FILE…"), 1, -1, &argc, &argv)
      || (report != NULL
          && (!cli_spares (cli, report, argv + 1, (guint) argc - 1)
              || !cli_may_write (cli, report, force) || cli_need_painter (cli) == NULL)))
    return;

  guint n = (guint) argc - 1;
  g_autofree Item *items = g_new0 (Item, n);
  Batch batch = { .cli = cli };

  cli_get_client (cli);
  g_mutex_init (&batch.lock);
  g_cond_init (&batch.changed);

  GThreadPool *pool
      = g_thread_pool_new (check_item, &batch, (int) g_get_num_processors (), FALSE, NULL);

  for (guint i = 0; i < n; i++)
    {
      items[i].path = argv[i + 1];
      items[i].progress = n == 1 ? cli_progress (cli, items[i].path) : NULL;
      g_thread_pool_push (pool, &items[i], NULL);
    }
  for (guint i = 0; i < n; i++)
    {
      g_mutex_lock (&batch.lock);
      while (!items[i].done)
        g_cond_wait (&batch.changed, &batch.lock);
      g_mutex_unlock (&batch.lock);
      print_item (cli, &items[i]);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
  if (report != NULL && !g_cancellable_is_cancelled (cli->cancellable))
    write_report (cli, items, n, report);
  for (guint i = 0; i < n; i++)
    item_clear (&items[i]);
  g_mutex_clear (&batch.lock);
  g_cond_clear (&batch.changed);
}
