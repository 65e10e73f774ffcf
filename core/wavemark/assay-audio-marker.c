/* assay-audio-marker.c: finds, for each cell, the gains of its two halves that put their ratio on
 * the lattice, and synthesises what they change. The gains come from the mean of the channels and
 * are applied to each, so that a mix of them reads the same. */
#include "wavemark/assay-audio-marker.h"

#include <math.h>
#include <string.h>

#include "signal/assay-fft.h"

#define GROUP_SLOTS (2 * ASSAY_AUDIO_SLOTS)
#define SLOT_SAMPLES ((gsize) ASSAY_AUDIO_SLOT * ASSAY_AUDIO_HOP)
#define GROUP_SAMPLES (GROUP_SLOTS * SLOT_SAMPLES)
/* Frame f of a slot begins so far before sample f · hop: it ends where the next hop begins. */
#define REACH ((gsize) (ASSAY_AUDIO_WINDOW - ASSAY_AUDIO_HOP))
/* A slot of context on either side. */
#define BEFORE (SLOT_SAMPLES + REACH)
#define HELD (BEFORE + GROUP_SAMPLES + SLOT_SAMPLES)
#define FRAMES ((GROUP_SLOTS + 2) * ASSAY_AUDIO_SLOT)
#define HALVES ((GROUP_SLOTS + 2) * 2)
/* Overlapping windows leak a quarter of each correction into the neighbours: three rounds leave
 * 2 % of it. */
#define ROUNDS 3

struct _AssayAudioMarker
{
  const AssayAudioPlan *plan;
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  guint channels;
  AssayFft *fft;
  double *held;         /* channels × HELD: the group and its surroundings */
  gsize filled;         /* samples of @held that are there */
  double *mono;         /* HELD */
  double *changed;      /* HELD */
  double *difference;   /* HELD */
  double *tails;        /* channels × REACH: of the last group's frames */
  AssayComplex *frames; /* FRAMES × bins of the bands */
  double *gains;        /* HALVES × bands, neper */
  guint n_bins;         /* of the bands */
  gboolean begun;       /* the first group is past */
};

AssayAudioMarker *
assay_audio_marker_new (const AssayAudioPlan *plan, const gint8 *symbols, guint channels)
{
  AssayAudioMarker *self = g_new0 (AssayAudioMarker, 1);

  self->plan = plan;
  memcpy (self->symbols, symbols, sizeof self->symbols);
  self->channels = channels;
  self->fft = assay_fft_new (ASSAY_AUDIO_WINDOW);
  self->n_bins = plan->edges[ASSAY_AUDIO_BANDS] - plan->edges[0];
  self->held = g_new0 (double, channels *HELD);
  self->mono = g_new0 (double, HELD);
  self->changed = g_new0 (double, HELD);
  self->difference = g_new0 (double, HELD);
  self->tails = g_new0 (double, channels *REACH);
  self->frames = g_new0 (AssayComplex, FRAMES * self->n_bins);
  self->gains = g_new0 (double, HALVES *ASSAY_AUDIO_BANDS);
  self->filled = BEFORE;
  return self;
}

void
assay_audio_marker_free (AssayAudioMarker *self)
{
  g_clear_pointer (&self->fft, assay_fft_free);
  g_free (self->held);
  g_free (self->mono);
  g_free (self->changed);
  g_free (self->difference);
  g_free (self->tails);
  g_free (self->frames);
  g_free (self->gains);
  g_free (self);
}

/* The bands of all frames from @first on of @samples. */
static void
analyse (AssayAudioMarker *self, const double *samples, guint first, guint last)
{
  AssayComplex bins[ASSAY_AUDIO_BINS];
  double windowed[ASSAY_AUDIO_WINDOW];

  for (guint f = first; f < last; f++)
    {
      const double *at = samples + (gsize) f * ASSAY_AUDIO_HOP;

      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        windowed[i] = at[i] * self->plan->window[i];
      assay_fft_forward (self->fft, windowed, bins);
      memcpy (self->frames + (gsize) f * self->n_bins, bins + self->plan->edges[0],
              self->n_bins * sizeof *bins);
    }
}

/* Adds to self->difference what the gains change in frames @first .. @last - 1 of self->frames. */
static void
synthesise (AssayAudioMarker *self, guint first, guint last)
{
  AssayComplex bins[ASSAY_AUDIO_BINS] = { 0 };
  double samples[ASSAY_AUDIO_WINDOW];

  for (guint f = first; f < last; f++)
    {
      const AssayComplex *frame = self->frames + (gsize) f * self->n_bins;
      const double *gains = self->gains + (gsize) (f / ASSAY_AUDIO_HALF) * ASSAY_AUDIO_BANDS;
      double *out = self->difference + (gsize) f * ASSAY_AUDIO_HOP;

      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        {
          double factor = expm1 (gains[b]);

          for (guint k = self->plan->edges[b]; k < self->plan->edges[b + 1]; k++)
            {
              bins[k].re = frame[k - self->plan->edges[0]].re * factor;
              bins[k].im = frame[k - self->plan->edges[0]].im * factor;
            }
        }
      assay_fft_inverse (self->fft, bins, samples);
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        out[i] += 0.5 * samples[i] * self->plan->window[i];
    }
}

