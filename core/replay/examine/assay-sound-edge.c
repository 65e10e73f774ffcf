/* assay-sound-edge.c: where the average spectrum ends. */
#include <math.h>

#include "replay/examine/assay-sound-spectrum-private.h"

/* Levels are compared over this width on either side of a gap. */
#define WIDTH_HZ 400.0
#define GAP_HZ 100.0
/* Lower edges are the spectrum of speech itself. */
#define LOWEST_HZ 1500.0
#define LEAST_DROP 8.0

static double
mean_of (const double *levels, gsize first, gsize last)
{
  double sum = 0;

  for (gsize k = first; k < last; k++)
    sum += levels[k];
  return last > first ? sum / (double) (last - first) : 0;
}

/* Largest mean of @width bins from @first on. */
static double
highest_from (const double *levels, gsize first, gsize last, gsize width)
{
  double highest = -1000;

  for (gsize k = first; k + width <= last; k += MAX (width / 2, 1))
    highest = MAX (highest, mean_of (levels, k, k + width));
  return highest;
}

static double
steepest (const AssaySoundSpectrum *self, const double *levels, gsize first, gsize last)
{
  const gsize step = MAX ((gsize) (GAP_HZ * (double) self->length / self->rate), 1);
  double slope = 0;

  for (gsize k = first; k + step < last; k++)
    slope = MAX (slope, (levels[k] - levels[k + step]) * GAP_HZ
                            / assay_sound_spectrum_frequency (self, step));
  return slope;
}

void
assay_sound_spectrum_edge (const AssaySoundSpectrum *self, AssaySoundEdge *edge)
{
  g_autofree double *levels = g_new (double, self->bins);
  const double per_hz = (double) self->length / self->rate;
  const gsize width = (gsize) (WIDTH_HZ * per_hz);
  const gsize gap = MAX ((gsize) (GAP_HZ * per_hz), 1);
  const gsize end = (gsize) (0.985 * (double) self->bins);
  gsize best = 0;

  *edge = (AssaySoundEdge){ 0 };
  if (self->sounding == 0)
    return;
  assay_sound_spectrum_levels (self, levels);
  for (gsize k = (gsize) (LOWEST_HZ * per_hz); k + gap + width / 2 < end; k++)
    {
      const double below = mean_of (levels, k - gap - width, k - gap);
      const double above = mean_of (levels, k + gap, MIN (k + gap + width, end));

      if (below - above < MAX (edge->drop, LEAST_DROP)
          || highest_from (levels, k + gap, end, width / 2) > below - 0.6 * (below - above))
        continue;
      best = k;
      edge->drop = below - above;
    }
  if (best == 0)
    return;
  edge->frequency = assay_sound_spectrum_frequency (self, best);
  edge->slope = steepest (self, levels, best - gap, best + gap);
  edge->above
      = mean_of (levels, best - gap - width, best - gap) - mean_of (levels, best + gap, end);
}
