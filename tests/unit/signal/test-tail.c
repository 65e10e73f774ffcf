/* test-tail.c: tails against scipy.stats. */
#include <glib.h>
#include <math.h>

#include "signal/assay-random.h"
#include "signal/assay-tail.h"

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-10 * fmax (1.0, fabs (expected)));
}

static void
test_binomial (void)
{
  assert_near (assay_tail_binomial (10, 5, 0.5), -0.20547927791864964);
  assert_near (assay_tail_binomial (1000, 600, 0.5), -9.865111742849933);
  assert_near (assay_tail_binomial (64, 64, 0.5), -19.265919722494797);
  assert_near (assay_tail_binomial (20, 1, 0.01), -0.7397066001556015);
  assert_near (assay_tail_binomial (1000, 5, 0.01), -0.012640530378757684);
  g_assert_cmpfloat (assay_tail_binomial (100000, 60000, 0.5), <, -850.0);
  g_assert_cmpfloat_with_epsilon (assay_tail_binomial (10, 0, 0.5), 0.0, 1e-15);
}

static void
test_beta (void)
{
  assert_near (assay_tail_beta (0.05, 48, 246), -2.554503458900409e-13);
  assert_near (assay_tail_beta (0.1633, 48, 246), -0.31406175668279906);
  assert_near (assay_tail_beta (0.25, 48, 246), -3.845339013444438);
  assert_near (assay_tail_beta (0.5, 48, 246), -33.27510575047514);
  assert_near (assay_tail_beta (0.9, 48, 246), -193.3057157150239);
  assert_near (assay_tail_beta (0.3, 2, 3), -0.18595227900440053);
  assert_near (assay_tail_beta (0.001, 0.5, 4.5), -0.033172678168435776);
  g_assert_cmpfloat_with_epsilon (assay_tail_beta (0, 48, 246), 0.0, 1e-15);
}

static void
test_bounds (void)
{
  /* A bound is never below the truth: fair signs against the normal tail of the same deviation. */
  for (double z = 0.5; z < 20; z += 0.5)
    g_assert_cmpfloat (assay_tail_signs (z * 10, 100), >=, log10 (0.5 * erfc (z / G_SQRT2)));
  g_assert_cmpfloat_with_epsilon (assay_tail_signs (-1, 100), 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_tail_phases (10, 0), 0.0, 1e-15);
  assert_near (assay_tail_phases (10, 25), -4.0 / G_LN10);
  assert_near (assay_tail_union (-9, 1000), -6.0);
  g_assert_cmpfloat_with_epsilon (assay_tail_union (-2, 1000), 0.0, 1e-15);
}

