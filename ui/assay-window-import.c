/* assay-window-import.c: an export of a case becomes a case of the store. */
#include "assay-dialog.h"
#include "assay-window-private.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-case-work.h"
#include "assay-file-choosers.h"
#include "base/assay-text.h"
#include "case/assay-import.h"
#include "worker/assay-tool-list.h"

typedef struct
{
  AssayClient *client;
  char *store;
  char *bag;
  char *path; /* of the new case */
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  g_object_unref (self->client);
  g_free (self->store);
  g_free (self->bag);
  g_free (self->path);
  g_free (self);
}

static AssayRequest *
make_check (const char *bag, GError **error)
{
  const AssayToolInfo *info = assay_tool_list_find ("bag.verify");
  g_autofree char *tags = g_build_filename (bag, "tagmanifest-sha256.txt", NULL);
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (AssayRequest) request = NULL;

  if (!assay_parameters_builder_set (builder, "bag", bag, error))
    return NULL;
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  if (parameters == NULL)
    return NULL;
  request = assay_request_new (parameters);
  if (!assay_request_add_input_path (request, "input", tags, error))
    return NULL;
  return g_steal_pointer (&request);
}

/* What the manifests do not list is as much a difference as what they list wrongly. */
static gboolean
is_whole (const char *bag, const AssayResult *result, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autofree char *stray = NULL;
  g_autofree char *shown = NULL;

  if (assay_result_get_verdict (result) != ASSAY_VERDICT_CLEAR)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                           _ ("Files of the export are missing or were changed. “assay-cli verify” "
                              "names each of them."));
      return FALSE;
    }
  stray = assay_bag_find_stray (bag, &failed);
  shown = stray == NULL ? NULL : assay_text_line (stray, -1);
  if (failed != NULL)
    g_propagate_error (error, g_steal_pointer (&failed));
  else if (shown != NULL)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("“%s” is in the export, but its manifests do not list it."), shown);
  else
    return TRUE;
  return FALSE;
}

/* A bag is foreign: the worker checks it first. */
static gboolean
import (AssayCase *none,
        gpointer data,
        AssayProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  Import *self = data;
  g_autoptr (AssayProgress) checking = assay_progress_sub (progress, 0, 0.3);
  g_autoptr (AssayProgress) copying = assay_progress_sub (progress, 0.3, 1);
  g_autoptr (AssayRequest) request = make_check (self->bag, error);
  g_autoptr (AssayOutcome) outcome
      = request == NULL ? NULL
                        : assay_client_run (self->client, request, checking, cancellable, error);
  AssayResult *result = outcome == NULL ? NULL : assay_outcome_get_result (outcome);

  if (result == NULL || !is_whole (self->bag, result, error))
    return FALSE;
  self->path = assay_store_import (self->store, self->bag,
                                   assay_result_get_answer (result, "manifest_sha256"), copying,
                                   cancellable, error);
  return self->path != NULL;
}

static void
on_imported (GObject *window, gpointer data, const GError *error)
{
  AssayWindow *self = ASSAY_WINDOW (window);
  Import *import = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (error != NULL)
    {
      assay_dialog_tell (GTK_WINDOW (self), _ ("The case could not be imported"), error->message);
      return;
    }
  assay_workbench_cases_changed (assay_window_get_workbench (self));
  assay_window_open_case (self, import->path);
  assay_window_toast (self, _ ("The case is imported and verified"));
}

static void
on_folder_chosen (GListModel *files, gpointer window)
{
  AssayWorkbench *workbench = assay_window_get_workbench (window);
  g_autoptr (GFile) folder = g_list_model_get_item (files, 0);
  Import *data;

  if (g_file_peek_path (folder) == NULL)
    return;
  data = g_new0 (Import, 1);
  data->client = g_object_ref (assay_workbench_get_client (workbench));
  data->store = assay_workbench_get_store (workbench);
  data->bag = g_file_get_path (folder);
  (void) assay_case_work_start (assay_workbench_get_jobs (workbench), _ ("Importing a case"), NULL,
                                import, on_imported, window, data, import_free);
}

void
assay_window_import_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_choose_folder (GTK_WINDOW (widget), _ ("Choose the folder of an exported case"),
                       on_folder_chosen, G_OBJECT (widget));
}
