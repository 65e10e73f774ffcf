/* assay-audio-wave.c: makes the periodic wave and finds it again. */
#include "wavemark/assay-audio-wave.h"

#include <math.h>
#include <string.h>

/* Frames of the whitening overlap by half: the squared sine windows add up to one. */
#define HOP (ASSAY_AUDIO_WINDOW / 2)

const double assay_audio_wave_floors[ASSAY_AUDIO_WAVE_FLOORS] = { 1e-6, 3e-3 };

static guint
first_bin (const AssayAudioPlan *plan)
{
  return plan->edges[0] * ASSAY_AUDIO_WAVE_RATIO;
}

static guint
n_bins (const AssayAudioPlan *plan)
{
  return plan->edges[ASSAY_AUDIO_BANDS] * ASSAY_AUDIO_WAVE_RATIO - first_bin (plan);
}

/* The cell that frequency @k of @band has a part of: neighbours belong to different slots, so that
 * a tone spoils little of each. */
static guint
cell_of (guint k, guint band)
{
  return k % ASSAY_AUDIO_SLOTS * ASSAY_AUDIO_BANDS + band;
}

double *
assay_audio_wave_make (const AssayAudioPlan *plan, const gint8 *symbols)
{
  g_autoptr (AssayFft) fft = assay_fft_new (ASSAY_AUDIO_PERIOD);
  g_autofree AssayComplex *bins = g_new0 (AssayComplex, ASSAY_AUDIO_PERIOD / 2 + 1);
  double *wave = g_new (double, ASSAY_AUDIO_PERIOD);
  guint first = first_bin (plan);
  /* 2 Σ |X|² / length² is the mean square. */
  double size = ASSAY_AUDIO_PERIOD / sqrt (2.0 * n_bins (plan));

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    for (guint k = plan->edges[b] * ASSAY_AUDIO_WAVE_RATIO;
         k < plan->edges[b + 1] * ASSAY_AUDIO_WAVE_RATIO; k++)
      {
        gint symbol = plan->symbol[cell_of (k, b)];
        double sign = symbol < 0 ? size : size * symbols[symbol];

        bins[k].re = sign * plan->wave[k - first].re;
        bins[k].im = sign * plan->wave[k - first].im;
      }
  assay_fft_inverse (fft, bins, wave);
  return wave;
}

/* Divides the bins of the bands of one frame by their band's energy a bin; the others become 0. */
static void
whiten (const AssayAudioPlan *plan, double least, AssayComplex *bins)
{
  memset (bins, 0, plan->edges[0] * sizeof *bins);
  memset (bins + plan->edges[ASSAY_AUDIO_BANDS], 0,
          (ASSAY_AUDIO_BINS - plan->edges[ASSAY_AUDIO_BANDS]) * sizeof *bins);
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      double sum = 0;

      for (guint k = plan->edges[b]; k < plan->edges[b + 1]; k++)
        sum += bins[k].re * bins[k].re + bins[k].im * bins[k].im;
      sum = MAX (sum / (plan->edges[b + 1] - plan->edges[b]), least);
      for (guint k = plan->edges[b]; k < plan->edges[b + 1]; k++)
        {
          bins[k].re /= sum;
          bins[k].im /= sum;
        }
    }
}

/* What is louder than the rest of its band in the sum, as tones are, counts no more than it. */
static void
limit_tones (const AssayAudioPlan *plan, AssayComplex *bins)
{
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      guint n = (plan->edges[b + 1] - plan->edges[b]) * ASSAY_AUDIO_WAVE_RATIO;
      double sum = 0;

      for (guint k = 0; k < n; k++)
        sum += hypot (bins[k].re, bins[k].im);
      for (guint k = 0; k < n; k++)
        {
          double size = hypot (bins[k].re, bins[k].im);
          double factor = 1 / (size + sum / n + 1e-300);

          bins[k].re *= factor;
          bins[k].im *= factor;
        }
      bins += n;
    }
}

