/* assay-sound-bins.c: see the header. */
#include "sound/assay-sound-bins.h"

#include <float.h>
#include <math.h>

#include "sound/assay-sound-info.h"

/* Sums that run beside each other, so that the compiler can keep them in one vector. */
#define LANES 8u

typedef struct
{
  float low[LANES], high[LANES], power[LANES];
} Sums;

static inline void
add (Sums *sums, guint lane, float sample)
{
  float value = fabsf (sample) <= FLT_MAX ? sample : 0.0f;

  sums->low[lane] = value < sums->low[lane] ? value : sums->low[lane];
  sums->high[lane] = value > sums->high[lane] ? value : sums->high[lane];
  sums->power[lane] += value * value;
}

static void
measure_bin (const float *samples, gsize frames, guint stride, float *bin)
{
  Sums sums;
  gsize i = 0;
  double power = 0.0;

  for (guint lane = 0; lane < LANES; lane++)
    {
      sums.low[lane] = FLT_MAX;
      sums.high[lane] = -FLT_MAX;
      sums.power[lane] = 0.0f;
    }
  if (stride == 1)
    for (; i + LANES <= frames; i += LANES)
      for (guint lane = 0; lane < LANES; lane++)
        add (&sums, lane, samples[i + lane]);
  for (; i < frames; i++)
    add (&sums, (guint) (i % LANES), samples[i * stride]);
  bin[0] = FLT_MAX;
  bin[1] = -FLT_MAX;
  for (guint lane = 0; lane < LANES; lane++)
    {
      bin[0] = MIN (bin[0], sums.low[lane]);
      bin[1] = MAX (bin[1], sums.high[lane]);
      power += (double) sums.power[lane];
    }
  /* squares of huge floats overflow a float */
  bin[2] = (float) sqrt (MIN (power, (double) FLT_MAX) / (double) frames);
}

void
assay_sound_bins_measure (
    const float *samples, gsize frames, guint stride, guint channels, float *bins)
{
  for (gsize first = 0; first < frames; first += ASSAY_SOUND_BIN)
    for (guint channel = 0; channel < channels; channel++)
      {
        measure_bin (samples + first * stride + channel, MIN (frames - first, ASSAY_SOUND_BIN),
                     stride, bins);
        bins += ASSAY_SOUND_BIN_VALUES;
      }
}
