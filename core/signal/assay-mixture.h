/* assay-mixture.h: mixtures of Gaussians with diagonal covariances, and the density of frames.
 *
 * p(x) = sum_m w_m N(x; mu_m, diag v_m). Training is in assay-mixture-train.h. */
#pragma once

#include <glib.h>

#include "signal/assay-frames.h"

G_BEGIN_DECLS

#define ASSAY_MIXTURE_MOST 1024         /* components */
#define ASSAY_MIXTURE_MOST_COLUMNS 4096 /* numbers in a frame */

typedef struct
{
  gsize n_components;
  gsize n_columns;
  double *weights;   /* n_components, above 0, sum 1 */
  double *means;     /* n_components × n_columns */
  double *variances; /* n_components × n_columns, above 0 */
} AssayMixture;

/* All zero. */
AssayMixture *assay_mixture_new (gsize n_components, gsize n_columns) G_GNUC_WARN_UNUSED_RESULT;
AssayMixture *assay_mixture_copy (const AssayMixture *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_mixture_free (AssayMixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayMixture, assay_mixture_free)
/* ASSAY_BASE_ERROR_MALFORMED unless every weight, mean and variance is finite, the weights are
 * above 0 with sum 1 within 1e-6 and the variances above 0. */
gboolean assay_mixture_check (const AssayMixture *self, GError **error);

/* A mixture laid out for computing; immutable, so several threads may share it. */
typedef struct _AssayMixtureScorer AssayMixtureScorer;

AssayMixtureScorer *
assay_mixture_scorer_new (const AssayMixture *mixture) G_GNUC_WARN_UNUSED_RESULT;
void assay_mixture_scorer_free (AssayMixtureScorer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayMixtureScorer, assay_mixture_scorer_free)
/* Components rounded up to whole tiles of the kernel: the stride of _components(). */
gsize assay_mixture_scorer_get_stride (const AssayMixtureScorer *self);
/**
 * assay_mixture_scorer_components:
 * @frames: @n × columns
 * @joint: (out): @n × stride: log (w_m N(x; mu_m, v_m)); the components that only fill the last
 *   tile are -infinity
 */
void assay_mixture_scorer_components (const AssayMixtureScorer *self,
                                      const double *frames,
                                      gsize n,
                                      double *joint);
/**
 * assay_mixture_scorer_frames:
 * @frames: @n × columns
 * @log_densities: (out): @n values: log p(x), natural logarithm
 */
void assay_mixture_scorer_frames (const AssayMixtureScorer *self,
                                  const double *frames,
                                  gsize n,
                                  double *log_densities);

G_END_DECLS
