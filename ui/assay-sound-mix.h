/* assay-sound-mix.h: what is heard of one or two versions of a sound: pure functions of samples. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_SOUND_ORIGINAL,
  ASSAY_SOUND_CHANGED,
  ASSAY_SOUND_DIFFERENCE, /* changed − original, times a gain */
} AssaySoundVersion;

typedef struct
{
  AssaySoundVersion version;
  double gain; /* of the difference */
} AssaySoundChoice;

/**
 * assay_sound_mix:
 * @original, @changed: (array length=frames × channels): @changed may be %NULL: silence
 * @before: what was heard up to here
 * @now: what is to be heard; after @fade frames it alone is
 * @out: (array length=frames × channels): within −1..1; what is not finite is silence
 */
void assay_sound_mix (const float *original,
                      const float *changed,
                      gsize frames,
                      guint channels,
                      const AssaySoundChoice *before,
                      const AssaySoundChoice *now,
                      gsize fade,
                      float *out);

/* The mean of @channels for each frame. */
void assay_sound_mix_down (const float *samples, gsize frames, guint channels, float *out);

G_END_DECLS
