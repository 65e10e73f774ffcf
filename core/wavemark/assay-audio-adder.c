/* assay-audio-adder.c: the marker, the wave, and both at another rate. */
#include "wavemark/assay-audio-adder.h"

#include "signal/assay-resample.h"
#include "wavemark/assay-audio-marker.h"
#include "wavemark/assay-audio-wave.h"

/* Hz: what a frame changes ends below, its window's leakage included. */
#define HIGHEST 4200u

struct _AssayAudioAdder
{
  AssayAudioMarker *marker;
  guint channels;
  double *wave;                /* one period of it, of mean square 1 */
  double level;                /* of the wave */
  gsize n_pushed, n_settled;   /* frames at ASSAY_AUDIO_RATE that the marker has and has given */
  AssayResampler **resamplers; /* one a channel: the difference to the sound's own rate */
  GArray **slow;               /* one a channel: difference at ASSAY_AUDIO_RATE */
  GArray **fast;               /* … at the sound's own rate */
  gsize taken;                 /* of @fast, from its beginning */
  gboolean ended;
};

AssayAudioAdder *
assay_audio_adder_new (const AssayAudioPlan *plan,
                       const gint8 *symbols,
                       const double *shares,
                       guint channels,
                       double level,
                       guint rate)
{
  AssayAudioAdder *self = g_new0 (AssayAudioAdder, 1);

  self->marker = assay_audio_marker_new (plan, symbols, shares, channels);
  self->channels = channels;
  self->level = level;
  self->wave = level > 0 ? assay_audio_wave_make (plan, symbols) : NULL;
  self->resamplers = g_new (AssayResampler *, channels);
  self->slow = g_new (GArray *, channels);
  self->fast = g_new (GArray *, channels);
  for (guint c = 0; c < channels; c++)
    {
      self->resamplers[c] = assay_resampler_new_narrow (ASSAY_AUDIO_RATE, rate, HIGHEST);
      self->slow[c] = g_array_new (FALSE, FALSE, sizeof (double));
      self->fast[c] = g_array_new (FALSE, FALSE, sizeof (double));
    }
  return self;
}

void
assay_audio_adder_free (AssayAudioAdder *self)
{
  for (guint c = 0; c < self->channels; c++)
    {
      assay_resampler_free (self->resamplers[c]);
      g_array_unref (self->slow[c]);
      g_array_unref (self->fast[c]);
    }
  g_free (self->resamplers);
  g_free (self->slow);
  g_free (self->fast);
  g_free (self->wave);
  assay_audio_marker_free (self->marker);
  g_free (self);
}

/* The wave's samples from @first on that lie side by side, at most @n. */
static gsize
wave_run (gsize first, gsize n)
{
  return MIN (n, ASSAY_AUDIO_PERIOD - first % ASSAY_AUDIO_PERIOD);
}

/* The wave is added before the marker sees the sound, so that the ratios take it into account. */
static void
mark (AssayAudioAdder *self, float *samples, gsize n)
{
  for (gsize i = 0, length; i < n && self->level > 0; i += length)
    {
      const double *wave = self->wave + (self->n_pushed + i) % ASSAY_AUDIO_PERIOD;

      length = wave_run (self->n_pushed + i, n - i);
      for (gsize k = 0; k < length; k++)
        for (guint c = 0; c < self->channels; c++)
          samples[(i + k) * self->channels + c] += (float) (self->level * wave[k]);
    }
  self->n_pushed += n;
  assay_audio_marker_push (self->marker, samples, n, self->slow);
}

/* What the marker has given becomes the difference to the sound without the wave. */
static void
settle (AssayAudioAdder *self)
{
  gsize n = MIN (self->slow[0]->len, self->n_pushed - self->n_settled);

  for (gsize i = 0, length; i < n && self->level > 0; i += length)
    {
      const double *wave = self->wave + (self->n_settled + i) % ASSAY_AUDIO_PERIOD;

      length = wave_run (self->n_settled + i, n - i);
      for (guint c = 0; c < self->channels; c++)
        {
          double *slow = &g_array_index (self->slow[c], double, i);

          for (gsize k = 0; k < length; k++)
            slow[k] += self->level * wave[k];
        }
    }
  self->n_settled += n;
}

void
assay_audio_adder_push (AssayAudioAdder *self, float *samples, gsize n)
{
  if (n > 0)
    mark (self, samples, n);
  else
    assay_audio_marker_end (self->marker, self->slow);
  self->ended = n == 0;
  settle (self);
  for (guint c = 0; c < self->channels; c++)
    {
      assay_resampler_push (self->resamplers[c], (const double *) (gpointer) self->slow[c]->data,
                            self->slow[c]->len, self->fast[c]);
      g_array_set_size (self->slow[c], 0);
      if (self->ended)
        assay_resampler_end (self->resamplers[c], self->fast[c]);
    }
}

gboolean
assay_audio_adder_has_ended (const AssayAudioAdder *self)
{
  return self->ended;
}

gsize
assay_audio_adder_get_n (const AssayAudioAdder *self)
{
  return self->fast[0]->len - self->taken;
}

double *
assay_audio_adder_peek (AssayAudioAdder *self, guint c)
{
  return &g_array_index (self->fast[c], double, self->taken);
}

void
assay_audio_adder_drop (AssayAudioAdder *self, gsize n)
{
  self->taken += n;
  if (self->taken < self->fast[0]->len / 2)
    return;
  for (guint c = 0; c < self->channels; c++)
    g_array_remove_range (self->fast[c], 0, (guint) self->taken);
  self->taken = 0;
}
