/* assay-parallel.c: fixed blocks of work shared out to a few threads. */
#include "base/assay-parallel.h"

typedef struct
{
  gsize count;
  gsize block;
  gsize next; /* first item of the next block; guarded by lock */
  GMutex lock;
  AssayParallelFunc func;
  gpointer user_data;
  GCancellable *cancellable;
} Job;

/* Takes the next block; FALSE when none is left or the job was cancelled. */
static gboolean
take_block (Job *job, gsize *first, gsize *last)
{
  gboolean taken = FALSE;

  g_mutex_lock (&job->lock);
  if (job->next < job->count && !g_cancellable_is_cancelled (job->cancellable))
    {
      *first = job->next;
      *last = MIN (job->count, job->next + job->block);
      job->next = *last;
      taken = TRUE;
    }
  g_mutex_unlock (&job->lock);
  return taken;
}

static gpointer
work (gpointer data)
{
  Job *job = data;
  gsize first;
  gsize last;

  while (take_block (job, &first, &last))
    job->func (first, last, job->user_data);
  return NULL;
}

gboolean
assay_parallel_for (gsize count,
                    gsize block,
                    guint threads,
                    AssayParallelFunc func,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  Job job = { .count = count,
              .block = MAX (block, 1),
              .func = func,
              .user_data = user_data,
              .cancellable = cancellable };
  gsize blocks = count / job.block + (count % job.block != 0);

  if (threads == 0)
    threads = g_get_num_processors ();
  threads = (guint) MIN ((gsize) MIN (threads, 64), MAX (blocks, 1));

  GThread *helpers[64] = { NULL };

  g_mutex_init (&job.lock);
  /* The caller works too; a thread that cannot be had is one fewer. */
  for (guint i = 0; i + 1 < threads; i++)
    helpers[i] = g_thread_try_new ("assay-parallel", work, &job, NULL);
  work (&job);
  for (guint i = 0; i + 1 < threads; i++)
    if (helpers[i] != NULL)
      g_thread_join (helpers[i]);
  g_mutex_clear (&job.lock);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
