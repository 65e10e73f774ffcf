/* assay-audio-echo.h: finds one echo in a sound of 16 kHz, blind, and takes it out.
 *
 * An echo of a times the amplitude after d samples multiplies the spectrum by 1 + a exp (-jωd): the
 * mean logarithm of the power spectrum waves by 2 a cos (ωd), and its cepstrum has a peak of a at d
 * (Bogert, Healy and Tukey 1963). Sound itself rarely has one there that lasts. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double delay; /* samples */
  double size;  /* of the amplitude */
} AssayAudioEcho;

/* Fills @echoes with the @most clearest from 5 to 400 ms, the clearest first; returns how many are
 * clear at all. */
guint assay_audio_echo_find (const double *samples, gsize n, AssayAudioEcho *echoes, guint most);
/* y (t) = x (t) - size · y (t - delay). */
double *assay_audio_echo_remove (const double *samples,
                                 gsize n,
                                 const AssayAudioEcho *echo) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
