/* assay-audio-fold.c: spectra, phases and their sums over the periods. */
#include "wavemark/assay-audio-fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP (ASSAY_AUDIO_HOP / 4) /* samples from one time to the next */
/* Times from a frame of a half to its next, and from a half to the other. */
#define NEXT_FRAME (ASSAY_AUDIO_HOP / STEP)
#define NEXT_HALF (NEXT_FRAME * ASSAY_AUDIO_HALF)
/* Times of a half, and of a slot. */
#define HALF_TIMES (NEXT_HALF - NEXT_FRAME + 1)
#define SLOT_TIMES (2 * NEXT_HALF - NEXT_FRAME + 1)
/* Noise of r times a half's energy gives ½ ln of the energy the variance (2 r + r²) / 112: 13 bins
 * of 4 frames have about 28 independent values. A phase of that spread has the mean cosine exp (-2
 * π² variance / step²), which is its weight. The floor tells r too large where there is no noise:
 * nothing is left out altogether, and sound is read without first. */
#define NOISE_WEIGHT 0.176
#define LEAST_WEIGHT 0.2

static int
compare_values (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The energies below which a tenth of the halves lie. */
static void
find_floors (AssayAudioSpectra *self, const AssayAudioPlan *plan)
{
  gsize n = self->n < HALF_TIMES ? 0 : (self->n - HALF_TIMES) / NEXT_FRAME + 1;
  g_autofree double *energies = g_new (double, n + 1);

  for (guint b = 0; n > 0 && b < ASSAY_AUDIO_BANDS; b++)
    {
      guint low = plan->edges[b] - self->first, high = plan->edges[b + 1] - self->first;

      for (gsize i = 0; i < n; i++)
        {
          const double *power = self->power + i * NEXT_FRAME * self->n_bins;

          energies[i] = 0;
          for (guint f = 0; f < ASSAY_AUDIO_HALF; f++, power += NEXT_FRAME * self->n_bins)
            energies[i] += power[high] - power[low];
        }
      qsort (energies, n, sizeof *energies, compare_values);
      self->floors[b] = energies[n / 10];
    }
}

void
assay_audio_spectra_init (AssayAudioSpectra *self,
                          const AssayAudioPlan *plan,
                          const double *samples,
                          gsize n)
{
  g_autoptr (AssayFft) fft = assay_fft_new (ASSAY_AUDIO_WINDOW);
  AssayComplex bins[ASSAY_AUDIO_BINS];
  double frame[ASSAY_AUDIO_WINDOW];
  guint last = (guint) ceil (plan->edges[ASSAY_AUDIO_BANDS] * ASSAY_AUDIO_FASTEST) + 1;

  self->first = (guint) floor (plan->edges[0] * ASSAY_AUDIO_SLOWEST);
  self->n_bins = last - self->first + 1;
  self->n = n < ASSAY_AUDIO_WINDOW ? 0 : (n - ASSAY_AUDIO_WINDOW) / STEP + 1;
  self->power = g_new (double, self->n * self->n_bins);
  for (gsize t = 0; t < self->n; t++)
    {
      double *power = self->power + t * self->n_bins;

      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        frame[i] = samples[t * STEP + i] * plan->window[i];
      assay_fft_forward (fft, frame, bins);
      power[0] = 0;
      for (guint k = 1; k < self->n_bins; k++)
        {
          AssayComplex x = bins[self->first + k - 1];

          power[k] = power[k - 1] + x.re * x.re + x.im * x.im;
        }
    }
  find_floors (self, plan);
}

void
assay_audio_spectra_clear (AssayAudioSpectra *self)
{
  g_clear_pointer (&self->power, g_free);
}

/* Where the bands' edges are in a frame of the spectra. */
typedef struct
{
  guint bin[ASSAY_AUDIO_BANDS + 1];
  double rest[ASSAY_AUDIO_BANDS + 1]; /* share of the next bin */
} Edges;

static void
place_edges (Edges *edges,
             const AssayAudioPlan *plan,
             const AssayAudioSpectra *spectra,
             double speed)
{
  for (guint b = 0; b <= ASSAY_AUDIO_BANDS; b++)
    {
      double at = plan->edges[b] * speed - spectra->first;

      edges->bin[b] = (guint) CLAMP (at, 0, spectra->n_bins - 2);
      edges->rest[b] = at - edges->bin[b];
    }
}

/* The energies of the bands at the time @at, between two frames. */
static void
band_energies (const AssayAudioSpectra *spectra, const Edges *edges, double at, double *energies)
{
  gsize whole = (gsize) at;
  double rest = at - (double) whole;
  const double *now = spectra->power + whole * spectra->n_bins;
  const double *next = rest > 0 ? now + spectra->n_bins : now;
  double below = 0;

  for (guint b = 0; b <= ASSAY_AUDIO_BANDS; b++)
    {
      guint k = edges->bin[b];
      double share = edges->rest[b];
      double a = now[k] + share * (now[k + 1] - now[k]);
      double c = next[k] + share * (next[k + 1] - next[k]);
      double sum = a + rest * (c - a);

      if (b > 0)
        energies[b - 1] = sum - below;
      below = sum;
    }
}

/* What has been computed of the last times; index modulo the sizes. */
typedef struct
{
  double energies[HALF_TIMES][ASSAY_AUDIO_BANDS]; /* of frames */
  double halves[SLOT_TIMES][ASSAY_AUDIO_BANDS];   /* ½ ln of the halves' energies; NaN: silent */
  double weights[SLOT_TIMES][ASSAY_AUDIO_BANDS];
} Recent;

/* The halves that end at time @t. @floors: (nullable): where noise is reckoned with. */
static void
add_half (Recent *recent, const AssayAudioPlan *plan, const double *floors, gsize t)
{
  gsize at = (t - (HALF_TIMES - 1)) % SLOT_TIMES;

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      double sum = 0, noise;

      for (guint f = 0; f < ASSAY_AUDIO_HALF; f++)
        sum += recent->energies[(t - (gsize) f * NEXT_FRAME) % HALF_TIMES][b];
      recent->halves[at][b] = sum > ASSAY_AUDIO_SILENCE ? 0.5 * log (sum) : (double) NAN;
      recent->weights[at][b] = 1;
      if (floors == NULL)
        continue;
      noise = floors[b] / MAX (sum, ASSAY_AUDIO_SILENCE);
      recent->weights[at][b]
          = MAX (exp (-NOISE_WEIGHT * noise * (2 + noise) / (plan->steps[b] * plan->steps[b])),
                 LEAST_WEIGHT);
    }
}

