/* sp800-22.c: ten of the tests; section numbers are those of the publication. */
#include "sp800-22.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

/* Series below a + 1, continued fraction (Lentz) above it. */
double
sp_igamc (double a, double x)
{
  double front;
  double sum = 1 / a;
  double term = 1 / a;
  double b = x + 1 - a;
  double c = 1e300;
  double d = 1 / b;
  double h = d;

  if (!(x > 0))
    return 1;
  front = exp (-x + a * log (x) - lgamma (a));
  if (x < a + 1)
    {
      for (guint n = 1; n < 10000 && fabs (term) > fabs (sum) * 1e-15; n++)
        {
          term *= x / (a + n);
          sum += term;
        }
      return 1 - front * sum;
    }
  for (guint n = 1; n < 10000; n++)
    {
      double an = -(double) n * (n - a);

      b += 2;
      d = 1 / (an * d + b);
      c = b + an / c;
      h *= d * c;
      if (fabs (d * c - 1) < 1e-15)
        break;
    }
  return front * h;
}

static gsize
count_ones (const guint8 *bits, gsize n)
{
  gsize ones = 0;

  for (gsize i = 0; i < n; i++)
    ones += bits[i];
  return ones;
}

/* 2.1 */
static void
test_frequency (const guint8 *bits, gsize n, double *p)
{
  double s = fabs (2 * (double) count_ones (bits, n) - (double) n) / sqrt ((double) n);

  p[0] = erfc (s / M_SQRT2);
}

/* 2.2 with M = 10 000 */
static void
test_block_frequency (const guint8 *bits, gsize n, double *p)
{
  const gsize m = 10000;
  gsize blocks = n / m;
  double chi = 0;

  for (gsize i = 0; i < blocks; i++)
    {
      double share = (double) count_ones (bits + i * m, m) / (double) m - 0.5;

      chi += 4 * (double) m * share * share;
    }
  p[0] = sp_igamc ((double) blocks / 2, chi / 2);
}

/* 2.3 */
static void
test_runs (const guint8 *bits, gsize n, double *p)
{
  double share = (double) count_ones (bits, n) / (double) n;
  double size = (double) n;
  gsize runs = 1;

  for (gsize i = 1; i < n; i++)
    runs += bits[i] != bits[i - 1];
  p[0] = erfc (fabs ((double) runs - 2 * size * share * (1 - share))
               / (2 * sqrt (2 * size) * share * (1 - share)));
}

/* 2.4 with M = 10 000 (n of 750 000 and more) */
static void
test_longest_run (const guint8 *bits, gsize n, double *p)
{
  static const double share[7] = { 0.0882, 0.2092, 0.2483, 0.1933, 0.1208, 0.0675, 0.0727 };
  const gsize m = 10000;
  gsize blocks = n / m;
  double found[7] = { 0 };
  double chi = 0;

  for (gsize i = 0; i < blocks; i++)
    {
      gsize longest = 0;
      gsize run = 0;

      for (gsize k = 0; k < m; k++)
        {
          run = bits[i * m + k] != 0 ? run + 1 : 0;
          longest = MAX (longest, run);
        }
      found[CLAMP (longest, 10, 16) - 10]++;
    }
  for (guint i = 0; i < 7; i++)
    chi += pow (found[i] - (double) blocks * share[i], 2) / ((double) blocks * share[i]);
  p[0] = sp_igamc (3, chi / 2);
}

static guint
rank_of (guint32 rows[32])
{
  guint rank = 0;

  for (guint column = 0; column < 32 && rank < 32; column++)
    {
      guint32 bit = 1u << (31 - column);
      guint pivot = rank;

      while (pivot < 32 && (rows[pivot] & bit) == 0)
        pivot++;
      if (pivot == 32)
        continue;

      guint32 kept = rows[pivot];

      rows[pivot] = rows[rank];
      rows[rank] = kept;
      for (guint i = rank + 1; i < 32; i++)
        if ((rows[i] & bit) != 0)
          rows[i] ^= kept;
      rank++;
    }
  return rank;
}

/* 2.5 */
static void
test_rank (const guint8 *bits, gsize n, double *p)
{
  static const double share[3] = { 0.2888, 0.5776, 0.1336 };
  gsize matrices = n / 1024;
  double found[3] = { 0 };
  double chi = 0;

  for (gsize i = 0; i < matrices; i++)
    {
      guint32 rows[32] = { 0 };

      for (guint k = 0; k < 1024; k++)
        rows[k / 32] = rows[k / 32] << 1 | bits[i * 1024 + k];
      guint rank = rank_of (rows);

      found[rank >= 31 ? 32 - rank : 2]++;
    }
  for (guint i = 0; i < 3; i++)
    chi += pow (found[i] - (double) matrices * share[i], 2) / ((double) matrices * share[i]);
  p[0] = exp (-chi / 2);
}

