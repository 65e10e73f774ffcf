/* test-kernel.c: the arithmetic of the filter bank: every instruction set against the plain one bit
 * for bit, and the plain one against the formulas. */
#include <math.h>
#include <string.h>

#include "replay/assay-bank-kernel-private.h"
#include "replay/assay-envelope-private.h"
#include "replay/assay-filter-bank-private.h"

#define STRIDE 96u
#define CHANNELS 80u
#define WINDOW 320u

/* @n values of a seeded noise in -1 .. 1, aligned as the kernels want. */
static double *
noise (gsize n, guint32 seed)
{
  double *values = g_aligned_alloc0 (n, sizeof (double), 64);

  for (gsize i = 0; i < n; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      values[i] = (double) (seed >> 8) / (1 << 23) - 1.0;
    }
  return values;
}

static void
test_difference_matches_definition (gconstpointer data)
{
  const AssayBankKernel *kernel = data;

  for (guint n = 9; n <= CHANNELS; n += 71)
    for (guint k = 0; k <= 8; k++)
      {
        gsize rows = 21; /* more than are worked on together, and an odd rest */
        double *got = noise (rows * STRIDE, 7);
        double *want = noise (rows * STRIDE, 7);

        kernel->difference (got, rows, STRIDE, n, k);
        for (gsize t = 0; t < rows; t++)
          {
            for (guint j = 0; j < k; j++)
              assay_spatial_difference (want + t * STRIDE, n, j + 1 == k);
            for (guint i = 0; i < n; i++)
              g_assert_false (fabs (got[t * STRIDE + i] - want[t * STRIDE + i]) > 0);
          }
        g_aligned_free (got);
        g_aligned_free (want);
      }
}

static void
test_filter_matches_recursion (gconstpointer data)
{
  const AssayBankKernel *kernel = data;
  double *gain = noise (STRIDE, 1), *a1 = noise (STRIDE, 2), *a2 = noise (STRIDE, 3);
  double *state = g_aligned_alloc0 ((gsize) 2 * STRIDE, sizeof (double), 64);
  double *x = noise (200, 4), *rows = noise ((gsize) 200 * STRIDE, 5);
  AssayBankCoefficients c
      = { .stride = STRIDE, .used = CHANNELS, .gain = gain, .a1 = a1, .a2 = a2 };

  for (guint i = 0; i < STRIDE; i++)
    a2[i] = 0.5 * a2[i];
  /* In two pieces: the state carries over. */
  kernel->filter (&c, state, state + STRIDE, x, 77, rows);
  kernel->filter (&c, state, state + STRIDE, x + 77, 123, rows + (gsize) 77 * STRIDE);
  for (guint i = 0; i < CHANNELS; i++)
    {
      double y1 = 0, y2 = 0;

      for (gsize t = 0; t < 200; t++)
        {
          double y = gain[i] * (x[t] - (t >= 2 ? x[t - 2] : 0)) - a1[i] * y1 - a2[i] * y2;

          g_assert_cmpfloat_with_epsilon (rows[t * STRIDE + i], y, 1e-9 * (1 + fabs (y)));
          y2 = y1;
          y1 = y;
        }
    }
  g_aligned_free (gain);
  g_aligned_free (a1);
  g_aligned_free (a2);
  g_aligned_free (state);
  g_aligned_free (x);
  g_aligned_free (rows);
}

#if defined(__x86_64__)
static gboolean
runs_here (const AssayBankKernel *kernel)
{
  if (kernel == &assay_bank_kernel_avx512)
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq");
  return __builtin_cpu_supports ("avx2");
}

/* Signals with extremes: what rounds differently would show. */
static void
test_wide_gives_the_same_bits (gconstpointer data)
{
  const AssayBankKernel *kernels[2] = { &assay_bank_kernel_plain, data };
  double *x = noise (WINDOW, 12), *gain = noise (STRIDE, 13), *rows[2], *states[2], *sums[2];
  AssayBankCoefficients c
      = { .stride = STRIDE, .used = CHANNELS, .gain = gain, .a1 = gain, .a2 = gain };
  AssayFeatureOptions options = assay_feature_options_default (ASSAY_FEATURE_CM);
  AssayEnvelopeTables tables;
  double *scratch;

  assay_envelope_tables_init (&tables, &options, TRUE);
  scratch = noise (ASSAY_BANK_SCRATCH (WINDOW, tables.spectrum.n_bins), 15);
  for (guint i = 0; i < STRIDE; i++)
    gain[i] *= 0.4;
  x[3] = 1e300;
  x[200] = 1e-308;
  for (guint i = 0; i < 2; i++)
    {
      rows[i] = noise ((gsize) WINDOW * STRIDE, 11);
      states[i] = noise ((gsize) 2 * STRIDE, 14);
      sums[i] = noise ((gsize) 3 * STRIDE, 16);
      if (i == 1 && !runs_here (kernels[i]))
        continue;
      kernels[i]->filter (&c, states[i], states[i] + STRIDE, x, WINDOW, rows[i]);
      kernels[i]->difference (rows[i], WINDOW, STRIDE, CHANNELS, 7);
      for (guint channel = 0; channel < CHANNELS; channel += ASSAY_BANK_TILE)
        kernels[i]->centroid (&tables.spectrum, rows[i], STRIDE, 17, channel, scratch,
                              sums[i] + channel, sums[i] + STRIDE + channel,
                              sums[i] + (gsize) 2 * STRIDE + channel);
    }
  if (runs_here (kernels[1]))
    {
      g_assert_true (memcmp (rows[0], rows[1], WINDOW * STRIDE * sizeof *x) == 0);
      g_assert_true (memcmp (states[0], states[1], 2 * STRIDE * sizeof *x) == 0);
      g_assert_true (memcmp (sums[0], sums[1], 3 * STRIDE * sizeof *x) == 0);
    }
  else
    g_test_skip ("this processor has not these instructions");
  for (guint i = 0; i < 2; i++)
    {
      g_aligned_free (rows[i]);
      g_aligned_free (states[i]);
      g_aligned_free (sums[i]);
    }
  g_aligned_free (scratch);
  g_aligned_free (gain);
  g_aligned_free (x);
  assay_envelope_tables_clear (&tables);
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/replay/kernel/difference-plain", &assay_bank_kernel_plain,
                        test_difference_matches_definition);
  g_test_add_data_func ("/replay/kernel/filter-plain", &assay_bank_kernel_plain,
                        test_filter_matches_recursion);
#if defined(__x86_64__)
  g_test_add_data_func ("/replay/kernel/avx2-same-bits", &assay_bank_kernel_avx2,
                        test_wide_gives_the_same_bits);
  g_test_add_data_func ("/replay/kernel/avx512-same-bits", &assay_bank_kernel_avx512,
                        test_wide_gives_the_same_bits);
#endif
  return g_test_run ();
}
