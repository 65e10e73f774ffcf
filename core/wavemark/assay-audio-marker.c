/* assay-audio-marker.c: finds, for each cell, the gains of its two halves that put their ratio near
 * the lattice, and synthesises what they change. The gains come from the mix of the channels and
 * are applied to each, so that a mix of them reads the same. */
#include "wavemark/assay-audio-marker.h"

#include <math.h>
#include <string.h>

#include "wavemark/assay-audio-group.h"

/* The same bits with and without AVX2: neither fuses a product with a sum. */
#define CLONES __attribute__ ((target_clones ("avx2", "default")))
#define GROUP_SLOTS ASSAY_AUDIO_GROUP_SLOTS
#define FRAMES ASSAY_AUDIO_GROUP_FRAMES
#define HALVES ASSAY_AUDIO_GROUP_HALVES
#define SLOT_SAMPLES ((gsize) ASSAY_AUDIO_SLOT * ASSAY_AUDIO_HOP)
#define GROUP_SAMPLES (GROUP_SLOTS * SLOT_SAMPLES)
/* Frame f of a slot begins so far before sample f · hop: it ends where the next hop begins. */
#define REACH ((gsize) (ASSAY_AUDIO_WINDOW - ASSAY_AUDIO_HOP))
/* A slot of context on either side. */
#define BEFORE (SLOT_SAMPLES + REACH)
#define HELD (BEFORE + GROUP_SAMPLES + SLOT_SAMPLES)
/* Overlapping windows leak a quarter of each correction into the neighbours: three rounds leave
 * 2 % of it. */
#define ROUNDS 3
/* Rounds after that in which the group is marked and read again: beats and onsets are not as the
 * rounds before suppose. A second one costs more of the sound than it gains. */
#define TRIALS 1
/* How far a cell is moved to its lattice point falls so where the sound is louder and the same step
 * costs more. */
#define SHARE_FALL 0.4
#define LEAST_SHARE 0.3
#define MOST_SHARE 0.9
/* The same for the two channels' energies together, whose lattice costs more: the side alone moves
 * them, and it is the smaller part. */
#define SIDE_SHARE 0.55
#define LEAST_SIDE_SHARE 0.15
#define MOST_SIDE_SHARE 0.8
/* The side is changed by so much of a step at most, and where it has less than this share of the
 * energies not at all: they follow the mix there. */
#define SIDE_REACH 0.35
#define LEAST_SIDE 0.025
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
  float *held;               /* channels × HELD: the group and its surroundings */
  gsize filled;              /* samples of @held that are there */
  float *difference;         /* HELD */
  float *tails;              /* channels × REACH: of the last group's frames */
  AssayComplexFloat *frames; /* channels × FRAMES × bins of the bands; NULL: of one or two */
  AssayAudioGroup mean;      /* the mix of the channels */
  AssayAudioGroup side;      /* of two channels: half of what the first has more than the second */
  guint n_bins;              /* of the bands */
  gboolean begun;            /* the first group is past */
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
  assay_audio_group_init (&self->mean, plan);
  if (channels == 2)
    assay_audio_group_init (&self->side, plan);
  if (channels > 2)
    self->frames = g_new0 (AssayComplexFloat, channels * FRAMES * self->n_bins);
  self->filled = BEFORE;
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
  g_free (self->frames);
  assay_audio_group_clear (&self->mean);
  assay_audio_group_clear (&self->side);
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

/* The frames of a channel. */
static void
analyse_channel (AssayAudioMarker *self, guint c, AssayComplexFloat *frames)
{
  for (gsize f = 0; f < FRAMES; f += 2)
    analyse (self, self->held + c * HELD + f * ASSAY_AUDIO_HOP, frames + f * self->n_bins);
}

/* Of two channels, mean and half the difference in their places. */
CLONES static void
part_channels (AssayAudioMarker *self)
{
  AssayComplexFloat *a = self->mean.frames, *b = self->side.frames;

  for (gsize i = 0; i < (gsize) FRAMES * self->n_bins; i++)
    {
      AssayComplexFloat left = a[i], right = b[i];

      a[i] = (AssayComplexFloat){ 0.5F * (left.re + right.re), 0.5F * (left.im + right.im) };
      b[i] = (AssayComplexFloat){ 0.5F * (left.re - right.re), 0.5F * (left.im - right.im) };
    }
}

/* The mix of the frames of more channels. */
CLONES static void
mix_channels (AssayAudioMarker *self)
{
  gsize n = (gsize) FRAMES * self->n_bins;
  AssayComplexFloat *mean = self->mean.frames;

  memset (mean, 0, n * sizeof *mean);
  for (guint c = 0; c < self->channels; c++)
    for (gsize i = 0; i < n; i++)
      {
        mean[i].re += self->frames[c * n + i].re * self->mix[c];
        mean[i].im += self->frames[c * n + i].im * self->mix[c];
      }
}

