/* assay-sound-track.h: the sound of a file as numbered samples that can be asked for in any order.
 */
#pragma once

#include "media/assay-decode.h"

G_BEGIN_DECLS

typedef struct _AssaySoundTrack AssaySoundTrack;

/* Takes nothing of @decoder. ASSAY_MEDIA_ERROR UNSUPPORTED without sound, else the reader's errors.
 */
AssaySoundTrack *assay_sound_track_new (AssayDecoder *decoder,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_track_free (AssaySoundTrack *self);
guint assay_sound_track_get_rate (const AssaySoundTrack *self);
/* Channels of the frames, all of the stream's. */
guint assay_sound_track_get_channels (const AssaySoundTrack *self);
/* FALSE when going to another place decodes what lies before it. */
gboolean assay_sound_track_is_quick (const AssaySoundTrack *self);
/**
 * assay_sound_track_find:
 * @first: sample, may be negative
 * @frames: how many are wanted
 * @found: (out): the first one that is there, @first or later
 *
 * Returns: (transfer none) (nullable): interleaved frames from @found on, valid until the next
 * call; @n of them, fewer at the end and where the container leads behind @first. %NULL with an
 * error, or without one and @n = 0 when there is nothing
 */
const float *assay_sound_track_find (
    AssaySoundTrack *self, gint64 first, gsize frames, gint64 *found, gsize *n, GError **error);
/* Reads on from where the reader stands; as assay_audio_reader_read(). For a track that is never
 * searched. */
gssize assay_sound_track_read (AssaySoundTrack *self, float *buffer, gsize frames, GError **error);
guint64 assay_sound_track_get_position (AssaySoundTrack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundTrack, assay_sound_track_free)

G_END_DECLS
