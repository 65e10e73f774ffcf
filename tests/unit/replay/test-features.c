/* test-features.c: feature matrices: settings as text, block edges, threads, bad input. */
#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "media/assay-media-error.h"
#include "replay/assay-feature-stream.h"
#include "replay/assay-replay-features.h"

/* A voice-like sum with a slow envelope and some noise. */
static double *
make_signal (gsize n)
{
  double *x = g_new (double, n);
  guint32 seed = 99;

  for (gsize i = 0; i < n; i++)
    {
      double t = (double) i / ASSAY_FEATURE_RATE;

      seed = seed * 1664525u + 1013904223u;
      x[i] = (0.6 + 0.4 * sin (2 * G_PI * 4 * t))
                 * (0.2 * sin (2 * G_PI * 180 * t) + 0.1 * sin (2 * G_PI * 2100 * t))
             + 0.01 * ((double) (seed >> 8) / (1 << 23) - 1.0);
    }
  return x;
}

static void
test_options_come_back_from_text (void)
{
  for (guint f = 0; f < ASSAY_FEATURE_COUNT; f++)
    {
      AssayFeatureOptions options = assay_feature_options_default ((AssayFeature) f), back;
      g_autofree char *text = NULL;
      g_autofree char *again = NULL;
      GError *error = NULL;

      options.k = 3;
      options.dc = FALSE;
      options.grid = ASSAY_FEATURE_GRID_ENDS;
      options.bandwidth = ASSAY_FEATURE_BANDWIDTH_ERB;
      options.log_floor = 1.0 / 3;
      text = assay_feature_options_to_text (&options);
      g_assert_true (assay_feature_options_from_text (text, &back, &error));
      g_assert_no_error (error);
      again = assay_feature_options_to_text (&back);
      g_assert_cmpstr (text, ==, again);
      g_assert_false (fabs (back.log_floor - options.log_floor) > 0);
    }
}

/* The short text leaves out what is as usual, but not the k of a filter bank, and gives the same
 * options. */
static void
test_short_text (void)
{
  AssayFeatureOptions options = assay_feature_options_default (ASSAY_FEATURE_CM);
  AssayFeatureOptions back;
  g_autofree char *usual = assay_feature_options_to_short_text (&options);
  g_autofree char *text = NULL;
  g_autofree char *all = assay_feature_options_to_text (&options);
  g_autofree char *again = NULL;
  GError *error = NULL;

  g_assert_cmpstr (usual, ==, "feature=cm k=6");
  g_assert_true (assay_feature_options_from_text (usual, &back, &error));
  g_assert_no_error (error);
  again = assay_feature_options_to_text (&back);
  g_assert_cmpstr (again, ==, all);
  options = assay_feature_options_default (ASSAY_FEATURE_LFCC);
  options.mvn = FALSE;
  options.filters = 40;
  text = assay_feature_options_to_short_text (&options);
  g_assert_cmpstr (text, ==, "feature=lfcc mvn=false filters=40");
}

static void
test_bad_options_are_refused (void)
{
  static const char *const bad[] = {
    "",
    "k=3",
    "feature=none",
    "feature=cf k=9",
    "feature=cf k=-1",
    "feature=cf k=1.5",
    "feature=cf k=nan",
    "feature=cf k",
    "feature=cf unknown=1",
    "feature=cf dc=perhaps",
    "feature=cf window=321",
    "feature=cf hop=400",
    "feature=cf window=64 envelope-cutoff=100",
    "feature=cf low=7000 high=7000",
    "feature=cf high=9000",
    "feature=cf channels=1e99",
    "feature=cf log-floor=0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      AssayFeatureOptions options;
      GError *error = NULL;

      g_assert_false (assay_feature_options_from_text (bad[i], &options, &error));
      g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID);
      g_clear_error (&error);
    }
}

