/* assay-report-choice.c: see the header. */
#include "assay-report-choice.h"

#include "config.h"

#include "base/assay-json.h"

/* Deepest nesting of an entry that is read. */
#define ENTRY_DEPTH 32

typedef struct
{
  guint exhibit;
  char *tool;
  gboolean in_report;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->tool);
  g_free (choice);
}

static Choice *
choice_new (guint exhibit, const char *tool, gboolean in_report)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->exhibit = exhibit;
  choice->tool = g_strdup (tool);
  choice->in_report = in_report;
  return choice;
}

/* The newest word on the tool counts: its run takes it in, a choice may leave it out. */
static gboolean
read_entry (const AssayLedgerEntry *entry, gpointer data)
{
  Choice *choice = data;
  gboolean run = g_str_equal (entry->event, "analyse");
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  if (entry->exhibit != choice->exhibit || (!run && !g_str_equal (entry->event, "view")))
    return TRUE;
  node = assay_json_parse (entry->body, -1, ENTRY_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  object = assay_json_object (json_node_get_object (node), "data");
  if (object == NULL || g_strcmp0 (assay_json_string (object, "module", ""), choice->tool) != 0)
    return TRUE;
  if (run)
    choice->in_report = TRUE;
  else
    choice->in_report = assay_json_bool (object, "in_report", choice->in_report);
  return TRUE;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (assay_case_foreach_entry (source, 1, 0, read_entry, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
assay_report_choice_load_async (AssayCase *acase,
                                guint exhibit,
                                const char *tool,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (acase, cancellable, callback, user_data);

  g_task_set_task_data (task, choice_new (exhibit, tool, TRUE), choice_free);
  g_task_run_in_thread (task, load_in_thread);
}

gboolean
assay_report_choice_load_finish (GAsyncResult *result, gboolean *in_report, GError **error)
{
  Choice *choice = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *in_report = choice->in_report;
  return TRUE;
}

static void
set_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Choice *choice = data;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  GError *error = NULL;

  json_object_set_boolean_member (object, "in_report", choice->in_report);
  json_object_set_string_member (object, "module", choice->tool);
  json_node_take_object (node, object);
  if (assay_case_record (source, "view", choice->exhibit, node, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
assay_report_choice_set_async (AssayCase *acase,
                               guint exhibit,
                               const char *tool,
                               gboolean in_report,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (acase, NULL, callback, user_data);

  g_task_set_task_data (task, choice_new (exhibit, tool, in_report), choice_free);
  g_task_run_in_thread (task, set_in_thread);
}

gboolean
assay_report_choice_set_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
