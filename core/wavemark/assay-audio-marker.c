/* assay-audio-marker.c: finds, for each cell, the gains of its two halves that put their ratio near
 * the lattice, and synthesises what they change. The gains come from the mix of the channels and
 * are applied to each, so that a mix of them reads the same. */
#include "wavemark/assay-audio-marker.h"

#include <math.h>
#include <string.h>

#include "signal/assay-fft-pair.h"

/* The same bits with and without AVX2: neither fuses a product with a sum. */
#define CLONES __attribute__ ((target_clones ("avx2", "default")))
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
/* Rounds after that in which the group is marked and read again: beats and onsets are not as the
 * rounds before suppose. A second one costs more of the sound than it gains. */
#define TRIALS 1
/* Frames on either side that overlap one. */
#define NEIGHBOURS 3
/* How far a cell is moved to its lattice point falls so where the sound is louder and the same step
 * costs more. */
#define SHARE_FALL 0.4
#define LEAST_SHARE 0.3
#define MOST_SHARE 0.9
/* What is less free stays as it is. */
#define LEAST_FREEDOM 0.25

struct _AssayAudioMarker
{
  const AssayAudioPlan *plan;
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  guint channels;
  float *mix; /* what each channel has of what the reader hears */
  AssayFftPair *fft;
  float window[ASSAY_AUDIO_WINDOW];
  double overlap[NEIGHBOURS + 1]; /* of a frame's window with its neighbours', squared */
  float *held;                    /* channels × HELD: the group and its surroundings */
  gsize filled;                   /* samples of @held that are there */
  float *difference;              /* HELD */
  float *tails;                   /* channels × REACH: of the last group's frames */
  AssayComplexFloat *frames;      /* channels × FRAMES × bins of the bands */
  AssayComplexFloat *mean;        /* FRAMES × bins of the bands: of the mix of the channels */
  double *power;                  /* FRAMES × bands: of the same */
  double *shares; /* FRAMES × 3 × bands: what a frame has of the halves around it */
  double *gains;  /* HALVES × bands, neper */
  guint n_bins;   /* of the bands */
  gboolean begun; /* the first group is past */
};

AssayAudioMarker *
assay_audio_marker_new (const AssayAudioPlan *plan,
                        const gint8 *symbols,
                        const double *shares,
                        guint channels)
{
  AssayAudioMarker *self = g_new0 (AssayAudioMarker, 1);

  self->plan = plan;
  memcpy (self->symbols, symbols, sizeof self->symbols);
  self->channels = channels;
  self->mix = g_new (float, channels);
  for (guint c = 0; c < channels; c++)
    self->mix[c] = (float) shares[c];
  self->fft = assay_fft_pair_new (ASSAY_AUDIO_WINDOW);
  for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
    self->window[i] = (float) plan->window[i];
  self->n_bins = plan->edges[ASSAY_AUDIO_BANDS] - plan->edges[0];
  self->held = g_new0 (float, channels *HELD);
  self->difference = g_new0 (float, HELD);
  self->tails = g_new0 (float, channels *REACH);
  self->frames = g_new0 (AssayComplexFloat, channels * FRAMES * self->n_bins);
  self->mean = channels == 1 ? self->frames : g_new0 (AssayComplexFloat, FRAMES * self->n_bins);
  self->power = g_new0 (double, FRAMES *ASSAY_AUDIO_BANDS);
  self->shares = g_new0 (double, FRAMES * 3 * ASSAY_AUDIO_BANDS);
  self->gains = g_new0 (double, HALVES *ASSAY_AUDIO_BANDS);
  self->filled = BEFORE;
  for (guint k = 0; k <= NEIGHBOURS; k++)
    for (guint i = k * ASSAY_AUDIO_HOP; i < ASSAY_AUDIO_WINDOW; i++)
      self->overlap[k] += pow (plan->window[i] * plan->window[i - k * ASSAY_AUDIO_HOP], 2);
  return self;
}

void
assay_audio_marker_free (AssayAudioMarker *self)
{
  g_clear_pointer (&self->fft, assay_fft_pair_free);
  g_free (self->mix);
  g_free (self->held);
  g_free (self->difference);
  g_free (self->tails);
  if (self->mean != self->frames)
    g_free (self->mean);
  g_free (self->frames);
  g_free (self->power);
  g_free (self->shares);
  g_free (self->gains);
  g_free (self);
}

