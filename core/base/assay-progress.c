/* assay-progress.c: progress from any thread, rate-limited, never backwards. */
#include "base/assay-progress.h"

/* Twenty notes a second are fluent to the eye and cost nothing. */
#define INTERVAL_US (G_USEC_PER_SEC / 20)

struct _AssayProgress
{
  GMutex lock;
  AssayProgressFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  AssayProgress *parent; /* of a part */
  double from, to;
  double fraction;
  gint64 told; /* monotonic time of the last call */
};

AssayProgress *
assay_progress_new (AssayProgressFunc func, gpointer user_data, GDestroyNotify destroy)
{
  AssayProgress *self = g_atomic_rc_box_new0 (AssayProgress);

  g_mutex_init (&self->lock);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->fraction = -1;
  return self;
}

AssayProgress *
assay_progress_ref (AssayProgress *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
progress_clear (gpointer data)
{
  AssayProgress *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_pointer (&self->parent, assay_progress_unref);
  g_mutex_clear (&self->lock);
}

void
assay_progress_unref (AssayProgress *self)
{
  g_atomic_rc_box_release_full (self, progress_clear);
}

static void
tell (AssayProgress *self, double fraction, const char *what, guint64 done, guint64 total)
{
  if (self == NULL)
    return;
  if (self->parent != NULL)
    {
      double mapped = fraction < 0 ? -1 : self->from + (self->to - self->from) * fraction;

      g_mutex_lock (&self->lock);
      self->fraction = MAX (self->fraction, MIN (fraction, 1));
      g_mutex_unlock (&self->lock);
      tell (self->parent, mapped, what, done, total);
      return;
    }

  g_mutex_lock (&self->lock);

  gint64 now = g_get_monotonic_time ();
  gboolean last = fraction >= 1 && self->fraction < 1;
  gboolean due = last || self->told == 0 || now - self->told >= INTERVAL_US;

  if (fraction > self->fraction)
    self->fraction = MIN (fraction, 1);
  if (due)
    self->told = now;

  double shown = self->fraction;

  g_mutex_unlock (&self->lock);
  if (due && self->func != NULL)
    self->func (shown, what == NULL ? "" : what, done, total, self->user_data);
}

void
assay_progress_set (AssayProgress *self, double fraction, const char *what)
{
  tell (self, fraction, what, 0, 0);
}

void
assay_progress_set_count (AssayProgress *self, guint64 done, guint64 total, const char *what)
{
  double fraction = total == 0 ? -1 : (double) MIN (done, total) / (double) total;

  tell (self, fraction, what, done, total);
}

void
assay_progress_relay (
    AssayProgress *self, double fraction, const char *what, guint64 done, guint64 total)
{
  tell (self, fraction, what, done, total);
}

double
assay_progress_get (AssayProgress *self)
{
  if (self == NULL)
    return -1;
  g_mutex_lock (&self->lock);
  const double fraction = self->fraction;
  g_mutex_unlock (&self->lock);
  return fraction;
}

AssayProgress *
assay_progress_sub (AssayProgress *self, double from, double to)
{
  AssayProgress *part = assay_progress_new (NULL, NULL, NULL);

  if (self != NULL)
    part->parent = assay_progress_ref (self);
  part->from = from;
  part->to = to;
  return part;
}
