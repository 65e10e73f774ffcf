/* assay-sound-codec.c: the MDCT at every offset of a short excerpt. */
#include "replay/examine/assay-sound-codec-private.h"

#include <math.h>
#include <string.h>

#include "replay/examine/assay-sound-hybrid-private.h"
#include "signal/assay-fft.h"

#define N ASSAY_CODEC_BLOCK
#define HALF (N / 2)
/* Coefficients from the lowest to the highest that are averaged: the lowest are never zero, beyond
 * 16 kHz of 44.1 kHz they always are. */
#define LOW 40u
#define HIGH 700u
/* The same of MP3's 576 lines. */
#define LOW_LINE 20u
#define HIGH_LINE 400u
/* Rounding to 16 bits leaves this much in every coefficient: smaller is not told apart. */
#define ROUNDING (1.0 / 12 / 32768 / 32768 * N)

/* Blocks of the first look at every offset; offsets that then get all blocks, and others beside. */
#define FIRST_LOOK 2u
#define PROMISING 16u
#define USUAL 92u

typedef struct
{
  AssayFft *fft; /* HALF */
  double window[2 * N];
  double re[HALF];
  double im[HALF];
  AssayComplex re_bins[HALF / 2 + 1];
  AssayComplex im_bins[HALF / 2 + 1];
  AssayComplex before[HALF]; /* turns on either side of the transform */
  AssayComplex after[HALF];
} Transform;

