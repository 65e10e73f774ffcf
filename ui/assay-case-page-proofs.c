/* assay-case-page-proofs.c: what leaves the case as a proof and what comes back: receipts, time
 * stamps. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "assay-case-page-private.h"
#include "assay-file-choosers.h"
#include "case/assay-anchor.h"
#include "case/assay-receipt.h"

/* A proof has a few KiB. */
#define MOST_PROOF ((gsize) 1024 * 1024)

/* A proof on its way out of the case or into it; touched by one thread at a time. */
typedef struct
{
  GFile *file;
  guint exhibit;       /* whose receipt is written */
  GBytes *proof;       /* the answer of an authority */
  AssayClient *client; /* of the worker that checks it */
} Proof;

static Proof *
proof_new (GListModel *files)
{
  Proof *self = g_new0 (Proof, 1);

  self->file = g_list_model_get_item (files, 0);
  return self;
}

static void
proof_free (gpointer data)
{
  Proof *self = data;

  g_clear_object (&self->file);
  g_clear_pointer (&self->proof, g_bytes_unref);
  g_clear_object (&self->client);
  g_free (self);
}

/* Says @done, or why not. */
static void
tell (GObject *page, const char *done, const char *failed, const GError *error)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (page);

  if (assay_case_page_succeeded (self, failed, error))
    assay_case_page_toast (self, done);
}

static gboolean
save (Proof *self, const void *data, gsize size, GCancellable *cancellable, GError **error)
{
  return g_file_replace_contents (self->file, data, size, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  cancellable, error);
}

/* A proof that the record does not know of must not go out: @recorded FALSE takes it back. */
static gboolean
unsave (Proof *self, gboolean recorded)
{
  if (!recorded)
    (void) g_file_delete (self->file, NULL, NULL);
  return recorded;
}

static gboolean
write_receipt (AssayCase *acase,
               gpointer data,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  Proof *self = data;
  gint64 size = 0;
  g_autofree char *receipt = assay_case_make_receipt (acase, self->exhibit, TRUE, &size, error);

  return receipt != NULL && save (self, receipt, strlen (receipt), cancellable, error)
         && unsave (self, assay_case_record_receipt (acase, self->exhibit, receipt, size, error));
}

static void
on_receipt (GObject *page, gpointer data, const GError *error)
{
  tell (page, _ ("The receipt is saved"), _ ("The receipt could not be saved"), error);
}

static void
on_receipt_place (GListModel *files, gpointer page)
{
  AssayCasePage *self = page;
  AssayExhibit *exhibit = assay_exhibit_list_get_selected (assay_case_page_get_list (self));
  Proof *proof;

  if (exhibit == NULL)
    return;
  proof = proof_new (files);
  proof->exhibit = assay_exhibit_get_number (exhibit);
  assay_case_page_start (self, _ ("Saving a receipt"), write_receipt, on_receipt, proof,
                         proof_free);
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
    assay_case_page_toast (self, _ ("Select an exhibit first"));
  else
    assay_choose_file_to_save (assay_case_page_get_window (self),
                               _ ("Save a receipt for the exhibit"), name, on_receipt_place,
                               G_OBJECT (self));
}

static gboolean
write_request (AssayCase *acase,
               gpointer data,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  Proof *self = data;
  gint64 size = 0;
  g_autoptr (GBytes) request = assay_case_request_timestamp (acase, &size, error);

  return request != NULL
         && save (self, g_bytes_get_data (request, NULL), g_bytes_get_size (request), cancellable,
                  error)
         && unsave (self, assay_case_record_request (acase, size, request, error));
}

static void
on_request (GObject *page, gpointer data, const GError *error)
{
  tell (page, _ ("The request is saved. Send it to a time-stamping authority."),
        _ ("The request could not be saved"), error);
}

static void
on_request_place (GListModel *files, gpointer page)
{
  assay_case_page_start (page, _ ("Saving a request for a time stamp"), write_request, on_request,
                         proof_new (files), proof_free);
}

static void
request_timestamp (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayCase *acase = assay_case_page_get_case (self);
  g_autofree char *name = g_strdup_printf ("%.8s-%" PRId64 ".tsq", assay_case_get_uuid (acase),
                                           assay_case_get_n_entries (acase));

  assay_choose_file_to_save (assay_case_page_get_window (self),
                             _ ("Save a request for a time stamp"), name, on_request_place,
                             G_OBJECT (self));
}

static void
on_kept (GObject *page, gpointer data, const GError *error)
{
  tell (page, _ ("The time stamp is in the record"), _ ("The time stamp was not taken in"), error);
}

/* Reads no more than a proof can have, and only once: what is kept is what was checked. */
static gboolean
read_answer (Proof *self, GCancellable *cancellable, GError **error)
{
  const gboolean plain
      = g_file_query_file_type (self->file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable)
        == G_FILE_TYPE_REGULAR;
  g_autoptr (GFileInputStream) stream = plain ? g_file_read (self->file, cancellable, error) : NULL;
  g_autofree guint8 *data = g_malloc (MOST_PROOF + 1);
  gsize size = 0;

  if (!plain)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         _ ("it is not a regular file"));
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), data, MOST_PROOF + 1, &size,
                                   cancellable, error))
    return FALSE;
  self->proof = g_bytes_new_take (g_steal_pointer (&data), size);
  if (size <= MOST_PROOF)
    return TRUE;
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                       _ ("The file is larger than a time stamp can be."));
  return FALSE;
}

/* The answer is foreign: the worker says what it holds before anything is written. */
static gboolean
take_in_answer (AssayCase *acase,
                gpointer data,
                AssayProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  Proof *self = data;
  g_autofree char *name = g_file_get_basename (self->file);
  g_autoptr (AssayOutcome) outcome = NULL;
  gint64 size;

  if (!read_answer (self, cancellable, error))
    return FALSE;
  size = assay_case_find_request (acase);
  outcome = assay_case_check_timestamp (acase, size, name, self->proof, NULL, self->client,
                                        progress, cancellable, error);
  return outcome != NULL && assay_case_add_timestamp (acase, size, self->proof, outcome, error);
}

static void
on_answer_chosen (GListModel *files, gpointer page)
{
  Proof *proof = proof_new (files);

  proof->client = g_object_ref (
      assay_workbench_get_client (assay_case_page_get_workbench (ASSAY_CASE_PAGE (page))));
  assay_case_page_start (page, _ ("Taking in a time stamp"), take_in_answer, on_kept, proof,
                         proof_free);
}

static void
import_timestamp (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);

  if (assay_case_find_request (assay_case_page_get_case (self)) == 0)
    assay_case_page_toast (self, _ ("Save a request for a time stamp first"));
  else
    assay_choose_files_to_open (assay_case_page_get_window (self),
                                _ ("Choose the answer of the authority"), FALSE, on_answer_chosen,
                                G_OBJECT (self));
}

void
assay_case_page_install_proofs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.receipt", NULL, make_receipt);
  gtk_widget_class_install_action (widget_class, "case.request-timestamp", NULL, request_timestamp);
  gtk_widget_class_install_action (widget_class, "case.import-timestamp", NULL, import_timestamp);
}
