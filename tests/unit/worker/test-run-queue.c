/* test-run-queue.c: jobs in a list: order, how many at a time, cancelling, failing. */
#include "worker/assay-run-queue.h"

/* What the fake jobs of a test did. */
typedef struct
{
  GPtrArray *started; /* AssayRunItem */
  guint destroyed;
  guint finished;
} Log;

static void
start (AssayRunItem *item, GCancellable *cancellable, gpointer user_data)
{
  Log *record = user_data;

  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_ptr_array_add (record->started, g_object_ref (item));
}

static void
destroy (gpointer user_data)
{
  Log *record = user_data;

  record->destroyed++;
}

static void
on_finished (AssayRunQueue *queue, AssayRunItem *item, gpointer user_data)
{
  Log *record = user_data;

  record->finished++;
}

static AssayRunQueue *
make_queue (Log *record, guint jobs)
{
  AssayRunQueue *queue = assay_run_queue_new (2);

  record->started = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (queue, "finished", G_CALLBACK (on_finished), record);
  for (guint i = 0; i < jobs; i++)
    {
      g_autofree char *title = g_strdup_printf ("job %u", i);

      assay_run_queue_add (queue, title, start, record, destroy);
    }
  return queue;
}

static guint
length (AssayRunQueue *queue)
{
  return g_list_model_get_n_items (G_LIST_MODEL (queue));
}

static void
test_order (void)
{
  Log record = { 0 };
  g_autoptr (AssayRunQueue) queue = make_queue (&record, 4);

  g_assert_cmpuint (record.started->len, ==, 2);
  g_assert_cmpuint (length (queue), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *title = g_strdup_printf ("job %u", i);

      g_assert_cmpstr (assay_run_item_get_title (record.started->pdata[i]), ==, title);
      g_assert_cmpint (assay_run_item_get_state (record.started->pdata[i]), ==, ASSAY_RUN_RUNNING);
      assay_run_item_finish (record.started->pdata[i], NULL);
      g_assert_cmpuint (record.started->len, ==, MIN (i + 3, 4));
      g_assert_cmpuint (length (queue), ==, 3 - i);
    }
  g_assert_cmpuint (record.destroyed, ==, 4);
  g_assert_cmpuint (record.finished, ==, 4);
  g_assert_cmpuint (assay_run_queue_get_n_active (queue), ==, 0);
  g_ptr_array_unref (record.started);
}

static void
test_fraction (void)
{
  Log record = { 0 };
  g_autoptr (AssayRunQueue) queue = make_queue (&record, 4);

  g_assert_cmpfloat_with_epsilon (assay_run_queue_get_fraction (queue), 0, 1e-9);
  assay_run_item_on_progress (0.5, "Reading", 0, 0, record.started->pdata[0]);
  g_assert_cmpstr (assay_run_item_get_what (record.started->pdata[0]), ==, "Reading");
  g_assert_cmpfloat_with_epsilon (assay_run_queue_get_fraction (queue), 0.125, 1e-9);
  /* Never back. */
  assay_run_item_on_progress (0.2, "Reading", 0, 0, record.started->pdata[0]);
  g_assert_cmpfloat_with_epsilon (assay_run_item_get_fraction (record.started->pdata[0]), 0.5,
                                  1e-9);
  assay_run_item_finish (record.started->pdata[0], NULL);
  g_assert_cmpfloat_with_epsilon (assay_run_queue_get_fraction (queue), 0.25, 1e-9);
  for (guint i = 1; i < 4; i++)
    assay_run_item_finish (record.started->pdata[i], NULL);
  g_assert_cmpfloat_with_epsilon (assay_run_queue_get_fraction (queue), -1, 1e-9);
  g_ptr_array_unref (record.started);
}

/* A failed job stays with its message until it is taken off. */
static void
test_failed (void)
{
  Log record = { 0 };
  g_autoptr (AssayRunQueue) queue = make_queue (&record, 1);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It broke");
  g_autofree char *message = NULL;

  assay_run_item_finish (record.started->pdata[0], error);
  g_assert_cmpuint (length (queue), ==, 1);
  g_assert_cmpint (assay_run_item_get_state (record.started->pdata[0]), ==, ASSAY_RUN_FAILED);
  g_object_get (record.started->pdata[0], "message", &message, NULL);
  g_assert_cmpstr (message, ==, "It broke");
  assay_run_queue_remove (queue, record.started->pdata[0]);
  g_assert_cmpuint (length (queue), ==, 0);
  g_ptr_array_unref (record.started);
}

/* Waiting ones go at once, running ones when they say so; none is started meanwhile. */
static void
test_cancel_all (void)
{
  Log record = { 0 };
  g_autoptr (AssayRunQueue) queue = make_queue (&record, 5);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  assay_run_queue_cancel_all (queue);
  g_assert_cmpuint (length (queue), ==, 2);
  g_assert_cmpuint (record.started->len, ==, 2);
  g_assert_cmpuint (record.destroyed, ==, 3);
  g_assert_cmpint (assay_run_item_get_state (record.started->pdata[0]), ==, ASSAY_RUN_CANCELLING);
  assay_run_item_finish (record.started->pdata[0], error);
  assay_run_item_finish (record.started->pdata[1], error);
  g_assert_cmpint (assay_run_item_get_state (record.started->pdata[0]), ==, ASSAY_RUN_CANCELLED);
  g_assert_cmpuint (length (queue), ==, 0);
  g_assert_cmpuint (record.finished, ==, 5);
  g_ptr_array_unref (record.started);
}

/* A job outlives its queue. */
static void
test_queue_gone (void)
{
  Log record = { 0 };
  AssayRunQueue *queue = make_queue (&record, 3);

  g_object_unref (queue);
  g_assert_cmpuint (record.destroyed, ==, 1);
  assay_run_item_finish (record.started->pdata[0], NULL);
  assay_run_item_finish (record.started->pdata[1], NULL);
  g_assert_cmpuint (record.destroyed, ==, 3);
  g_ptr_array_unref (record.started);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/worker/run-queue/order", test_order);
  g_test_add_func ("/worker/run-queue/fraction", test_fraction);
  g_test_add_func ("/worker/run-queue/failed", test_failed);
  g_test_add_func ("/worker/run-queue/cancel-all", test_cancel_all);
  g_test_add_func ("/worker/run-queue/queue-gone", test_queue_gone);
  return g_test_run ();
}