static AssayFeatureMatrix *
extract (const double *x, gsize n, const AssayFeatureOptions *options, guint threads)
{
  GError *error = NULL;
  AssayFeatureMatrix *matrix = assay_replay_features_extract (x, n, options, threads, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (matrix->n_frames, ==, assay_feature_options_frames (options, n));
  g_assert_cmpuint (matrix->n_columns, ==, assay_feature_options_columns (options));
  for (gsize i = 0; i < matrix->n_frames * matrix->n_columns; i++)
    g_assert_true (isfinite (matrix->values[i]));
  return matrix;
}

static void
test_threads_change_no_bit (gconstpointer data)
{
  AssayFeatureOptions options
      = assay_feature_options_default ((AssayFeature) GPOINTER_TO_UINT (data));
  gsize n = 25 * ASSAY_FEATURE_RATE + 77;
  g_autofree double *x = make_signal (n);
  g_autoptr (AssayFeatureMatrix) one = extract (x, n, &options, 1);
  g_autoptr (AssayFeatureMatrix) four = extract (x, n, &options, 4);

  g_assert_cmpuint (one->n_frames, ==, four->n_frames);
  g_assert_true (
      memcmp (one->values, four->values, one->n_frames * one->n_columns * sizeof (double)) == 0);
}

/* The frames on either side of a block's edge are as if there were none: computed again from a
 * recording that begins elsewhere, they differ only by what a warmed-up filter does not know. */
static void
test_block_edges_leave_no_trace (gconstpointer data)
{
  AssayFeatureOptions options
      = assay_feature_options_default ((AssayFeature) GPOINTER_TO_UINT (data));
  gsize n = 25 * ASSAY_FEATURE_RATE, cut = 15 * ASSAY_FEATURE_RATE, frames = cut / 160;
  double tolerance = 1e-10;
  g_autofree double *x = make_signal (n);
  g_autoptr (AssayFeatureMatrix) whole = NULL;
  g_autoptr (AssayFeatureMatrix) part = NULL;

  /* The lowest constant-Q bins see nine seconds to either side, and here there are five. */
  if (options.feature == ASSAY_FEATURE_CQCC)
    {
      options.octaves = 4;
      tolerance = 1e-4;
    }
  options.deltas = FALSE;
  whole = extract (x, n, &options, 1);
  part = extract (x + cut, n - cut, &options, 1);
  for (gsize i = 450; i < 550; i++) /* around frame 2000 of the whole */
    for (gsize c = 0; c < whole->n_columns; c++)
      {
        double want = whole->values[(i + frames) * whole->n_columns + c];
        double got = part->values[i * part->n_columns + c];

        g_assert_cmpfloat_with_epsilon (got, want, tolerance * (1 + fabs (want)));
      }
}

static gboolean
count_rows (const double *rows, gsize n_frames, gpointer user_data, GError **error)
{
  GChecksum *sum = user_data;

  g_checksum_update (sum, (const guchar *) rows, (gssize) (n_frames * 80 * sizeof *rows));
  return TRUE;
}

/* However the samples arrive. */
static void
test_pieces_change_no_bit (void)
{
  AssayFeatureOptions options = assay_feature_options_default (ASSAY_FEATURE_CF);
  gsize n = 45 * ASSAY_FEATURE_RATE;
  g_autofree double *x = make_signal (n);
  gsize pieces[] = { n, 1777, 160000 };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
      g_autoptr (AssayFeatureStream) stream
          = assay_feature_stream_new (&options, FALSE, 1, NULL, count_rows, sum);

      for (gsize at = 0; at < n; at += pieces[i])
        g_assert_true (assay_feature_stream_push (stream, x + at, MIN (pieces[i], n - at), NULL));
      g_assert_true (assay_feature_stream_end (stream, NULL));
      g_assert_cmpuint (assay_feature_stream_get_n_frames (stream), ==, 4499);
      if (first == NULL)
        first = g_strdup (g_checksum_get_string (sum));
      g_assert_cmpstr (first, ==, g_checksum_get_string (sum));
    }
}

static void
test_short_silent_and_constant (gconstpointer data)
{
  AssayFeatureOptions options
      = assay_feature_options_default ((AssayFeature) GPOINTER_TO_UINT (data));
  double x[4000] = { 0 };
  GError *error = NULL;

  g_assert_null (assay_replay_features_extract (x, 319, &options, 1, NULL, &error));
  g_assert_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED);
  g_clear_error (&error);
  assay_feature_matrix_free (extract (x, 320, &options, 1));
  assay_feature_matrix_free (extract (x, G_N_ELEMENTS (x), &options, 1));
  for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = 1;
  assay_feature_matrix_free (extract (x, G_N_ELEMENTS (x), &options, 1));
}

static void
test_cancelling (void)
{
  AssayFeatureOptions options = assay_feature_options_default (ASSAY_FEATURE_CF);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  double x[1000] = { 0 };
  GError *error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
      assay_replay_features_extract (x, G_N_ELEMENTS (x), &options, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/options/text", test_options_come_back_from_text);
  g_test_add_func ("/replay/options/short-text", test_short_text);
  g_test_add_func ("/replay/options/refused", test_bad_options_are_refused);
  for (guint i = 0; i < ASSAY_FEATURE_COUNT; i++)
    {
      const char *id = assay_feature_id ((AssayFeature) i);
      gconstpointer data = GUINT_TO_POINTER (i);
      g_autofree char *threads = g_strdup_printf ("/replay/features/threads/%s", id);
      g_autofree char *edges = g_strdup_printf ("/replay/features/edges/%s", id);
      g_autofree char *plain = g_strdup_printf ("/replay/features/silence/%s", id);

      g_test_add_data_func (threads, data, test_threads_change_no_bit);
      g_test_add_data_func (edges, data, test_block_edges_leave_no_trace);
      g_test_add_data_func (plain, data, test_short_silent_and_constant);
    }
  g_test_add_func ("/replay/features/pieces", test_pieces_change_no_bit);
  g_test_add_func ("/replay/features/cancel", test_cancelling);
  return g_test_run ();
}
