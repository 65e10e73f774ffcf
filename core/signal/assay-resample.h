/* assay-resample.h: sampling rates converted by a windowed-sinc polyphase filter in double
 * precision.
 *
 * Kaiser window, beta 12.3 (stopband below -120 dB), 80 zero crossings of the slower rate on either
 * side; the passband ends at 0.45 and the stopband begins at 0.5 of the slower rate. Rates whose
 * ratio has a numerator above 1024 interpolate between 1024 phases, which adds an error below -110
 * dB. The signal is 0 before its first and behind its last sample. The same values for the same
 * input, however it is cut into pieces. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayResampler AssayResampler;

/* Rates in Hz, 1 … 1000000. Equal rates copy. */
AssayResampler *assay_resampler_new (guint from, guint to) G_GNUC_WARN_UNUSED_RESULT;
/* For what lies below @band Hz alone: many times quicker where that is little of the slower rate.
 * What is above it is neither kept nor removed; images and ripple stay below -80 dB. */
AssayResampler *
assay_resampler_new_narrow (guint from, guint to, guint band) G_GNUC_WARN_UNUSED_RESULT;
void assay_resampler_free (AssayResampler *self);
/* Appends to @out (GArray of double) what the next @n samples complete. */
void assay_resampler_push (AssayResampler *self, const double *samples, gsize n, GArray *out);
/* Nothing follows: appends the rest, so that there are ceil (n to / from) samples in all. */
void assay_resampler_end (AssayResampler *self, GArray *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayResampler, assay_resampler_free)

G_END_DECLS
