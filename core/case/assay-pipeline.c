/* assay-pipeline.c: the ring between the reader and its consumers. */
#include "case/assay-pipeline-private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define BUFFER ((gsize) 1024 * 1024)
#define RING 24u
/* What O_DIRECT wants of an address, on every disk there is. */
#define ALIGNMENT 4096u

typedef struct
{
  GMutex lock;
  GCond moved;
  guint8 *buffers[RING];
  gsize filled[RING];
  guint64 produced; /* buffers that were filled */
  guint64 taken[ASSAY_PIPELINE_CONSUMERS];
  guint n_consumers;
  gboolean finished; /* no more will be produced */
  int error;         /* of a consumer */
} Ring;

typedef struct
{
  Ring *ring;
  guint index;
  AssayConsumer consumer;
} Worker;

static gpointer
consume (gpointer data)
{
  Worker *worker = data;
  Ring *ring = worker->ring;
  for (;;)
    {
      g_mutex_lock (&ring->lock);
      while (ring->taken[worker->index] == ring->produced && !ring->finished && ring->error == 0)
        g_cond_wait (&ring->moved, &ring->lock);
      const gboolean more = ring->taken[worker->index] < ring->produced && ring->error == 0;
      const guint slot = (guint) (ring->taken[worker->index] % RING);
      g_mutex_unlock (&ring->lock);
      if (!more)
        return NULL;
      const gboolean done = worker->consumer.consume (ring->buffers[slot], ring->filled[slot],
                                                      worker->consumer.user_data);
      const int number = done ? 0 : errno;
      g_mutex_lock (&ring->lock);
      ring->taken[worker->index]++;
      if (!done && ring->error == 0)
        ring->error = number == 0 ? EIO : number;
      g_cond_broadcast (&ring->moved);
      g_mutex_unlock (&ring->lock);
    }
}

static guint64
slowest (const Ring *ring)
{
  guint64 least = G_MAXUINT64;
  for (guint i = 0; i < ring->n_consumers; i++)
    least = MIN (least, ring->taken[i]);
  return least;
}

/* The buffer to fill next; NULL with errno 0 when a consumer has failed, with ENOMEM without
 * memory. */
static guint8 *
wait_for_buffer (Ring *ring, guint *slot)
{
  g_mutex_lock (&ring->lock);
  while (ring->produced - slowest (ring) == RING && ring->error == 0)
    g_cond_wait (&ring->moved, &ring->lock);
  *slot = (guint) (ring->produced % RING);
  const gboolean failed = ring->error != 0;
  g_mutex_unlock (&ring->lock);
  errno = 0;
  if (failed)
    return NULL;
  if (ring->buffers[*slot] == NULL)
    ring->buffers[*slot] = aligned_alloc (ALIGNMENT, BUFFER);
  return ring->buffers[*slot];
}

/* A whole buffer unless the file ends; a second read after a short one tells the end. */
static gssize
fill (int fd, guint8 *buffer, gsize wanted, guint64 offset)
{
  gsize done = 0;
  while (done < wanted)
    {
      const ssize_t got = pread (fd, buffer + done, wanted - done, (off_t) (offset + done));
      if (got < 0 && errno == EINTR)
        continue;
      /* O_DIRECT refuses the unaligned offset after the short read at the end of the file. */
      if (got < 0 && errno == EINVAL && done > 0)
        break;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      done += (gsize) got;
    }
  return (gssize) done;
}

static void
publish (Ring *ring, guint slot, gsize size)
{
  g_mutex_lock (&ring->lock);
  ring->filled[slot] = size;
  ring->produced++;
  g_cond_broadcast (&ring->moved);
  g_mutex_unlock (&ring->lock);
}

static void
produce (const AssayPipeline *self, Ring *ring, GCancellable *cancellable, AssayPipelineEnd *end)
{
  while (end->read < self->limit)
    {
      end->cancelled = g_cancellable_is_cancelled (cancellable);
      guint slot = 0;
      guint8 *buffer = end->cancelled ? NULL : wait_for_buffer (ring, &slot);
      if (buffer == NULL)
        {
          end->read_error = end->cancelled ? 0 : errno;
          return;
        }
      /* Always a full buffer is asked for, because O_DIRECT wants aligned lengths. */
      const gssize got = fill (self->fd, buffer, BUFFER, end->read);
      if (got < 0)
        end->read_error = errno;
      if (got <= 0)
        return;
      const gsize size = (gsize) MIN ((guint64) got, self->limit - end->read);
      end->read += size;
      publish (ring, slot, size);
      assay_progress_set_count (self->progress, MIN (end->read, self->total), self->total,
                                self->what);
      if (size < BUFFER)
        return;
    }
}

/* Threads cost more than they bring for a file of one buffer. */
static void
run_small (const AssayPipeline *self, GCancellable *cancellable, AssayPipelineEnd *end)
{
  guint8 *buffer = aligned_alloc (ALIGNMENT, BUFFER);
  if (buffer == NULL)
    {
      end->read_error = ENOMEM;
      return;
    }
  end->cancelled = g_cancellable_is_cancelled (cancellable);
  const gssize got = end->cancelled ? 0 : fill (self->fd, buffer, BUFFER, 0);
  if (got < 0)
    end->read_error = errno;
  const gsize size = got < 0 ? 0 : (gsize) MIN ((guint64) got, self->limit);
  for (guint i = 0; i < self->n_consumers && size > 0 && end->consume_error == 0; i++)
    if (!self->consumers[i].consume (buffer, size, self->consumers[i].user_data))
      end->consume_error = errno == 0 ? EIO : errno;
  end->read = size;
  assay_progress_set_count (self->progress, MIN (end->read, self->total), self->total, self->what);
  free (buffer);
}

static void
run_ring (const AssayPipeline *self, GCancellable *cancellable, AssayPipelineEnd *end)
{
  Ring ring = { .n_consumers = self->n_consumers };
  Worker workers[ASSAY_PIPELINE_CONSUMERS];
  GThread *threads[ASSAY_PIPELINE_CONSUMERS];
  g_mutex_init (&ring.lock);
  g_cond_init (&ring.moved);
  for (guint i = 0; i < self->n_consumers; i++)
    {
      workers[i] = (Worker){ .ring = &ring, .index = i, .consumer = self->consumers[i] };
      threads[i] = g_thread_new ("assay-pipeline", consume, &workers[i]);
    }
  produce (self, &ring, cancellable, end);
  g_mutex_lock (&ring.lock);
  ring.finished = TRUE;
  g_cond_broadcast (&ring.moved);
  g_mutex_unlock (&ring.lock);
  for (guint i = 0; i < self->n_consumers; i++)
    (void) g_thread_join (threads[i]);
  end->consume_error = ring.error;
  for (guint i = 0; i < RING; i++)
    free (ring.buffers[i]);
  g_cond_clear (&ring.moved);
  g_mutex_clear (&ring.lock);
}

void
assay_pipeline_run (const AssayPipeline *self, GCancellable *cancellable, AssayPipelineEnd *end)
{
  g_return_if_fail (self->n_consumers > 0 && self->n_consumers <= ASSAY_PIPELINE_CONSUMERS);
  *end = (AssayPipelineEnd){ 0 };
  if (self->limit <= BUFFER)
    run_small (self, cancellable, end);
  else
    run_ring (self, cancellable, end);
}
