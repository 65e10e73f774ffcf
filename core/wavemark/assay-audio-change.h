/* assay-audio-change.h: a whole sound in memory and what can be done to it, repeatably. */
#pragma once

#include <glib.h>

#include "signal/assay-random.h"

G_BEGIN_DECLS

typedef struct
{
  GArray **channels; /* (owned): one GArray of double each, all of one length */
  guint n_channels;
  guint rate; /* Hz */
} AssayAudioClip;

void assay_audio_clip_init (AssayAudioClip *self, guint n_channels, guint rate);
void assay_audio_clip_clear (AssayAudioClip *self);
gsize assay_audio_clip_length (const AssayAudioClip *self);

/* Butterworth, 4th order, -3 dB at @frequency Hz. */
void assay_audio_clip_low_pass (AssayAudioClip *self, double frequency);
/* White Gaussian noise, its power @decibels below that of the sound. */
void assay_audio_clip_noise (AssayAudioClip *self, double decibels, AssayRandom *random);
/* @seconds of it from a place that @random chooses. */
void assay_audio_clip_crop (AssayAudioClip *self, double seconds, AssayRandom *random);
/* Adds what was heard @milliseconds before, at 0.3 of its amplitude. */
void assay_audio_clip_echo (AssayAudioClip *self, double milliseconds);
void assay_audio_clip_gain (AssayAudioClip *self, double factor);
/* Rounds to @bits a sample. */
void assay_audio_clip_quantise (AssayAudioClip *self, guint bits);
/* To @rate Hz. */
void assay_audio_clip_convert (AssayAudioClip *self, guint rate);
/* Through @rate Hz and back. */
void assay_audio_clip_resample (AssayAudioClip *self, guint rate);
/* Plays it @factor times faster and higher. */
void assay_audio_clip_speed (AssayAudioClip *self, double factor);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAudioClip, assay_audio_clip_clear)

G_END_DECLS
