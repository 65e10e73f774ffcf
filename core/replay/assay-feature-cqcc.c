/* assay-feature-cqcc.c: constant-Q cepstra (Todisco, Delgado, Evans, Odyssey 2016; the paper's B1).
 *
 * A constant-Q transform by windows in the frequency domain (as Schörkhuber et al., AES 2014,
 * define it): bin j has the centre f[j] = low 2^(j / per_octave) and a Hann window over the
 * logarithm of frequency from f[j-1] to f[j+1] in the spectrum of the whole block, so Q is the same
 * for all bins and nothing is cut short in time. Its value at each frame's middle comes from the
 * window's spectrum, folded to the frame rate, by one inverse transform a bin: exact, aliasing
 * included.
 *
 * log power, resampled linearly in frequency at twice as many points, DCT. */
#include <math.h>
#include <string.h>

#include "replay/assay-feature-family-private.h"
#include "signal/assay-fft.h"

#define BLOCK_FRAMES 6000
/* Seconds around a block that its lowest bin still sees: twice the inverse of its bandwidth. */
#define REACH_SECONDS 9

typedef struct
{
  AssayFeatureOptions options;
  guint n_bins;
  double *centres;  /* Hz; one more at either end */
  double *cepstral; /* cepstra × n_bins: resampling and DCT in one */
} Tables;

/* The DCT of log powers that are resampled linearly to evenly spaced frequencies. */
static double *
make_cepstral (const double *centres, guint n, guint n_cepstra)
{
  gsize points = 2 * (gsize) n;
  double *matrix = g_new0 (double, (gsize) n_cepstra *n);
  g_autofree double *dct = assay_feature_dct_matrix (points, n_cepstra);
  guint at = 0;

  for (gsize p = 0; p < points; p++)
    {
      double f = centres[0] + (centres[n - 1] - centres[0]) * (double) p / (double) (points - 1);
      double part;

      while (at + 2 < n && centres[at + 1] <= f)
        at++;
      part = (f - centres[at]) / (centres[at + 1] - centres[at]);
      for (guint c = 0; c < n_cepstra; c++)
        {
          matrix[(gsize) c * n + at] += (1 - part) * dct[c * points + p];
          matrix[(gsize) c * n + at + 1] += part * dct[c * points + p];
        }
    }
  return matrix;
}

static gpointer
prepare (const AssayFeatureOptions *options, gboolean levels, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);
  double low = ASSAY_FEATURE_RATE / 2.0 / exp2 (options->octaves);

  tables->options = *options;
  tables->n_bins = options->octaves * options->per_octave;
  tables->centres = g_new (double, tables->n_bins + 2);
  for (guint j = 0; j < tables->n_bins + 2; j++)
    tables->centres[j] = low * exp2 (((double) j - 1) / options->per_octave);
  tables->cepstral = make_cepstral (tables->centres + 1, tables->n_bins, options->cepstra);
  *reach = (AssayFeatureReach){ .before = REACH_SECONDS * ASSAY_FEATURE_RATE,
                                .after = REACH_SECONDS * ASSAY_FEATURE_RATE,
                                .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;

  g_free (tables->centres);
  g_free (tables->cepstral);
  g_free (tables);
}

/* What one block works with. */
typedef struct
{
  gsize n_slots;          /* frames of the inverse transform: block, surroundings, silence */
  AssayComplex *spectrum; /* of the whole stretch: hop × n_slots / 2 + 1 */
  AssayFft *inverse;      /* of n_slots */
  AssayComplex *folded;   /* n_slots */
  AssayComplex *half;     /* n_slots / 2 + 1 */
  double *re;             /* n_slots */
  double *im;
} Bench;

/* Slot 0 is the middle of the block's first frame. Behind the block there is silence for as long as
 * the lowest bin rings, and in front of slot 0, at the end of the circle, what came before. */
