/* test-worker-preview.c: streams that the host pulls, and the asynchronous form of a run. */
#include <string.h>

#include "model/assay-model-error.h"
#include "run-helper.h"

/* One asynchronous call at a time: its result, when the loop has brought it. */
typedef struct
{
  GAsyncResult *result;
  guint notes;
  GCancellable *cancel_on_note;
} Call;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  call->result = g_object_ref (result);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the call is back, 20 s at most. */
static GAsyncResult *
wait_for (Call *call)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint tick = g_timeout_add (50, on_tick, NULL);

  while (call->result == NULL && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_assert_nonnull (call->result);
  return g_steal_pointer (&call->result);
}

static AssayPreview *
open_preview (AssayClient *client, AssayRequest *request, GError **error)
{
  Call call = { 0 };

  assay_client_preview_async (client, request, NULL, on_ready, &call);

  g_autoptr (GAsyncResult) result = wait_for (&call);

  return assay_client_preview_finish (client, result, error);
}

static gboolean
next (AssayPreview *preview, AssayPreviewUnit *unit, GError **error)
{
  Call call = { 0 };

  *unit = (AssayPreviewUnit){ 0 };
  assay_preview_next_async (preview, NULL, on_ready, &call);

  g_autoptr (GAsyncResult) result = wait_for (&call);

  return assay_preview_next_finish (preview, result, unit, error);
}

static gboolean
seek (AssayPreview *preview, double seconds, GError **error)
{
  Call call = { 0 };

  assay_preview_seek_async (preview, seconds, NULL, on_ready, &call);

  g_autoptr (GAsyncResult) result = wait_for (&call);

  return assay_preview_seek_finish (preview, result, error);
}

static void
unit_clear (AssayPreviewUnit *unit)
{
  g_clear_pointer (&unit->image, assay_image_unref);
  g_clear_pointer (&unit->samples, g_bytes_unref);
}

static void
expect_frame (AssayPreview *preview, gint64 index)
{
  AssayPreviewUnit unit;
  g_autoptr (GError) error = NULL;

  g_assert_true (next (preview, &unit, &error));
  g_assert_no_error (error);
  g_assert_false (unit.end);
  g_assert_cmpint (unit.index, ==, index);
  g_assert_cmpfloat_with_epsilon (unit.seconds, (double) index / 25, 1e-9);
  g_assert_cmpuint (assay_image_get_width (unit.image), ==, 64);
  g_assert_cmpuint (assay_image_get_height (unit.image), ==, 48);

  gsize size;
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (unit.image), &size);

  g_assert_cmpuint (size, ==, 64 * 48 * 3);
  g_assert_cmpuint (pixels[0], ==, (guint8) index);
  g_assert_cmpuint (pixels[size - 1], ==, (guint8) index);
  g_assert_cmpuint (g_bytes_get_size (unit.samples), ==, 1764 * 2 * sizeof (float));
  g_assert_cmpuint (unit.channels, ==, 2);
  g_assert_cmpuint (unit.rate, ==, 44100);
  unit_clear (&unit);
}

