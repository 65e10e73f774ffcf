/* assay-case-task.c: blocking work on pools by purpose, and progress that comes back in the
 * caller's main context. */
#include "case/assay-case-private.h"

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} Work;

static void
do_work (gpointer data, gpointer user_data)
{
  Work *work = data;
  work->func (work->task, g_task_get_source_object (work->task), g_task_get_task_data (work->task),
              g_task_get_cancellable (work->task));
  g_object_unref (work->task);
  g_free (work);
}

static GThreadPool *
get_pool (AssayCasePool purpose)
{
  static GThreadPool *pools[2];
  static gsize once;
  if (g_once_init_enter (&once))
    {
      pools[ASSAY_CASE_POOL_DISK] = g_thread_pool_new (do_work, NULL, 1, FALSE, NULL);
      pools[ASSAY_CASE_POOL_RUN]
          = g_thread_pool_new (do_work, NULL, (gint) g_get_num_processors (), FALSE, NULL);
      g_once_init_leave (&once, 1);
    }
  return pools[purpose];
}

void
assay_case_run_task (AssayCasePool pool, GTask *task, GTaskThreadFunc func)
{
  Work *work = g_new (Work, 1);
  *work = (Work){ g_object_ref (task), func };
  (void) g_thread_pool_push (get_pool (pool), work, NULL);
}

/* The newest value waits for the main context; at most one notification is on its way. */
typedef struct
{
  gatomicrefcount count;
  GMutex lock;
  AssayProgressFunc func;
  gpointer user_data;
  GMainContext *context;
  gboolean pending;
  double fraction;
  const char *what;
  guint64 done, total;
} Relay;

static void
relay_unref (gpointer data)
{
  Relay *relay = data;
  if (!g_atomic_ref_count_dec (&relay->count))
    return;
  g_main_context_unref (relay->context);
  g_mutex_clear (&relay->lock);
  g_free (relay);
}

static gboolean
deliver (gpointer data)
{
  Relay *relay = data;
  g_mutex_lock (&relay->lock);
  const double fraction = relay->fraction;
  const char *what = relay->what;
  const guint64 done = relay->done;
  const guint64 total = relay->total;
  relay->pending = FALSE;
  g_mutex_unlock (&relay->lock);
  relay->func (fraction, what, done, total, relay->user_data);
  return G_SOURCE_REMOVE;
}

static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  Relay *relay = user_data;
  g_mutex_lock (&relay->lock);
  relay->fraction = fraction;
  relay->what = g_intern_string (what); /* msgids: there are few */
  relay->done = done;
  relay->total = total;
  const gboolean first = !relay->pending;
  relay->pending = TRUE;
  g_mutex_unlock (&relay->lock);
  if (!first)
    return;
  g_atomic_ref_count_inc (&relay->count);
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, relay, relay_unref);
  (void) g_source_attach (source, relay->context);
}

AssayProgress *
assay_case_progress_new (AssayProgressFunc func, gpointer user_data)
{
  if (func == NULL)
    return NULL;
  Relay *relay = g_new0 (Relay, 1);
  g_atomic_ref_count_init (&relay->count);
  g_mutex_init (&relay->lock);
  relay->func = func;
  relay->user_data = user_data;
  relay->context = g_main_context_ref_thread_default ();
  return assay_progress_new (on_progress, relay, relay_unref);
}
