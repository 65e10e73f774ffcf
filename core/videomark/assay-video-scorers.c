/* assay-video-scorers.c: see the header. */
#include "videomark/assay-video-scorers.h"

#define MOST 8u

struct _AssayVideoScorers
{
  GAsyncQueue *idle; /* of AssayVideoScorer */
  guint n;
};

AssayVideoScorers *
assay_video_scorers_new (AssayVideoPattern *pattern)
{
  AssayVideoScorers *self = g_new0 (AssayVideoScorers, 1);

  self->n = CLAMP (g_get_num_processors (), 1, MOST);
  self->idle = g_async_queue_new_full ((GDestroyNotify) assay_video_scorer_free);
  for (guint i = 0; i < self->n; i++)
    g_async_queue_push (self->idle, assay_video_scorer_new (pattern));
  return self;
}

void
assay_video_scorers_free (AssayVideoScorers *self)
{
  if (self == NULL)
    return;
  g_async_queue_unref (self->idle);
  g_free (self);
}

guint
assay_video_scorers_count (const AssayVideoScorers *self)
{
  return self->n;
}

AssayVideoScorer *
assay_video_scorers_take (AssayVideoScorers *self)
{
  return g_async_queue_pop (self->idle);
}

void
assay_video_scorers_give (AssayVideoScorers *self, AssayVideoScorer *scorer)
{
  g_async_queue_push (self->idle, scorer);
}
