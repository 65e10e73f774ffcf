/* assay-mixture-train.h: fits a mixture of diagonal Gaussians: k-means++ start, then EM.
 *
 * Sums are kept in fixed parts of the frames and joined in their order, so the same frames, options
 * and seed give the same bytes with any number of threads. Training can be interrupted between two
 * improvements and go on from the mixture as it is. Memory depends on the mixture, not on the
 * number of frames. */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"
#include "signal/assay-mixture.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n_components; /* of the start; 1 .. ASSAY_MIXTURE_MOST */
  guint64 seed;       /* of the start */
  double floor;       /* smallest variance, as a share of the column's variance over all frames */
  guint threads;      /* 0: processors */
} AssayMixtureOptions;

/**
 * assay_mixture_floors:
 * @floors: (out): n_columns: @options->floor × variance of each column over all frames, at least
 *   1e-12 so that a constant column cannot divide by zero
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED, the error of the reader, or
 *   ASSAY_BASE_ERROR_MALFORMED when a frame holds a number that is not finite
 */
gboolean assay_mixture_floors (const AssayFrames *frames,
                               const AssayMixtureOptions *options,
                               double *floors,
                               GCancellable *cancellable,
                               GError **error);
/**
 * assay_mixture_start:
 * @floors: of assay_mixture_floors()
 *
 * k-means++ (Arthur and Vassilvitskii 2007) and six rounds of Lloyd's algorithm over a sample drawn
 * evenly from all frames, columns scaled to equal variance. Weights and variances are those of the
 * clusters.
 *
 * Returns: the mixture; %NULL as above, or ASSAY_BASE_ERROR_INVALID for fewer frames than twice the
 *   components
 */
AssayMixture *assay_mixture_start (const AssayFrames *frames,
                                   const AssayMixtureOptions *options,
                                   const double *floors,
                                   AssayProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * assay_mixture_improve:
 * @self: changed in place only on success
 * @log_density: (out) (optional): mean log density of a frame under @self as it was
 *
 * One round of expectation and maximisation over all frames. A component that fewer than 1e-3
 * frames belong to keeps its mean and variance.
 *
 * Returns: %FALSE as assay_mixture_floors()
 */
gboolean assay_mixture_improve (AssayMixture *self,
                                const AssayFrames *frames,
                                const AssayMixtureOptions *options,
                                const double *floors,
                                double *log_density,
                                AssayProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
