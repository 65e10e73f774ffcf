/* assay-audio-fold.c: spectra, phases and their sums over the periods. */
#include "wavemark/assay-audio-fold.h"

#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"

#define STEP (ASSAY_AUDIO_HOP / 4) /* samples from one time to the next */
/* Times from a frame of a half to its next, and from a half to the other. */
#define NEXT_FRAME (ASSAY_AUDIO_HOP / STEP)
#define NEXT_HALF (NEXT_FRAME * ASSAY_AUDIO_HALF)
/* Times of a half, and of a slot. */
#define HALF_TIMES (NEXT_HALF - NEXT_FRAME + 1)
#define SLOT_TIMES (2 * NEXT_HALF - NEXT_FRAME + 1)
/* Noise of r times a half's energy gives ½ ln of the energy the variance (2 r + r²) / 112 in a band
 * of 13 bins, which has about 28 independent values in 4 frames. */
#define VARIANCE (13.0 / 112)
/* Mean cosine of a phase without any noise: the part of the way that the marker leaves. */
#define CLEAN 0.93
/* What is left of a half's energy when noise is taken off, in noises. */
#define LEAST_SIGNAL 0.1
/* The tenth part of halves of white noise lies below so much of its mean. */
#define QUIET_SHARE 0.8
/* Lossy coders keep quiet halves worse: their phases count by this power of the energy. */
#define FADE 0.06
#define MOST_FADE 1.5
/* A change of tempo puts pieces of the sound together that lie some ms beside their places: each
 * place has then these parts of those before and behind it too. */
#define BESIDE 2
static const double beside[BESIDE + 1] = { 3, 2, 1 };

/* The mean energies, and what white noise can have at most: a tenth of the halves lies below it. */
static void
find_levels (AssayAudioSpectra *self, const AssayAudioPlan *plan)
{
  gsize n = self->n < HALF_TIMES ? 0 : (self->n - HALF_TIMES) / NEXT_FRAME + 1;
  g_autofree double *energies = g_new (double, n + 1);

  self->noise = n > 0 ? INFINITY : 0;
  for (guint b = 0; n > 0 && b < ASSAY_AUDIO_BANDS; b++)
    {
      guint low = plan->edges[b] - self->first, high = plan->edges[b + 1] - self->first;
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        {
          const double *power = self->power + i * NEXT_FRAME * self->n_bins;

          energies[i] = 0;
          for (guint f = 0; f < ASSAY_AUDIO_HALF; f++, power += NEXT_FRAME * self->n_bins)
            energies[i] += power[high] - power[low];
          sum += energies[i];
        }
      assay_sort_doubles (energies, n);
      self->means[b] = 0.5 * log (MAX (sum / (double) n, ASSAY_AUDIO_SILENCE));
      self->noise = MIN (self->noise, energies[n / 10] / (high - low) / QUIET_SHARE);
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
  find_levels (self, plan);
}

void
assay_audio_spectra_add (AssayAudioSpectra *self,
                         const AssayAudioPlan *plan,
                         const AssayAudioSpectra *other)
{
  g_return_if_fail (self->n == other->n);

  for (gsize i = 0; i < self->n * self->n_bins; i++)
    self->power[i] += other->power[i];
  find_levels (self, plan);
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
  double fades[SLOT_TIMES][ASSAY_AUDIO_BANDS];
  double variances[SLOT_TIMES][ASSAY_AUDIO_BANDS]; /* of the phase of grade 1, halved */
  double firsts[SLOT_TIMES][ASSAY_AUDIO_BANDS];    /* shares of the first and the last frame */
  double lasts[SLOT_TIMES][ASSAY_AUDIO_BANDS];
} Recent;

typedef struct
{
  const AssayAudioPlan *plan;
  const AssayAudioSpectra *spectra;
  double noise[ASSAY_AUDIO_BANDS];    /* energy of a half */
  double variance[ASSAY_AUDIO_BANDS]; /* of a phase, halved, for 2 r + r² = 1 */
} Model;

static void
make_model (Model *self, const AssayAudioPlan *plan, const AssayAudioSpectra *spectra, double noise)
{
  self->plan = plan;
  self->spectra = spectra;
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      guint width = plan->edges[b + 1] - plan->edges[b];

      self->noise[b] = noise * width;
      self->variance[b] = 2 * G_PI * G_PI * VARIANCE / width / (plan->steps[b] * plan->steps[b]);
    }
}

/* The halves that end at time @t. */
static void
add_half (Recent *recent, const Model *model, gsize t)
{
  gsize at = (t - (HALF_TIMES - 1)) % SLOT_TIMES;

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      double noise = model->noise[b];
      double sum = 0, share;

      for (guint f = 0; f < ASSAY_AUDIO_HALF; f++)
        sum += recent->energies[(t - (gsize) f * NEXT_FRAME) % HALF_TIMES][b];
      share = MAX (sum, ASSAY_AUDIO_SILENCE);
      recent->firsts[at][b] = recent->energies[(t - HALF_TIMES + 1) % HALF_TIMES][b] / share;
      recent->lasts[at][b] = recent->energies[t % HALF_TIMES][b] / share;
      sum = MAX (sum - noise, LEAST_SIGNAL * noise);
      recent->halves[at][b] = sum > ASSAY_AUDIO_SILENCE ? 0.5 * log (sum) : (double) NAN;
      recent->fades[at][b] = exp (FADE * (recent->halves[at][b] - model->spectra->means[b]));
      share = noise / MAX (sum, ASSAY_AUDIO_SILENCE);
      recent->variances[at][b] = model->variance[b] * share * (2 + share);
    }
}