/* All frames of all channels, and of their mix. */
static void
analyse_group (AssayAudioMarker *self)
{
  if (self->channels <= 2)
    analyse_channel (self, 0, self->mean.frames);
  if (self->channels == 2)
    {
      analyse_channel (self, 1, self->side.frames);
      part_channels (self);
      assay_audio_group_begin (&self->side);
    }
  for (guint c = 0; self->frames != NULL && c < self->channels; c++)
    analyse_channel (self, c, self->frames + (gsize) c * FRAMES * self->n_bins);
  if (self->frames != NULL)
    mix_channels (self);
  assay_audio_group_begin (&self->mean);
}

/* What the gains change in frame @f of channel @c; of the mix where @c is no channel. */
static void
change_frame (const AssayAudioMarker *self, guint f, guint c, AssayComplexFloat *changes)
{
  gsize at = (gsize) f * self->n_bins;
  const AssayComplexFloat *frames = self->mean.frames;

  if (c < self->channels && self->frames != NULL)
    frames = self->frames + (gsize) c * FRAMES * self->n_bins;
  memset (changes, 0, self->n_bins * sizeof *changes);
  assay_audio_group_change (&self->mean, frames + at, f, 1, changes);
  if (c < self->channels && self->side.frames != NULL)
    assay_audio_group_change (&self->side, self->side.frames + at, f, c == 0 ? 1 : -1, changes);
}

/* Writes to self->difference what the gains change in channel @c, or in the mix, the first and last
 * slot left out. */
CLONES static void
synthesise (AssayAudioMarker *self, guint c)
{
  const AssayComplexFloat *samples = assay_fft_pair_values (self->fft);
  AssayComplexFloat changes[2][ASSAY_AUDIO_BINS];

  memset (self->difference, 0, HELD * sizeof *self->difference);
  for (guint f = ASSAY_AUDIO_SLOT; f < FRAMES - ASSAY_AUDIO_SLOT; f += 2)
    {
      float *out = self->difference + (gsize) f * ASSAY_AUDIO_HOP;

      for (guint i = 0; i < 2; i++)
        change_frame (self, f + i, c, changes[i]);
      assay_fft_pair_inverse (self->fft, self->plan->edges[0], self->n_bins, changes[0],
                              changes[1]);
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        out[i] += samples[i].re * self->window[i];
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        out[i + ASSAY_AUDIO_HOP] += samples[i].im * self->window[i];
    }
}

