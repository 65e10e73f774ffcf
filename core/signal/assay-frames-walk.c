/* assay-frames-walk.c: shares the fixed parts of all frames out to threads. */
#include "signal/assay-frames-walk-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/assay-error.h"
#include "base/assay-parallel.h"

typedef struct
{
  const AssayFrames *frames;
  AssayFramesVisit visit;
  gpointer user_data;
  AssayProgress *progress;
  GCancellable *cancellable;
  GMutex lock;
  gsize done;    /* frames; guarded by lock */
  GError *error; /* the first of any thread; guarded by lock */
} Walk;

static gboolean
check_finite (const double *rows, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (rows[i]))
      {
        g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                             _ ("The features hold a number that is not finite"));
        return FALSE;
      }
  return TRUE;
}

/* Counts @n frames, keeps @error; FALSE when the walk is to stop. */
static gboolean
note (Walk *self, gsize n, GError *error)
{
  gboolean on;

  g_mutex_lock (&self->lock);
  self->done += n;
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  on = self->error == NULL && !g_cancellable_is_cancelled (self->cancellable);
  assay_progress_set (self->progress, (double) self->done / (double) self->frames->n_frames, "");
  g_mutex_unlock (&self->lock);
  g_clear_error (&error);
  return on;
}

static void
walk_part (Walk *self, guint part)
{
  const AssayFrames *frames = self->frames;
  gsize end = frames->n_frames / ASSAY_FRAMES_PARTS * (part + 1);
  gsize count;
  g_autofree double *rows = g_new (double, ASSAY_FRAMES_BLOCK * frames->n_columns);

  if (part == ASSAY_FRAMES_PARTS - 1)
    end = frames->n_frames;
  for (gsize first = frames->n_frames / ASSAY_FRAMES_PARTS * part; first < end; first += count)
    {
      GError *error = NULL;

      count = MIN (ASSAY_FRAMES_BLOCK, end - first);
      if (frames->read (frames, first, count, rows, &error)
          && check_finite (rows, count * frames->n_columns, &error))
        self->visit (self->user_data, part, rows, count, &error);
      if (!note (self, count, error))
        return;
    }
}

static void
walk_parts (gsize first, gsize last, gpointer user_data)
{
  for (gsize part = first; part < last; part++)
    walk_part (user_data, (guint) part);
}

gboolean
assay_frames_walk (const AssayFrames *frames,
                   guint threads,
                   AssayFramesVisit visit,
                   gpointer user_data,
                   AssayProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  Walk walk = { .frames = frames,
                .visit = visit,
                .user_data = user_data,
                .progress = progress,
                .cancellable = cancellable };
  gboolean done;

  g_mutex_init (&walk.lock);
  done = assay_parallel_for (ASSAY_FRAMES_PARTS, 1, threads, walk_parts, &walk, cancellable, error);
  g_mutex_clear (&walk.lock);
  if (walk.error == NULL)
    return done;
  if (done)
    g_propagate_error (error, walk.error);
  else
    g_error_free (walk.error);
  return FALSE;
}
