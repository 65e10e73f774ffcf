/* assay-trials-calibration.c: what scores are worth as likelihood ratios: Cllr, PAV, the hull. */
#include <math.h>

#include "signal/assay-isotonic.h"
#include "signal/assay-trials-private.h"

/* Share of genuine trials, pooled to rise with the score; one value a trial, in @order. */
static double *
fit_posteriors (const AssayTrials *self, const gsize *order)
{
  g_autofree double *values = g_new (double, MAX (self->n, 1));
  g_autofree double *weights = g_new (double, MAX (self->n, 1));
  g_autofree gsize *ends = g_new (gsize, MAX (self->n, 1));
  g_autofree double *fitted = g_new (double, MAX (self->n, 1));
  double *posteriors = g_new (double, MAX (self->n, 1));
  gsize n = 0;
  gsize next = 0;

  for (gsize i = 0; i < self->n; i = ends[n++])
    {
      double genuine = 0;

      ends[n] = assay_trials_tie (self, order, i);
      for (gsize j = i; j < ends[n]; j++)
        genuine += self->genuine[order[j]] ? 1 : 0;
      weights[n] = (double) (ends[n] - i);
      values[n] = genuine / weights[n];
    }
  assay_isotonic_fit (values, weights, n, fitted);
  for (gsize g = 0; g < n; g++)
    for (; next < ends[g]; next++)
      posteriors[next] = fitted[g];
  return posteriors;
}

void
assay_trials_calibrate (const AssayTrials *self, double *llr)
{
  g_autofree gsize *order = assay_trials_order (self);
  g_autofree double *posteriors = fit_posteriors (self, order);
  double prior
      = log ((double) assay_trials_count (self, TRUE) / (double) assay_trials_count (self, FALSE));

  for (gsize i = 0; i < self->n; i++)
    llr[order[i]] = log (posteriors[i] / (1 - posteriors[i])) - prior;
}

/* log2 (1 + e^x) without overflow. */
static double
soft_bits (double x)
{
  return (x > 0 ? x + log1p (exp (-x)) : log1p (exp (x))) / G_LN2;
}

static double
cllr_of (const AssayTrials *self, const double *llr)
{
  double sums[2] = { 0, 0 };

  for (gsize i = 0; i < self->n; i++)
    if (self->genuine[i])
      sums[1] += soft_bits (-llr[i]);
    else
      sums[0] += soft_bits (llr[i]);
  return 0.5
         * (sums[1] / (double) assay_trials_count (self, TRUE)
            + sums[0] / (double) assay_trials_count (self, FALSE));
}

double
assay_trials_cllr (const AssayTrials *self)
{
  return cllr_of (self, self->scores);
}

double
assay_trials_min_cllr (const AssayTrials *self)
{
  g_autofree double *llr = g_new (double, MAX (self->n, 1));

  assay_trials_calibrate (self, llr);
  return cllr_of (self, llr);
}

/* The pools of PAV are the edges of the hull. On the edge that crosses the diagonal both rates are
 * linear, so the crossing is where they are equal. */
double
assay_trials_eer_hull (const AssayTrials *self)
{
  g_autofree gsize *order = assay_trials_order (self);
  g_autofree double *posteriors = fit_posteriors (self, order);
  double n_genuine = (double) assay_trials_count (self, TRUE);
  double n_spoof = (double) assay_trials_count (self, FALSE);
  double miss = 0;
  double alarm = 1;

  for (gsize i = 0; i < self->n;)
    {
      double genuine = 0;
      double spoof = 0;
      double value = posteriors[i];

      for (; i < self->n && !(posteriors[i] > value); i++)
        if (self->genuine[order[i]])
          genuine += 1 / n_genuine;
        else
          spoof += 1 / n_spoof;
      if (miss + genuine >= alarm - spoof)
        return miss + genuine * (alarm - miss) / (genuine + spoof);
      miss += genuine;
      alarm -= spoof;
    }
  return 0.5;
}