/* Never above the simpler bound, never below the truth, of which all cases are counted. */
static void
test_coins (void)
{
  const double weights[] = { 1, 1, 0.5, 2, 1, 0.1, 1, 1.5, 3, 1, 1, 0.7, 2.5, 0.3 };
  const gsize n = G_N_ELEMENTS (weights);
  guint counts[80] = { 0 };
  double squares = 0, length = 0;

  for (gsize i = 0; i < n; i++)
    {
      squares += weights[i] * weights[i];
      length += weights[i];
    }
  for (guint signs = 0; signs < 1u << n; signs++)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += (signs >> i & 1) != 0 ? weights[i] : -weights[i];
      for (guint t = 0; t < G_N_ELEMENTS (counts) && sum >= 0.25 * t; t++)
        counts[t]++;
    }
  for (guint t = 1; t < G_N_ELEMENTS (counts); t++)
    {
      double bound = assay_tail_coins (0.25 * t, weights, n);

      g_assert_cmpfloat (bound, <=, assay_tail_signs (0.25 * t, squares) + 1e-9);
      g_assert_cmpfloat (counts[t], <=, (double) (1u << n) * pow (10, bound) + 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (assay_tail_coins (length, weights, n), -(double) n * log10 (2),
                                  5e-3);
  g_assert_cmpfloat_with_epsilon (assay_tail_coins (1.001 * length, weights, n),
                                  -(double) n * log10 (2), 5e-3);
  g_assert_cmpfloat_with_epsilon (assay_tail_coins (-1, weights, n), 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_tail_coins (1, weights, 0), 0.0, 1e-15);
}

/* Never above the simpler bound, never below what happens. */
static void
test_vectors (void)
{
  const double radii[] = { 1, 1, 0.5, 2, 1, 0.1, 1, 1.5, 0, 1, 1, 0.7 };
  const gsize n = G_N_ELEMENTS (radii);
  guint counts[40] = { 0 };
  double squares = 0, length = 0;
  AssayRandom random;

  for (gsize i = 0; i < n; i++)
    {
      squares += radii[i] * radii[i];
      length += radii[i];
    }
  assay_random_init (&random, 5);
  for (guint run = 0; run < 100000; run++)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += radii[i] * cos (2 * G_PI * assay_random_real (&random));
      for (guint t = 0; t < G_N_ELEMENTS (counts) && sum >= 0.25 * t; t++)
        counts[t]++;
    }
  for (guint t = 1; t < G_N_ELEMENTS (counts); t++)
    {
      double bound = assay_tail_vectors (0.25 * t, radii, n);

      g_assert_cmpfloat (bound, <=, assay_tail_phases (0.25 * t, squares) + 1e-9);
      g_assert_cmpfloat (counts[t], <=, 1e5 * pow (10, bound) + 1e-9);
    }
  /* Nothing can be longer than all of them in line. */
  g_assert_cmpfloat (assay_tail_vectors (1.001 * length, radii, n), <, -12);
  g_assert_cmpfloat_with_epsilon (assay_tail_vectors (-1, radii, n), 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_tail_vectors (1, radii, 0), 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_tail_vectors (0.001, radii, n), 0.0, 1e-3);
}

/* Never below what happens, nor far above it. */
static void
test_magnitudes (void)
{
  const guint n = 96;
  guint counts[30] = { 0 };
  AssayRandom random;

  assay_random_init (&random, 6);
  for (guint run = 0; run < 20000; run++)
    {
      double sum = 0;

      for (guint i = 0; i < n; i++)
        sum += sqrt (-2 * log (1 - assay_random_real (&random)))
               * fabs (cos (2 * G_PI * assay_random_real (&random)));
      for (guint t = 0; t < G_N_ELEMENTS (counts) && sum >= 76 + t; t++)
        counts[t]++;
    }
  for (guint t = 0; t < G_N_ELEMENTS (counts); t++)
    {
      double bound = assay_tail_magnitudes (76 + t, n);

      g_assert_cmpfloat (counts[t], <=, 2e4 * pow (10, bound) + 1e-9);
      if (counts[t] > 20)
        g_assert_cmpfloat (log10 (counts[t] / 2e4), >, bound - 1.2);
    }
  /* Of one number: 2 exp (λ² / 2 - 3 λ) Φ (λ), least near λ = 3. */
  g_assert_cmpfloat_with_epsilon (assay_tail_magnitudes (3, 1), log10 (2 * exp (-4.5)), 0.01);
  g_assert_cmpfloat (assay_tail_magnitudes (1e6, 96), <, -1e6);
  g_assert_cmpfloat_with_epsilon (assay_tail_magnitudes (70, 96), 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_tail_magnitudes (-1, 96), 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_tail_magnitudes (1, 0), 0.0, 1e-15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/tail/binomial", test_binomial);
  g_test_add_func ("/signal/tail/beta", test_beta);
  g_test_add_func ("/signal/tail/bounds", test_bounds);
  g_test_add_func ("/signal/tail/coins", test_coins);
  g_test_add_func ("/signal/tail/vectors", test_vectors);
  g_test_add_func ("/signal/tail/magnitudes", test_magnitudes);
  return g_test_run ();
}
