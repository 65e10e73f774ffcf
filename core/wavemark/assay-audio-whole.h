/* assay-audio-whole.h: whether a sound is as long as its file says. */
#pragma once

#include "wavemark/assay-audio-sound.h"

G_BEGIN_DECLS

/**
 * assay_audio_whole_is_cut:
 * @source: the file that @sound was opened from
 * @seconds: what was decoded of it
 *
 * A WAVE file is cut when its chunk `data` is longer than what follows (RIFF, Microsoft 1991;
 * 0 and 2^32 - 1 stand for lengths that were not known yet), an Ogg file when its last page is not
 * marked as its stream's last (RFC 3533), any other of one stream when less than nine tenths of the
 * time that it states can be decoded.
 */
gboolean
assay_audio_whole_is_cut (const AssayAudioSound *sound, AssaySource *source, double seconds);
/**
 * assay_audio_whole_check:
 * @source: the file that @sound was opened from
 * @frames: what was decoded of it
 *
 * A file that was cut, as by a broken transfer, is not marked: its owner would keep the mark of a
 * part.
 *
 * Returns: %FALSE with ASSAY_MEDIA_ERROR_TRUNCATED
 */
gboolean assay_audio_whole_check (const AssayAudioSound *sound,
                                  AssaySource *source,
                                  guint64 frames,
                                  GError **error);
/* Adds to @result that only @seconds of the file could be read (MRK-09): what was cut off may have
 * had what a reading lacks, and a changed copy no longer shows that something is missing. */
void assay_audio_whole_tell_cut (double seconds, AssayResultBuilder *result);

G_END_DECLS
