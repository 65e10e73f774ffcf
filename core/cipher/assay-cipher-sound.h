/* assay-cipher-sound.h: packets of sound, enciphered one by one; the container stays one.
 *
 * Each stream of sound has a key of its own, HMAC-SHA-256 (key of the video, its number). Packets
 * are enciphered each by itself (AssayCipherPacket), before version 6 by AES-256 in counter mode
 * and the number of the packet. The first byte of a packet stays (two of Opus): libavformat looks
 * there for framing and durations; it tells what kind of element or mode of coding follows, nothing
 * of what is heard. Samples of PCM are enciphered in counter mode by their place in the stream, for
 * packets of PCM are divided differently in each container. */
#pragma once

#include "cipher/assay-cipher-key.h"

G_BEGIN_DECLS

#define ASSAY_CIPHER_SOUND_DIGEST 16

typedef struct _AssayCipherSound AssayCipherSound;

/* @numbered: as versions before 6 did. */
AssayCipherSound *assay_cipher_sound_new (const AssayCipherKeys *keys,
                                          gboolean decrypt,
                                          gboolean numbered) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_sound_free (AssayCipherSound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherSound, assay_cipher_sound_free)

/**
 * assay_cipher_sound_take:
 * @stream: number among the streams of sound
 * @codec: FFmpeg's short name
 * @out: takes as many bytes
 *
 * The next packet of the stream. Returns: %FALSE with ASSAY_CIPHER_ERROR_UNSUPPORTED for other
 * sound than AAC, AC-3, ALAC, MP3, Opus and PCM
 */
gboolean assay_cipher_sound_take (AssayCipherSound *self,
                                  guint stream,
                                  const char *codec,
                                  const guint8 *data,
                                  gsize size,
                                  GByteArray *out,
                                  GError **error);
guint64 assay_cipher_sound_get_bytes (const AssayCipherSound *self);
/* HMAC-SHA-256 over all streams as they are without encryption, whatever the order of packets of
 * different streams; once, after the last packet. */
void assay_cipher_sound_end (AssayCipherSound *self, guint8 digest[ASSAY_CIPHER_SOUND_DIGEST]);

G_END_DECLS
