/* assay-long-spectrum.h: the long-term average spectrum (LTAS) of sound, gathered as it passes by.
 */
#pragma once

#include "model/assay-tool.h"

G_BEGIN_DECLS

/* Samples of one transform at 16 kHz: 7.8125 Hz a bin; Hann window, half overlapping. */
#define ASSAY_LONG_SPECTRUM_LENGTH 2048
#define ASSAY_LONG_SPECTRUM_BINS (ASSAY_LONG_SPECTRUM_LENGTH / 2 + 1)

typedef struct _AssayLongSpectrum AssayLongSpectrum;

AssayLongSpectrum *assay_long_spectrum_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_long_spectrum_free (AssayLongSpectrum *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLongSpectrum, assay_long_spectrum_free)
/* The next samples, mono at 16 kHz. */
void assay_long_spectrum_add (AssayLongSpectrum *self, const double *samples, gsize n);
/* What follows belongs to another recording: no frame lies over both. */
void assay_long_spectrum_break (AssayLongSpectrum *self);
/**
 * assay_long_spectrum_levels:
 * @levels: (out): ASSAY_LONG_SPECTRUM_BINS: mean power in dB of a full-scale sine; sound shorter
 *   than one transform is padded with silence
 */
void assay_long_spectrum_levels (AssayLongSpectrum *self, double *levels);
/* Plot "ltas": @self, and @reference (nullable) moved to the same mean level from 250 Hz to 4 kHz,
 * so that the distance from the microphone does not count. */
AssayPlot *assay_long_spectrum_plot (AssayLongSpectrum *self,
                                     AssayLongSpectrum *reference) G_GNUC_WARN_UNUSED_RESULT;
/**
 * assay_long_spectrum_read_references:
 * @channel: as assay_replay_audio_open() takes it: that of the recording they are compared with
 * @n: (out): how many there are
 *
 * Adds the recordings of role "reference" of @job to @self.
 *
 * Returns: %FALSE with an error that names the recording: its own, ASSAY_MEDIA_ERROR_MALFORMED
 *   where it is shorter than one transform or constant, ASSAY_BASE_ERROR_INVALID where its
 *   channels cancel each other, or G_IO_ERROR_CANCELLED
 */
gboolean assay_long_spectrum_read_references (
    AssayLongSpectrum *self, AssayToolJob *job, guint channel, guint *n, GError **error);

G_END_DECLS