/* The bins of the bands of the frame at @samples and of the next, one behind the other. */
CLONES static void
analyse (AssayAudioMarker *self, const float *samples, AssayComplexFloat *frames)
{
  AssayComplexFloat *windowed = assay_fft_pair_values (self->fft);

  for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
    {
      windowed[i].re = samples[i] * self->window[i];
      windowed[i].im = samples[i + ASSAY_AUDIO_HOP] * self->window[i];
    }
  assay_fft_pair_forward (self->fft, self->plan->edges[0], self->n_bins, frames,
                          frames + self->n_bins);
}

/* The power of @frame in each band. */
CLONES static void
measure (const AssayAudioMarker *self, const AssayComplexFloat *frame, double *power)
{
  const guint *edges = self->plan->edges;

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      float sum = 0;

      for (guint k = edges[b]; k < edges[b + 1]; k++, frame++)
        sum += frame->re * frame->re + frame->im * frame->im;
      power[b] = (double) sum;
    }
}

/* The mix of the channels' frames: of one channel they themselves. */
CLONES static void
mix_frames (AssayAudioMarker *self)
{
  gsize n = (gsize) FRAMES * self->n_bins;

  if (self->channels == 1)
    return;
  memset (self->mean, 0, n * sizeof *self->mean);
  for (guint c = 0; c < self->channels; c++)
    for (gsize i = 0; i < n; i++)
      {
        self->mean[i].re += self->frames[c * n + i].re * self->mix[c];
        self->mean[i].im += self->frames[c * n + i].im * self->mix[c];
      }
}

/* All frames of all channels, and of their mix. */
static void
analyse_group (AssayAudioMarker *self)
{
  gsize n = (gsize) FRAMES * self->n_bins;

  for (guint c = 0; c < self->channels; c++)
    for (gsize f = 0; f < FRAMES; f += 2)
      analyse (self, self->held + c * HELD + f * ASSAY_AUDIO_HOP,
               self->frames + c * n + f * self->n_bins);
  mix_frames (self);
  for (gsize f = 0; f < FRAMES; f++)
    measure (self, self->mean + f * self->n_bins, self->power + f * ASSAY_AUDIO_BANDS);
}

/* How much of each frame of the group comes from the half before its own, from its own and from the
 * half behind: as far as the windows of its neighbours and their energies overlap it. The three add
 * up to one, where there is any energy. */
static void
share_frames (AssayAudioMarker *self)
{
  double roots[FRAMES * ASSAY_AUDIO_BANDS];

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    roots[i] = sqrt (self->power[i]);
  for (guint f = ASSAY_AUDIO_SLOT; f < FRAMES - ASSAY_AUDIO_SLOT; f++)
    {
      double *shares = self->shares + (gsize) f * 3 * ASSAY_AUDIO_BANDS;
      double sums[ASSAY_AUDIO_BANDS] = { 0 };

      memset (shares, 0, 3 * ASSAY_AUDIO_BANDS * sizeof *shares);
      for (guint g = f - NEIGHBOURS; g <= f + NEIGHBOURS; g++)
        {
          const double *root = roots + (gsize) g * ASSAY_AUDIO_BANDS;
          guint half = g / ASSAY_AUDIO_HALF + 1 - f / ASSAY_AUDIO_HALF;
          double overlap = self->overlap[g > f ? g - f : f - g];

          for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
            {
              shares[half * ASSAY_AUDIO_BANDS + b] += overlap * root[b];
              sums[b] += overlap * root[b];
            }
        }
      for (guint i = 0; i < 3 * ASSAY_AUDIO_BANDS; i++)
        shares[i] /= MAX (sums[i % ASSAY_AUDIO_BANDS], G_MINDOUBLE);
    }
}

/* What the gains of its half change in frame @f, whose bins are @frame, as the inverse transform is
 * to have it. */
static void
change_frame (const AssayAudioMarker *self,
              guint f,
              const AssayComplexFloat *frame,
              AssayComplexFloat *changes)
{
  const guint *edges = self->plan->edges;
  const double *gains = self->gains + (gsize) (f / ASSAY_AUDIO_HALF) * ASSAY_AUDIO_BANDS;

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      float factor = (float) (expm1 (gains[b]) * (0.5 / ASSAY_AUDIO_WINDOW));

      for (guint k = edges[b] - edges[0]; k < edges[b + 1] - edges[0]; k++)
        changes[k] = (AssayComplexFloat){ frame[k].re * factor, frame[k].im * factor };
    }
}

/* Writes to self->difference what the gains change in sound with @frames, the first and last slot
 * left out. */
