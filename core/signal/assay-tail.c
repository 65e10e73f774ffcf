/* assay-tail.c: how unlikely an observation is by chance, as log10 of a probability. */
#include "signal/assay-tail.h"

#include <math.h>

/* Argument to which the series of the Bessel functions is summed. */
#define MOST_SERIES 50.0
#define MOST_STEPS 12

static double
at_most_one (double log10_p)
{
  return isnan (log10_p) || log10_p > 0.0 ? 0.0 : log10_p;
}

double
assay_tail_signs (double sum, double squares)
{
  if (!(sum > 0.0) || !(squares > 0.0))
    return 0.0;
  return at_most_one (-sum * sum / (2.0 * squares) / G_LN10);
}

/* ln of the mean of exp (x s) over what chance may make of s; its first two derivatives. */
typedef double Moments (double x, double *slope, double *curve);

/* Chernoff's bound for a sum of @n independent terms w s. Any λ gives one. The slopes are concave
 * and start at or below a straight line, so that Newton's steps from @at come to the best λ from
 * below; there is none where all terms agree, only a limit. */
static inline double
best_bound (Moments *moments, double at, double sum, const double *weights, gsize n)
{
  double best = 0;

  for (int step = 0; step < MOST_STEPS; step++)
    {
      double value = -at * sum, slope = 0, curve = 0, change;

      for (gsize i = 0; i < n; i++)
        {
          double first, second;

          value += moments (at * weights[i], &first, &second);
          slope += weights[i] * first;
          curve += weights[i] * weights[i] * second;
        }
      best = fmin (best, value);
      change = (sum - slope) / curve;
      if (!(change > 1e-3 * at))
        break;
      at = fmin (at + change, 4 * at);
    }
  return at_most_one (best / G_LN10);
}

/* Of a sign, for x >= 0: ln cosh x. */
static double
coin_moments (double x, double *slope, double *curve)
{
  double fall = exp (-2 * x);

  *slope = (1 - fall) / (1 + fall);
  *curve = 1 - *slope * *slope;
  return x + log1p (fall) - G_LN2;
}

double
assay_tail_coins (double sum, const double *weights, gsize n)
{
  double squares = 0, length = 0;

  for (gsize i = 0; i < n; i++)
    {
      squares += weights[i] * weights[i];
      length += weights[i];
    }
  if (!(sum > 0.0) || !(squares > 0.0))
    return 0.0;
  sum = fmin (sum, length); /* rounding */
  return best_bound (coin_moments, sum / squares, sum, weights, n);
}

double
assay_tail_phases (double sum, double n)
{
  if (!(sum > 0.0) || !(n > 0.0))
    return 0.0;
  return at_most_one (-sum * sum / n / G_LN10);
}

/* ln I_0 (x), and I_1 (x) / I_0 (x) into @slope, for x >= 0: the power series, which has positive
 * terms alone. */
static double
log_bessel (double x, double *slope)
{
  double quarter = x * x / 4;
  double zero = 1, one = 1;
  double zero_term = 1, one_term = 1;

  /* Above it I_0 (x) < exp (x) / sqrt (2 π (x - 1/2)), nearly equal. */
  if (x > MOST_SERIES)
    {
      *slope = 1 - 0.5 / x;
      return x - 0.5 * log (2 * G_PI * (x - 0.5));
    }
  for (int k = 1; k < 400 && zero_term > zero * 1e-16; k++)
    {
      zero_term *= quarter / k / k;
      one_term *= quarter / k / (k + 1);
      zero += zero_term;
      one += one_term;
    }
  *slope = x / 2 * one / zero;
  return log (zero);
}

/* Of the component along the sum of a unit vector of any direction. */
static double
vector_moments (double x, double *slope, double *curve)
{
  double value = log_bessel (x, slope);

  *curve = x > 0 ? 1 - *slope / x - *slope * *slope : 0.5;
  return value;
}

