/* assay-band-power-private.h: power of a frame in triangular bands, for cepstra and modulation. */
#pragma once

#include "replay/assay-feature-family-private.h"
#include "signal/assay-fft.h"

G_BEGIN_DECLS

/* What all blocks share. */
typedef struct
{
  guint window;
  gsize length; /* of the transform */
  guint n;      /* bands */
  double *hamming;
  double *triangles; /* n × (length / 2 + 1) */
} AssayBandPower;

/* @edges: n + 2 frequencies in Hz; a band rises from one to the next and falls to the one after. */
void assay_band_power_init (
    AssayBandPower *self, guint window, gsize length, const double *edges, guint n);
void assay_band_power_clear (AssayBandPower *self);

/**
 * assay_band_power_frame:
 * @at: the frame's first sample, counted from the block's
 * @fft: of length
 * @bands: (array length=n):
 *
 * Pre-emphasis 1 - 0.97 z^-1 (the recording's first sample as it is), Hamming window, power
 * spectrum, bands.
 */
void assay_band_power_frame (const AssayBandPower *self,
                             const AssayFeatureBlock *block,
                             gssize at,
                             AssayFft *fft,
                             double *bands);

G_END_DECLS