void
assay_audio_fold (AssayAudioFold *self,
                  const AssayAudioPlan *plan,
                  const AssayAudioSpectra *spectra,
                  gsize longest,
                  const AssayAudioWarp *warp,
                  gboolean noisy)
{
  double pace = 1 / (warp->speed * warp->tempo);
  gsize frames = MIN (spectra->n, longest);
  Recent recent;
  Edges edges;

  memset (self, 0, sizeof *self);
  place_edges (&edges, plan, spectra, warp->speed);
  for (gsize t = 0; (double) t * pace <= (double) frames - 1; t++)
    {
      gsize start = t - (SLOT_TIMES - 1);
      const double *first, *second;
      AssayComplex *z = self->z + start % ASSAY_AUDIO_PLACES * ASSAY_AUDIO_BANDS;

      band_energies (spectra, &edges, (double) t * pace, recent.energies[t % HALF_TIMES]);
      if (t >= HALF_TIMES - 1)
        add_half (&recent, plan, noisy ? spectra->floors : NULL, t);
      if (t < SLOT_TIMES - 1)
        continue;
      first = recent.halves[start % SLOT_TIMES];
      second = recent.halves[(start + NEXT_HALF) % SLOT_TIMES];
      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        {
          double turns = (second[b] - first[b]) / plan->steps[b];
          double weight = recent.weights[start % SLOT_TIMES][b]
                          * recent.weights[(start + NEXT_HALF) % SLOT_TIMES][b];

          if (isnan (turns))
            continue;
          z[b].re += weight * cos (2 * G_PI * turns);
          z[b].im += weight * sin (2 * G_PI * turns);
          self->n_values++;
        }
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
