/* test-mixture.c: mixtures against scikit-learn, kernels against each other, threads, cancelling.
 */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "golden.h"
#include "signal/assay-mixture-kernel-private.h"
#include "signal/assay-mixture-train.h"
#include "signal/assay-random.h"

#define ROWS 270
#define COLUMNS 5
#define COMPONENTS 3

static AssayMixture *
read_mixture (void)
{
  AssayMixture *mixture = assay_mixture_new (COMPONENTS, COLUMNS);
  g_autofree double *weights = golden_read ("mixture.weights", COMPONENTS);
  g_autofree double *means = golden_read ("mixture.means", COMPONENTS * COLUMNS);
  g_autofree double *variances = golden_read ("mixture.variances", COMPONENTS * COLUMNS);

  memcpy (mixture->weights, weights, COMPONENTS * sizeof (double));
  memcpy (mixture->means, means, COMPONENTS * COLUMNS * sizeof (double));
  memcpy (mixture->variances, variances, COMPONENTS * COLUMNS * sizeof (double));
  return mixture;
}

static void
test_golden (gconstpointer data)
{
  guint rounds = GPOINTER_TO_UINT (data);
  g_autofree double *rows = golden_read ("mixture.rows", ROWS * COLUMNS);
  g_autofree char *weights = g_strdup_printf ("mixture.weights.%u", rounds);
  g_autofree char *means = g_strdup_printf ("mixture.means.%u", rounds);
  g_autofree char *variances = g_strdup_printf ("mixture.variances.%u", rounds);
  g_autofree char *density = g_strdup_printf ("mixture.density.%u", rounds);
  const AssayMixtureOptions options = { .n_components = COMPONENTS, .threads = 2 };
  g_autoptr (AssayMixture) mixture = read_mixture ();
  g_autoptr (GError) error = NULL;
  double floors[COLUMNS] = { 0 };
  double densities[ROWS];
  AssayFrames frames;

  assay_frames_init_memory (&frames, rows, ROWS, COLUMNS);
  for (guint i = 0; i < rounds; i++)
    {
      assay_mixture_improve (mixture, &frames, &options, floors, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  golden_compare (mixture->weights, weights, COMPONENTS, 1e-11);
  golden_compare (mixture->means, means, COMPONENTS * COLUMNS, 1e-11);
  golden_compare (mixture->variances, variances, COMPONENTS * COLUMNS, 1e-10);

  g_autoptr (AssayMixtureScorer) scorer = assay_mixture_scorer_new (mixture);

  assay_mixture_scorer_frames (scorer, rows, ROWS, densities);
  golden_compare (densities, density, ROWS, 1e-10);
}

/* Each level, odd numbers of frames, values of very different sizes: the same bits. */
static void
test_kernels (void)
{
  const gsize columns = 37;
  g_autofree double *frames = g_new (double, 11 * columns);
  g_autofree double *tile = g_new (double, columns * 2 * ASSAY_MIXTURE_TILE);
  AssayRandom random;

  if (!assay_mixture_kernel_has_avx2 ())
    {
      g_test_skip ("This processor has no AVX2");
      return;
    }
  assay_random_init (&random, 5);
  for (gsize i = 0; i < 11 * columns; i++)
    frames[i] = ldexp (assay_random_real (&random) - 0.5, (int) assay_random_below (&random, 40));
  for (gsize i = 0; i < columns * 2 * ASSAY_MIXTURE_TILE; i++)
    tile[i] = ldexp (assay_random_real (&random) - 0.5, (int) assay_random_below (&random, 40));
  for (gsize n = 0; n <= 11; n++)
    {
      double plain[12 * ASSAY_MIXTURE_TILE];
      double fast[12 * ASSAY_MIXTURE_TILE];

      memset (plain, 0x5a, sizeof plain);
      memset (fast, 0x5a, sizeof fast);
      assay_mixture_kernel_choose (FALSE) (frames, n, columns, tile, plain, ASSAY_MIXTURE_TILE);
      assay_mixture_kernel_choose (TRUE) (frames, n, columns, tile, fast, ASSAY_MIXTURE_TILE);
      g_assert_true (memcmp (plain, fast, sizeof plain) == 0);
    }
}

/* Four heaps of rows around the corners of a square. */
static double *
make_heaps (gsize n)
{
  double *rows = g_new (double, n * 2);
  AssayRandom random;

  assay_random_init (&random, 9);
  for (gsize i = 0; i < n; i++)
    {
      rows[2 * i] = (double) (i % 2) * 10 + assay_random_real (&random);
      rows[2 * i + 1] = (double) (i / 2 % 2) * 1000 + assay_random_real (&random);
    }
  return rows;
}

static AssayMixture *
train (const double *rows, gsize n, guint threads, guint rounds)
{
  const AssayMixtureOptions options
      = { .n_components = 4, .seed = 7, .floor = 1e-3, .threads = threads };
  g_autoptr (GError) error = NULL;
  double floors[2];
  AssayFrames frames;
  AssayMixture *mixture;

  assay_frames_init_memory (&frames, rows, n, 2);
  assay_mixture_floors (&frames, &options, floors, NULL, &error);
  g_assert_no_error (error);
  mixture = assay_mixture_start (&frames, &options, floors, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rounds; i++)
    {
      assay_mixture_improve (mixture, &frames, &options, floors, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (assay_mixture_check (mixture, NULL));
  return mixture;
}

static void
test_start_finds_heaps (void)
{
  g_autofree double *rows = make_heaps (4000);
  g_autoptr (AssayMixture) mixture = train (rows, 4000, 1, 3);
  guint seen = 0;

  for (guint c = 0; c < 4; c++)
    {
      double x = mixture->means[2 * c];
      double y = mixture->means[2 * c + 1];

      g_assert_cmpfloat_with_epsilon (mixture->weights[c], 0.25, 0.01);
      g_assert_cmpfloat_with_epsilon (fmin (fabs (x - 0.5), fabs (x - 10.5)), 0, 0.05);
      g_assert_cmpfloat_with_epsilon (fmin (fabs (y - 0.5), fabs (y - 1000.5)), 0, 0.05);
      seen |= 1u << ((x > 5 ? 1 : 0) + (y > 500 ? 2 : 0));
    }
  g_assert_cmpuint (seen, ==, 15);
}

static void
test_threads (void)
{
  g_autofree double *rows = make_heaps (5001);
  g_autoptr (AssayMixture) one = train (rows, 5001, 1, 2);
  g_autoptr (AssayMixture) four = train (rows, 5001, 4, 2);

  g_assert_true (memcmp (one->weights, four->weights, (4 * sizeof (double))) == 0);
  g_assert_true (memcmp (one->means, four->means, (8 * sizeof (double))) == 0);
  g_assert_true (memcmp (one->variances, four->variances, (8 * sizeof (double))) == 0);
}

/* A column that never changes, and one heap of equal rows: floors keep everything finite. */
static void
test_constant (void)
{
  g_autofree double *rows = g_new (double, 400);

  for (gsize i = 0; i < 400; i++)
    rows[i] = i % 2 == 0 ? 3 : (double) (i / 200);

  g_autoptr (AssayMixture) mixture = train (rows, 200, 2, 4);
}

static void
test_refusals (void)
{
  const AssayMixtureOptions options = { .n_components = 8, .floor = 1e-3, .threads = 1 };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  double rows[] = { 1, 2, 3, 4, 5, 6, 7, NAN };
  double floors[1] = { 1 };
  g_autoptr (GError) few = NULL;
  g_autoptr (GError) nan = NULL;
  g_autoptr (GError) stopped = NULL;
  AssayFrames frames;

  assay_frames_init_memory (&frames, rows, 8, 1);
  g_assert_null (assay_mixture_start (&frames, &options, floors, NULL, NULL, &few));
  g_assert_error (few, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID);
  g_assert_false (assay_mixture_floors (&frames, &options, floors, NULL, &nan));
  g_assert_error (nan, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
  g_cancellable_cancel (cancelled);
  g_assert_false (assay_mixture_floors (&frames, &options, floors, cancelled, &stopped));
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/signal/mixture/golden/1", GUINT_TO_POINTER (1), test_golden);
  g_test_add_data_func ("/signal/mixture/golden/5", GUINT_TO_POINTER (5), test_golden);
  g_test_add_func ("/signal/mixture/kernels", test_kernels);
  g_test_add_func ("/signal/mixture/start-finds-heaps", test_start_finds_heaps);
  g_test_add_func ("/signal/mixture/threads", test_threads);
  g_test_add_func ("/signal/mixture/constant", test_constant);
  g_test_add_func ("/signal/mixture/refusals", test_refusals);
  return g_test_run ();
}
