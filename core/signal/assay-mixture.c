/* assay-mixture.c: mixtures of diagonal Gaussians as data, and the log density of frames. */
#include "signal/assay-mixture.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "signal/assay-mixture-kernel-private.h"

#define TILE ASSAY_MIXTURE_TILE
/* Frames that go through all tiles together: their rows stay in the second-level cache. */
#define CHUNK 64

struct _AssayMixtureScorer
{
  gsize n_components;
  gsize n_columns;
  gsize n_tiles;
  double *tiles;     /* n_tiles × n_columns × 2 × TILE */
  double *constants; /* n_tiles × TILE; -infinity beyond the last component */
  AssayMixtureKernel kernel;
};

AssayMixture *
assay_mixture_new (gsize n_components, gsize n_columns)
{
  AssayMixture *self = g_new0 (AssayMixture, 1);

  g_return_val_if_fail (n_components <= ASSAY_MIXTURE_MOST, self);
  g_return_val_if_fail (n_columns <= ASSAY_MIXTURE_MOST_COLUMNS, self);
  self->n_components = n_components;
  self->n_columns = n_columns;
  self->weights = g_new0 (double, n_components);
  self->means = g_new0 (double, n_components *n_columns);
  self->variances = g_new0 (double, n_components *n_columns);
  return self;
}

AssayMixture *
assay_mixture_copy (const AssayMixture *self)
{
  AssayMixture *copy = assay_mixture_new (self->n_components, self->n_columns);
  gsize n = self->n_components * self->n_columns;

  memcpy (copy->weights, self->weights, self->n_components * sizeof (double));
  memcpy (copy->means, self->means, n * sizeof (double));
  memcpy (copy->variances, self->variances, n * sizeof (double));
  return copy;
}

void
assay_mixture_free (AssayMixture *self)
{
  if (self == NULL)
    return;
  g_free (self->weights);
  g_free (self->means);
  g_free (self->variances);
  g_free (self);
}

gboolean
assay_mixture_check (const AssayMixture *self, GError **error)
{
  gsize n = self->n_components * self->n_columns;
  double sum = 0;
  gboolean good = TRUE;

  for (gsize i = 0; i < self->n_components; i++)
    {
      good = good && isfinite (self->weights[i]) && self->weights[i] > 0;
      sum += self->weights[i];
    }
  for (gsize i = 0; i < n; i++)
    good = good && isfinite (self->means[i]) && isfinite (self->variances[i])
           && self->variances[i] > 0;
  if (!good || !(fabs (sum - 1) < 1e-6))
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           _ ("The mixture holds numbers that no training can give"));
      return FALSE;
    }
  return TRUE;
}

/* a, b and the constant of one component, so that log (w N) = c + sum_d x_d (x_d a_d + b_d). */
static void
lay_out (AssayMixtureScorer *self, const AssayMixture *mixture, gsize component)
{
  const double *mean = mixture->means + component * self->n_columns;
  const double *variance = mixture->variances + component * self->n_columns;
  double *tile = self->tiles + component / TILE * self->n_columns * 2 * TILE + component % TILE;
  double constant = log (mixture->weights[component]);

  for (gsize d = 0; d < self->n_columns; d++)
    {
      tile[d * 2 * TILE] = -0.5 / variance[d];
      tile[d * 2 * TILE + TILE] = mean[d] / variance[d];
      constant -= 0.5 * (log (2 * G_PI * variance[d]) + mean[d] * mean[d] / variance[d]);
    }
  self->constants[component] = constant;
}

AssayMixtureScorer *
assay_mixture_scorer_new (const AssayMixture *mixture)
{
  AssayMixtureScorer *self = g_new0 (AssayMixtureScorer, 1);

  self->n_components = mixture->n_components;
  self->n_columns = mixture->n_columns;
  self->n_tiles = (mixture->n_components + TILE - 1) / TILE;
  self->tiles = g_new0 (double, self->n_tiles * self->n_columns * 2 * TILE);
  self->constants = g_new (double, self->n_tiles *TILE);
  self->kernel = assay_mixture_kernel_choose (assay_mixture_kernel_has_avx2 ());
  for (gsize i = 0; i < self->n_tiles * TILE; i++)
    self->constants[i] = -INFINITY;
  for (gsize i = 0; i < self->n_components; i++)
    lay_out (self, mixture, i);
  return self;
}

void
assay_mixture_scorer_free (AssayMixtureScorer *self)
{
  if (self == NULL)
    return;
  g_free (self->tiles);
  g_free (self->constants);
  g_free (self);
}

gsize
assay_mixture_scorer_get_stride (const AssayMixtureScorer *self)
{
  return self->n_tiles * TILE;
}

void
assay_mixture_scorer_components (const AssayMixtureScorer *self,
                                 const double *frames,
                                 gsize n,
                                 double *joint)
{
  gsize stride = assay_mixture_scorer_get_stride (self);

  for (gsize first = 0; first < n; first += CHUNK)
    {
      gsize count = MIN (CHUNK, n - first);

      for (gsize t = 0; t < self->n_tiles; t++)
        self->kernel (frames + first * self->n_columns, count, self->n_columns,
                      self->tiles + t * self->n_columns * 2 * TILE,
                      joint + first * stride + t * TILE, stride);
      for (gsize f = first; f < first + count; f++)
        for (gsize c = 0; c < stride; c++)
          joint[f * stride + c] += self->constants[c];
    }
}

/* log sum exp, the largest taken out. */
static double
log_sum (const double *values, gsize n)
{
  double most = values[0];
  double sum = 0;

  for (gsize i = 1; i < n; i++)
    most = MAX (most, values[i]);
  if (!isfinite (most))
    return most;
  for (gsize i = 0; i < n; i++)
    sum += exp (values[i] - most);
  return most + log (sum);
}

void
assay_mixture_scorer_frames (const AssayMixtureScorer *self,
                             const double *frames,
                             gsize n,
                             double *log_densities)
{
  gsize stride = assay_mixture_scorer_get_stride (self);
  g_autofree double *joint = g_new (double, CHUNK *stride);

  for (gsize first = 0; first < n; first += CHUNK)
    {
      gsize count = MIN (CHUNK, n - first);

      assay_mixture_scorer_components (self, frames + first * self->n_columns, count, joint);
      for (gsize f = 0; f < count; f++)
        log_densities[first + f] = log_sum (joint + f * stride, self->n_components);
    }
}
