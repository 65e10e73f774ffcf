/* assay-audio-grade.c: which grade of steps a sound needs, and which wave. */
#include "wavemark/assay-audio-grade.h"

#include <math.h>

/* White noise below the sound, whose power is taken to spread over 22.05 kHz. */
#define NOISE 6.3e-3
#define NOISE_WIDTH 22050.0
/* Power of what rounding to 8 bits adds. */
#define ROUNDING (1.0 / 128 / 128 / 12)
/* Least smear of a coder, as a share of the loudest of three halves. */
#define SMEAR 0.02
/* Variance of ½ ln of a half's energy in a band of one bin, for noise of r times it, over (2 r +
 * r²): assay-audio-fold.c. */
#define VARIANCE (13.0 / 112)
#define CLEAN 0.95
/* Squared mean cosine over variance that the mean cell must have: the code of rate 1/2 works from
 * about twice that, which four periods have. Sound shorter than RELIED, s, needs more; of longer
 * sound the rest is not relied on: it may be cut. */
#define ENOUGH 0.31
#define RELIED 20.0
/* Steps cost the sum of the halves' energies times their squares times this, measured, and are
 * free up to this share of the sound's power. */
#define COST 0.0117
#define FREE 1e-5
/* Steps below this grade are for sound that larger ones would cost more than this share of its
 * power (38 dB), the wave included, and that has so many times enough with them. */
#define USUAL 2u
#define CHEAP 1.58e-4
#define AMPLE 3.0
/* What the mean symbol must have by the wave, its squared mean over its variance: the code works
 * from half of it. */
#define WAVE_ENOUGH 5.5
/* A wave that would have a larger share of the sound's power is none. */
#define WAVE_MOST 6.3e-5
#define MOST_SHARE 0.9

typedef struct
{
  gsize n_halves;
  double *energies; /* (owned): half · bands + band */
  double *lasts;    /* (owned): shares of the last and the first frame */
  double *firsts;
  double power; /* mean square of the sound */
  double noise; /* in a bin of a half */
  double smear; /* of a coder, as a share of the loudest of three halves */
} Halves;