static double
half_energy (const AssayAudioMarker *self, guint half, guint band)
{
  double energy = 0;

  for (guint f = half * ASSAY_AUDIO_HALF; f < (half + 1) * ASSAY_AUDIO_HALF; f++)
    for (guint k = self->plan->edges[band]; k < self->plan->edges[band + 1]; k++)
      {
        AssayComplex x = self->frames[(gsize) f * self->n_bins + k - self->plan->edges[0]];

        energy += x.re * x.re + x.im * x.im;
      }
  return energy;
}

/* One round: moves the gains of the group's cells by what their ratios are off the lattice. */
static void
correct (AssayAudioMarker *self)
{
  for (guint slot = 1; slot <= GROUP_SLOTS; slot++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        guint cell = (slot - 1) % ASSAY_AUDIO_SLOTS * ASSAY_AUDIO_BANDS + b;
        gint symbol = self->plan->symbol[cell];
        double step = self->plan->steps[b];
        double *first = self->gains + (gsize) 2 * slot * ASSAY_AUDIO_BANDS + b;
        double *second = first + ASSAY_AUDIO_BANDS;
        double e0 = half_energy (self, 2 * slot, b);
        double e1 = half_energy (self, 2 * slot + 1, b);
        double q;

        if (!(e0 > ASSAY_AUDIO_SILENCE) || !(e1 > ASSAY_AUDIO_SILENCE))
          continue;
        q = 0.5 * log (e1 / e0) / step - self->plan->dither[cell];
        if (symbol >= 0 && self->symbols[symbol] < 0)
          q -= 0.5;
        q -= floor (q + 0.5);
        *first = CLAMP (*first + 0.5 * q * step, -0.5 * step, 0.5 * step);
        *second = CLAMP (*second - 0.5 * q * step, -0.5 * step, 0.5 * step);
      }
}

/* The gains of the group in self->held. */
static void
find_gains (AssayAudioMarker *self)
{
  gsize half = ASSAY_AUDIO_BANDS * sizeof (double);
  AssayComplex *original = g_new (AssayComplex, FRAMES * self->n_bins);

  for (gsize i = 0; i < HELD; i++)
    {
      double sum = 0;

      for (guint c = 0; c < self->channels; c++)
        sum += self->held[c * HELD + i];
      self->mono[i] = sum / self->channels;
    }
  /* The slot before keeps the gains that it was written with. */
  memmove (self->gains, self->gains + (gsize) 2 * GROUP_SLOTS * ASSAY_AUDIO_BANDS, 2 * half);
  memset (self->gains + (gsize) 2 * ASSAY_AUDIO_BANDS, 0, (HALVES - 2) * half);
  analyse (self, self->mono, 0, FRAMES);
  memcpy (original, self->frames, FRAMES * self->n_bins * sizeof *original);
  correct (self);
  for (guint round = 1; round < ROUNDS; round++)
    {
      memcpy (self->frames, original, FRAMES * self->n_bins * sizeof *original);
      memset (self->difference, 0, HELD * sizeof *self->difference);
      synthesise (self, 0, FRAMES);
      for (gsize i = 0; i < HELD; i++)
        self->changed[i] = self->mono[i] + self->difference[i];
      analyse (self, self->changed, ASSAY_AUDIO_SLOT, FRAMES - ASSAY_AUDIO_SLOT);
      correct (self);
    }
  g_free (original);
}

/* The group is whole: marks it and moves on. */
static void
mark_group (AssayAudioMarker *self, GArray **added)
{
  gsize skipped = self->begun ? 0 : REACH;

  find_gains (self);
  for (guint c = 0; c < self->channels; c++)
    {
      double *held = self->held + c * HELD;
      double *tail = self->tails + c * REACH;
      double *settled = self->difference + SLOT_SAMPLES;

      memset (self->difference, 0, HELD * sizeof *self->difference);
      analyse (self, held, ASSAY_AUDIO_SLOT, FRAMES - ASSAY_AUDIO_SLOT);
      synthesise (self, ASSAY_AUDIO_SLOT, FRAMES - ASSAY_AUDIO_SLOT);
      for (gsize i = 0; i < REACH; i++)
        settled[i] += tail[i];
      g_array_append_vals (added[c], settled + skipped, (guint) (GROUP_SAMPLES - skipped));
      memcpy (tail, settled + GROUP_SAMPLES, REACH * sizeof *tail);
      memmove (held, held + GROUP_SAMPLES, (HELD - GROUP_SAMPLES) * sizeof *held);
    }
  self->filled = HELD - GROUP_SAMPLES;
  self->begun = TRUE;
}

void
assay_audio_marker_push (AssayAudioMarker *self, const float *samples, gsize frames, GArray **added)
{
  for (gsize i = 0; i < frames; i++)
    {
      for (guint c = 0; c < self->channels; c++)
        self->held[c * HELD + self->filled] = (double) samples[i * self->channels + c];
      if (++self->filled == HELD)
        mark_group (self, added);
    }
}

void
assay_audio_marker_end (AssayAudioMarker *self, GArray **added)
{
  for (guint group = 0; group < 2; group++)
    {
      for (guint c = 0; c < self->channels; c++)
        memset (self->held + c * HELD + self->filled, 0,
                (HELD - self->filled) * sizeof *self->held);
      mark_group (self, added);
    }
}
