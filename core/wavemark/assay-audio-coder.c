/* assay-audio-coder.c: counts coefficients by how far they are above their band's mean. */
#include "wavemark/assay-audio-coder.h"

#include <math.h>

#include "signal/assay-fft.h"

#define WINDOW 2048u
/* Hz: what such coders drop. */
#define HIGHEST 17000.0
/* Mean power of a coefficient that needs no bits: nobody hears it. */
#define SILENCE 1e-4
/* Levels over the band's mean, 1 dB each. */
#define LEVELS 120
#define LOWEST_LEVEL (-90)
#define LEAST_NOISE 1e-3
#define MOST_NOISE 0.5

struct _AssayAudioCoder
{
  guint rate, channels;
  double bits; /* in a second */
  AssayFft *fft;
  double window[WINDOW];
  guint counts[LEVELS];
  guint n_frames;
};

AssayAudioCoder *
assay_audio_coder_new (guint rate, guint channels, double bits)
{
  AssayAudioCoder *self = g_new0 (AssayAudioCoder, 1);

  self->rate = rate;
  self->channels = channels;
  self->bits = bits;
  self->fft = assay_fft_new (WINDOW);
  for (guint i = 0; i < WINDOW; i++)
    self->window[i] = sin (G_PI * (i + 0.5) / WINDOW);
  return self;
}

void
assay_audio_coder_free (AssayAudioCoder *self)
{
  g_clear_pointer (&self->fft, assay_fft_free);
  g_free (self);
}

/* Coefficients of the band that begins at @bin, as wide as coders make them. */
static guint
band_width (guint bin)
{
  if (bin < 40)
    return 4;
  if (bin < 96)
    return 8;
  return bin < 200 ? 16 : 32;
}

static void
count_band (AssayAudioCoder *self, const AssayComplex *bins, guint n)
{
  double mean = 0;

  for (guint k = 0; k < n; k++)
    mean += (bins[k].re * bins[k].re + bins[k].im * bins[k].im) / n;
  if (!(mean > SILENCE))
    return;
  for (guint k = 0; k < n; k++)
    {
      double power = bins[k].re * bins[k].re + bins[k].im * bins[k].im;
      double level = 10 * log10 (MAX (power / mean, 1e-12)) - LOWEST_LEVEL;

      self->counts[(guint) CLAMP (level, 0, LEVELS - 1)]++;
    }
}

void
assay_audio_coder_push (AssayAudioCoder *self, const float *samples, gsize frames)
{
  double *values = assay_fft_values (self->fft);
  guint last = MIN (WINDOW / 2, (guint) (HIGHEST / self->rate * WINDOW));

  if (frames < WINDOW)
    return;
  for (guint c = 0; c < self->channels; c++)
    {
      for (guint i = 0; i < WINDOW; i++)
        {
          double value = (double) samples[i * self->channels + c];

          values[i] = isfinite (value) ? value * self->window[i] : 0;
        }
      assay_fft_run_forward (self->fft);
      for (guint k = 0; k + band_width (k) <= last; k += band_width (k))
        count_band (self, assay_fft_bins (self->fft) + k, band_width (k));
    }
  self->n_frames++;
}

/* Bits that a second needs for @noise. */
static double
bits_for (const AssayAudioCoder *self, double noise)
{
  double sum = 0;

  for (guint i = 0; i < LEVELS; i++)
    sum += self->counts[i] * 0.5 * log2 (1 + pow (10, 0.1 * (i + 0.5 + LOWEST_LEVEL)) / noise);
  return sum / self->n_frames * self->rate / (WINDOW / 2);
}

double
assay_audio_coder_noise (const AssayAudioCoder *self)
{
  double low = LEAST_NOISE, high = MOST_NOISE;

  if (self->n_frames == 0)
    return LEAST_NOISE;
  for (guint i = 0; i < 20; i++)
    {
      double noise = sqrt (low * high);

      if (bits_for (self, noise) > self->bits)
        low = noise;
      else
        high = noise;
    }
  return high;
}
