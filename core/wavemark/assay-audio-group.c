/* assay-audio-group.c: energies of a group's halves as its gains will make them. */
#include "wavemark/assay-audio-group.h"

#include <math.h>
#include <string.h>

/* The same bits with and without AVX2: neither fuses a product with a sum. */
#define CLONES __attribute__ ((target_clones ("avx2", "default")))
#define FRAMES ASSAY_AUDIO_GROUP_FRAMES
#define HALVES ASSAY_AUDIO_GROUP_HALVES
/* Frames on either side that overlap one. */
#define NEIGHBOURS 3

void
assay_audio_group_init (AssayAudioGroup *self, const AssayAudioPlan *plan)
{
  self->plan = plan;
  self->n_bins = plan->edges[ASSAY_AUDIO_BANDS] - plan->edges[0];
  self->frames = g_new0 (AssayComplexFloat, FRAMES * self->n_bins);
  self->power = g_new0 (double, FRAMES *ASSAY_AUDIO_BANDS);
  self->shares = g_new0 (double, FRAMES * 3 * ASSAY_AUDIO_BANDS);
  self->gains = g_new0 (double, HALVES *ASSAY_AUDIO_BANDS);
}

void
assay_audio_group_clear (AssayAudioGroup *self)
{
  g_clear_pointer (&self->frames, g_free);
  g_clear_pointer (&self->power, g_free);
  g_clear_pointer (&self->shares, g_free);
  g_clear_pointer (&self->gains, g_free);
}

CLONES void
assay_audio_group_measure (const AssayAudioGroup *self,
                           const AssayComplexFloat *frame,
                           double *power)
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

/* How far a frame's window overlaps its neighbours', squared. */
static void
find_overlaps (const AssayAudioPlan *plan, double *overlap)
{
  for (guint k = 0; k <= NEIGHBOURS; k++)
    {
      overlap[k] = 0;
      for (guint i = k * ASSAY_AUDIO_HOP; i < ASSAY_AUDIO_WINDOW; i++)
        overlap[k] += pow (plan->window[i] * plan->window[i - k * ASSAY_AUDIO_HOP], 2);
    }
}

/* How much of each frame of the group comes from the half before its own, from its own and from the
 * half behind: as far as the windows of its neighbours and their energies overlap it. The three add
 * up to one, where there is any energy. */
static void
share_frames (AssayAudioGroup *self)
{
  double roots[FRAMES * ASSAY_AUDIO_BANDS];
  double overlaps[NEIGHBOURS + 1];

  find_overlaps (self->plan, overlaps);
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
          double overlap = overlaps[g > f ? g - f : f - g];

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

void
assay_audio_group_begin (AssayAudioGroup *self)
{
  gsize half = ASSAY_AUDIO_BANDS * sizeof (double);

  memmove (self->gains, self->gains + (gsize) 2 * ASSAY_AUDIO_GROUP_SLOTS * ASSAY_AUDIO_BANDS,
           2 * half);
  memset (self->gains + (gsize) 2 * ASSAY_AUDIO_BANDS, 0, (HALVES - 2) * half);
  for (gsize f = 0; f < FRAMES; f++)
    assay_audio_group_measure (self, self->frames + f * self->n_bins,
                               self->power + f * ASSAY_AUDIO_BANDS);
  share_frames (self);
}

CLONES void
assay_audio_group_foresee (const AssayAudioGroup *self, double *energies)
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

void
assay_audio_group_change (const AssayAudioGroup *self,
                          const AssayComplexFloat *frame,
                          guint f,
                          float sign,
                          AssayComplexFloat *changes)
{
  const guint *edges = self->plan->edges;
  const double *gains = self->gains + (gsize) (f / ASSAY_AUDIO_HALF) * ASSAY_AUDIO_BANDS;

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      float factor = sign * (float) (expm1 (gains[b]) * (0.5 / ASSAY_AUDIO_WINDOW));

      for (guint k = edges[b] - edges[0]; k < edges[b + 1] - edges[0]; k++)
        {
          changes[k].re += frame[k].re * factor;
          changes[k].im += frame[k].im * factor;
        }
    }
}

double
assay_audio_group_likeness (const AssayAudioGroup *self,
                            const AssayAudioGroup *other,
                            guint slot,
                            guint band)
{
  const guint *edges = self->plan->edges;
  double re = 0, im = 0, own = 0, others = 0;

  for (guint f = slot * ASSAY_AUDIO_SLOT; f < (slot + 1) * ASSAY_AUDIO_SLOT; f++)
    for (guint k = edges[band] - edges[0]; k < edges[band + 1] - edges[0]; k++)
      {
        AssayComplexFloat a = self->frames[(gsize) f * self->n_bins + k];
        AssayComplexFloat b = other->frames[(gsize) f * self->n_bins + k];

        re += (double) (a.re * b.re + a.im * b.im);
        im += (double) (a.im * b.re - a.re * b.im);
        own += (double) (a.re * a.re + a.im * a.im);
        others += (double) (b.re * b.re + b.im * b.im);
      }
  return own > 0 && others > 0 ? MIN (1, (re * re + im * im) / (own * others)) : 0;
}
