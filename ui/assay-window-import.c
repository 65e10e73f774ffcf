/* assay-window-import.c: an export of a case becomes a case of the store. */
#include "assay-dialog.h"
#include "assay-window-private.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-case-work.h"
#include "assay-file-choosers.h"
#include "case/assay-import.h"

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
  g_autoptr (AssayOutcome) outcome = NULL;
  g_autofree char *other = NULL;

  if (!assay_bag_check (self->bag, self->client, checking, cancellable, &outcome, &other, error))
    return FALSE;
  self->path = assay_store_import (
      self->store, self->bag,
      assay_result_get_answer (assay_outcome_get_result (outcome), "manifest_sha256"), copying,
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
