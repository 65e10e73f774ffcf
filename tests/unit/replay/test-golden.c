/* test-golden.c: features against values that scipy and numpy computed from the definitions
 * (tests/golden/replay/make_golden.py), and the rates' conversion against sines. */
#include <math.h>
#include <string.h>

#include "replay/assay-filter-bank-private.h"
#include "replay/assay-replay-features.h"
#include "signal/assay-npy.h"
#include "signal/assay-resample.h"

#define SAMPLES (320 + 11 * 160 + 77)
#define KEPT 3
#define HEAD ASSAY_NPY_HEAD

/* The frames whose values are kept. */
static const gsize kept[KEPT] = { 0, 5, 11 };

/* The signal of the script. */
static void
make_signal (double *x)
{
  guint32 seed = 2019;

  for (gint i = 0; i < SAMPLES; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      x[i] = (((gint) (seed >> 20) - 2048) * (1 + i / 400 % 4) + (i % 100 == 0 ? 9000 : 0))
             / 32768.0;
    }
}

/* rows × columns values of a file of NumPy. */
static double *
load (const char *name, gsize rows, gsize columns)
{
  g_autofree char *path = g_build_filename (GOLDEN, name, NULL);
  g_autofree char *shape = g_strdup_printf ("(%zu, %zu)", (size_t) rows, (size_t) columns);
  g_autofree char *data = NULL;
  gsize size;
  double *values = g_new (double, rows *columns);

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpuint (size, ==, HEAD + rows * columns * sizeof *values);
  g_assert_nonnull (g_strstr_len (data + 10, HEAD - 10, shape));
  g_assert_nonnull (g_strstr_len (data + 10, HEAD - 10, "'fortran_order': False"));
  memcpy (values, data + HEAD, rows * columns * sizeof *values);
  return values;
}

/* Bare values of @options against KEPT rows at @wanted, to @tolerance of the value. */
static void
compare (const AssayFeatureOptions *options, const double *wanted, double tolerance)
{
  g_autofree double *x = g_new (double, SAMPLES);
  g_autoptr (AssayFeatureMatrix) matrix = NULL;

  make_signal (x);
  matrix = assay_replay_features_extract (x, SAMPLES, options, 1, NULL, NULL);
  g_assert_nonnull (matrix);
  g_assert_cmpuint (matrix->n_frames, ==, 12);
  for (gsize i = 0; i < KEPT; i++)
    for (gsize c = 0; c < matrix->n_columns; c++)
      {
        double want = wanted[i * matrix->n_columns + c];
        double got = matrix->values[kept[i] * matrix->n_columns + c];

        g_assert_cmpfloat_with_epsilon (got, want, tolerance * fabs (want));
      }
}

static void
check_every_k (AssayFeature feature, gboolean dc, const char *name)
{
  AssayFeatureOptions options = assay_feature_options_default (feature);
  g_autofree double *wanted = load (name, 9 * KEPT, 80);

  options.deltas = FALSE;
  options.dc = dc;
  for (guint k = 0; k <= 8; k++)
    {
      options.k = k;
      compare (&options, wanted + (gsize) k * KEPT * 80, 1e-9);
    }
}

static void
test_centroids (void)
{
  check_every_k (ASSAY_FEATURE_CF, TRUE, "cf.npy");
  check_every_k (ASSAY_FEATURE_CF, FALSE, "cf-without-0-hz.npy");
  check_every_k (ASSAY_FEATURE_CM, TRUE, "cm.npy");
}

static void
check_feature (AssayFeature feature, const char *name, double tolerance)
{
  AssayFeatureOptions options = assay_feature_options_default (feature);
  g_autofree double *wanted = NULL;

  options.deltas = FALSE;
  wanted = load (name, KEPT, assay_feature_options_columns (&options));
  compare (&options, wanted, tolerance);
}

static void
test_compared_features (void)
{
  check_feature (ASSAY_FEATURE_CQCC, "cqcc.npy", 1e-8);
  check_feature (ASSAY_FEATURE_TC, "tc.npy", 1e-6);
  check_feature (ASSAY_FEATURE_MODULATION, "modulation.npy", 1e-9);
}

/* Figure 1: each difference makes the skirts steeper. At 1 kHz band 30 (its centre is near 650 Hz)
 * rejects ever more, and with k = 0 the response is the filter's own. */
static void
test_responses_get_steeper (void)
{
  AssayFeatureOptions options = assay_feature_options_default (ASSAY_FEATURE_CF);
  g_autoptr (AssayFilterBank) bank = assay_filter_bank_new (&options);
  double before = G_MAXDOUBLE;

  for (guint k = 0; k <= 8; k += 2)
    {
      double levels[161], peak = -G_MAXDOUBLE; /* every 50 Hz */
      guint centre = (guint) (bank->centre[29] / 50);

      assay_filter_bank_response (bank, 29, k, levels, G_N_ELEMENTS (levels));
      for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
        peak = MAX (peak, levels[i]);
      g_assert_cmpfloat (levels[centre * 2] - peak, <, before);
      /* The peak moves up with each difference; without any it is at the centre. */
      if (k == 0)
        g_assert_cmpfloat (peak - levels[centre], <, 3);
      before = levels[centre * 2] - peak;
    }
  g_assert_cmpfloat (before, <, -80);
}

/* A sine of @hertz comes out as the same sine; those that the slower rate cannot hold are gone. */
static void
check_rate (guint from, guint to, double hertz, gboolean kept_tone)
{
  g_autoptr (AssayResampler) resampler = assay_resampler_new (from, to);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree double *x = g_new (double, from);

  for (guint i = 0; i < from; i++)
    x[i] = sin (2 * G_PI * hertz * i / from);
  for (guint at = 0; at < from; at += 1000) /* in pieces */
    assay_resampler_push (resampler, x + at, MIN (1000, from - at), out);
  assay_resampler_end (resampler, out);
  g_assert_cmpuint (out->len, ==, to);
  for (guint i = to / 8; i < to / 8 * 7; i++)
    {
      double want = kept_tone ? sin (2 * G_PI * hertz * i / to) : 0;

      g_assert_cmpfloat_with_epsilon (g_array_index (out, double, i), want, 4e-6);
    }
}

static void
test_rates (void)
{
  check_rate (44100, 16000, 7100, TRUE);
  check_rate (44100, 16000, 8050, FALSE);
  check_rate (48000, 16000, 100, TRUE);
  check_rate (192000, 16000, 30000, FALSE);
  check_rate (8000, 16000, 3500, TRUE);
  check_rate (11025, 16000, 4800, TRUE);
  check_rate (44056, 16000, 5000, TRUE);
  check_rate (44101, 16000, 5000, TRUE);
  check_rate (16000, 16000, 7900, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/golden/centroids", test_centroids);
  g_test_add_func ("/replay/golden/compared", test_compared_features);
  g_test_add_func ("/replay/golden/responses", test_responses_get_steeper);
  g_test_add_func ("/replay/golden/rates", test_rates);
  return g_test_run ();
}
