/* assay-tail.h: how unlikely an observation is by chance, as log10 of a probability.
 *
 * All are at most 0 and never NaN. A bound is never below the true probability.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* P (Σ ±a_i >= @sum) for independent fair signs is at most exp (-sum² / 2 Σ a_i²) (Hoeffding 1963,
 * theorem 2); @squares is Σ a_i². 0 when @sum <= 0. */
double assay_tail_signs (double sum, double squares);
/* The same as the smallest of exp (Σ ln cosh (λ a_i) - λ sum) over λ >= 0 (Chernoff 1952) for the
 * @n sizes @weights: less than assay_tail_signs(), the more the larger @sum is. Where all signs
 * agree it is that of so many coins. @weights are at least 0. */
double assay_tail_coins (double sum, const double *weights, gsize n);
/* P (Re Σ e^{jφ_i} >= @sum) for @n independent uniform phases is at most exp (-sum² / n): the
 * modified Bessel function I_0 (x) is at most exp (x² / 4). 0 when @sum <= 0. */
double assay_tail_phases (double sum, double n);
/* P (Re Σ r_i e^{jφ_i} >= @sum) for @n independent uniform phases is at most the smallest of exp
 * (Σ ln I_0 (λ r_i) - λ sum) over λ >= 0 (Chernoff 1952): less than assay_tail_phases() of Σ r_i²,
 * the more the larger @sum is. @radii are at least 0. */
double assay_tail_vectors (double sum, const double *radii, gsize n);
/* P (Σ |g_i| >= @sum) for @n independent standard normal numbers is at most the smallest of (2 exp
 * (λ² / 2) Φ (λ))^n exp (-λ sum) over λ >= 0 (Chernoff 1952), Φ the normal distribution. */
double assay_tail_magnitudes (double sum, double n);
/* P (X >= @k) of a binomial X of @n tries with probability @p, summed exactly. */
double assay_tail_binomial (guint64 n, guint64 k, double p);
/* P (X >= @x) of X with the beta distribution (@a, @b), both above 0: the share of a vector's
 * energy that falls into a random subspace of 2 a of its 2 (a + b) dimensions. */
double assay_tail_beta (double x, double a, double b);
/* The probability that at least one of @hypotheses such events happens (union bound). */
double assay_tail_union (double log10_p, double hypotheses);

G_END_DECLS