CLONES static void
synthesise (AssayAudioMarker *self, const AssayComplexFloat *frames)
{
  const AssayComplexFloat *samples = assay_fft_pair_values (self->fft);
  AssayComplexFloat changes[2][ASSAY_AUDIO_BINS];

  memset (self->difference, 0, HELD * sizeof *self->difference);
  for (guint f = ASSAY_AUDIO_SLOT; f < FRAMES - ASSAY_AUDIO_SLOT; f += 2)
    {
      float *out = self->difference + (gsize) f * ASSAY_AUDIO_HOP;

      for (guint i = 0; i < 2; i++)
        change_frame (self, f + i, frames + (gsize) (f + i) * self->n_bins, changes[i]);
      assay_fft_pair_inverse (self->fft, self->plan->edges[0], self->n_bins, changes[0],
                              changes[1]);
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        out[i] += samples[i].re * self->window[i];
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        out[i + ASSAY_AUDIO_HOP] += samples[i].im * self->window[i];
    }
}

/* What a change of a cell by its step costs, as a share of the group's mean. */
static double
mean_cost (const AssayAudioMarker *self)
{
  double sum = 0;

  for (guint f = 0; f < FRAMES; f++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      sum += self->power[f * ASSAY_AUDIO_BANDS + b] * self->plan->steps[b] * self->plan->steps[b];
  return sum * ASSAY_AUDIO_HALF / (FRAMES * ASSAY_AUDIO_BANDS);
}

static double
freedom_of (const AssayAudioMarker *self, guint slot, guint band)
{
  const double *power = self->power + (gsize) slot * ASSAY_AUDIO_SLOT * ASSAY_AUDIO_BANDS + band;
  double halves[2] = { 0 };

  for (guint f = 0; f < ASSAY_AUDIO_SLOT; f++)
    halves[f / ASSAY_AUDIO_HALF] += power[f * ASSAY_AUDIO_BANDS];
  return assay_audio_plan_freedom (power[(ASSAY_AUDIO_HALF - 1) * ASSAY_AUDIO_BANDS] / halves[0],
                                   power[ASSAY_AUDIO_HALF * ASSAY_AUDIO_BANDS] / halves[1]);
}

/* One round: moves the gains of the group's cells by what their ratios are off where they should
 * be. */
static void
correct (AssayAudioMarker *self, const double *energies, double cost, double *targets)
{
  for (guint slot = 1; slot <= GROUP_SLOTS; slot++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        guint cell = (slot - 1) % ASSAY_AUDIO_SLOTS * ASSAY_AUDIO_BANDS + b;
        gint symbol = self->plan->symbol[cell];
        double step = self->plan->steps[b];
        double *first = self->gains + (gsize) 2 * slot * ASSAY_AUDIO_BANDS + b;
        double *second = first + ASSAY_AUDIO_BANDS;
        double *target = targets + slot * ASSAY_AUDIO_BANDS + b;
        double e0 = energies[(gsize) 2 * slot * ASSAY_AUDIO_BANDS + b];
        double e1 = energies[(gsize) (2 * slot + 1) * ASSAY_AUDIO_BANDS + b];
        double q, move;

        if (!(e0 > ASSAY_AUDIO_SILENCE) || !(e1 > ASSAY_AUDIO_SILENCE))
          continue;
        q = 0.5 * log (e1 / e0);
        if (isnan (*target))
          {
            double off = q / step - self->plan->dither[cell]
                         - (symbol >= 0 && self->symbols[symbol] < 0 ? 0.5 : 0);
            double share
                = self->plan->share * pow (0.5 * (e0 + e1) * step * step / cost, -SHARE_FALL);
            double freedom = freedom_of (self, slot, b);

            off -= floor (off + 0.5);
            *target = q - off * step * CLAMP (share, LEAST_SHARE, MOST_SHARE);
            if (freedom < LEAST_FREEDOM)
              *target = (double) INFINITY;
          }
        if (isinf (*target))
          continue;
        move = 0.5 * (q - *target);
        *first = CLAMP (*first + move, -0.5 * step, 0.5 * step);
        *second = CLAMP (*second - move, -0.5 * step, 0.5 * step);
      }
}

/* The energies that the group's halves will have: a frame gets its neighbours' changes too. */
CLONES static void
foresee (const AssayAudioMarker *self, double *energies)
{
  double factors[HALVES * ASSAY_AUDIO_BANDS];

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    factors[i] = exp (self->gains[i]);
  memset (energies, 0, HALVES * ASSAY_AUDIO_BANDS * sizeof *energies);
  for (gsize f = ASSAY_AUDIO_SLOT; f < FRAMES - ASSAY_AUDIO_SLOT; f++)
    {
      gsize half = f / ASSAY_AUDIO_HALF * ASSAY_AUDIO_BANDS;
      const double *share = self->shares + f * 3 * ASSAY_AUDIO_BANDS;
      const double *factor = factors + half - ASSAY_AUDIO_BANDS;
      const double *power = self->power + f * ASSAY_AUDIO_BANDS;

      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        {
          double changed = share[b] * factor[b]
                           + share[b + ASSAY_AUDIO_BANDS] * factor[b + ASSAY_AUDIO_BANDS]
                           + share[b + 2 * ASSAY_AUDIO_BANDS] * factor[b + 2 * ASSAY_AUDIO_BANDS];

          energies[half + b] += power[b] * changed * changed;
        }
    }
}

/* The same as they are when the gains are applied. */
static void
try_out (AssayAudioMarker *self, double *energies)
{
  AssayComplexFloat frames[2 * ASSAY_AUDIO_BINS];
  float *marked = self->difference;
  double power[ASSAY_AUDIO_BANDS];

  memset (energies, 0, HALVES * ASSAY_AUDIO_BANDS * sizeof *energies);
  synthesise (self, self->mean);
  for (guint c = 0; c < self->channels; c++)
    {
      for (gsize i = 0; i < HELD; i++)
        marked[i] += self->held[c * HELD + i] * self->mix[c];
      for (gsize i = 0; i < REACH; i++)
        marked[SLOT_SAMPLES + i] += self->tails[c * REACH + i] * self->mix[c];
    }
  for (gsize f = ASSAY_AUDIO_SLOT; f < FRAMES - ASSAY_AUDIO_SLOT; f++)
    {
      double *half = energies + f / ASSAY_AUDIO_HALF * ASSAY_AUDIO_BANDS;

      if (f % 2 == 0)
        analyse (self, marked + f * ASSAY_AUDIO_HOP, frames);
      measure (self, frames + f % 2 * self->n_bins, power);
      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        half[b] += power[b];
    }
}

/* The gains of the group in self->held. */
static void
find_gains (AssayAudioMarker *self)
{
  gsize half = ASSAY_AUDIO_BANDS * sizeof (double);
  double targets[(GROUP_SLOTS + 1) * ASSAY_AUDIO_BANDS];
  double energies[HALVES * ASSAY_AUDIO_BANDS];
  double cost;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    targets[i] = (double) NAN;
  /* The slot before keeps the gains that it was written with. */
  memmove (self->gains, self->gains + (gsize) 2 * GROUP_SLOTS * ASSAY_AUDIO_BANDS, 2 * half);
  memset (self->gains + (gsize) 2 * ASSAY_AUDIO_BANDS, 0, (HALVES - 2) * half);
  analyse_group (self);
  share_frames (self);
  cost = mean_cost (self);
  for (guint round = 0; cost > 0 && round < ROUNDS + TRIALS; round++)
    {
      if (round < ROUNDS)
        foresee (self, energies);
      else
        try_out (self, energies);
      correct (self, energies, cost, targets);
    }
}

/* The group is whole: marks it and moves on. */
static void
mark_group (AssayAudioMarker *self, GArray **added)
{
  gsize skipped = self->begun ? 0 : REACH;

  find_gains (self);
  for (guint c = 0; c < self->channels; c++)
    {
      float *held = self->held + c * HELD;
      float *tail = self->tails + c * REACH;
      const float *settled = self->difference + SLOT_SAMPLES;
      guint before = added[c]->len;
      double *out;

      synthesise (self, self->frames + (gsize) c * FRAMES * self->n_bins);
      for (gsize i = 0; i < REACH; i++)
        self->difference[SLOT_SAMPLES + i] += tail[i];
      g_array_set_size (added[c], before + (guint) (GROUP_SAMPLES - skipped));
      out = &g_array_index (added[c], double, before);
      for (gsize i = skipped; i < GROUP_SAMPLES; i++)
        out[i - skipped] = (double) settled[i];
      memcpy (tail, settled + GROUP_SAMPLES, REACH * sizeof *tail);
      memmove (held, held + GROUP_SAMPLES, (HELD - GROUP_SAMPLES) * sizeof *held);
    }
  self->filled = HELD - GROUP_SAMPLES;
  self->begun = TRUE;
}

void
assay_audio_marker_push (AssayAudioMarker *self, const float *samples, gsize frames, GArray **added)
{
  while (frames > 0)
    {
      gsize n = MIN (frames, HELD - self->filled);

      for (guint c = 0; c < self->channels; c++)
        {
          float *held = self->held + c * HELD + self->filled;

          for (gsize i = 0; i < n; i++)
            held[i] = samples[i * self->channels + c];
        }
      self->filled += n;
      samples += n * self->channels;
      frames -= n;
      if (self->filled == HELD)
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
