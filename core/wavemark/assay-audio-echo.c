/* assay-audio-echo.c: the mean cepstrum of the marked band, and the inverse of one echo. */
#include "wavemark/assay-audio-echo.h"

#include <math.h>
#include <string.h>

#include "signal/assay-fft.h"
#include "wavemark/assay-audio-plan.h"

#define FRAME 16384u
#define FRAME_BINS (FRAME / 2 + 1)
#define LOWEST 300.0 /* Hz */
#define HIGHEST 3900.0
#define SHORTEST 80u /* samples */
#define LONGEST 6400u
/* Smaller ones do little, and sound has some by chance. */
#define LEAST_SIZE 0.08
#define MOST_SIZE 0.9

/* The mean over the frames of the logarithm of the power spectrum; FALSE if there is none. */
static gboolean
mean_logarithm (AssayFft *fft, const double *samples, gsize n, double *mean)
{
  g_autofree double *frame = g_new (double, FRAME);
  g_autofree AssayComplex *bins = g_new (AssayComplex, FRAME_BINS);
  guint counted = 0;

  memset (mean, 0, FRAME_BINS * sizeof *mean);
  for (gsize at = 0; at + FRAME <= n; at += FRAME / 2)
    {
      double power = 0;

      for (guint i = 0; i < FRAME; i++)
        {
          frame[i] = samples[at + i] * (0.5 - 0.5 * cos (2 * G_PI * (i + 0.5) / FRAME));
          power += frame[i] * frame[i];
        }
      if (!(power > ASSAY_AUDIO_SILENCE))
        continue;
      assay_fft_forward (fft, frame, bins);
      counted++;
      for (guint k = 0; k < FRAME_BINS; k++)
        mean[k] += log (bins[k].re * bins[k].re + bins[k].im * bins[k].im + 1e-12);
    }
  for (guint k = 0; k < FRAME_BINS; k++)
    mean[k] /= MAX (counted, 1);
  return counted > 0;
}

/* The cepstrum of the band alone, so that an echo of size a has a peak of a. */
static void
band_cepstrum (AssayFft *fft, const double *mean, double *cepstrum)
{
  g_autofree AssayComplex *bins = g_new0 (AssayComplex, FRAME_BINS);
  double bin = (double) ASSAY_AUDIO_RATE / FRAME;
  guint first = (guint) (LOWEST / bin), last = (guint) (HIGHEST / bin);
  double weights = 0, level = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint k = first; k < last; k++)
      {
        double weight = 0.5 - 0.5 * cos (2 * G_PI * (k - first + 0.5) / (last - first));

        if (pass == 0)
          {
            weights += weight;
            level += weight * mean[k];
          }
        else
          bins[k].re = weight * (mean[k] - level / weights) * FRAME / (2 * weights);
      }
  assay_fft_inverse (fft, bins, cepstrum);
}

guint
assay_audio_echo_find (const double *samples, gsize n, AssayAudioEcho *echoes, guint most)
{
  g_autoptr (AssayFft) fft = assay_fft_new (FRAME);
  g_autofree double *mean = g_new (double, FRAME_BINS);
  g_autofree double *cepstrum = g_new (double, FRAME);
  guint found = 0;

  if (!mean_logarithm (fft, samples, n, mean))
    return 0;
  band_cepstrum (fft, mean, cepstrum);
  for (guint q = SHORTEST; q < LONGEST; q++)
    /* A frame sees only what both sound and echo have of it. */
    cepstrum[q] /= 1 - (double) q / FRAME;
  while (found < most)
    {
      guint best = SHORTEST + 1;

      for (guint q = SHORTEST + 1; q + 1 < LONGEST; q++)
        if (cepstrum[q] > cepstrum[best])
          best = q;
      if (!(cepstrum[best] >= LEAST_SIZE))
        break;

      double curve = cepstrum[best - 1] - 2 * cepstrum[best] + cepstrum[best + 1];
      double slope = (cepstrum[best + 1] - cepstrum[best - 1]) / 2;

      echoes[found].delay = best - (curve < 0 ? CLAMP (slope / curve, -0.5, 0.5) : 0);
      echoes[found++].size = MIN (cepstrum[best], MOST_SIZE);
      for (guint q = best - 8; q <= best + 8; q++)
        cepstrum[q] = 0;
    }
  return found;
}

double *
assay_audio_echo_remove (const double *samples, gsize n, const AssayAudioEcho *echo)
{
  gsize whole = (gsize) echo->delay;
  double rest = echo->delay - (double) whole;
  double *out = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      double before = i > whole ? out[i - whole] * (1 - rest) + out[i - whole - 1] * rest : 0;

      out[i] = samples[i] - echo->size * before;
    }
  return out;
}