/* Modified Bessel function of order 0. */
static double
bessel (double x)
{
  double sum = 1, term = 1;

  for (guint k = 1; k < 60; k++)
    {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
  return sum;
}

/* ISO/IEC 14496-3, 4.6.11.3.2: the running sum of a Kaiser window of alpha 4. */
static void
kaiser_window (double *window)
{
  double sum = 0, total = 0;

  for (gsize i = 0; i <= N; i++)
    {
      const double x = 2.0 * (double) i / N - 1;

      total += bessel (4 * G_PI * sqrt (1 - x * x));
    }
  for (gsize i = 0; i < N; i++)
    {
      const double x = 2.0 * (double) i / N - 1;

      sum += bessel (4 * G_PI * sqrt (1 - x * x));
      window[i] = window[2 * N - 1 - i] = sqrt (sum / total);
    }
}

static void
fill_window (AssayCodecWindow kind, double *window)
{
  if (kind == ASSAY_WINDOW_KAISER)
    {
      kaiser_window (window);
      return;
    }
  for (gsize i = 0; i < 2 * N; i++)
    {
      const double sine = sin (G_PI * ((double) i + 0.5) / (2 * N));

      /* Vorbis I specification, 4.3.1. */
      window[i] = kind == ASSAY_WINDOW_SINE ? sine : sin (G_PI / 2 * sine * sine);
    }
}

static Transform *
transform_new (AssayCodecWindow kind)
{
  Transform *self = g_new0 (Transform, 1);

  self->fft = assay_fft_new (HALF);
  fill_window (kind, self->window);
  for (gsize i = 0; i < HALF; i++)
    {
      const double angle = G_PI * (4.0 * (double) i + 1) / (4 * N);

      self->before[i] = (AssayComplex){ cos (angle), -sin (angle) };
      self->after[i] = self->before[i];
    }
  return self;
}

static void
transform_free (Transform *self)
{
  assay_fft_free (self->fft);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transform, transform_free)

/* 2 N weighted samples folded to N: with quarters a b c d, (-c' - d, a - b') where ' turns round.
 */
static double
folded (const double *x, const double *w, gsize i)
{
  if (i < HALF)
    return -x[3 * HALF - 1 - i] * w[3 * HALF - 1 - i] - x[3 * HALF + i] * w[3 * HALF + i];
  return x[i - HALF] * w[i - HALF] - x[3 * HALF - 1 - i] * w[3 * HALF - 1 - i];
}

/* The MDCT of @samples (2 N) as a DCT-IV by one complex transform of N / 2, made of two real ones.
 */
static void
transform (Transform *self, const double *samples, double *coefficients)
{
  for (gsize i = 0; i < HALF; i++)
    {
      const double re = folded (samples, self->window, 2 * i);
      const double im = folded (samples, self->window, N - 1 - 2 * i);

      self->re[i] = re * self->before[i].re - im * self->before[i].im;
      self->im[i] = re * self->before[i].im + im * self->before[i].re;
    }
  assay_fft_forward (self->fft, self->re, self->re_bins);
  assay_fft_forward (self->fft, self->im, self->im_bins);
  for (gsize k = 0; k < HALF; k++)
    {
      const gsize mirror = k <= HALF / 2 ? k : HALF - k;
      const double sign = k <= HALF / 2 ? 1 : -1;
      const double re = self->re_bins[mirror].re - sign * self->im_bins[mirror].im;
      const double im = sign * self->re_bins[mirror].im + self->im_bins[mirror].re;

      coefficients[2 * k] = re * self->after[k].re - im * self->after[k].im;
      coefficients[N - 1 - 2 * k] = -(re * self->after[k].im + im * self->after[k].re);
    }
}

static double
energy_at (Transform *self, const double *samples, guint offset, guint blocks)
{
  double coefficients[N];
  double sum = 0;

  for (guint block = 0; block < blocks; block++)
    {
      transform (self, samples + offset + block * N, coefficients);
      /* Products of four need a quarter of the logarithms. */
      for (gsize k = LOW; k < HIGH; k += 4)
        {
          double product = 1;

          for (gsize i = k; i < k + 4; i++)
            product *= coefficients[i] * coefficients[i] + ROUNDING;
          sum += log10 (product);
        }
    }
  return 10 * sum / ((HIGH - LOW) * blocks);
}

/* The same of MP3's granules: as many samples as the others' blocks. */
static double
hybrid_energy_at (const AssayHybrid *hybrid, guint offset, guint blocks)
{
  const double rounding = assay_hybrid_get_rounding (hybrid);
  const guint granules = blocks * 3 / 2;
  double lines[ASSAY_HYBRID_LINES];
  double sum = 0;

  for (guint granule = 0; granule < granules; granule++)
    {
      assay_hybrid_transform (hybrid, offset + granule * ASSAY_HYBRID_LINES, lines);
      for (gsize k = LOW_LINE; k < HIGH_LINE; k += 4)
        {
          double product = 1;

          for (gsize i = k; i < k + 4; i++)
            product *= lines[i] * lines[i] + rounding;
          sum += log10 (product);
        }
    }
  return 10 * sum / ((HIGH_LINE - LOW_LINE) * granules);
}

/* One codec's transform of one excerpt. */
typedef struct
{
  const double *samples;
  Transform *transform; /* %NULL for MP3 */
  AssayHybrid *hybrid;  /* MP3 only */
  guint period;         /* samples of a block */
} Bank;

static void
bank_init (Bank *self, const double *samples, AssayCodecWindow window)
{
  *self = (Bank){ .samples = samples, .period = N };
  if (window != ASSAY_WINDOW_HYBRID)
    {
      self->transform = transform_new (window);
      return;
    }
  self->period = ASSAY_HYBRID_LINES;
  self->hybrid = assay_hybrid_new ();
  assay_hybrid_load (self->hybrid, samples, ASSAY_CODEC_SAMPLES);
}

static void
bank_clear (Bank *self)
{
  g_clear_pointer (&self->transform, transform_free);
  g_clear_pointer (&self->hybrid, assay_hybrid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bank, bank_clear)

static double
bank_energy (const Bank *self, guint offset, guint blocks)
{
  if (self->hybrid != NULL)
    return hybrid_energy_at (self->hybrid, offset, blocks);
  return energy_at (self->transform, self->samples, offset, blocks);
}

/* Offsets whose first @FIRST_LOOK blocks are lowest come first in @order. */
static void
order_offsets (const Bank *bank, guint *order)
{
  double energies[N];

  for (guint offset = 0; offset < bank->period; offset++)
    {
      guint at = MIN (offset, PROMISING);

      energies[offset] = bank_energy (bank, offset, FIRST_LOOK);
      for (; at > 0 && energies[offset] < energies[order[at - 1]]; at--)
        if (at < PROMISING)
          order[at] = order[at - 1];
      if (at < PROMISING)
        order[at] = offset;
    }
}

/* Few blocks tell which offsets are worth all of them; a fixed sample of the others says what is
 * usual. */
static void
search_window (const double *samples, guint64 start, AssayCodecWindow window, AssayCodecGrid *grid)
{
  g_auto (Bank) bank;
  guint order[PROMISING];
  guint best = 0;
  double lowest = INFINITY;
  double mean = 0, variance = 0;
  double usual[USUAL];

  bank_init (&bank, samples, window);
  order_offsets (&bank, order);
  for (guint i = 0; i < PROMISING; i++)
    {
      const double energy = bank_energy (&bank, order[i], ASSAY_CODEC_LOOK);

      if (energy >= lowest)
        continue;
      lowest = energy;
      best = order[i];
    }
  for (guint i = 0; i < USUAL; i++)
    {
      usual[i] = bank_energy (&bank, (best + (i + 1) * (bank.period / (USUAL + 1))) % bank.period,
                              ASSAY_CODEC_LOOK);
      mean += usual[i] / USUAL;
    }
  for (guint i = 0; i < USUAL; i++)
    variance += (usual[i] - mean) * (usual[i] - mean) / USUAL;
  variance = MAX (variance, 1e-9);
  if ((mean - lowest) / sqrt (variance) <= grid->z)
    return;
  grid->window = window;
  grid->offset = (guint) ((start + best) % bank.period);
  grid->depth = mean - lowest;
  grid->z = grid->depth / sqrt (variance);
}

void
assay_codec_search (const double *samples, guint64 start, int window, AssayCodecGrid *grid)
{
  *grid = (AssayCodecGrid){ 0 };
  for (guint kind = 0; kind < ASSAY_WINDOWS; kind++)
    if (window < 0 || kind == (guint) window)
      search_window (samples, start, kind, grid);
}

AssaySoundExcerpts *
assay_sound_excerpts_new (void)
{
  AssaySoundExcerpts *self = g_new0 (AssaySoundExcerpts, 1);

  self->stride = ASSAY_CODEC_SAMPLES;
  self->pending = g_new0 (float, ASSAY_CODEC_SAMPLES);
  return self;
}

void
assay_sound_excerpts_free (AssaySoundExcerpts *self)
{
  for (guint i = 0; i < self->n_excerpts; i++)
    g_free (self->excerpts[i].samples);
  g_free (self->pending);
  g_free (self);
}

/* Every second excerpt goes when all places are taken. */
static void
thin_out (AssaySoundExcerpts *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->n_excerpts; i++)
    if (i % 2 == 0)
      self->excerpts[kept++] = self->excerpts[i];
    else
      g_free (self->excerpts[i].samples);
  self->n_excerpts = kept;
  self->stride *= 2;
}

static void
take_excerpt (AssaySoundExcerpts *self, guint64 start)
{
  AssayCodecExcerpt *excerpt;

  if (self->n_excerpts == ASSAY_CODEC_EXCERPTS)
    thin_out (self);
  if (start % self->stride != 0)
    return;
  excerpt = &self->excerpts[self->n_excerpts++];
  excerpt->start = start;
  excerpt->samples = g_memdup2 (self->pending, ASSAY_CODEC_SAMPLES * sizeof *self->pending);
  excerpt->energy = 0;
  for (gsize i = 0; i < ASSAY_CODEC_SAMPLES; i++)
    excerpt->energy += (double) self->pending[i] * (double) self->pending[i];
}

void
assay_sound_excerpts_push (AssaySoundExcerpts *self, const double *samples, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      self->pending[self->n++] = (float) samples[i];
      self->position++;
      if (self->n < ASSAY_CODEC_SAMPLES)
        continue;
      if ((self->position - ASSAY_CODEC_SAMPLES) % self->stride == 0)
        take_excerpt (self, self->position - ASSAY_CODEC_SAMPLES);
      self->n = 0;
    }
}
