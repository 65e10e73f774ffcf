/* assay-sound-spectrum.c: frames, average spectrum, bands and mirrored fine structure. */
#include "replay/examine/assay-sound-spectrum-private.h"

#include <math.h>
#include <string.h>

/* Frames below this mean power are silence and count for no average: -100 dB of full scale. */
#define SILENCE 1e-10
/* Lowest level that is told apart, dB. */
#define LOWEST (-160.0)
/* The mirror is looked for in every fourth frame. */
#define FOLD_EVERY 4u
#define FOLD_HZ 1500.0
#define FOLD_LEAST_BINS 24u

static const guint fold_rates[ASSAY_SOUND_FOLDS]
    = { 8000, 11025, 12000, 16000, 22050, 24000, 32000 };

static double
mel (double hz)
{
  return 2595 * log10 (1 + hz / 700);
}

static void
place_bands (AssaySoundSpectrum *self)
{
  const double low = mel (100);
  const double high = mel (MAX (0.475 * self->rate, 200));

  for (guint b = 0; b <= ASSAY_SOUND_BANDS; b++)
    {
      const double m = low + (high - low) * b / ASSAY_SOUND_BANDS;
      const double hz = 700 * (pow (10, m / 2595) - 1);
      const gsize bin = (gsize) (hz * (double) self->length / self->rate);
      const gsize least = b > 0 ? self->edges[b - 1] + 1 : 1;

      self->edges[b] = MIN (MAX (bin, least), self->bins - 1);
    }
}

static void
place_folds (AssaySoundSpectrum *self)
{
  for (guint i = 0; i < ASSAY_SOUND_FOLDS; i++)
    {
      AssayFold *fold = &self->folds[i];
      const double half = fold_rates[i] / 2.0;
      const double reach = MIN (FOLD_HZ, MIN (half * 0.75, self->rate * 0.49 - half));
      const double bins = reach * (double) self->length / self->rate;

      fold->rate = fold_rates[i];
      /* A half rate between two bins would blur the mirror: only exact ones are compared. */
      if (bins < FOLD_LEAST_BINS)
        continue;
      fold->bin = (gsize) (half * (double) self->length / self->rate + 0.5);
      fold->reach = (gsize) bins;
    }
}

AssaySoundSpectrum *
assay_sound_spectrum_new (guint rate)
{
  AssaySoundSpectrum *self = g_new0 (AssaySoundSpectrum, 1);
  double sum = 0;

  self->rate = rate;
  self->length = rate >= 32000 ? 4096 : rate >= 16000 ? 2048 : 1024;
  self->bins = self->length / 2 + 1;
  self->fft = assay_fft_new (self->length);
  self->window = g_new (double, self->length);
  for (gsize i = 0; i < self->length; i++)
    {
      self->window[i] = 0.5 - 0.5 * cos (2 * G_PI * (double) i / (double) self->length);
      sum += self->window[i];
    }
  self->scale = 4 / (sum * sum);
  self->pending = g_new0 (double, self->length);
  self->frame = g_new0 (double, self->length);
  self->spectrum = g_new0 (AssayComplex, self->bins);
  self->power = g_new0 (double, self->bins);
  self->sum = g_new0 (double, self->bins);
  self->logs = g_new0 (double, self->bins);
  self->bands = g_array_new (FALSE, FALSE, sizeof (float));
  self->picture = assay_sound_picture_new ();
  place_bands (self);
  place_folds (self);
  return self;
}

void
assay_sound_spectrum_free (AssaySoundSpectrum *self)
{
  assay_fft_free (self->fft);
  g_free (self->window);
  g_free (self->pending);
  g_free (self->frame);
  g_free (self->spectrum);
  g_free (self->power);
  g_free (self->sum);
  g_free (self->logs);
  g_array_unref (self->bands);
  assay_sound_picture_free (self->picture);
  g_free (self);
}

static double
decibel (double power)
{
  return power > 1e-16 ? 10 * log10 (power) : LOWEST;
}

