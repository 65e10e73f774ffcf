/* test-wavelet.c: wavelet transforms against PyWavelets, and back. */
#include <string.h>

#include "golden.h"
#include "signal/assay-random.h"
#include "signal/assay-wavelet-private.h"

#define ODD 137u
#define EVEN 160u

static const char *const borders[] = { "symmetric", "periodic", "zero" };

static void
assert_all_near (const double *values, const double *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (values[i], expected[i], 1e-10);
}

/* Approximation, then the details from the coarsest. */
static double *
join (const AssayWaveletBands *bands, gsize *n)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_append_vals (all, bands->approximation, (guint) bands->lengths[bands->levels]);
  for (guint i = bands->levels; i-- > 0;)
    g_array_append_vals (all, bands->details[i],
                         (guint) assay_wavelet_bands_get_n_detail (bands, i));
  *n = all->len;
  return (double *) (gpointer) g_array_free (all, FALSE);
}

static void
check_golden (AssayWavelet wavelet, guint border, const double *x, gsize n, guint levels)
{
  g_autoptr (AssayWaveletBands) bands
      = assay_wavelet_decompose (wavelet, (AssayWaveletBorder) border, x, n, levels);
  g_autofree char *name
      = g_strdup_printf ("%s-%s-%zu", assay_wavelet_get_name (wavelet), borders[border], n);
  gsize n_values;
  g_autofree double *values = join (bands, &n_values);
  g_autofree double *expected = golden_read (name, n_values);

  assert_all_near (values, expected, n_values);
}

static void
test_golden (void)
{
  static const gsize lengths[] = { 1, 2, 7, 20 };
  g_autofree double *x = golden_read ("x", EVEN);

  for (guint wavelet = 0; wavelet <= ASSAY_WAVELET_SYM4; wavelet++)
    for (guint border = 0; border < G_N_ELEMENTS (borders); border++)
      {
        check_golden ((AssayWavelet) wavelet, border, x, ODD, 3);
        check_golden ((AssayWavelet) wavelet, border, x, EVEN, 3);
        for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
          check_golden ((AssayWavelet) wavelet, border, x, lengths[i], 5);
      }
}

/* Bior 2.2 and 4.4 of PyWavelets, level by level, without the coefficients beyond the ends. */
static void
test_lifted (void)
{
  static const AssayWavelet lifted[] = { ASSAY_WAVELET_CDF53, ASSAY_WAVELET_CDF97 };
  g_autofree double *x = golden_read ("x", EVEN);

  for (guint i = 0; i < G_N_ELEMENTS (lifted); i++)
    {
      check_golden (lifted[i], ASSAY_WAVELET_PERIODIC, x, EVEN, 5);
      check_golden (lifted[i], ASSAY_WAVELET_SYMMETRIC, x, 20, 2);
      check_golden (lifted[i], ASSAY_WAVELET_SYMMETRIC, x, ODD, 5);
      check_golden (lifted[i], ASSAY_WAVELET_SYMMETRIC, x, EVEN, 5);
    }
}

static void
test_reconstruction (void)
{
  static const gsize lengths[]
      = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 20, 600, 1023, 1200, 5001 };
  AssayRandom random;
  double x[5001];
  double back[5001];

  assay_random_init (&random, 7);
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = 10.0 * (assay_random_real (&random) - 0.5);
  for (guint wavelet = 0; wavelet < ASSAY_WAVELET_N; wavelet++)
    for (guint border = 0; border < G_N_ELEMENTS (borders); border++)
      for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
        for (guint levels = 0; levels < 9; levels++)
          {
            g_autoptr (AssayWaveletBands) bands = assay_wavelet_decompose (
                (AssayWavelet) wavelet, (AssayWaveletBorder) border, x, lengths[i], levels);

            assay_wavelet_recompose (bands, back);
            for (gsize j = 0; j < lengths[i]; j++)
              g_assert_cmpfloat_with_epsilon (back[j], x[j], 1e-12);
          }
}

/* The cascade against whole steps, bit for bit. */
static void
check_cascade (AssayWavelet wavelet, AssayWaveletBorder border, const double *x, gsize n)
{
  g_autoptr (AssayWaveletBands) bands = assay_wavelet_bands_new (wavelet, border, n, 6);
  g_autofree double *before = g_memdup2 (x, n * sizeof *x);

  /* What was there before must not matter. */
  assay_wavelet_bands_analyse (bands, x + 1);
  assay_wavelet_bands_analyse (bands, x);
  for (guint i = 0; i < 6; i++)
    {
      gsize n_detail = assay_wavelet_bands_get_n_detail (bands, i);
      g_autofree double *after = g_new (double, bands->lengths[i + 1]);
      g_autofree double *detail = g_new (double, n_detail);
      g_autofree double *back = g_new (double, bands->lengths[i]);

      assay_wavelet_forward (wavelet, border, before, bands->lengths[i], after, detail);
      g_assert_true (memcmp (detail, bands->details[i], n_detail * sizeof *detail) == 0);
      assay_wavelet_inverse (wavelet, border, after, detail, back, bands->lengths[i]);
      for (gsize j = 0; j < bands->lengths[i]; j++)
        g_assert_cmpfloat_with_epsilon (back[j], before[j], 1e-12);
      g_free (before);
      before = g_steal_pointer (&after);
    }
  g_assert_true (memcmp (before, bands->approximation, bands->lengths[6] * sizeof *before) == 0);
}