static void
transform (Bench *bench, const Tables *tables, const AssayFeatureBlock *block)
{
  gsize hop = tables->options.hop, middle = tables->options.window / 2;
  gsize reach = REACH_SECONDS * ASSAY_FEATURE_RATE / hop;
  gsize behind = middle + block->before;
  gsize length, ahead;
  g_autofree double *stretch = NULL;
  g_autoptr (AssayFft) fft = NULL;

  bench->n_slots = (block->n_frames + 2 * reach + 63) / 64 * 64;
  length = bench->n_slots * hop;
  stretch = g_new0 (double, length);
  fft = assay_fft_new (length);
  ahead = MIN (block->n - middle, length - behind);
  memcpy (stretch, block->samples + middle, ahead * sizeof *stretch);
  for (gsize i = 1; i <= behind; i++)
    stretch[length - i] = block->samples[(gssize) middle - (gssize) i];
  bench->spectrum = g_new (AssayComplex, length / 2 + 1);
  assay_fft_forward (fft, stretch, bench->spectrum);
  bench->inverse = assay_fft_new (bench->n_slots);
  bench->folded = g_new (AssayComplex, bench->n_slots);
  bench->half = g_new (AssayComplex, bench->n_slots / 2 + 1);
  bench->re = g_new (double, bench->n_slots);
  bench->im = g_new (double, bench->n_slots);
}

static void
clear_bench (Bench *bench)
{
  assay_fft_free (bench->inverse);
  g_free (bench->spectrum);
  g_free (bench->folded);
  g_free (bench->half);
  g_free (bench->re);
  g_free (bench->im);
}

/* The window's part of the spectrum from @low to @high Hz about @centre, folded to the frame rate.
 * Weights are a Hann window in the logarithm of frequency, so that it peaks at the centre. */
static void
fold_window (Bench *bench, gsize hop, const double *centres)
{
  gsize length = bench->n_slots * hop;
  double step = (double) ASSAY_FEATURE_RATE / (double) length;
  gsize first = (gsize) ceil (centres[0] / step);
  gsize last = MIN ((gsize) floor (centres[2] / step), length / 2);
  double width = log (centres[2] / centres[1]);

  memset (bench->folded, 0, bench->n_slots * sizeof *bench->folded);
  for (gsize j = first; j <= last; j++)
    {
      double place = log ((double) j * step / centres[1]) / width;
      /* One-sided: a sine of amplitude A at the centre gives A. */
      double weight = (1 + cos (G_PI * place)) / (double) length;
      AssayComplex *slot = &bench->folded[j % bench->n_slots];

      slot->re += weight * bench->spectrum[j].re;
      slot->im += weight * bench->spectrum[j].im;
    }
}

/* Inverse transform of the folded values, which have no symmetry, as two of real sequences. */
static void
invert (Bench *bench)
{
  gsize n = bench->n_slots;

  for (gsize part = 0; part < 2; part++)
    {
      for (gsize j = 0; j <= n / 2; j++)
        {
          AssayComplex a = bench->folded[j], b = bench->folded[(n - j) % n];

          /* (a + conj b) / 2 for the real part, (a - conj b) / 2i for the imaginary one. */
          if (part == 0)
            bench->half[j] = (AssayComplex){ (a.re + b.re) / 2, (a.im - b.im) / 2 };
          else
            bench->half[j] = (AssayComplex){ (a.im + b.im) / 2, (b.re - a.re) / 2 };
        }
      assay_fft_inverse (bench->inverse, bench->half, part == 0 ? bench->re : bench->im);
    }
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  gsize n = tables->n_bins;
  g_autofree double *powers = g_new (double, n * block->n_frames);
  Bench bench;

  transform (&bench, tables, block);
  for (gsize j = 0; j < n; j++)
    {
      double slots = (double) bench.n_slots; /* the inverse divides by it */

      fold_window (&bench, tables->options.hop, tables->centres + j);
      invert (&bench);
      for (gsize i = 0; i < block->n_frames; i++)
        {
          double re = bench.re[i] * slots, im = bench.im[i] * slots;

          powers[i * n + j] = log (re * re + im * im + tables->options.log_floor);
        }
    }
  for (gsize i = 0; i < block->n_frames; i++)
    assay_feature_transform (tables->cepstral, n, tables->options.cepstra, powers + i * n,
                             rows + i * tables->options.cepstra);
  clear_bench (&bench);
}

const AssayFeatureFamily assay_feature_family_cqcc = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
