/* assay-sound-level.c: where the sound itself becomes louder or softer and stays so. The level of a
 * stretch is the one that a tenth of its 10 ms frames exceed, so pauses do not count. */
#include <math.h>
#include <stdlib.h>

#include "replay/examine/assay-sound-decay-private.h"
#include "replay/examine/assay-sound-values-private.h"

/* Frames a second. */
#define RATE 100u
/* From place to place, frames. */
#define HOP 25u
#define LOUD 0.9
/* dB: below it there is no sound on that side, only a pause. */
#define LEAST_LEVEL (-70.0)

static double
level_of (const float *levels, gsize n, float *scratch)
{
  for (gsize i = 0; i < n; i++)
    scratch[i] = levels[i];
  qsort (scratch, n, sizeof *scratch, assay_sound_compare_levels);
  return (double) scratch[(gsize) (LOUD * (double) n)];
}

static int
larger_first (gconstpointer a, gconstpointer b)
{
  const AssayLevelStep *x = a;
  const AssayLevelStep *y = b;

  if (fabs (x->change) > fabs (y->change) || fabs (x->change) < fabs (y->change))
    return fabs (x->change) > fabs (y->change) ? -1 : 1;
  return (x->at > y->at) - (x->at < y->at);
}

static gboolean
is_near (const GArray *kept, double at, double seconds)
{
  for (guint i = 0; i < kept->len; i++)
    if (fabs (g_array_index (kept, AssayLevelStep, i).at - at) < seconds)
      return TRUE;
  return FALSE;
}

GArray *
assay_sound_level_steps (const AssaySoundDecay *self, double seconds, double least, guint most)
{
  const float *levels = (const float *) (gconstpointer) self->levels->data;
  const gsize reach = (gsize) (seconds * RATE);
  g_autofree float *scratch = g_new (float, reach + 1);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (AssayLevelStep));
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (AssayLevelStep));

  for (gsize middle = reach; middle + reach <= self->levels->len; middle += HOP)
    {
      const double before = level_of (levels + middle - reach, reach, scratch);
      const double after = level_of (levels + middle, reach, scratch);
      const AssayLevelStep step = { (double) middle / RATE, after - before };

      if (fabs (step.change) >= least && MIN (before, after) >= LEAST_LEVEL)
        g_array_append_val (all, step);
    }
  g_array_sort (all, larger_first);
  for (guint i = 0; i < all->len && kept->len < most; i++)
    {
      const AssayLevelStep *step = &g_array_index (all, AssayLevelStep, i);

      if (!is_near (kept, step->at, seconds))
        g_array_append_val (kept, *step);
    }
  return kept;
}