static void
test_cascade (void)
{
  static const gsize lengths[]
      = { 1, 2, 5, 31, 600, 1023, 1024, 1030, 1031, 4096, 8200, 33333, 65536 };
  g_autofree double *x = g_new (double, 65537);
  AssayRandom random;

  assay_random_init (&random, 9);
  for (guint i = 0; i <= 65536; i++)
    x[i] = assay_random_real (&random) - 0.5;
  for (guint wavelet = 0; wavelet <= ASSAY_WAVELET_SYM4; wavelet++)
    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
      {
        check_cascade ((AssayWavelet) wavelet, ASSAY_WAVELET_SYMMETRIC, x, lengths[i]);
        check_cascade ((AssayWavelet) wavelet, ASSAY_WAVELET_ZERO, x, lengths[i]);
      }
}

#define GUARD 8u
#define UNTOUCHED 12345.0

/* @n values and what must stay as it is behind them. */
static double *
guarded_new (gsize n)
{
  double *self = g_new (double, n + GUARD);

  for (gsize i = 0; i < n + GUARD; i++)
    self[i] = UNTOUCHED;
  return self;
}

static void
check_guard (const double *values, gsize n)
{
  for (gsize i = 0; i < GUARD; i++)
    g_assert_false (values[n + i] < UNTOUCHED || values[n + i] > UNTOUCHED);
}

/* @kernel against the plain one, bit for bit, with arrays that end where they may be read to. */
static void
check_lengths (const AssayWaveletKernel *kernel, guint wavelet, const double *values, gsize n)
{
  const AssayWaveletKernel *kernels[] = { &assay_wavelet_kernel_plain, kernel };
  const AssayWaveletTaps *taps = &assay_wavelet_taps[wavelet];
  gsize n_coefficients = n + taps->n / 2 - 1;
  g_autofree double *x = g_memdup2 (values, 2 * n_coefficients * sizeof *x);
  g_autofree double *low_in = g_memdup2 (values, n_coefficients * sizeof *low_in);
  g_autofree double *high_in = g_memdup2 (values + n, n_coefficients * sizeof *high_in);
  double *low[2], *high[2], *back[2];

  for (guint i = 0; i < 2; i++)
    {
      low[i] = guarded_new (n);
      high[i] = guarded_new (n);
      back[i] = guarded_new (2 * n);
      kernels[i]->analyse (taps, x, n, low[i], high[i]);
      kernels[i]->synthesise (taps, low_in, high_in, n, back[i]);
      check_guard (low[i], n);
      check_guard (high[i], n);
      check_guard (back[i], 2 * n);
    }
  g_assert_true (memcmp (low[0], low[1], n * sizeof (double)) == 0);
  g_assert_true (memcmp (high[0], high[1], n * sizeof (double)) == 0);
  g_assert_true (memcmp (back[0], back[1], 2 * n * sizeof (double)) == 0);
  for (guint i = 0; i < 2; i++)
    {
      g_free (low[i]);
      g_free (high[i]);
      g_free (back[i]);
    }
}

static void
check_kernel (const AssayWaveletKernel *kernel)
{
  AssayRandom random;
  double values[2 * ASSAY_WAVELET_BLOCK + ASSAY_WAVELET_MOST_TAPS];

  assay_random_init (&random, 7);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = assay_random_real (&random) - 0.5;
  for (guint wavelet = 0; wavelet <= ASSAY_WAVELET_SYM4; wavelet++)
    {
      for (gsize n = 1; n < ASSAY_WAVELET_BLOCK; n += n < 40 ? 1 : 59)
        check_lengths (kernel, wavelet, values, n);
      check_lengths (kernel, wavelet, values, ASSAY_WAVELET_BLOCK);
    }
}

static void
test_kernels (void)
{
#if defined(__x86_64__)
  if (!__builtin_cpu_supports ("avx2") || !__builtin_cpu_supports ("fma"))
    {
      g_test_skip ("this processor has no AVX2");
      return;
    }
  check_kernel (&assay_wavelet_kernel_avx2);
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq"))
    check_kernel (&assay_wavelet_kernel_avx512);
#else
  g_test_skip ("only x86-64 has several kernels");
#endif
}

static void
test_names (void)
{
  AssayWavelet wavelet;

  for (guint i = 0; i < ASSAY_WAVELET_N; i++)
    {
      g_assert_true (assay_wavelet_parse (assay_wavelet_get_name ((AssayWavelet) i), &wavelet));
      g_assert_cmpuint (wavelet, ==, i);
    }
  g_assert_false (assay_wavelet_parse ("db9", &wavelet));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/signal/wavelet/golden", test_golden);
  g_test_add_func ("/signal/wavelet/lifted", test_lifted);
  g_test_add_func ("/signal/wavelet/reconstruction", test_reconstruction);
  g_test_add_func ("/signal/wavelet/cascade", test_cascade);
  g_test_add_func ("/signal/wavelet/kernels", test_kernels);
  g_test_add_func ("/signal/wavelet/names", test_names);
  return g_test_run ();
}
