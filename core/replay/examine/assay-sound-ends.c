/* assay-sound-ends.c: a quieter floor at both ends than between them. */
#include <math.h>
#include <string.h>

#include "replay/examine/assay-sound-decay-private.h"
#include "replay/examine/assay-sound-values-private.h"

/* Frames of 10 ms: the shortest end, and the shortest recording. */
#define LEAST_END 10u
#define LEAST_FRAMES 100u
/* So many frames in a row above the inner floor begin it. */
#define BEGIN 5u
/* Levels below this are digital silence or its rounding, dB. */
#define NOTHING (-110.0)

/* Level that @share of the frames first .. first + n - 1 lie below. */
static double
level_below (const float *levels, gsize first, gsize n, double share)
{
  g_autofree float *sorted = g_memdup2 (levels + first, n * sizeof *levels);

  qsort (sorted, n, sizeof *sorted, assay_sound_compare_levels);
  return (double) sorted[(gsize) (share * (double) (n - 1))];
}

/* How many frames from one end (@step 1 from the first, -1 from the last) lie before the first
 * BEGIN in a row that reach @inside. */
static gsize
quiet_end (const float *levels, gsize n, int step, double inside)
{
  gsize row = 0;

  for (gsize i = 0; i < n; i++)
    {
      row = (double) levels[step > 0 ? i : n - 1 - i] >= inside ? row + 1 : 0;
      if (row == BEGIN)
        return i + 1 - BEGIN;
    }
  return n;
}

void
assay_sound_decay_ends (const AssaySoundDecay *self, AssayTwoFloors *two)
{
  const float *levels = (const float *) (gconstpointer) self->levels->data;
  const gsize n = self->levels->len;
  const double step = (double) self->length / self->rate;
  gsize head, tail;

  *two = (AssayTwoFloors){ 0 };
  if (n < LEAST_FRAMES)
    return;
  two->inside = level_below (levels, n / 10, n - 2 * (n / 10), 0.05);
  head = quiet_end (levels, n, 1, two->inside);
  tail = quiet_end (levels, n, -1, two->inside);
  if (head < LEAST_END || tail < LEAST_END || head + tail > n / 2)
    return;
  two->ends = MAX (level_below (levels, 0, head, 0.9), level_below (levels, n - tail, tail, 0.9));
  if (two->ends < NOTHING || two->ends >= two->inside)
    return;
  two->start = (double) head * step;
  two->end = (double) (n - tail) * step;
}
