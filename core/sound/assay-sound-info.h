/* assay-sound-info.h: the tool behind the sound screen: it shows sound and finds nothing.
 *
 * It is in the registry of assay-worker-media, not in the list of tools: a window asks for its
 * preview (assay_client_preview_async()). Seconds and samples count from the first sample that the
 * stream decodes to. Channels after the 16th are not shown.
 *
 * Parameter "kind" says what the units of the preview hold:
 * - "envelope": each unit continues the last one. samples: for every ASSAY_SOUND_BIN samples (fewer
 *   in the last bin) and channel the lowest, the highest and the root mean square; unit.channels is
 *   three times the number of channels, unit.index the first sample. The end unit's seconds are the
 *   exact length.
 * - "spectrum": a range must be asked for before each unit. image: GREY8, a column for each part of
 *   the range, row 0 is 0 Hz, the last row half the sampling rate (window / 2 + 1 rows). A value of
 *   v stands for ASSAY_SOUND_LEVEL_FLOOR + v × ASSAY_SOUND_LEVEL_STEP dB, 0 for that or less;
 *   a sine of full scale has 0 dB. A column is the mean power of the transforms at the distance of
 *   the overlap within it, of ASSAY_SOUND_MOST_FRAMES of them spread evenly when there are more.
 * - "samples": a range must be asked for before each unit; its columns mean nothing. samples:
 *   interleaved; unit.index is the first one. Fewer at the end, none behind it. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

#define ASSAY_SOUND_BIN 256u
#define ASSAY_SOUND_LEVEL_FLOOR (-124.5)
#define ASSAY_SOUND_LEVEL_STEP 0.5
#define ASSAY_SOUND_MOST_FRAMES 8u
/* Channels that are shown. */
#define ASSAY_SOUND_CHANNELS 16u
/* Columns of one range at most, and values (frames × channels) of one range of samples. */
#define ASSAY_SOUND_COLUMNS 4096u
#define ASSAY_SOUND_VALUES (4u * 1024u * 1024u)

/* Parameters: kind (envelope, spectrum, samples); for the spectrum window (samples), overlap (per
 * cent), shape (hann, hamming, blackman-harris, rectangular) and channel (0: mean of all). */
extern const AssayToolInfo assay_sound_info;

G_END_DECLS
