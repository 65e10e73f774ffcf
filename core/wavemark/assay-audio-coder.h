/* assay-audio-coder.h: how much noise a lossy coder would leave in a sound.
 *
 * A transform coder that keeps the same share of noise in every band needs ½ log2 (1 + power /
 * noise) bits for each coefficient (perceptual entropy: Johnston, IEEE J. Sel. Areas Commun. 6(2),
 * 1988). Sound that fills the spectrum needs more of them than there are, and gets more noise:
 * the marker takes larger steps there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayAudioCoder AssayAudioCoder;

/* @bits: in a second. */
AssayAudioCoder *
assay_audio_coder_new (guint rate, guint channels, double bits) G_GNUC_WARN_UNUSED_RESULT;
void assay_audio_coder_free (AssayAudioCoder *self);
/* @samples: (array length=frames × channels): interleaved; looks at their first 2048 frames. */
void assay_audio_coder_push (AssayAudioCoder *self, const float *samples, gsize frames);
/* The noise as a share of a band's power, 0.001 to 0.5, that the bits are enough for. */
double assay_audio_coder_noise (const AssayAudioCoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAudioCoder, assay_audio_coder_free)

G_END_DECLS