double
assay_tail_vectors (double sum, const double *radii, gsize n)
{
  double squares = 0;

  for (gsize i = 0; i < n; i++)
    squares += radii[i] * radii[i];
  if (!(sum > 0.0) || !(squares > 0.0))
    return 0.0;
  return best_bound (vector_moments, 2 * sum / squares, sum, radii, n);
}

double
assay_tail_magnitudes (double sum, double n)
{
  double low = 0, high, below;

  if (!(sum > 0.0) || !(n > 0.0) || !isfinite (sum / n))
    return 0.0;
  /* Any λ gives a bound. The best is where λ + φ (λ) / Φ (λ), which rises and lies above λ, is the
   * mean that was seen. */
  high = sum / n;
  for (int step = 0; step < 50; step++)
    {
      double middle = (low + high) / 2;
      double density = exp (-middle * middle / 2) / sqrt (2 * G_PI);

      if (middle + density / (0.5 * erfc (-middle / G_SQRT2)) < sum / n)
        low = middle;
      else
        high = middle;
    }
  below = 0.5 * erfc (-low / G_SQRT2);
  return at_most_one ((n * (log (2 * below) + low * low / 2) - low * sum) / G_LN10);
}

/* ln of the probability of exactly @k. */
static double
binomial_term (double n, double k, double p)
{
  return lgamma (n + 1) - lgamma (k + 1) - lgamma (n - k + 1) + k * log (p) + (n - k) * log1p (-p);
}

double
assay_tail_binomial (guint64 n, guint64 k, double p)
{
  if (k == 0 || p >= 1.0)
    return 0.0;
  if (k > n || p <= 0.0)
    return -INFINITY;

  /* From the largest term of the tail downwards, each a fixed multiple of the one before. */
  double mode = floor ((double) (n + 1) * p);
  double first = fmax ((double) k, mode);
  double sum = 0.0;
  double term = 1.0;

  for (double at = first; at <= (double) n && term > 1e-18; at++)
    {
      sum += term;
      term *= ((double) n - at) / (at + 1.0) * p / (1.0 - p);
    }
  term = 1.0;
  for (double at = first; at > (double) k && term > 1e-18; at--)
    {
      term *= at / ((double) n - at + 1.0) * (1.0 - p) / p;
      sum += term;
    }
  return at_most_one ((binomial_term ((double) n, first, p) + log (sum)) / G_LN10);
}

/* The continued fraction of the incomplete beta function I_x (a, b) times a (DLMF 8.17.22), by the
 * modified Lentz algorithm; good for x < (a + 1) / (a + b + 2). */
static double
beta_fraction (double x, double a, double b)
{
  const double tiny = 1e-300;
  double c = 1.0;
  double d = 1.0 - (a + b) * x / (a + 1.0);
  double value;

  d = 1.0 / (fabs (d) < tiny ? tiny : d);
  value = d;
  for (int m = 1; m < 2000; m++)
    {
      double even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m));
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0));
      double change;

      d = 1.0 / (1.0 + even * d);
      c = 1.0 + even / c;
      value *= c * d;
      d = 1.0 / (1.0 + odd * d);
      c = 1.0 + odd / c;
      change = c * d;
      value *= change;
      if (fabs (change - 1.0) < 1e-15)
        break;
    }
  return value;
}

double
assay_tail_beta (double x, double a, double b)
{
  if (!(x > 0.0))
    return 0.0;
  if (x >= 1.0)
    return -INFINITY;

  double scale = lgamma (a + b) - lgamma (a) - lgamma (b) + a * log (x) + b * log1p (-x);

  /* The upper tail is I_{1 - x} (b, a), and 1 - I_x (a, b) where that converges slowly. */
  if (1.0 - x < (b + 1.0) / (a + b + 2.0))
    return at_most_one ((scale - log (b) + log (beta_fraction (1.0 - x, b, a))) / G_LN10);
  return at_most_one (log10 (1.0 - exp (scale - log (a) + log (beta_fraction (x, a, b)))));
}

double
assay_tail_union (double log10_p, double hypotheses)
{
  return at_most_one (log10_p + log10 (fmax (hypotheses, 1.0)));
}