/* Concentration of the von Mises distribution whose mean cosine is @mean: the weight by which
 * phases add up to a likelihood (Best and Fisher, Commun. Stat. B 10(5), 1981, first term). */
static double
concentration (double mean)
{
  return mean * (2 - mean * mean) / (1 - mean * mean);
}

/* Adds the phase of the slot at time @start in band @band to all grades. The two largest ones are
 * computed; an angle of half the step is twice as large, its phase the square. */
static void
add_phase (AssayAudioFold *self, gsize place, double steps, double weight, double variance)
{
  for (guint largest = ASSAY_AUDIO_GRADES - 2; largest < ASSAY_AUDIO_GRADES; largest++)
    {
      float angle = (float) (2 * G_PI * steps / assay_audio_grades[largest]);
      double c = (double) cosf (angle), s = (double) sinf (angle);

      for (guint down = 0; down <= largest; down += 2)
        {
          guint g = largest - down;
          double grade = assay_audio_grades[g];
          double heavy = weight, square = c * c - s * s;

          if (variance > 0)
            heavy *= concentration (CLEAN * exp (-variance / (grade * grade)))
                     / concentration (CLEAN);
          self->z[g][place].re += heavy * c;
          self->z[g][place].im += heavy * s;
          s *= 2 * c;
          c = square;
        }
    }
}

/* Adds the phases of the slot at time @start. */
static void
add_slot (AssayAudioFold *self, const Model *model, const Recent *recent, gsize start)
{
  gsize i = start % SLOT_TIMES, k = (start + NEXT_HALF) % SLOT_TIMES;
  gsize place = start % ASSAY_AUDIO_PLACES * ASSAY_AUDIO_BANDS;

  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      double steps = (recent->halves[k][b] - recent->halves[i][b]) / model->plan->steps[b];

      if (isnan (steps))
        continue;
      add_phase (self, place + b, steps,
                 MIN (recent->fades[i][b] * recent->fades[k][b], MOST_FADE)
                     * assay_audio_plan_freedom (recent->lasts[i][b], recent->firsts[k][b]),
                 recent->variances[i][b] + recent->variances[k][b]);
      self->n_values++;
    }
}

/* Mixes each place with its neighbours. */
static void
smooth (AssayAudioFold *self)
{
  const gsize n = G_N_ELEMENTS (self->z[0]);
  g_autofree AssayComplex *sharp = g_new (AssayComplex, n);

  for (guint g = 0; g < ASSAY_AUDIO_GRADES; g++)
    {
      memcpy (sharp, self->z[g], n * sizeof *sharp);
      for (gsize i = 0; i < n; i++)
        {
          AssayComplex sum = { beside[0] * sharp[i].re, beside[0] * sharp[i].im };

          for (gsize d = 1; d <= BESIDE; d++)
            {
              const AssayComplex *before = &sharp[(i + n - d * ASSAY_AUDIO_BANDS) % n];
              const AssayComplex *behind = &sharp[(i + d * ASSAY_AUDIO_BANDS) % n];

              sum.re += beside[d] * (before->re + behind->re);
              sum.im += beside[d] * (before->im + behind->im);
            }
          self->z[g][i] = sum;
        }
    }
}

void
assay_audio_fold (AssayAudioFold *self,
                  const AssayAudioPlan *plan,
                  const AssayAudioSpectra *spectra,
                  gsize longest,
                  const AssayAudioWarp *warp,
                  double noise)
{
  double pace = 1 / (warp->speed * warp->tempo);
  gsize frames = MIN (spectra->n, longest);
  Recent recent;
  Model model;
  Edges edges;

  memset (self, 0, sizeof *self);
  make_model (&model, plan, spectra, noise);
  place_edges (&edges, plan, spectra, warp->speed);
  for (gsize t = 0; (double) t * pace <= (double) frames - 1; t++)
    {
      band_energies (spectra, &edges, (double) t * pace, recent.energies[t % HALF_TIMES]);
      if (t >= HALF_TIMES - 1)
        add_half (&recent, &model, t);
      if (t >= SLOT_TIMES - 1)
        add_slot (self, &model, &recent, t - (SLOT_TIMES - 1));
    }
  if (fabs (warp->tempo - 1) > 0)
    smooth (self);
}

AssayComplex
assay_audio_fold_cell (
    const AssayAudioFold *self, const AssayAudioPlan *plan, guint grade, guint place, guint cell)
{
  guint at = (place + cell / ASSAY_AUDIO_BANDS * ASSAY_AUDIO_FINE) % ASSAY_AUDIO_PLACES;
  AssayComplex z = self->z[grade][at * ASSAY_AUDIO_BANDS + cell % ASSAY_AUDIO_BANDS];
  double c = plan->turn[cell].re;
  double s = plan->turn[cell].im;

  return (AssayComplex){ z.re * c + z.im * s, z.im * c - z.re * s };
}

AssayAudioSync
assay_audio_fold_find (const AssayAudioFold *self, const AssayAudioPlan *plan, guint grade)
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
          z = assay_audio_fold_cell (self, plan, grade, place, cell);
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