static void
test_stream (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview
      = open_preview (client, test_request ("test.everything", "bytes", NULL), &error);
  AssayPreviewUnit unit;

  g_assert_no_error (error);
  for (gint64 i = 0; i < 5; i++)
    expect_frame (preview, i);
  g_assert_true (seek (preview, 2, &error));
  expect_frame (preview, 50);
  /* An error of the tool leaves the stream open. */
  g_assert_false (seek (preview, 100, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
  g_clear_error (&error);
  expect_frame (preview, 51);
  g_assert_true (seek (preview, 4, &error));
  g_assert_true (next (preview, &unit, &error));
  g_assert_true (unit.end);
  g_assert_null (unit.image);
  assay_preview_close (preview);
  g_assert_false (next (preview, &unit, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
on_unit (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GArray *order = user_data;
  AssayPreviewUnit unit = { 0 };

  g_assert_true (assay_preview_next_finish (ASSAY_PREVIEW (source), result, &unit, NULL));
  g_array_append_val (order, unit.index);
  unit_clear (&unit);
}

/* Requests that are given at once are answered in order, one unit each. */
static void
test_order (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AssayPreview) preview
      = open_preview (client, test_request ("test.everything", "bytes", NULL), &error);
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    assay_preview_next_async (preview, NULL, on_unit, order);
  while (order->len < 10 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (order->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (g_array_index (order, gint64, i), ==, i);
}

/* The tool cannot open it. */
static void
test_refused (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (open_preview (client, test_request ("test.everything", "", NULL), &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE);
}

/* A tool without a preview. */
static void
test_without (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (open_preview (client, test_request ("test.probe", "x", NULL), &error));
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL);
}

/* A stream that claims what its bytes cannot be. */
static void
test_lie (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview
      = open_preview (client, test_request ("test.fault", "bytes", NULL), &error);
  AssayPreviewUnit unit;

  g_assert_no_error (error);
  expect_frame (preview, 0);
  expect_frame (preview, 1);
  g_assert_false (next (preview, &unit, &error));
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL);
  g_assert_null (unit.image);
  g_assert_null (unit.samples);
}

/* Closing while units are on their way, and dropping without closing. */
static void
test_close_busy (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GError) error = NULL;
      Call call = { 0 };
      g_autoptr (AssayPreview) preview
          = open_preview (client, test_request ("test.everything", "bytes", NULL), &error);

      g_assert_no_error (error);
      assay_preview_next_async (preview, NULL, on_ready, &call);
      if (i % 2 == 0)
        assay_preview_close (preview);

      g_autoptr (GAsyncResult) result = wait_for (&call);
      AssayPreviewUnit unit = { 0 };

      if (!assay_preview_next_finish (preview, result, &unit, &error))
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
      unit_clear (&unit);
    }
}

static void
on_note (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  Call *call = user_data;

  g_assert_null (call->result);
  call->notes++;
  if (call->cancel_on_note != NULL)
    g_cancellable_cancel (call->cancel_on_note);
}

static void
test_run_async (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  Call call = { 0 };

  assay_client_run_async (client, test_request ("test.everything", "bytes", NULL), on_note, &call,
                          NULL, on_ready, &call);

  g_autoptr (GAsyncResult) result = wait_for (&call);
  g_autoptr (AssayOutcome) outcome = assay_client_run_finish (client, result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (outcome);
  g_assert_cmpuint (call.notes, >, 0);
}

static void
test_cancel_async (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Call call = { .cancel_on_note = cancellable };

  assay_client_run_async (client, test_request ("test.fault", "x", "fault", "slow", NULL), on_note,
                          &call, cancellable, on_ready, &call);

  g_autoptr (GAsyncResult) result = wait_for (&call);

  g_assert_null (assay_client_run_finish (client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* More jobs than may run, the client dropped at once: all come back. */
static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *count = user_data;
  g_autoptr (AssayOutcome) outcome = assay_client_run_finish (ASSAY_CLIENT (source), result, NULL);

  g_assert_nonnull (outcome);
  (*count)++;
}

static void
test_many_async (void)
{
  AssayClient *client = assay_client_new ();
  guint count = 0;
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  for (guint i = 0; i < 40; i++)
    assay_client_run_async (client, test_request ("test.fault", "x", NULL), NULL, NULL, NULL,
                            on_counted, &count);
  g_object_unref (client);
  while (count < 40 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count, ==, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/worker/preview/stream", test_stream);
  g_test_add_func ("/worker/preview/order", test_order);
  g_test_add_func ("/worker/preview/refused", test_refused);
  g_test_add_func ("/worker/preview/without", test_without);
  g_test_add_func ("/worker/preview/lie", test_lie);
  g_test_add_func ("/worker/preview/close-busy", test_close_busy);
  g_test_add_func ("/worker/async/run", test_run_async);
  g_test_add_func ("/worker/async/cancel", test_cancel_async);
  g_test_add_func ("/worker/async/many", test_many_async);
  return g_test_run ();
}
