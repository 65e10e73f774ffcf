/* assay-wavelet-lifting.c: the biorthogonal wavelets 5/3 and 9/7 by lifting steps. */
#include <math.h>

#include "signal/assay-wavelet-private.h"

/* Each step adds to one half of the values a multiple of the sum of their neighbours in the other:
 * odd, even, odd, even. */
typedef struct
{
  guint n_steps;
  double steps[4];
  double scale; /* of the even half; the odd one is divided by it and turned */
} Lifting;

static const Lifting liftings[] = {
  { 2, { -0.5, 0.25, 0.0, 0.0 }, G_SQRT2 },
  { 4,
    { -1.586134342059924, -0.052980118572961, 0.882911075530934, 0.443506852043971 },
    1.149604398860241 },
};

/* odd[i] lies between even[i] and even[i + 1]. */
static void
step_odd (
    AssayWaveletBorder border, const double *even, gsize n_even, double *odd, gsize n_odd, double a)
{
  gsize inner = MIN (n_odd, n_even - 1);

  for (gsize i = 0; i < inner; i++)
    odd[i] += a * (even[i] + even[i + 1]);
  if (inner == n_odd)
    return;

  double beyond = 0.0;

  if (border == ASSAY_WAVELET_SYMMETRIC)
    beyond = even[n_even - 1];
  else if (border == ASSAY_WAVELET_PERIODIC)
    beyond = even[0];
  odd[inner] += a * (even[inner] + beyond);
}

/* even[i] lies between odd[i - 1] and odd[i]. */
static void
step_even (
    AssayWaveletBorder border, double *even, gsize n_even, const double *odd, gsize n_odd, double a)
{
  double before = 0.0;
  double beyond = 0.0;

  if (n_odd == 0)
    return;
  if (border == ASSAY_WAVELET_SYMMETRIC)
    {
      before = odd[0];
      beyond = odd[n_odd - 1];
    }
  else if (border == ASSAY_WAVELET_PERIODIC)
    {
      before = odd[n_odd - 1];
      beyond = odd[0];
    }
  even[0] += a * (before + odd[0]);
  for (gsize i = 1; i < n_odd; i++)
    even[i] += a * (odd[i - 1] + odd[i]);
  if (n_even > n_odd)
    even[n_odd] += a * (odd[n_odd - 1] + beyond);
}

static void
run_step (AssayWaveletBorder border, guint step, double *even, double *odd, gsize n, double factor)
{
  gsize n_odd = n / 2;

  if (step % 2 == 0)
    step_odd (border, even, n - n_odd, odd, n_odd, factor);
  else
    step_even (border, even, n - n_odd, odd, n_odd, factor);
}

void
assay_wavelet_lift (AssayWavelet wavelet,
                    AssayWaveletBorder border,
                    const double *x,
                    gsize n,
                    double *even,
                    double *odd)
{
  const Lifting *lifting = &liftings[wavelet == ASSAY_WAVELET_CDF97];

  for (gsize i = 0; i < n / 2; i++)
    {
      even[i] = x[2 * i];
      odd[i] = x[2 * i + 1];
    }
  if (n % 2 == 1)
    even[n / 2] = x[n - 1];
  for (guint i = 0; i < lifting->n_steps; i++)
    run_step (border, i, even, odd, n, lifting->steps[i]);
  for (gsize i = 0; i < n - n / 2; i++)
    even[i] *= lifting->scale;
  for (gsize i = 0; i < n / 2; i++)
    odd[i] /= -lifting->scale;
}

void
assay_wavelet_unlift (AssayWavelet wavelet,
                      AssayWaveletBorder border,
                      const double *even,
                      const double *odd,
                      double *x,
                      gsize n)
{
  const Lifting *lifting = &liftings[wavelet == ASSAY_WAVELET_CDF97];
  g_autofree double *halves = g_new (double, MAX (n, 1));
  gsize n_even = n - n / 2;

  for (gsize i = 0; i < n_even; i++)
    halves[i] = even[i] / lifting->scale;
  for (gsize i = 0; i < n / 2; i++)
    halves[n_even + i] = odd[i] * -lifting->scale;
  for (guint i = lifting->n_steps; i-- > 0;)
    run_step (border, i, halves, halves + n_even, n, -lifting->steps[i]);
  for (gsize i = 0; i < n; i++)
    x[i] = halves[i % 2 == 0 ? i / 2 : n_even + i / 2];
}
