/* assay-band-power.c: power of a frame in triangular bands. */
#include "replay/assay-band-power-private.h"

#define PRE_EMPHASIS 0.97

void
assay_band_power_init (
    AssayBandPower *self, guint window, gsize length, const double *edges, guint n)
{
  gsize bins;

  while (length < window)
    length *= 2;
  bins = length / 2 + 1;
  *self = (AssayBandPower){ .window = window, .length = length, .n = n };
  self->hamming = assay_feature_hamming (window);
  self->triangles = g_new (double, n *bins);
  for (guint i = 0; i < n; i++)
    for (gsize b = 0; b < bins; b++)
      {
        double f = (double) b * ASSAY_FEATURE_RATE / (double) length;
        double rise = (f - edges[i]) / (edges[i + 1] - edges[i]);
        double fall = (edges[i + 2] - f) / (edges[i + 2] - edges[i + 1]);

        self->triangles[i * bins + b] = MAX (0, MIN (rise, fall));
      }
}

void
assay_band_power_clear (AssayBandPower *self)
{
  g_free (self->hamming);
  g_free (self->triangles);
}

void
assay_band_power_frame (const AssayBandPower *self,
                        const AssayFeatureBlock *block,
                        gssize at,
                        AssayFft *fft,
                        double *bands)
{
  gsize bins = self->length / 2 + 1;
  g_autofree double *time = g_new0 (double, self->length);
  g_autofree AssayComplex *spectrum = g_new (AssayComplex, bins);
  g_autofree double *power = g_new (double, bins);

  for (guint t = 0; t < self->window; t++)
    time[t] = (assay_feature_block_sample (block, at + t)
               - PRE_EMPHASIS * assay_feature_block_sample (block, at + (gssize) t - 1))
              * self->hamming[t];
  assay_fft_forward (fft, time, spectrum);
  for (gsize b = 0; b < bins; b++)
    power[b] = spectrum[b].re * spectrum[b].re + spectrum[b].im * spectrum[b].im;
  assay_feature_transform (self->triangles, bins, self->n, power, bands);
}
