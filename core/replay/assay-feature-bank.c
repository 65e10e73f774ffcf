/* assay-feature-bank.c: centroid frequency and centroid magnitude of the paper: filter bank,
 * spatial differentiation, rectification, envelope spectrum, centroids. */
#include <math.h>
#include <string.h>

#include "replay/assay-bank-kernel-private.h"
#include "replay/assay-feature-family-private.h"
#include "replay/assay-filter-bank-private.h"

#define ALIGNMENT 64
#define BLOCK_FRAMES 1000

typedef struct
{
  AssayFeatureOptions options;
  gsize memory; /* samples that a block is warmed up with */
  AssayBankCoefficients coefficients;
  double *values[3]; /* gain, a1, a2 */
  AssayBankSpectrum spectrum;
  double *weights;
  double *frequencies;
  double magnitude_scale; /* 1 / sum of the frequencies: Eq. (7) */
  double *dct;            /* NULL for bare values */
  gsize n_columns;
} Tables;

static double *
aligned (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (double), ALIGNMENT);
}

static double *
padded (const double *values, guint n, guint stride)
{
  double *copy = aligned (stride);

  memcpy (copy, values, n * sizeof *copy);
  return copy;
}

/* Tables of the bins first, first + step … below @n_bins for rows that run over t = @cosine_from …
 * and @sine_from …. */
static void
fill_fold (AssayBankFold *fold,
           const AssayBankSpectrum *spectrum,
           guint first,
           guint step,
           gsize n_cosine,
           gsize n_sine)
{
  fold->first = first;
  fold->step = step;
  fold->n_bins = spectrum->n_bins > first ? (spectrum->n_bins - first + step - 1) / step : 0;
  fold->n_padded = (fold->n_bins + ASSAY_BANK_BINS - 1) / ASSAY_BANK_BINS * ASSAY_BANK_BINS;
  fold->n_cosine = n_cosine;
  fold->n_sine = n_sine;
  fold->cosine = g_new0 (double, n_cosine * fold->n_padded + 1);
  fold->sine = g_new0 (double, n_sine * fold->n_padded + 1);
  for (guint b = 0; b < fold->n_bins; b++)
    {
      gsize bin = first + (gsize) b * step;

      /* The sines start with t = 1: that of 0 is 0. Reduced first, so that the angle is exact. */
      for (gsize t = 0; t < n_cosine; t++)
        fold->cosine[t * fold->n_padded + b]
            = cos (2 * G_PI * (double) (t * bin % spectrum->window) / spectrum->window);
      for (gsize t = 0; t < n_sine; t++)
        fold->sine[t * fold->n_padded + b]
            = sin (2 * G_PI * (double) ((t + 1) * bin % spectrum->window) / spectrum->window);
    }
}

static void
fill_spectrum (Tables *tables, const AssayFeatureOptions *options)
{
  AssayBankSpectrum *spectrum = &tables->spectrum;
  gsize quarter = options->window / 4, eighth = options->window / 8;
  double sum = 0;

  spectrum->window = options->window;
  spectrum->n_bins
      = (guint) lround (options->envelope_cutoff * options->window / ASSAY_FEATURE_RATE) + 1;
  spectrum->first = options->feature == ASSAY_FEATURE_CF && !options->dc ? 1 : 0;
  tables->weights = assay_feature_hamming (options->window);
  tables->frequencies = g_new (double, spectrum->n_bins);
  for (guint b = 0; b < spectrum->n_bins; b++)
    {
      tables->frequencies[b] = (double) b * ASSAY_FEATURE_RATE / options->window;
      sum += tables->frequencies[b];
    }
  tables->magnitude_scale = 1 / sum;
  spectrum->weights = tables->weights;
  spectrum->frequencies = tables->frequencies;
  fill_fold (&spectrum->odd, spectrum, 1, 2, quarter, quarter);
  fill_fold (&spectrum->twice, spectrum, 2, 4, eighth, eighth);
  fill_fold (&spectrum->four, spectrum, 0, 4, eighth + 1, eighth - 1);
}