static void
clear_halves (Halves *halves)
{
  g_free (halves->energies);
  g_free (halves->lasts);
  g_free (halves->firsts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Halves, clear_halves)

/* The energies, and the noise that is reckoned with. */
static void
measure (Halves *halves, const AssayAudioPlan *plan, const double *samples, gsize n_frames)
{
  g_autoptr (AssayFft) fft = assay_fft_new (ASSAY_AUDIO_WINDOW);
  AssayComplex bins[ASSAY_AUDIO_BINS];
  double frame[ASSAY_AUDIO_WINDOW];
  double total = 0, power;

  for (gsize f = 0; f < n_frames; f++)
    {
      gsize at = f / ASSAY_AUDIO_HALF * ASSAY_AUDIO_BANDS;

      for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
        {
          frame[i] = samples[f * ASSAY_AUDIO_HOP + i] * plan->window[i];
          total += frame[i] * frame[i];
        }
      assay_fft_forward (fft, frame, bins);
      for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
        {
          double sum = 0;

          for (guint k = plan->edges[b]; k < plan->edges[b + 1]; k++)
            sum += bins[k].re * bins[k].re + bins[k].im * bins[k].im;
          halves->energies[at + b] += sum;
          if (f % ASSAY_AUDIO_HALF == 0)
            halves->firsts[at + b] = sum;
          halves->lasts[at + b] = sum;
        }
    }
  /* From the power of a sample to that of a bin of a half: the squared window adds up to half its
   * length, and the spectrum to NOISE_WIDTH. */
  power = 2 * total / ASSAY_AUDIO_WINDOW / (double) n_frames;
  halves->power = power;
  halves->noise = (power * NOISE + ROUNDING) * ASSAY_AUDIO_HALF * ASSAY_AUDIO_WINDOW / 2
                  * ASSAY_AUDIO_RATE / 2 / NOISE_WIDTH;
}

/* Variance of half @half's ½ ln of the energy. */
static double
variance_of (const Halves *halves, const AssayAudioPlan *plan, gsize half, guint band)
{
  const double *energy = halves->energies + half * ASSAY_AUDIO_BANDS + band;
  guint width = plan->edges[band + 1] - plan->edges[band];
  double loudest = *energy, ratio;

  if (half > 0)
    loudest = MAX (loudest, energy[-(gssize) ASSAY_AUDIO_BANDS]);
  if (half + 1 < halves->n_halves)
    loudest = MAX (loudest, energy[ASSAY_AUDIO_BANDS]);
  ratio = (halves->noise * width + halves->smear * loudest) / *energy;
  return VARIANCE / width * ratio * (2 + ratio);
}

/* Adds for each grade what the cell of the halves @half and @half + 1 tells. */
static void
add_cell (const Halves *halves, const AssayAudioPlan *plan, gsize half, guint band, double *sums)
{
  gsize at = half * ASSAY_AUDIO_BANDS + band;
  double first = halves->energies[at], second = halves->energies[at + ASSAY_AUDIO_BANDS];
  double variance, free;

  if (!(first > ASSAY_AUDIO_SILENCE) || !(second > ASSAY_AUDIO_SILENCE))
    return;
  variance = variance_of (halves, plan, half, band) + variance_of (halves, plan, half + 1, band);
  free = assay_audio_plan_freedom (halves->lasts[at] / first,
                                   halves->firsts[at + ASSAY_AUDIO_BANDS] / second);
  for (guint g = 0; g < ASSAY_AUDIO_GRADES; g++)
    {
      double step = plan->steps[band] * assay_audio_grades[g];
      double mean = CLEAN * exp (-2 * G_PI * G_PI * variance / (step * step));

      sums[g] += free * mean * mean / (2 * (1 - mean * mean) * (1 - mean * mean));
    }
}

static double
seconds_of (const Halves *halves)
{
  return (double) halves->n_halves * ASSAY_AUDIO_HALF * ASSAY_AUDIO_HOP / ASSAY_AUDIO_RATE;
}

/* The mean square of the wave that is enough, with the sound itself as noise too. */
static double
wave_power (const Halves *halves, const AssayAudioPlan *plan)
{
  /* Energy of a half's bin for a wave of mean square 1, which has the bands alone. */
  double unit = ASSAY_AUDIO_HALF * ASSAY_AUDIO_WINDOW / 2.0 * (ASSAY_AUDIO_WINDOW / 2.0)
                / (plan->edges[ASSAY_AUDIO_BANDS] - plan->edges[0]);
  double sum = 0;

  for (gsize half = 0; half < halves->n_halves; half++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        guint width = plan->edges[b + 1] - plan->edges[b];
        double energy = halves->energies[half * ASSAY_AUDIO_BANDS + b];

        /* 2 · width independent values have the share unit / (noise + energy / width) each. */
        sum += 2 * width * unit / (halves->noise + energy / width);
      }
  return WAVE_ENOUGH * ASSAY_AUDIO_CELLS / (sum * MIN (1, RELIED / seconds_of (halves)));
}

/* The smallest grade that is enough, or larger where that costs little; grade 1 where none is. */
static guint
find_grade (const Halves *halves, const AssayAudioPlan *plan, double wave)
{
  double sums[ASSAY_AUDIO_GRADES] = { 0 };
  double enough = ENOUGH * (double) ((halves->n_halves - 1) * ASSAY_AUDIO_BANDS)
                  * MAX (1, RELIED / seconds_of (halves));
  /* Energy of all bins of a half for a mean square of 1. */
  double whole
      = halves->power * ASSAY_AUDIO_HALF * ASSAY_AUDIO_WINDOW / 2.0 * ASSAY_AUDIO_WINDOW / 2.0;
  double cost = 0;
  guint grade = 0;

  for (gsize half = 0; half + 1 < halves->n_halves; half++)
    for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
      {
        add_cell (halves, plan, half, b, sums);
        cost += COST * halves->energies[half * ASSAY_AUDIO_BANDS + b] * plan->steps[b]
                * plan->steps[b];
      }
  cost /= whole * (double) (halves->n_halves - 1);
  while (grade < ASSAY_AUDIO_GRADES && sums[grade] < (grade < USUAL ? AMPLE : 1) * enough)
    grade++;
  if (grade == ASSAY_AUDIO_GRADES)
    return USUAL + 1;
  while (grade + 1 < ASSAY_AUDIO_GRADES && cost > 0)
    {
      double next = cost * assay_audio_grades[grade + 1] * assay_audio_grades[grade + 1];

      if (next >= FREE && (grade >= USUAL || next + wave / halves->power > CHEAP))
        break;
      grade++;
    }
  return grade;
}

AssayAudioChoice
assay_audio_grade_choose (const AssayAudioPlan *plan, const double *samples, gsize n, double smear)
{
  gsize n_frames = n < ASSAY_AUDIO_WINDOW ? 0 : (n - ASSAY_AUDIO_WINDOW) / ASSAY_AUDIO_HOP + 1;
  g_auto (Halves) halves = { .n_halves = n_frames / ASSAY_AUDIO_HALF, .smear = MAX (smear, SMEAR) };
  AssayAudioChoice choice = { .share = plan->share };
  double wave;

  if (halves.n_halves < 2)
    return (AssayAudioChoice){ .grade = USUAL + 1, .share = MOST_SHARE };
  halves.energies = g_new0 (double, halves.n_halves *ASSAY_AUDIO_BANDS);
  halves.lasts = g_new0 (double, halves.n_halves *ASSAY_AUDIO_BANDS);
  halves.firsts = g_new0 (double, halves.n_halves *ASSAY_AUDIO_BANDS);
  measure (&halves, plan, samples, halves.n_halves * ASSAY_AUDIO_HALF);
  wave = wave_power (&halves, plan);
  if (wave <= WAVE_MOST * halves.power)
    {
      choice.wave = sqrt (wave);
      halves.noise = 0;
    }
  else
    choice.share *= sqrt (MAX (1, RELIED / ceil (seconds_of (&halves))));
  choice.share = MIN (choice.share, MOST_SHARE);
  choice.grade = find_grade (&halves, plan, choice.wave * choice.wave);
  return choice;
}
