/* assay-sound-bins.h: extremes and level of short pieces of sound. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values of one bin of one channel: lowest, highest, root mean square. */
#define ASSAY_SOUND_BIN_VALUES 3u

/**
 * assay_sound_bins_measure:
 * @samples: (array length=frames × stride): interleaved
 * @stride: channels of @samples
 * @channels: the first so many are measured, at most @stride
 * @bins: (array length=bins × channels × 3): bin by bin, channel by channel; frames / 256 rounded
 * up bins
 *
 * What is not finite counts as 0: a file of floats may hold anything.
 */
void assay_sound_bins_measure (
    const float *samples, gsize frames, guint stride, guint channels, float *bins);

G_END_DECLS