static gpointer
prepare (const AssayFeatureOptions *options, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);
  g_autoptr (AssayFilterBank) bank = assay_filter_bank_new (options);
  guint stride = (bank->n + 8 + 15) / 16 * 16;

  tables->options = *options;
  tables->memory = assay_filter_bank_memory (bank);
  tables->values[0] = padded (bank->gain, bank->n, stride);
  tables->values[1] = padded (bank->a1, bank->n, stride);
  tables->values[2] = padded (bank->a2, bank->n, stride);
  tables->coefficients = (AssayBankCoefficients){
    .stride = stride,
    .used = (bank->n + 15) / 16 * 16,
    .gain = tables->values[0],
    .a1 = tables->values[1],
    .a2 = tables->values[2],
  };
  fill_spectrum (tables, options);
  tables->n_columns = bank->n;
  if (options->feature == ASSAY_FEATURE_CM && options->deltas)
    {
      tables->n_columns = MIN (options->cepstra, bank->n);
      tables->dct = assay_feature_dct_matrix (bank->n, tables->n_columns);
    }
  *reach = (AssayFeatureReach){ .before = tables->memory, .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;
  AssayBankFold *folds[]
      = { &tables->spectrum.odd, &tables->spectrum.twice, &tables->spectrum.four };

  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      g_free (folds[i]->cosine);
      g_free (folds[i]->sine);
      g_aligned_free (tables->values[i]);
    }
  g_free (tables->weights);
  g_free (tables->frequencies);
  g_free (tables->dct);
  g_free (tables);
}

/* What one block works with. */
typedef struct
{
  const Tables *tables;
  const AssayBankKernel *kernel;
  double *state; /* z0 and z1 */
  double *rows;  /* a ring of window rows */
  double *scratch;
  double *centroids; /* numerator, denominator, channel values: stride each */
  gsize at;          /* row of the ring that comes next */
} Bench;

/* @n samples more through filters and differences into the ring; n is at most the window. */
static void
advance (Bench *bench, const double *x, gsize n)
{
  const Tables *tables = bench->tables;
  guint stride = tables->coefficients.stride;

  while (n > 0)
    {
      gsize now = MIN (n, tables->options.window - bench->at);
      double *rows = bench->rows + bench->at * stride;

      bench->kernel->filter (&tables->coefficients, bench->state, bench->state + stride, x, now,
                             rows);
      bench->kernel->difference (rows, now, stride, tables->options.channels, tables->options.k);
      bench->at = (bench->at + now) % tables->options.window;
      x += now;
      n -= now;
    }
}

/* Only the filters' state matters: rows of the ring are overwritten. */
static void
warm_up (Bench *bench, const double *x, gsize n)
{
  const Tables *tables = bench->tables;

  while (n > 0)
    {
      gsize now = MIN (n, tables->options.window);

      bench->kernel->filter (&tables->coefficients, bench->state,
                             bench->state + tables->coefficients.stride, x, now, bench->rows);
      x += now;
      n -= now;
    }
}

static void
write_row (Bench *bench, double *row)
{
  const Tables *tables = bench->tables;
  guint stride = tables->coefficients.stride;
  guint n = tables->options.channels;
  double *num = bench->centroids, *den = num + stride, *value = den + stride;

  for (guint channel = 0; channel < n; channel += ASSAY_BANK_TILE)
    bench->kernel->centroid (&tables->spectrum, bench->rows, stride, bench->at, channel,
                             bench->scratch, num + channel, den + channel);
  if (tables->options.feature == ASSAY_FEATURE_CF)
    {
      for (guint i = 0; i < n; i++)
        row[i] = num[i] / (den[i] + 1e-300);
      return;
    }
  for (guint i = 0; i < n; i++)
    value[i] = num[i] * tables->magnitude_scale;
  if (tables->dct == NULL)
    {
      memcpy (row, value, n * sizeof *row);
      return;
    }
  for (guint i = 0; i < n; i++)
    value[i] = log (value[i] + tables->options.log_floor);
  assay_feature_transform (tables->dct, n, tables->n_columns, value, row);
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  const AssayFeatureOptions *options = &tables->options;
  guint stride = tables->coefficients.stride;
  gsize overlap = options->window - options->hop;
  Bench bench = { .tables = tables, .kernel = assay_bank_kernel_get () };

  bench.state = aligned (2 * (gsize) stride);
  bench.rows = aligned ((gsize) options->window * stride);
  bench.scratch = aligned (ASSAY_BANK_SCRATCH (options->window, tables->spectrum.n_bins));
  bench.centroids = aligned (3 * (gsize) stride);
  warm_up (&bench, block->samples - block->before, block->before);
  advance (&bench, block->samples, overlap);
  for (gsize i = 0; i < block->n_frames; i++)
    {
      advance (&bench, block->samples + overlap + i * options->hop, options->hop);
      write_row (&bench, rows + i * tables->n_columns);
    }
  g_aligned_free (bench.state);
  g_aligned_free (bench.rows);
  g_aligned_free (bench.scratch);
  g_aligned_free (bench.centroids);
}

const AssayFeatureFamily assay_feature_family_bank = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
