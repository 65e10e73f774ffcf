/* assay-replay-input.h: any recording that core/media decodes as mono sound of the rate the
 * features need.
 *
 * The channel is taken (or the mean of all channels) at the stream's own rate, then resampled by
 * core/signal's polyphase filter: passband to 0.45 of the lower rate, stopband below -120 dB from
 * half of it, double precision, the same values in every run. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "model/assay-region.h"
#include "replay/assay-replay-damage.h"

G_BEGIN_DECLS

/**
 * assay_replay_region_frames:
 * @region: (nullable): NULL: everything
 * @rate: Hz
 * @first: (out):
 * @last: (out): below which; G_MAXUINT64: to the end
 *
 * Which frames of sound a region means.
 *
 * Returns: %FALSE with ASSAY_BASE_ERROR_INVALID where it is empty or has a rectangle
 */
gboolean assay_replay_region_frames (
    const AssayRegion *region, guint rate, guint64 *first, guint64 *last, GError **error);
/* "The region begins after the sound ends", at @start and @end s. */
void assay_replay_region_beyond (double start, double end, GError **error);

/* Digital silence, or one value but for rounding: features of it mean nothing. */
gboolean assay_replay_is_constant (const double *samples, gsize n);

/* Channels: the mean of all, or one by number. */
#define ASSAY_REPLAY_CHANNEL_MEAN 0

typedef struct
{
  guint rate;         /* Hz, of the stream */
  guint channels;     /* of the stream */
  const char *codec;  /* FFmpeg's short name; static */
  double duration;    /* s, as the container says; 0 when unknown */
  gboolean guessed;   /* duration only reckoned from the bit rate, or that of the longest stream */
  guint64 n_decoded;  /* samples of one channel read so far, at @rate */
  guint64 n_counted;  /* of these, in the region of assay_replay_audio_restrict() */
  guint64 not_finite; /* samples that were NaN or infinite and were read as 0 */
  guint64 clipped;    /* samples of the chosen channel at or above full scale */
  double peak;        /* largest magnitude of the chosen channel */
  double sum_squares; /* of the chosen channel, at @rate */
} AssayReplayAudioInfo;

typedef struct _AssayReplayAudio AssayReplayAudio;

/**
 * assay_replay_audio_open:
 * @channel: ASSAY_REPLAY_CHANNEL_MEAN or 1 … the number of channels
 * @rate: Hz of what is given; 0 for the stream's own
 * @cancellable: (nullable):
 *
 * Opens the sound stream that a player would choose.
 *
 * Returns: (transfer full) (nullable): %NULL with an AssayMediaError (UNSUPPORTED: no sound in it),
 * ASSAY_BASE_ERROR_INVALID (no such channel)
 */
AssayReplayAudio *assay_replay_audio_open (AssaySource *source,
                                           guint channel,
                                           guint rate,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_audio_free (AssayReplayAudio *self);
/**
 * assay_replay_audio_restrict:
 * @region: (nullable): whose times alone are read from now on; before the first sample
 *
 * What AssayReplayAudioInfo says of samples is then that of the region, but for n_decoded.
 *
 * Returns: %FALSE with ASSAY_BASE_ERROR_INVALID where the region is none of sound, or the sound
 * ends before it begins
 */
gboolean
assay_replay_audio_restrict (AssayReplayAudio *self, const AssayRegion *region, GError **error);
/* At most @n samples; fewer only at the end, -1 with an error: ASSAY_BASE_ERROR_INVALID behind
 * the last sample of sound, or of a region, whose channels cancel each other in their mean. */
gssize assay_replay_audio_read (AssayReplayAudio *self, double *samples, gsize n, GError **error);
/* Borrowed; the counts are those up to now. */
const AssayReplayAudioInfo *assay_replay_audio_get_info (AssayReplayAudio *self);
/* After the last sample: s that the file says it holds, where a part of it is missing; else 0, and
 * for a region. */
double assay_replay_audio_get_stated (AssayReplayAudio *self);
/* After the last sample of a file or region: what is missing of it or damaged. */
gboolean assay_replay_audio_get_damage (AssayReplayAudio *self,
                                        AssayReplayDamage *damage,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayAudio, assay_replay_audio_free)

/**
 * assay_replay_read_audio:
 * @most: samples at most; what is longer is ASSAY_BASE_ERROR_LIMIT
 * @damage: (out): what is missing of it or damaged
 * @n: (out):
 *
 * The whole of a short recording at once.
 *
 * Returns: (transfer full) (array length=n): for g_free()
 */
double *assay_replay_read_audio (AssaySource *source,
                                 guint channel,
                                 guint rate,
                                 gsize most,
                                 AssayReplayDamage *damage,
                                 gsize *n,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
