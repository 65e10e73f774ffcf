/* test-random.c: the generator against the numbers of its definition, and its ranges. */
#include <glib.h>

#include "signal/assay-random.h"

/* Computed with the definition in Python's unbounded integers. */
static void
test_reference (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (0x15780b2e0c2ec716),
    G_GUINT64_CONSTANT (0x6104d9866d113a7e),
    G_GUINT64_CONSTANT (0xae17533239e499a1),
  };
  AssayRandom random;

  assay_random_init (&random, 42);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (assay_random_next (&random), ==, expected[i]);
}

static void
test_below (void)
{
  guint counts[7] = { 0 };
  AssayRandom random;

  assay_random_init (&random, 1);
  for (guint i = 0; i < 70000; i++)
    counts[assay_random_below (&random, 7)]++;
  for (guint i = 0; i < 7; i++)
    {
      g_assert_cmpuint (counts[i], >, 9600);
      g_assert_cmpuint (counts[i], <, 10400);
    }
  g_assert_cmpuint (assay_random_below (&random, 1), ==, 0);
}

static void
test_real (void)
{
  AssayRandom random;
  double sum = 0;

  assay_random_init (&random, 3);
  for (guint i = 0; i < 100000; i++)
    {
      double value = assay_random_real (&random);

      g_assert_cmpfloat (value, >=, 0);
      g_assert_cmpfloat (value, <, 1);
      sum += value;
    }
  g_assert_cmpfloat_with_epsilon (sum / 100000, 0.5, 0.005);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/random/reference", test_reference);
  g_test_add_func ("/signal/random/below", test_below);
  g_test_add_func ("/signal/random/real", test_real);
  return g_test_run ();
}
