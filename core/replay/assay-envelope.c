/* assay-envelope.c: from channel signals to CF and CM. */
#include "replay/assay-envelope-private.h"

#include <math.h>
#include <string.h>

#include "replay/assay-feature-family-private.h"

#define ALIGNMENT 64

double *
assay_envelope_aligned (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (double), ALIGNMENT);
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
fill_spectrum (AssayEnvelopeTables *self)
{
  const AssayFeatureOptions *options = &self->options;
  AssayBankSpectrum *spectrum = &self->spectrum;
  gsize quarter = options->window / 4, eighth = options->window / 8;
  double frequencies = 0, weights = 0;

  spectrum->window = options->window;
  spectrum->n_bins
      = (guint) lround (options->envelope_cutoff * options->window / ASSAY_FEATURE_RATE) + 1;
  spectrum->first = options->feature == ASSAY_FEATURE_CF && !options->dc ? 1 : 0;
  self->weights = assay_feature_hamming (options->window);
  self->frequencies = g_new (double, spectrum->n_bins);
  for (guint b = 0; b < spectrum->n_bins; b++)
    {
      self->frequencies[b] = (double) b * ASSAY_FEATURE_RATE / options->window;
      frequencies += self->frequencies[b];
    }
  for (guint t = 0; t < options->window; t++)
    weights += self->weights[t];
  self->magnitude_scale = 1 / frequencies;
  self->level_scale = 1 / weights;
  spectrum->weights = self->weights;
  spectrum->frequencies = self->frequencies;
  fill_fold (&spectrum->odd, spectrum, 1, 2, quarter, quarter);
  fill_fold (&spectrum->twice, spectrum, 2, 4, eighth, eighth);
  fill_fold (&spectrum->four, spectrum, 0, 4, eighth + 1, eighth - 1);
}

void
assay_envelope_tables_init (AssayEnvelopeTables *self,
                            const AssayFeatureOptions *options,
                            gboolean levels)
{
  guint n = options->channels;

  *self = (AssayEnvelopeTables){ .options = *options, .levels = levels, .n_columns = n };
  self->stride = (n + 8 + 15) / 16 * 16;
  fill_spectrum (self);
  if (options->feature == ASSAY_FEATURE_CF || !options->deltas)
    return;
  self->n_columns = MIN (options->cepstra, n);
  self->dct = assay_feature_dct_matrix (n, self->n_columns);
}

void
assay_envelope_tables_clear (AssayEnvelopeTables *self)
{
  AssayBankFold *folds[] = { &self->spectrum.odd, &self->spectrum.twice, &self->spectrum.four };

  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      g_free (folds[i]->cosine);
      g_free (folds[i]->sine);
    }
  g_free (self->weights);
  g_free (self->frequencies);
  g_free (self->dct);
}

void
assay_envelope_init (AssayEnvelope *self, const AssayEnvelopeTables *tables)
{
  guint window = tables->options.window;

  *self = (AssayEnvelope){ .tables = tables, .kernel = assay_bank_kernel_get () };
  self->rows = assay_envelope_aligned ((gsize) window * tables->stride);
  self->scratch = assay_envelope_aligned (ASSAY_BANK_SCRATCH (window, tables->spectrum.n_bins));
  self->centroids = assay_envelope_aligned (4 * (gsize) tables->stride);
}

void
assay_envelope_clear (AssayEnvelope *self)
{
  g_aligned_free (self->rows);
  g_aligned_free (self->scratch);
  g_aligned_free (self->centroids);
}

double *
assay_envelope_next (AssayEnvelope *self, gsize *n)
{
  *n = self->tables->options.window - self->at;
  return self->rows + self->at * self->tables->stride;
}

void
assay_envelope_advance (AssayEnvelope *self, gsize n)
{
  const AssayEnvelopeTables *tables = self->tables;

  self->kernel->difference (self->rows + self->at * tables->stride, n, tables->stride,
                            tables->options.channels, tables->options.k);
  self->at = (self->at + n) % tables->options.window;
}

/* Eq. (7), as it is or as cepstra. */
static void
write_magnitudes (AssayEnvelope *self, const double *numerator, double *value, double *row)
{
  const AssayEnvelopeTables *tables = self->tables;
  guint n = tables->options.channels;

  for (guint i = 0; i < n; i++)
    value[i] = numerator[i] * tables->magnitude_scale;
  if (tables->dct == NULL)
    {
      memcpy (row, value, n * sizeof *row);
      return;
    }
  for (guint i = 0; i < n; i++)
    value[i] = log (value[i] + tables->options.log_floor);
  assay_feature_transform (tables->dct, n, tables->n_columns, value, row);
}

void
assay_envelope_frame (AssayEnvelope *self, double *row)
{
  const AssayEnvelopeTables *tables = self->tables;
  guint stride = tables->stride;
  guint n = tables->options.channels;
  double *numerator = self->centroids, *denominator = numerator + stride;
  double *level = denominator + stride;

  for (guint channel = 0; channel < n; channel += ASSAY_BANK_TILE)
    self->kernel->centroid (&tables->spectrum, self->rows, stride, self->at, channel, self->scratch,
                            numerator + channel, denominator + channel, level + channel);
  if (tables->options.feature == ASSAY_FEATURE_CF)
    for (guint i = 0; i < n; i++)
      row[i] = numerator[i] / (denominator[i] + 1e-300); /* Eq. (6) */
  else
    write_magnitudes (self, numerator, level + stride, row);
  if (tables->levels)
    for (guint i = 0; i < n; i++)
      row[tables->n_columns + i] = level[i] * tables->level_scale;
}
