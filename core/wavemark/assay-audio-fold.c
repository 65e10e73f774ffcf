/* assay-audio-fold.c: energies, phases and their sums over the periods. */
#include "wavemark/assay-audio-fold.h"

#include <math.h>
#include <string.h>

#define STEP (ASSAY_AUDIO_HOP / 4) /* samples from one time to the next */
/* Times from a frame of a half to its next, and from a half to the other. */
#define NEXT_FRAME (ASSAY_AUDIO_HOP / STEP)
#define NEXT_HALF (NEXT_FRAME * ASSAY_AUDIO_HALF)
#define TAPS 16

/* @samples played @speed times slower: windowed sinc; what is marked lies below half of the band,
 * so 16 taps leave less than -60 dB. */
static double *
slow_down (const double *samples, gsize n, double speed, gsize *n_out)
{
  const double reach = (TAPS / 2 + 0.5) * (TAPS / 2 + 0.5);
  double *out;

  *n_out = n < TAPS ? 0 : (gsize) ((double) (n - TAPS) * speed);
  out = g_new0 (double, *n_out + 1);
  for (gsize i = TAPS; i < *n_out; i++)
    {
      double at = (double) i / speed;
      gsize whole = (gsize) at;
      double rest = at - (double) whole;
      double sine = sin (G_PI * rest) / G_PI;
      double sum = 0;

      if (rest < 1e-9)
        {
          out[i] = samples[whole];
          continue;
        }
      /* sin (π (rest - k)) is that of k = 0 with alternating sign. */
      for (gint k = 1 - TAPS / 2; k <= TAPS / 2; k++)
        {
          double x = rest - k;
          double window = 1 - x * x / reach;

          sum += samples[whole + (gsize) (k + TAPS) - TAPS] * (k % 2 == 0 ? sine : -sine) / x
                 * window * window;
        }
      out[i] = sum;
    }
  return out;
}

AssayAudioEnergies
assay_audio_energies (const AssayAudioPlan *plan,
                      const double *samples,
                      gsize n,
                      const AssayAudioWarp *warp)
{
  g_autoptr (AssayFft) fft = assay_fft_new (ASSAY_AUDIO_WINDOW);
  g_autofree double *slowed = NULL;
  AssayComplex bins[ASSAY_AUDIO_BINS];
  double frame[ASSAY_AUDIO_WINDOW];
  double pace = STEP / warp->tempo;
  double reach = ASSAY_AUDIO_WINDOW + warp->offset;
  AssayAudioEnergies self = { 0 };

  if (fabs (warp->speed - 1) > 1e-9)
    samples = slowed = slow_down (samples, n, warp->speed, &n);
  if ((double) n < reach + 1)
    return self;
  self.n = (gsize) (((double) n - reach - 1) / pace) + 1;
  self.energies = g_new (double, self.n *ASSAY_AUDIO_BANDS);
  for (gsize t = 0; t < self.n; t++)
    {
      double position = (double) t * pace + warp->offset;

      memcpy (frame, samples + (gsize) (position + 0.5), sizeof frame);
      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        frame[i] *= plan->window[i];
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        {
          double energy = 0;

          for (guint k = plan->edges[b]; k < plan->edges[b + 1]; k++)
            energy += bins[k].re * bins[k].re + bins[k].im * bins[k].im;
          self.energies[t * ASSAY_AUDIO_BANDS + b] = energy;
        }
    }
  return self;
}

/* The energy of the half that begins at time @t. */
static double
half_at (const double *energies, gsize t, guint band)
{
  double sum = 0;

  for (guint f = 0; f < ASSAY_AUDIO_HALF; f++)
    sum += energies[(t + (gsize) f * NEXT_FRAME) * ASSAY_AUDIO_BANDS + band];
  return sum;
}

void
assay_audio_fold (AssayAudioFold *self,
                  const AssayAudioPlan *plan,
                  const AssayAudioEnergies *energies,
                  gsize first,
                  gsize n)
{
  gsize last = first + n;

  memset (self, 0, sizeof *self);
  if (energies->n < 2 * NEXT_HALF)
    return;
  last = MIN (last, energies->n - (2 * NEXT_HALF - NEXT_FRAME));
  for (gsize t = first; t < last; t++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        double e0 = half_at (energies->energies, t, b);
        double e1 = half_at (energies->energies, t + NEXT_HALF, b);
        AssayComplex *z = self->z + (t % ASSAY_AUDIO_PLACES) * ASSAY_AUDIO_BANDS + b;
        double phase;

        if (!(e0 > ASSAY_AUDIO_SILENCE) || !(e1 > ASSAY_AUDIO_SILENCE))
          continue;
        phase = G_PI * log (e1 / e0) / plan->steps[b];
        z->re += cos (phase);
        z->im += sin (phase);
        self->n_values++;
      }
}

AssayComplex
assay_audio_fold_cell (const AssayAudioFold *self,
                       const AssayAudioPlan *plan,
                       guint place,
                       guint cell)
{
  guint at = (place + cell / ASSAY_AUDIO_BANDS * ASSAY_AUDIO_FINE) % ASSAY_AUDIO_PLACES;
  AssayComplex z = self->z[at * ASSAY_AUDIO_BANDS + cell % ASSAY_AUDIO_BANDS];
  double c = plan->turn[cell].re;
  double s = plan->turn[cell].im;

  return (AssayComplex){ z.re * c + z.im * s, z.im * c - z.re * s };
}

AssayAudioSync
assay_audio_fold_find (const AssayAudioFold *self, const AssayAudioPlan *plan)
{
  AssayAudioSync best = { 0 };
  double best_score = 0;

  for (guint place = 0; place < ASSAY_AUDIO_PLACES; place++)
    {
      AssayAudioSync sync = { .place = place };

      for (guint cell = 0; cell < ASSAY_AUDIO_CELLS; cell++)
        {
          AssayComplex z;

          if (plan->symbol[cell] >= 0)
            continue;
          z = assay_audio_fold_cell (self, plan, place, cell);
          sync.sum += z.re;
          sync.squares += z.re * z.re + z.im * z.im;
        }
      if (sync.sum > 0 && sync.sum * sync.sum > best_score * sync.squares)
        {
          best = sync;
          best_score = sync.sum * sync.sum / sync.squares;
        }
    }
  return best;
}
