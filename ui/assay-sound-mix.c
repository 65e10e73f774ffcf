/* assay-sound-mix.c: see the header. */
#include "assay-sound-mix.h"

#include "config.h"

#include <math.h>

static double
value_of (const AssaySoundChoice *choice, double original, double changed)
{
  switch (choice->version)
    {
    case ASSAY_SOUND_CHANGED:
      return changed;
    case ASSAY_SOUND_DIFFERENCE:
      return choice->gain * (changed - original);
    case ASSAY_SOUND_ORIGINAL:
      break;
    }
  return original;
}

void
assay_sound_mix (const float *original,
                 const float *changed,
                 gsize frames,
                 guint channels,
                 const AssaySoundChoice *before,
                 const AssaySoundChoice *now,
                 gsize fade,
                 float *out)
{
  for (gsize i = 0; i < frames * channels; i++)
    {
      double a = (double) original[i];
      double b = changed != NULL ? (double) changed[i] : 0.0;
      gsize frame = i / channels;
      double part = frame < fade ? (double) (frame + 1) / (double) (fade + 1) : 1.0;
      double value = part * value_of (now, a, b);

      if (part < 1.0)
        value += (1.0 - part) * value_of (before, a, b);
      out[i] = isfinite (value) ? (float) CLAMP (value, -1.0, 1.0) : 0.0f;
    }
}

void
assay_sound_mix_down (const float *samples, gsize frames, guint channels, float *out)
{
  for (gsize i = 0; i < frames; i++)
    {
      float sum = 0.0f;

      for (guint channel = 0; channel < channels; channel++)
        sum += samples[i * channels + channel];
      out[i] = sum / (float) channels;
    }
}
