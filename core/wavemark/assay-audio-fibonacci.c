/* assay-audio-fibonacci.c: wavelet coefficients moved to Fibonacci numbers. */
#include "wavemark/assay-audio-fibonacci.h"

#include <math.h>
#include <string.h>

void
assay_audio_fibonacci_init (AssayAudioFibonacci *self, AssayParameters *parameters, double scale)
{
  gboolean lucas = strcmp (assay_parameters_get_text (parameters, "sequence"), "lucas") == 0;

  self->frame = (guint) assay_parameters_get_int (parameters, "frame");
  self->levels = (guint) assay_parameters_get_int (parameters, "levels");
  if (!assay_wavelet_parse (assay_parameters_get_text (parameters, "wavelet"), &self->wavelet))
    g_return_if_reached ();
  self->numbers[0] = 1;
  self->numbers[1] = lucas ? 3 : 2;
  for (guint i = 2; i < ASSAY_AUDIO_FIBONACCI_MOST; i++)
    self->numbers[i] = self->numbers[i - 1] + self->numbers[i - 2];
  for (guint i = 0; i < ASSAY_AUDIO_FIBONACCI_MOST; i++)
    self->numbers[i] *= scale / 32768;
}

guint
assay_audio_fibonacci_place (const AssayAudioFibonacci *self, double size, gint parity)
{
  guint best = parity > 0 ? 1 : 0;

  for (guint i = best; i < ASSAY_AUDIO_FIBONACCI_MOST; i += parity < 0 ? 1 : 2)
    if (fabs (self->numbers[i] - size) < fabs (self->numbers[best] - size))
      best = i;
  return best;
}

static AssayWaveletBands *
decompose (const AssayAudioFibonacci *self, const AssayAudioClip *clip, guint channel)
{
  return assay_wavelet_decompose (self->wavelet, ASSAY_WAVELET_SYMMETRIC,
                                  (const double *) (gpointer) clip->channels[channel]->data,
                                  assay_audio_clip_length (clip), self->levels);
}

double
assay_audio_fibonacci_embed (const AssayAudioFibonacci *self,
                             AssayAudioClip *clip,
                             const guint8 *bits,
                             guint n_bits)
{
  gsize n = 0;

  for (guint c = 0; c < clip->n_channels; c++)
    {
      g_autoptr (AssayWaveletBands) bands = decompose (self, clip, c);

      n = bands->lengths[self->levels];
      for (gsize i = 0; i < n; i++)
        {
          gint bit = bits[i / self->frame % n_bits];
          double size = fabs (bands->approximation[i]);

          bands->approximation[i]
              = copysign (self->numbers[assay_audio_fibonacci_place (self, size, bit)],
                          bands->approximation[i]);
        }
      assay_wavelet_recompose (bands, (double *) (gpointer) clip->channels[c]->data);
    }
  return (double) n / self->frame / n_bits;
}

void
assay_audio_fibonacci_read (const AssayAudioFibonacci *self,
                            const AssayAudioClip *clip,
                            double *votes,
                            guint n_bits)
{
  g_autofree guint *counts = g_new0 (guint, n_bits);

  memset (votes, 0, n_bits * sizeof *votes);
  for (guint c = 0; c < clip->n_channels; c++)
    {
      g_autoptr (AssayWaveletBands) bands = decompose (self, clip, c);

      for (gsize i = 0; i < bands->lengths[self->levels]; i++)
        {
          guint bit = (guint) (i / self->frame % n_bits);
          guint place = assay_audio_fibonacci_place (self, fabs (bands->approximation[i]), -1);

          votes[bit] += place % 2 == 1 ? 1 : -1;
          counts[bit]++;
        }
    }
  for (guint i = 0; i < n_bits; i++)
    votes[i] /= MAX (counts[i], 1);
}
