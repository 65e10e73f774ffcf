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
/* Of a side's frames, one in so many has to hold sound. */
#define LEAST_SOUND 4u

static const float *
levels_of (const AssaySoundSpectrum *self, gsize frame)
{
  return &g_array_index (self->bands, float, frame *ASSAY_SOUND_BANDS);
}

/* Level that a tenth of @levels lie below; sorts them. */
static double
floor_of (float *levels, gsize n)
{
  if (n == 0)
    return LOWEST_FLOOR;
  qsort (levels, n, sizeof *levels, assay_sound_compare_levels);
  return MAX ((double) levels[(gsize) (QUIET * (double) n)], LOWEST_FLOOR);
}

/* Floor of band @band in the frames first .. last - 1; @scratch has room for them. */
static double
floor_between (const AssaySoundSpectrum *self, guint band, gsize first, gsize last, float *scratch)
{
  for (gsize i = first; i < last; i++)
    scratch[i - first] = levels_of (self, i)[band];
  return floor_of (scratch, last > first ? last - first : 0);
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
        sum += pow (10, floor_between (self, b, middle - MIN (middle, reach),
                                       MIN (middle + reach, frames), scratch)
                            / 10);
      (*at)[i] = (double) middle * step;
      (*level)[i] = 10 * log10 (sum);
    }
}

/* Numbers of the frames first .. last - 1 that hold sound: digital silence is a finding of its own
 * and no noise floor. */
static gsize
pick_sounding (const AssaySoundSpectrum *self, gsize first, gsize last, gsize *frames)
{
  gsize n = 0;

  for (gsize i = first; i < last; i++)
    for (guint b = 0; b < ASSAY_SOUND_BANDS; b++)
      if ((double) levels_of (self, i)[b] > LOWEST_FLOOR)
        {
          frames[n++] = i;
          break;
        }
  return n;
}

static double
floor_among (
    const AssaySoundSpectrum *self, guint band, const gsize *frames, gsize n, float *scratch)
{
  for (gsize i = 0; i < n; i++)
    scratch[i] = levels_of (self, frames[i])[band];
  return floor_of (scratch, n);
}

/* Room for the frames of both sides. */
typedef struct
{
  gsize *before;
  gsize *after;
  float *levels;
} Scratch;

/* Floors of the frames before and after @middle, compared; no step where there is hardly sound on
 * one side. */
static AssayFloorStep
compare_floors (const AssaySoundSpectrum *self, gsize middle, gsize reach, const Scratch *scratch)
{
  AssayFloorStep step = { (double) middle * assay_sound_spectrum_step (self), 0, 0 };
  /* A frame that straddles the place belongs to neither side. */
  const gsize before = pick_sounding (self, middle - reach, middle - 1, scratch->before);
  const gsize after = pick_sounding (self, middle + 1, middle + reach, scratch->after);

  for (guint b = 0; MIN (before, after) * LEAST_SOUND >= reach && b < ASSAY_SOUND_BANDS; b++)
    {
      const double change = floor_among (self, b, scratch->after, after, scratch->levels)
                            - floor_among (self, b, scratch->before, before, scratch->levels);

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
  g_autofree gsize *before = g_new (gsize, reach);
  g_autofree gsize *after = g_new (gsize, reach);
  g_autofree float *levels = g_new (float, reach);
  const Scratch scratch = { before, after, levels };

  for (gsize middle = reach; middle + reach <= self->frames; middle += hop)
    {
      const AssayFloorStep found = compare_floors (self, middle, reach, &scratch);

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
