/* assay-case-page-proofs.c: what leaves the case as a proof and what comes back: receipts, time
 * stamps. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "assay-case-page-private.h"
#include "assay-file-choosers.h"
#include "case/assay-anchor.h"
#include "case/assay-receipt.h"
#include "worker/assay-tool-list.h"

/* A proof has a few KiB. */
#define MOST_PROOF ((gsize) 1024 * 1024)

static GtkWindow *
window_of (AssayCasePage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
toast (AssayCasePage *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static gboolean
save (GListModel *files, const char *data, gsize size, GError **error)
{
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);

  return g_file_replace_contents (file, data, size, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                                  error);
}

static void
on_receipt_place (GListModel *files, gpointer page)
{
  AssayCasePage *self = page;
  AssayExhibit *exhibit = assay_exhibit_list_get_selected (assay_case_page_get_list (self));
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = NULL;
  AssayCase *acase = assay_case_page_get_case (self);
  gint64 size = 0;

  if (exhibit == NULL)
    return;

  const guint number = assay_exhibit_get_number (exhibit);
  receipt = assay_case_make_receipt (acase, number, TRUE, &size, &error);
  if (receipt != NULL && save (files, receipt, strlen (receipt), &error)
      && assay_case_record_receipt (acase, number, receipt, size, &error))
    toast (self, _ ("The receipt is saved"));
  else
    assay_case_page_show_failure (self, _ ("The receipt could not be saved"), error->message);
}

static void
make_receipt (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayExhibit *exhibit = assay_exhibit_list_get_selected (assay_case_page_get_list (self));
  g_autofree char *name
      = exhibit == NULL ? NULL
                        : g_strdup_printf ("%.8s-%u.receipt",
                                           assay_case_get_uuid (assay_case_page_get_case (self)),
                                           assay_exhibit_get_number (exhibit));

  if (exhibit == NULL)
    toast (self, _ ("Select an exhibit first"));
  else
    assay_choose_file_to_save (window_of (self), _ ("Save a receipt for the exhibit"), name,
                               on_receipt_place, G_OBJECT (self));
}

static void
on_request_place (GListModel *files, gpointer page)
{
  AssayCasePage *self = page;
  g_autoptr (GError) error = NULL;
  gint64 size = 0;
  g_autoptr (GBytes) request
      = assay_case_request_timestamp (assay_case_page_get_case (self), &size, &error);

  if (request != NULL
      && save (files, g_bytes_get_data (request, NULL), g_bytes_get_size (request), &error))
    toast (self, _ ("The request is saved. Send it to a time-stamping authority."));
  else
    assay_case_page_show_failure (self, _ ("The request could not be saved"), error->message);
}

static void
request_timestamp (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayCase *acase = assay_case_page_get_case (self);
  g_autofree char *name = g_strdup_printf ("%.8s-%" PRId64 ".tsq", assay_case_get_uuid (acase),
                                           assay_case_get_n_entries (acase));

  assay_choose_file_to_save (window_of (self), _ ("Save a request for a time stamp"), name,
                             on_request_place, G_OBJECT (self));
}

/* An answer on its way through the worker. */
typedef struct
{
  AssayCasePage *page;
  GBytes *proof;
  gint64 size;
} Import;

static void
import_free (Import *self)
{
  g_object_unref (self->page);
  g_bytes_unref (self->proof);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Import, import_free)

static gboolean
keep (Import *import, AssayOutcome *outcome, GError **error)
{
  const AssayResult *result = assay_outcome_get_result (outcome);
  const AssayAnchorFacts facts = {
    .kind = "rfc3161",
    .time = assay_result_get_answer (result, "time"),
    .authority = assay_result_get_answer (result, "authority"),
    .serial = assay_result_get_answer (result, "serial"),
    .policy = assay_result_get_answer (result, "policy"),
  };

  if (assay_result_get_verdict (result) == ASSAY_VERDICT_CLEAR)
    return assay_case_add_anchor (assay_case_page_get_case (import->page), import->size,
                                  import->proof, &facts, error);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                       _ ("It is not a valid answer to the newest request of this case."));
  return FALSE;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Import) import = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = assay_client_run_finish (ASSAY_CLIENT (source), result, &error);

  if (gtk_widget_get_root (GTK_WIDGET (import->page)) == NULL)
    return;
  if (outcome != NULL && keep (import, outcome, &error))
    toast (import->page, _ ("The time stamp is in the record"));
  else
    assay_case_page_show_failure (import->page, _ ("The time stamp was not taken in"),
                                  error->message);
}

static AssayRequest *
make_check (AssayCase *acase, const char *path, gint64 size, GError **error)
{
  const AssayToolInfo *info = assay_tool_list_find ("timestamp.verify");
  const char *folder = assay_case_get_path (acase);
  g_autofree char *asked = g_strdup_printf ("%s/anchors/%" PRId64 ".tsq", folder, size);
  g_autofree char *note = g_strdup_printf ("%s/anchors/%" PRId64 ".note", folder, size);
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (info, error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);

  if (request == NULL || !assay_request_add_input_path (request, "input", path, error)
      || !assay_request_add_input_path (request, "request", asked, error)
      || !assay_request_add_input_path (request, "note", note, error))
    return NULL;
  return g_steal_pointer (&request);
}

static void
on_answer_chosen (GListModel *files, gpointer page)
{
  AssayCasePage *self = page;
  AssayCase *acase = assay_case_page_get_case (self);
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);
  g_autoptr (GError) error = NULL;
  const gint64 size = assay_case_find_request (acase);
  g_autoptr (GBytes) proof = g_file_load_bytes (file, NULL, NULL, &error);
  g_autoptr (AssayRequest) request = NULL;

  if (proof != NULL && g_bytes_get_size (proof) <= MOST_PROOF)
    request = make_check (acase, g_file_peek_path (file), size, &error);
  if (request == NULL)
    {
      assay_case_page_show_failure (
          self, _ ("The time stamp was not taken in"),
          error != NULL ? error->message : _ ("The file is larger than a time stamp can be."));
      return;
    }

  Import *import = g_new0 (Import, 1);
  import->page = g_object_ref (self);
  import->proof = g_steal_pointer (&proof);
  import->size = size;
  assay_client_run_async (assay_workbench_get_client (assay_case_page_get_workbench (self)),
                          g_steal_pointer (&request), NULL, NULL, NULL, on_checked, import);
}

static void
import_timestamp (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);

  if (assay_case_find_request (assay_case_page_get_case (self)) == 0)
    toast (self, _ ("Save a request for a time stamp first"));
  else
    assay_choose_files_to_open (window_of (self), _ ("Choose the answer of the authority"), FALSE,
                                on_answer_chosen, G_OBJECT (self));
}

void
assay_case_page_install_proofs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.receipt", NULL, make_receipt);
  gtk_widget_class_install_action (widget_class, "case.request-timestamp", NULL, request_timestamp);
  gtk_widget_class_install_action (widget_class, "case.import-timestamp", NULL, import_timestamp);
}
