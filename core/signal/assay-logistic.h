/* assay-logistic.h: linear logistic regression: many numbers to one log-likelihood ratio.
 *
 * Both classes weigh the same whatever their numbers (effective prior 0.5), so the output is a
 * natural log-likelihood ratio and not a posterior of the training set. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_logistic_train:
 * @rows: @n × @columns
 * @genuine: @n
 * @ridge: weight of half the squared norm of the weights (not of the constant) beside the mean
 *   cost; above 0, so that separable classes have an answer
 * @weights: (out): @columns + 1, the constant last, for the rows as given
 *
 * Columns are scaled to mean 0 and variance 1 inside, so @ridge means the same for each. Newton's
 * method, each step by conjugate gradients, halved while the cost does not fall, until the gradient
 * is below 1e-10, at most 100 rounds.
 *
 * Returns: %FALSE with ASSAY_BASE_ERROR_INVALID when a class is missing, _MALFORMED when a number
 *   is not finite
 */
gboolean assay_logistic_train (const double *rows,
                               const gboolean *genuine,
                               gsize n,
                               gsize columns,
                               double ridge,
                               double *weights,
                               GError **error);
/* The log-likelihood ratio of one row. */
double assay_logistic_apply (const double *weights, const double *row, gsize columns);

G_END_DECLS
