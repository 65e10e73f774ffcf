/* assay-client-async.c: the asynchronous form of a run: its thread, and progress on its way to the
 * caller's main context. */
#include "worker/assay-client.h"

#include "config.h"

#include "base/assay-base.h"
#include "worker/assay-client-private.h"

/* The newest note of progress waits here until the main context takes it. */
typedef struct
{
  GMutex lock;
  GMainContext *context;
  AssayProgressFunc func;
  gpointer user_data;
  GTask *task; /* not owned; NULL once the task is gone */
  gboolean pending;
  double fraction;
  char *what;
  guint64 done;
  guint64 total;
} Relay;

typedef struct
{
  AssayRequest *request;
  Relay *relay;
} Run;

static void
relay_clear (gpointer data)
{
  Relay *relay = data;

  g_main_context_unref (relay->context);
  g_free (relay->what);
  g_mutex_clear (&relay->lock);
}

static void
relay_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, relay_clear);
}

static gboolean
on_relay (gpointer data)
{
  Relay *relay = data;

  g_mutex_lock (&relay->lock);

  g_autofree char *what = g_steal_pointer (&relay->what);
  double fraction = relay->fraction;
  guint64 done = relay->done;
  guint64 total = relay->total;
  /* Completed means that the caller's callback was called: it may have freed what func would touch.
   */
  gboolean wanted = relay->task != NULL && !g_task_get_completed (relay->task);

  relay->pending = FALSE;
  g_mutex_unlock (&relay->lock);
  if (wanted)
    relay->func (fraction, what, done, total, relay->user_data);
  return G_SOURCE_REMOVE;
}

/* In the thread of the run. */
static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  Relay *relay = user_data;

  g_mutex_lock (&relay->lock);
  g_free (relay->what);
  relay->what = g_strdup (what);
  relay->fraction = fraction;
  relay->done = done;
  relay->total = total;
  if (!relay->pending)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      relay->pending = TRUE;
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, on_relay, g_atomic_rc_box_acquire (relay), relay_unref);
      g_source_attach (source, relay->context);
    }
  g_mutex_unlock (&relay->lock);
}

static Relay *
relay_new (GTask *task, AssayProgressFunc func, gpointer user_data)
{
  Relay *relay = g_atomic_rc_box_new0 (Relay);

  g_mutex_init (&relay->lock);
  relay->context = g_main_context_ref (g_task_get_context (task));
  relay->func = func;
  relay->user_data = user_data;
  relay->task = task;
  return relay;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_mutex_lock (&run->relay->lock);
  run->relay->task = NULL;
  g_mutex_unlock (&run->relay->lock);
  relay_unref (run->relay);
  assay_request_free (run->request);
  g_free (run);
}

void
assay_client_work (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayProgress) progress = NULL;
  Run *run = g_task_get_task_data (task);

  if (run->relay->func != NULL)
    progress = assay_progress_new (on_progress, run->relay, NULL);

  AssayOutcome *outcome = assay_client_run (g_task_get_source_object (task), run->request, progress,
                                            g_task_get_cancellable (task), &error);

  if (outcome != NULL)
    g_task_return_pointer (task, outcome, (GDestroyNotify) assay_outcome_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
assay_client_run_async (AssayClient *self,
                        AssayRequest *request,
                        AssayProgressFunc progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  g_task_set_source_tag (task, assay_client_run_async);
  /* A run that is done when the person cancels has left its output: the client decides, not the
   * task. */
  g_task_set_check_cancellable (task, FALSE);
  run->request = request;
  run->relay = relay_new (task, progress, progress_data);
  g_task_set_task_data (task, run, run_free);
  assay_client_push (self, task);
}

AssayOutcome *
assay_client_run_finish (AssayClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