/* 2.6 */
static void
test_spectrum (const guint8 *bits, gsize n, double *p)
{
  double *in = fftw_alloc_real (n);
  fftw_complex *out = fftw_alloc_complex (n / 2 + 1);
  fftw_plan plan = fftw_plan_dft_r2c_1d ((int) n, in, out, FFTW_ESTIMATE);
  double bound = sqrt (log (1 / 0.05) * (double) n);
  double below = 0;

  for (gsize i = 0; i < n; i++)
    in[i] = bits[i] != 0 ? 1 : -1;
  fftw_execute (plan);
  for (gsize i = 0; i < n / 2; i++)
    below += hypot (out[i][0], out[i][1]) < bound ? 1 : 0;
  p[0] = erfc (fabs ((below - 0.95 * (double) n / 2) / sqrt ((double) n * 0.95 * 0.05 / 4))
               / M_SQRT2);
  fftw_destroy_plan (plan);
  fftw_free (in);
  fftw_free (out);
}

/* 2.9 with L = 7, Q = 1280 */
static void
test_universal (const guint8 *bits, gsize n, double *p)
{
  const gsize length = 7;
  const gsize start = 1280;
  gsize last[128] = { 0 };
  gsize blocks = n / length;
  double sum = 0;
  double k = (double) (blocks - start);
  double c = 0.7 - 0.8 / 7 + (4 + 32.0 / 7) * pow (k, -3.0 / 7) / 15;

  for (gsize i = 1; i <= blocks; i++)
    {
      guint value = 0;

      for (gsize b = 0; b < length; b++)
        value = value << 1 | bits[(i - 1) * length + b];
      if (i > start)
        sum += log2 ((double) (i - last[value]));
      last[value] = i;
    }
  p[0] = erfc (fabs ((sum / k - 6.1962507) / (M_SQRT2 * c * sqrt (3.125 / k))));
}

/* How often each pattern of @m bits occurs, the sequence taken as a ring. */
static double *
count_patterns (const guint8 *bits, gsize n, guint m)
{
  double *counts = g_new0 (double, (gsize) 1 << m);
  guint32 mask = (1u << m) - 1;
  guint32 value = 0;

  for (guint i = 0; i + 1 < m; i++)
    value = value << 1 | bits[i];
  for (gsize i = 0; i < n; i++)
    {
      value = (value << 1 | bits[(i + m - 1) % n]) & mask;
      counts[value]++;
    }
  return counts;
}

static double
psi_squared (const guint8 *bits, gsize n, guint m)
{
  g_autofree double *counts = m > 0 ? count_patterns (bits, n, m) : NULL;
  double sum = 0;

  for (gsize i = 0; counts != NULL && i < (gsize) 1 << m; i++)
    sum += counts[i] * counts[i];
  return counts != NULL ? sum * (double) (1u << m) / (double) n - (double) n : 0;
}

/* 2.11 with m = 16 */
static void
test_serial (const guint8 *bits, gsize n, double *p)
{
  double a = psi_squared (bits, n, 16);
  double b = psi_squared (bits, n, 15);
  double c = psi_squared (bits, n, 14);

  p[0] = sp_igamc (16384, (a - b) / 2);
  p[1] = sp_igamc (8192, (a - 2 * b + c) / 2);
}

static double
phi (const guint8 *bits, gsize n, guint m)
{
  g_autofree double *counts = count_patterns (bits, n, m);
  double sum = 0;

  for (gsize i = 0; i < (gsize) 1 << m; i++)
    if (counts[i] > 0)
      sum += counts[i] / (double) n * log (counts[i] / (double) n);
  return sum;
}

/* 2.12 with m = 10 */
static void
test_entropy (const guint8 *bits, gsize n, double *p)
{
  double chi = 2 * (double) n * (log (2) - (phi (bits, n, 10) - phi (bits, n, 11)));

  p[0] = sp_igamc (512, chi / 2);
}

static double
normal (double x)
{
  return 0.5 * erfc (-x / M_SQRT2);
}

static double
cusum_value (double n, double z)
{
  double p = 1;
  double root = sqrt (n);

  for (double k = floor ((-n / z + 1) / 4); k <= floor ((n / z - 1) / 4); k++)
    p -= normal ((4 * k + 1) * z / root) - normal ((4 * k - 1) * z / root);
  for (double k = floor ((-n / z - 3) / 4); k <= floor ((n / z - 1) / 4); k++)
    p += normal ((4 * k + 3) * z / root) - normal ((4 * k + 1) * z / root);
  return p;
}

/* 2.13, forward and backward */
static void
test_cusum (const guint8 *bits, gsize n, double *p)
{
  for (guint way = 0; way < 2; way++)
    {
      gint64 sum = 0;
      gint64 most = 0;

      for (gsize i = 0; i < n; i++)
        {
          sum += bits[way == 0 ? i : n - 1 - i] != 0 ? 1 : -1;
          most = MAX (most, ABS (sum));
        }
      p[way] = cusum_value ((double) n, (double) most);
    }
}

const SpTest sp_tests[] = {
  { "frequency", test_frequency, 1 },
  { "block frequency", test_block_frequency, 1 },
  { "runs", test_runs, 1 },
  { "longest run of ones", test_longest_run, 1 },
  { "matrix rank", test_rank, 1 },
  { "spectrum", test_spectrum, 1 },
  { "universal", test_universal, 1 },
  { "serial", test_serial, 2 },
  { "approximate entropy", test_entropy, 1 },
  { "cumulative sums", test_cusum, 2 },
};
const guint sp_n_tests = G_N_ELEMENTS (sp_tests);
