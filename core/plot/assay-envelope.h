/* assay-envelope.h: extremes and level of hours of sound at every zoom, for waveforms.
 *
 * A tree of bins, four children a bin. The lowest ones come from the worker in order of time, so
 * the overview of what has arrived can be drawn while the rest is decoded. 12 bytes for each lowest
 * bin of a channel, a third of that again for all levels above. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values of a bin: lowest, highest, root mean square. */
#define ASSAY_ENVELOPE_VALUES 3u

typedef struct
{
  float low, high; /* 0 without samples */
  float rms;       /* root of the mean square; 0 without samples */
  gboolean filled; /* FALSE where nothing has arrived */
} AssayEnvelopeColumn;

typedef struct _AssayEnvelope AssayEnvelope;

/* @bin: samples of one channel in a lowest bin. A view that shows fewer samples a pixel than this
 * draws the samples themselves. */
AssayEnvelope *assay_envelope_new (guint channels, guint bin) G_GNUC_WARN_UNUSED_RESULT;
void assay_envelope_free (AssayEnvelope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayEnvelope, assay_envelope_free)

/**
 * assay_envelope_append:
 * @values: (array length=bins × channels × 3): bin by bin, channel by channel
 *
 * The bins that follow the last ones. What is not finite counts as 0.
 */
void assay_envelope_append (AssayEnvelope *self, const float *values, gsize bins);
guint assay_envelope_get_channels (const AssayEnvelope *self);
/* Samples of each channel that have arrived: whole bins. */
guint64 assay_envelope_get_frames (const AssayEnvelope *self);
/* The largest absolute value of all channels so far. */
float assay_envelope_get_peak (const AssayEnvelope *self);
/**
 * assay_envelope_read:
 * @first: of the samples to show
 * @last: behind the last one; before 0 and beyond what has arrived columns stay unfilled
 * @columns: (array length=n_columns): equal parts of that range
 *
 * A column covers all bins that it touches, so no peak is ever left out and neighbours may share a
 * bin. Time grows with @n_columns and the logarithm of the length.
 */
void assay_envelope_read (const AssayEnvelope *self,
                          guint channel,
                          double first,
                          double last,
                          AssayEnvelopeColumn *columns,
                          guint n_columns);

G_END_DECLS
