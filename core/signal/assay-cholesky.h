/* assay-cholesky.h: symmetric positive definite systems. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_cholesky_solve:
 * @matrix: (inout): @n × @n, symmetric; its lower triangle is replaced by the factor L
 * @vector: (inout): right side, then the solution
 *
 * Solves matrix · x = vector by A = L Lᵀ.
 *
 * Returns: %FALSE when the matrix is not positive definite; @vector is then as it was
 */
gboolean assay_cholesky_solve (double *matrix, gsize n, double *vector);

G_END_DECLS
