/* assay-sound-comb.c: regular gaps and double counts in the histogram of sample values.
 *
 * A gain g after rounding maps old values to round (g v): for g > 1 every 1 / (1 - 1 / g) th value
 * stays empty, for g < 1 some values get two old ones. Either way the counts, divided by what their
 * neighbours lead one to expect, are periodic. */
#include <math.h>

#include "base/assay-numbers.h"
#include "replay/examine/assay-sound-values-private.h"
#include "signal/assay-fft.h"

/* Samples that a level must be expected to have to take part. */
#define DENSE 24.0
/* Levels on either side that make the expectation. */
#define REACH 16
#define LEAST_LEVELS 64u
#define MOST_LEVELS 4096u

/* Mean count of the levels around @level, itself left out. */
static double
expectation (const guint64 *counts, guint level)
{
  guint64 sum = 0;

  for (guint d = 1; d <= REACH; d++)
    sum += counts[level - d] + counts[level + d];
  return (double) sum / (2 * REACH);
}

/* Levels around the middle that are densely used, at most MOST_LEVELS: first and how many. */
static guint
dense_levels (const guint64 *counts, guint *first)
{
  const guint middle = ASSAY_SOUND_LEVELS / 2;
  guint low = middle;
  guint high = middle;

  while (low > middle - MOST_LEVELS / 2 && expectation (counts, low - 1) >= DENSE)
    low--;
  while (high < middle + MOST_LEVELS / 2 - 1 && expectation (counts, high + 1) >= DENSE)
    high++;
  *first = low;
  return high - low + 1;
}

/* Strongest line of the spectrum of @residual against the median line. */
static void
find_period (const double *residual, guint n, AssayComb *comb)
{
  g_autoptr (AssayFft) fft = assay_fft_new (n);
  const gsize bins = assay_fft_get_n_bins (fft);
  g_autofree AssayComplex *spectrum = g_new (AssayComplex, bins);
  g_autofree double *power = g_new (double, bins);
  g_autofree double *sorted = g_new (double, bins);
  gsize best = 0;

  assay_fft_forward (fft, residual, spectrum);
  for (gsize k = 0; k < bins; k++)
    power[k] = spectrum[k].re * spectrum[k].re + spectrum[k].im * spectrum[k].im;
  /* Periods above 2 × REACH levels are the histogram's own shape. */
  for (gsize k = n / (2 * REACH) + 1; k < bins; k++)
    if (best == 0 || power[k] > power[best])
      best = k;
  for (gsize k = 0; k < bins; k++)
    sorted[k] = power[k];
  assay_sort_doubles (sorted, bins);
  if (best == 0 || !(sorted[bins / 2] > 0))
    return;
  comb->comb = power[best] / sorted[bins / 2];
  comb->period = (double) n / (double) best;
}

void
assay_sound_values_comb (const AssaySoundValues *self, AssayComb *comb)
{
  g_autofree double *residual = g_new0 (double, MOST_LEVELS);
  const guint bits = assay_sound_values_bits (self);
  guint first;
  const guint n = dense_levels (self->counts, &first);

  *comb = (AssayComb){ 0 };
  if (n < LEAST_LEVELS || bits != 16)
    return;
  comb->levels = n;
  for (guint i = 0; i < n; i++)
    {
      const double expected = expectation (self->counts, first + i);
      const double count = (double) self->counts[first + i];

      comb->expected += exp (-expected);
      comb->empty += self->counts[first + i] == 0;
      residual[i] = first + i == ASSAY_SOUND_LEVELS / 2 ? 0 : CLAMP (count / expected - 1, -1, 2);
    }
  find_period (residual, n, comb);
}
