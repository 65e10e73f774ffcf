/* assay-audio-transcode.h: a sound through a lossy coder and back. */
#pragma once

#include "wavemark/assay-audio-sound.h"

G_BEGIN_DECLS

/**
 * assay_audio_clip_transcode:
 * @fd: holds the coded sound meanwhile; its length is 0 afterwards
 * @format: a lossy one
 * @bit_rate: bit/s
 *
 * At the rate nearest to the clip's that the format has; the clip keeps its own.
 *
 * Returns: %FALSE with an error of writing or decoding, or when cancelled: the clip is lost
 */
gboolean assay_audio_clip_transcode (AssayAudioClip *clip,
                                     AssayToolJob *job,
                                     int fd,
                                     AssaySoundFormat format,
                                     guint bit_rate,
                                     GError **error);

G_END_DECLS
