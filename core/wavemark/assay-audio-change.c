/* assay-audio-change.c: filters, noise, cuts and changes of time. */
#include "wavemark/assay-audio-change.h"

#include <math.h>

#include "signal/assay-resample.h"

#define ECHO 0.3

void
assay_audio_clip_init (AssayAudioClip *self, guint n_channels, guint rate)
{
  self->n_channels = n_channels;
  self->rate = rate;
  self->channels = g_new (GArray *, n_channels);
  for (guint c = 0; c < n_channels; c++)
    self->channels[c] = g_array_new (FALSE, FALSE, sizeof (double));
}

void
assay_audio_clip_clear (AssayAudioClip *self)
{
  for (guint c = 0; self->channels != NULL && c < self->n_channels; c++)
    g_array_unref (self->channels[c]);
  g_clear_pointer (&self->channels, g_free);
}

gsize
assay_audio_clip_length (const AssayAudioClip *self)
{
  return self->channels[0]->len;
}

static double *
channel (const AssayAudioClip *self, guint c)
{
  return (double *) (gpointer) self->channels[c]->data;
}

/* One section of second order: bilinear transform of s² + s / q + 1. */
static void
filter_section (double *samples, gsize n, double frequency, double quality)
{
  double w = tan (G_PI * frequency);
  double scale = 1 / (1 + w / quality + w * w);
  double b = w * w * scale;
  double a1 = 2 * (w * w - 1) * scale;
  double a2 = (1 - w / quality + w * w) * scale;
  double s1 = 0, s2 = 0;

  for (gsize i = 0; i < n; i++)
    {
      double in = samples[i];
      double out = b * in + s1;

      s1 = 2 * b * in - a1 * out + s2;
      s2 = b * in - a2 * out;
      samples[i] = out;
    }
}

void
assay_audio_clip_low_pass (AssayAudioClip *self, double frequency)
{
  double share = frequency / self->rate;

  if (share >= 0.5)
    return;
  for (guint c = 0; c < self->n_channels; c++)
    {
      /* Quality factors of the poles: 1 / (2 cos (π / 8)) and 1 / (2 cos (3 π / 8)). */
      filter_section (channel (self, c), assay_audio_clip_length (self), share,
                      0.54119610014619698);
      filter_section (channel (self, c), assay_audio_clip_length (self), share, 1.3065629648763766);
    }
}

void
assay_audio_clip_noise (AssayAudioClip *self, double decibels, AssayRandom *random)
{
  gsize n = assay_audio_clip_length (self);
  double power = 0;
  double deviation;

  for (guint c = 0; c < self->n_channels; c++)
    for (gsize i = 0; i < n; i++)
      power += channel (self, c)[i] * channel (self, c)[i];
  deviation = sqrt (power / MAX ((double) n * self->n_channels, 1) / pow (10, decibels / 10));
  for (guint c = 0; c < self->n_channels; c++)
    for (gsize i = 0; i < n; i++)
      {
        /* Box and Muller 1958. */
        double radius = sqrt (-2 * log (1 - assay_random_real (random)));

        channel (self, c)[i] += deviation * radius * cos (2 * G_PI * assay_random_real (random));
      }
}

void
assay_audio_clip_crop (AssayAudioClip *self, double seconds, AssayRandom *random)
{
  gsize n = assay_audio_clip_length (self);
  gsize kept = (gsize) MIN (seconds * self->rate, (double) n);
  guint start = (guint) assay_random_below (random, n - kept + 1);

  for (guint c = 0; c < self->n_channels; c++)
    {
      g_array_remove_range (self->channels[c], 0, start);
      g_array_set_size (self->channels[c], (guint) kept);
    }
}

void
assay_audio_clip_echo (AssayAudioClip *self, double milliseconds)
{
  gsize delay = (gsize) MAX (milliseconds * self->rate / 1000, 1);

  for (guint c = 0; c < self->n_channels; c++)
    for (gsize i = assay_audio_clip_length (self); i-- > delay;)
      channel (self, c)[i] += ECHO * channel (self, c)[i - delay];
}

void
assay_audio_clip_gain (AssayAudioClip *self, double factor)
{
  for (guint c = 0; c < self->n_channels; c++)
    for (gsize i = 0; i < assay_audio_clip_length (self); i++)
      channel (self, c)[i] *= factor;
}

void
assay_audio_clip_quantise (AssayAudioClip *self, guint bits)
{
  double full = ldexp (1, (int) bits - 1);

  for (guint c = 0; c < self->n_channels; c++)
    for (gsize i = 0; i < assay_audio_clip_length (self); i++)
      channel (self, c)[i] = CLAMP (rint (channel (self, c)[i] * full), -full, full - 1) / full;
}

/* As if the clip were of @from Hz. */
static void
convert (AssayAudioClip *self, guint from, guint to)
{
  for (guint c = 0; c < self->n_channels; c++)
    {
      g_autoptr (AssayResampler) resampler = assay_resampler_new (from, to);
      GArray *out = g_array_new (FALSE, FALSE, sizeof (double));

      assay_resampler_push (resampler, channel (self, c), self->channels[c]->len, out);
      assay_resampler_end (resampler, out);
      g_array_unref (self->channels[c]);
      self->channels[c] = out;
    }
}

void
assay_audio_clip_convert (AssayAudioClip *self, guint rate)
{
  convert (self, self->rate, rate);
  self->rate = rate;
}

void
assay_audio_clip_resample (AssayAudioClip *self, guint rate)
{
  convert (self, self->rate, rate);
  convert (self, rate, self->rate);
}

void
assay_audio_clip_speed (AssayAudioClip *self, double factor)
{
  convert (self, (guint) lround (self->rate * factor), self->rate);
}