/* What a change of a cell of @group by its step costs in the mean. */
static double
mean_cost (const AssayAudioGroup *group)
{
  double sum = 0;

  for (guint f = 0; f < FRAMES; f++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      sum += group->power[f * ASSAY_AUDIO_BANDS + b] * group->plan->steps[b]
             * group->plan->steps[b];
  return sum * ASSAY_AUDIO_HALF / (FRAMES * ASSAY_AUDIO_BANDS);
}

static double
freedom_of (const AssayAudioMarker *self, guint slot, guint band)
{
  const double *power
      = self->mean.power + (gsize) slot * ASSAY_AUDIO_SLOT * ASSAY_AUDIO_BANDS + band;
  double halves[2] = { 0 };

  for (guint f = 0; f < ASSAY_AUDIO_SLOT; f++)
    halves[f / ASSAY_AUDIO_HALF] += power[f * ASSAY_AUDIO_BANDS];
  return assay_audio_plan_freedom (power[(ASSAY_AUDIO_HALF - 1) * ASSAY_AUDIO_BANDS] / halves[0],
                                   power[ASSAY_AUDIO_HALF * ASSAY_AUDIO_BANDS] / halves[1]);
}

/* How far the ratio @q is from the nearest point of the cell's lattice. */
static double
offset_of (const AssayAudioMarker *self, guint cell, double q)
{
  gint symbol = self->plan->symbol[cell];
  double step = self->plan->steps[cell % ASSAY_AUDIO_BANDS];
  double off
      = q / step - self->plan->dither[cell] - (symbol >= 0 && self->symbols[symbol] < 0 ? 0.5 : 0);

  return (off - floor (off + 0.5)) * step;
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
        double step = self->plan->steps[b];
        double *first = self->mean.gains + (gsize) 2 * slot * ASSAY_AUDIO_BANDS + b;
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
            double off = offset_of (self, cell, q);
            double share
                = self->plan->share * pow (0.5 * (e0 + e1) * step * step / cost, -SHARE_FALL);
            double freedom = freedom_of (self, slot, b);

            *target = q - off * CLAMP (share, LEAST_SHARE, MOST_SHARE);
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

/* Where the energies of both channels together should be, whose sum is @energy and whose ratio @q
 * as it is. */
static double
side_target (
    const AssayAudioMarker *self, guint slot, guint band, double q, double energy, double cost)
{
  guint cell = (slot - 1) % ASSAY_AUDIO_SLOTS * ASSAY_AUDIO_BANDS + band;
  double step = self->plan->steps[band];
  double share = SIDE_SHARE * pow (0.5 * energy * step * step / cost, -SHARE_FALL);

  return q
         - offset_of (self, cell, q) * CLAMP (share, LEAST_SIDE_SHARE, MOST_SIDE_SHARE)
               * (1 - assay_audio_group_likeness (&self->mean, &self->side, slot, band));
}

/* One round: moves the gains of the side by what the two channels' energies together are off their
 * lattice. What changes the phases between the channels changes their mix, but not these. */
static void
correct_side (
    AssayAudioMarker *self, const double *mean, const double *side, double cost, double *targets)
{
  for (guint slot = 1; slot <= GROUP_SLOTS; slot++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        double step = self->plan->steps[b];
        gsize at = (gsize) 2 * slot * ASSAY_AUDIO_BANDS + b;
        double *first = self->side.gains + at;
        double *second = first + ASSAY_AUDIO_BANDS;
        double *target = targets + slot * ASSAY_AUDIO_BANDS + b;
        double s0 = side[at], s1 = side[at + ASSAY_AUDIO_BANDS];
        double e0 = mean[at] + s0, e1 = mean[at + ASSAY_AUDIO_BANDS] + s1;
        double q, move;

        if (!(e0 > ASSAY_AUDIO_SILENCE) || !(e1 > ASSAY_AUDIO_SILENCE)
            || s0 / e0 + s1 / e1 < 2 * LEAST_SIDE)
          continue;
        q = 0.5 * log (e1 / e0);
        if (isnan (*target))
          *target = side_target (self, slot, b, q, e0 + e1, cost);
        move = (q - *target) / (s0 / e0 + s1 / e1);
        *first = CLAMP (*first + move, -SIDE_REACH * step, SIDE_REACH * step);
        *second = CLAMP (*second - move, -SIDE_REACH * step, SIDE_REACH * step);
      }
}

/* The gains of the side: first as much of the mix's as it is like it. */
static void
find_side_gains (AssayAudioMarker *self, double cost)
{
  double targets[(GROUP_SLOTS + 1) * ASSAY_AUDIO_BANDS];
  double mean[HALVES * ASSAY_AUDIO_BANDS], side[HALVES * ASSAY_AUDIO_BANDS];

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    targets[i] = (double) NAN;
  for (guint slot = 1; slot <= GROUP_SLOTS; slot++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        gsize at = (gsize) 2 * slot * ASSAY_AUDIO_BANDS + b;
        double likeness = assay_audio_group_likeness (&self->mean, &self->side, slot, b);

        for (gsize half = at; half <= at + ASSAY_AUDIO_BANDS; half += ASSAY_AUDIO_BANDS)
          self->side.gains[half] = likeness * self->mean.gains[half];
      }
  assay_audio_group_foresee (&self->mean, mean);
  for (guint round = 0; round < ROUNDS; round++)
    {
      assay_audio_group_foresee (&self->side, side);
      correct_side (self, mean, side, cost, targets);
    }
}

/* The energies of the mix as they are when the gains are applied. */
static void
try_out (AssayAudioMarker *self, double *energies)
{
  AssayComplexFloat frames[2 * ASSAY_AUDIO_BINS];
  float *marked = self->difference;
  double power[ASSAY_AUDIO_BANDS];

  memset (energies, 0, HALVES * ASSAY_AUDIO_BANDS * sizeof *energies);
  synthesise (self, self->channels);
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
      assay_audio_group_measure (&self->mean, frames + f % 2 * self->n_bins, power);
      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        half[b] += power[b];
    }
}

/* The gains of the group in self->held. */
static void
find_gains (AssayAudioMarker *self)
{
  double targets[(GROUP_SLOTS + 1) * ASSAY_AUDIO_BANDS];
  double energies[HALVES * ASSAY_AUDIO_BANDS];
  double cost;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    targets[i] = (double) NAN;
  analyse_group (self);
  cost = mean_cost (&self->mean);
  for (guint round = 0; cost > 0 && round < ROUNDS + TRIALS; round++)
    {
      if (round < ROUNDS)
        assay_audio_group_foresee (&self->mean, energies);
      else
        try_out (self, energies);
      correct (self, energies, cost, targets);
    }
  if (self->side.frames != NULL)
    find_side_gains (self, cost + mean_cost (&self->side));
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

      synthesise (self, c);
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