/* Correlation of the steps of the fine structure below @fold with those above, mirrored. */
static void
compare_mirror (const double *logs, AssayFold *fold)
{
  double xx = 0, yy = 0, xy = 0;
  double correlation;

  for (gsize j = 2; j < fold->reach; j++)
    {
      const double x = logs[fold->bin - j] - logs[fold->bin - j - 1];
      const double y = logs[fold->bin + j] - logs[fold->bin + j + 1];

      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
  if (!(xx > 0 && yy > 0))
    return;
  correlation = xy / sqrt (xx * yy);
  fold->sum += correlation;
  fold->squares += correlation * correlation;
  fold->frames++;
}

static void
look_for_mirrors (AssaySoundSpectrum *self)
{
  for (gsize k = 0; k < self->bins; k++)
    self->logs[k] = decibel (self->power[k]);
  for (guint i = 0; i < ASSAY_SOUND_FOLDS; i++)
    if (self->folds[i].bin > 0)
      compare_mirror (self->logs, &self->folds[i]);
}

static void
add_bands (AssaySoundSpectrum *self)
{
  for (guint b = 0; b < ASSAY_SOUND_BANDS; b++)
    {
      double sum = 0;
      float level;

      for (gsize k = self->edges[b]; k < self->edges[b + 1]; k++)
        sum += self->power[k];
      level = (float) decibel (sum);
      g_array_append_val (self->bands, level);
    }
}

static void
end_frame (AssaySoundSpectrum *self)
{
  double total = 0;

  for (gsize i = 0; i < self->length; i++)
    self->frame[i] = self->pending[i] * self->window[i];
  assay_fft_forward (self->fft, self->frame, self->spectrum);
  for (gsize k = 0; k < self->bins; k++)
    {
      const AssayComplex *bin = &self->spectrum[k];

      self->power[k] = self->scale * (bin->re * bin->re + bin->im * bin->im);
      total += k > 0 ? self->power[k] : 0;
    }
  add_bands (self);
  assay_sound_picture_push (self->picture, self->power, self->bins);
  if (total > SILENCE)
    {
      for (gsize k = 0; k < self->bins; k++)
        self->sum[k] += self->power[k];
      if (self->sounding++ % FOLD_EVERY == 0)
        look_for_mirrors (self);
    }
  self->frames++;
  self->n_pending = self->length / 2;
  memmove (self->pending, self->pending + self->length - self->n_pending,
           self->n_pending * sizeof *self->pending);
}

void
assay_sound_spectrum_push (AssaySoundSpectrum *self, const double *samples, gsize n)
{
  while (n > 0)
    {
      const gsize take = MIN (n, self->length - self->n_pending);

      memcpy (self->pending + self->n_pending, samples, take * sizeof *samples);
      self->n_pending += take;
      samples += take;
      n -= take;
      if (self->n_pending == self->length)
        end_frame (self);
    }
}

double
assay_sound_spectrum_frequency (const AssaySoundSpectrum *self, gsize bin)
{
  return (double) bin * self->rate / (double) self->length;
}

void
assay_sound_spectrum_levels (const AssaySoundSpectrum *self, double *levels)
{
  for (gsize k = 0; k < self->bins; k++)
    levels[k] = self->sounding > 0 ? decibel (self->sum[k] / (double) self->sounding) : LOWEST;
}

double
assay_sound_spectrum_step (const AssaySoundSpectrum *self)
{
  return (double) (self->length / 2) / self->rate;
}

void
assay_sound_spectrum_image (const AssaySoundSpectrum *self, AssaySoundImage *image)
{
  *image = (AssaySoundImage){ 0 };
  for (guint i = 0; i < ASSAY_SOUND_FOLDS; i++)
    {
      const AssayFold *fold = &self->folds[i];
      const double n = (double) fold->frames;
      double mean, variance;

      if (fold->frames < 8)
        continue;
      mean = fold->sum / n;
      variance = fold->squares / n - mean * mean;
      if (mean <= image->correlation)
        continue;
      image->rate = fold->rate;
      image->correlation = mean;
      image->z = mean / sqrt (MAX (variance, 1e-6) / n);
    }
}
