/* assay-sound-floor.c: the noise floor over time, band by band. The floor of a stretch is the level
 * that a tenth of its frames lie below. */
#include <math.h>
#include <string.h>

#include "replay/examine/assay-sound-spectrum-private.h"
#include "replay/examine/assay-sound-values-private.h"

#define CURVE_STEP 0.5
#define CURVE_REACH 1.5
#define QUIET 0.1
/* Floors are compared down to this level, dB: below it a lossless file holds only rounding. */
#define LOWEST_FLOOR (-120.0)
#define MOST_STEPS 64u

/* Level of band @band that a tenth of the frames first .. last - 1 lie below; @scratch has room for
 * them. */
static double
floor_of (const AssaySoundSpectrum *self, guint band, gsize first, gsize last, float *scratch)
{
  const float *levels = (const float *) (gconstpointer) self->bands->data;
  const gsize n = last > first ? last - first : 0;

  if (n == 0)
    return LOWEST_FLOOR;
  for (gsize i = 0; i < n; i++)
    scratch[i] = levels[(first + i) * ASSAY_SOUND_BANDS + band];
  qsort (scratch, n, sizeof *scratch, assay_sound_compare_levels);
  return MAX ((double) scratch[(gsize) (QUIET * (double) n)], LOWEST_FLOOR);
}

void
assay_sound_floor_curve (const AssaySoundSpectrum *self, double **at, double **level, gsize *n)
{
  const double step = assay_sound_spectrum_step (self);
  const gsize frames = (gsize) self->frames;
  const gsize reach = (gsize) (CURVE_REACH / step);
  const gsize hop = MAX ((gsize) (CURVE_STEP / step), 1);
  g_autofree float *scratch = g_new (float, 2 * reach + 2);

  *n = frames / hop;
  *at = g_new (double, *n + 1);
  *level = g_new (double, *n + 1);
  for (gsize i = 0; i < *n; i++)
    {
      const gsize middle = i * hop;
      double sum = 0;

      for (guint b = 0; b < ASSAY_SOUND_BANDS; b++)
        sum += pow (10, floor_of (self, b, middle - MIN (middle, reach),
                                  MIN (middle + reach, frames), scratch)
                            / 10);
      (*at)[i] = (double) middle * step;
      (*level)[i] = 10 * log10 (sum);
    }
}

/* Floors of the frames before and after @middle, compared. */
static AssayFloorStep
compare_floors (const AssaySoundSpectrum *self, gsize middle, gsize reach, float *scratch)
{
  AssayFloorStep step = { (double) middle * assay_sound_spectrum_step (self), 0, 0 };

  for (guint b = 0; b < ASSAY_SOUND_BANDS; b++)
    {
      /* A frame that straddles the place belongs to neither side. */
      const double change = floor_of (self, b, middle + 1, middle + reach, scratch)
                            - floor_of (self, b, middle - reach, middle - 1, scratch);

      step.distance += fabs (change) / ASSAY_SOUND_BANDS;
      step.change += change / ASSAY_SOUND_BANDS;
    }
  return step;
}

static int
larger_first (gconstpointer a, gconstpointer b)
{
  const AssayFloorStep *x = a;
  const AssayFloorStep *y = b;

  if (x->distance > y->distance || x->distance < y->distance)
    return x->distance > y->distance ? -1 : 1;
  return (x->at > y->at) - (x->at < y->at);
}

GArray *
assay_sound_floor_steps (const AssaySoundSpectrum *self, double seconds)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (AssayFloorStep));
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (AssayFloorStep));
  const double step = assay_sound_spectrum_step (self);
  /* At least a frame on either side beside the one that straddles the place. */
  const gsize reach = MAX ((gsize) (seconds / step), 2);
  const gsize hop = MAX ((gsize) (0.25 / step), 1);
  g_autofree float *scratch = g_new (float, reach + 2);

  for (gsize middle = reach; middle + reach <= self->frames; middle += hop)
    {
      const AssayFloorStep found = compare_floors (self, middle, reach, scratch);

      g_array_append_val (all, found);
    }
  g_array_sort (all, larger_first);
  for (guint i = 0; i < all->len && kept->len < MOST_STEPS; i++)
    {
      const AssayFloorStep *candidate = &g_array_index (all, AssayFloorStep, i);
      gboolean near = FALSE;

      for (guint j = 0; j < kept->len; j++)
        near = near || fabs (g_array_index (kept, AssayFloorStep, j).at - candidate->at) < seconds;
      if (!near)
        g_array_append_val (kept, *candidate);
    }
  return kept;
}