void
assay_audio_wave_sum_init (AssayAudioWaveSum *self,
                           const AssayAudioPlan *plan,
                           const double *samples,
                           gsize n,
                           double floor)
{
  g_autoptr (AssayFft) fft = assay_fft_new (ASSAY_AUDIO_WINDOW);
  g_autoptr (AssayFft) long_fft = assay_fft_new (ASSAY_AUDIO_PERIOD);
  double *period = assay_fft_values (long_fft);
  double *frame = assay_fft_values (fft);
  double energy = 1e-12;

  memset (period, 0, ASSAY_AUDIO_PERIOD * sizeof *period);
  for (gsize i = 0; i < n; i++)
    energy += samples[i] * samples[i];
  for (gsize at = 0; at + ASSAY_AUDIO_WINDOW <= n; at += HOP)
    {
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        frame[i] = samples[at + i] * plan->window[i];
      assay_fft_run_forward (fft);
      whiten (plan, floor * energy / (double) n * ASSAY_AUDIO_WINDOW / 2, assay_fft_bins (fft));
      assay_fft_run_inverse (fft);
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        period[(at + i) % ASSAY_AUDIO_PERIOD] += frame[i] * plan->window[i];
    }
  assay_fft_run_forward (long_fft);
  self->bins = g_memdup2 (assay_fft_bins (long_fft) + first_bin (plan),
                          n_bins (plan) * sizeof *self->bins);
  limit_tones (plan, self->bins);
}

void
assay_audio_wave_sum_clear (AssayAudioWaveSum *self)
{
  g_clear_pointer (&self->bins, g_free);
}

/* The place at which the known cells agree best, and how well. */
static void
find_place (const AssayAudioWaveSum *self, const AssayAudioPlan *plan, AssayAudioWaveCells *cells)
{
  const guint n = ASSAY_AUDIO_PERIOD * ASSAY_AUDIO_WAVE_FINE;
  g_autoptr (AssayFft) fft = assay_fft_new (n);
  AssayComplex *bins = assay_fft_bins (fft);
  const double *values = assay_fft_values (fft);
  guint first = first_bin (plan), best = 0;

  memset (bins, 0, (n / 2 + 1) * sizeof *bins);
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    for (guint k = plan->edges[b] * ASSAY_AUDIO_WAVE_RATIO;
         k < plan->edges[b + 1] * ASSAY_AUDIO_WAVE_RATIO; k++)
      {
        AssayComplex y = self->bins[k - first], w = plan->wave[k - first];

        if (plan->symbol[cell_of (k, b)] >= 0)
          continue;
        bins[k].re = y.re * w.re + y.im * w.im;
        bins[k].im = y.re * w.im - y.im * w.re;
        cells->squares += y.re * y.re + y.im * y.im;
      }
  assay_fft_run_inverse (fft);
  for (guint i = 1; i < n; i++)
    if (values[i] > values[best])
      best = i;
  cells->place = (double) best / ASSAY_AUDIO_WAVE_FINE;
  cells->sum = values[best] / 2;
}

void
assay_audio_wave_find (const AssayAudioWaveSum *self,
                       const AssayAudioPlan *plan,
                       AssayAudioWaveCells *cells)
{
  guint first = first_bin (plan);

  memset (cells, 0, sizeof *cells);
  find_place (self, plan, cells);
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    for (guint k = plan->edges[b] * ASSAY_AUDIO_WAVE_RATIO;
         k < plan->edges[b + 1] * ASSAY_AUDIO_WAVE_RATIO; k++)
      {
        AssayComplex *cell = &cells->cells[cell_of (k, b)];
        AssayComplex y = self->bins[k - first], w = plan->wave[k - first];
        double angle = 2 * G_PI * fmod (k * cells->place, ASSAY_AUDIO_PERIOD) / ASSAY_AUDIO_PERIOD;
        double c = cos (angle), s = sin (angle);
        AssayComplex turned = { w.re * c - w.im * s, w.re * s + w.im * c };

        cell->re += y.re * turned.re + y.im * turned.im;
        cell->im += y.im * turned.re - y.re * turned.im;
      }
}
