/* assay-audio-sound.h: the sound that an audio tool works on: opened, checked, read twice. */
#pragma once

#include "media/assay-decode.h"
#include "media/assay-sound-writer.h"
#include "model/assay-tool.h"
#include "wavemark/assay-audio-change.h"

G_BEGIN_DECLS

/* Frames of all channels read at once. */
#define ASSAY_AUDIO_BLOCK 8192u

typedef struct
{
  AssayDecoder *decoder;
  guint stream;
  const AssayStreamInfo *info;
  gboolean flac; /* the file itself is FLAC, not another container of it */
} AssayAudioSound;

/**
 * assay_audio_sound_open:
 *
 * The sound that a player would choose of the job's first input.
 *
 * Returns: %FALSE with an AssayMediaError: UNSUPPORTED (no sound, below 8 kHz or above 192 kHz),
 * TRUNCATED (empty)
 */
gboolean assay_audio_sound_open (AssayAudioSound *self, AssayToolJob *job, GError **error);
void assay_audio_sound_clear (AssayAudioSound *self);
AssayAudioReader *assay_audio_sound_read (const AssayAudioSound *self,
                                          guint rate,
                                          guint channels,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How what is made of it is written. @format: "auto", "wav" or "flac". */
AssaySoundForm assay_audio_sound_form (const AssayAudioSound *self, const char *format);
/* All of stream @stream of @decoder, at the rate and with the channels that @clip has. FALSE with
 * ASSAY_MEDIA_ERROR_TRUNCATED (empty) or ASSAY_BASE_ERROR_LIMIT (above 200 million values). */
gboolean assay_audio_clip_load (
    AssayAudioClip *clip, AssayToolJob *job, AssayDecoder *decoder, guint stream, GError **error);
gboolean assay_audio_clip_write (const AssayAudioClip *clip,
                                 AssayToolJob *job,
                                 int fd,
                                 const AssaySoundForm *form,
                                 GError **error);
/* FALSE with ASSAY_MODEL_ERROR_MISSING. */
gboolean assay_audio_has_key (AssayParameters *parameters, GError **error);
/* The 128 bits of the TEXT parameter @name, one a byte; %NULL with ASSAY_MODEL_ERROR_INVALID. */
guint8 *assay_audio_mark_bits (AssayParameters *parameters,
                               const char *name,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAudioSound, assay_audio_sound_clear)

G_END_DECLS
