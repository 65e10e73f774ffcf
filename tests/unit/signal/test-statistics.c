/* test-statistics.c: logistic regression, PAV and error rates against scikit-learn and scipy. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "golden.h"
#include "signal/assay-isotonic.h"
#include "signal/assay-logistic.h"
#include "signal/assay-trials.h"

#define TRIALS 120

static void
test_logistic (void)
{
  g_autofree double *rows = golden_read ("logistic.rows", 320);
  g_autofree gboolean *genuine = golden_read_classes ("logistic.genuine", 80);
  g_autoptr (GError) error = NULL;
  double weights[5];

  assay_logistic_train (rows, genuine, 80, 4, 0.01, weights, &error);
  g_assert_no_error (error);
  golden_compare (weights, "logistic.weights", 5, 1e-6);
}

/* Classes that a line parts have no best line without the ridge; with it the answer is finite. */
static void
test_logistic_separable (void)
{
  const double rows[] = { 1, 7, 2, 7, 3, 7, 11, 7, 12, 7, 13, 7 };
  const gboolean genuine[] = { FALSE, FALSE, FALSE, TRUE, TRUE, TRUE };
  g_autoptr (GError) error = NULL;
  double weights[3];

  assay_logistic_train (rows, genuine, 6, 2, 1e-4, weights, &error);
  g_assert_no_error (error);
  g_assert_true (isfinite (weights[0]) && isfinite (weights[2]));
  g_assert_cmpfloat_with_epsilon (weights[1], 0, 1e-300);
  for (guint i = 0; i < 6; i++)
    g_assert_true ((assay_logistic_apply (weights, rows + 2 * i, 2) > 0) == genuine[i]);

  const gboolean alone[] = { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE };

  g_assert_false (assay_logistic_train (rows, alone, 6, 2, 1e-4, weights, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID);
}

static void
test_isotonic (void)
{
  g_autofree double *values = golden_read ("isotonic.values", 50);
  g_autofree double *weights = golden_read ("isotonic.weights", 50);
  double fitted[50];

  assay_isotonic_fit (values, weights, 50, fitted);
  golden_compare (fitted, "isotonic.fitted", 50, 1e-12);
}

static AssayTrials *
read_trials (void)
{
  AssayTrials *trials = assay_trials_new (TRIALS);
  g_autofree double *scores = golden_read ("rates.scores", TRIALS);
  g_autofree gboolean *genuine = golden_read_classes ("rates.genuine", TRIALS);

  memcpy (trials->scores, scores, TRIALS * sizeof *scores);
  memcpy (trials->genuine, genuine, TRIALS * sizeof *genuine);
  for (guint i = 0; i < TRIALS; i++)
    trials->groups[i] = i % 30;
  return trials;
}

static void
test_rates (void)
{
  g_autoptr (AssayTrials) trials = read_trials ();
  double llr[TRIALS];
  double threshold;
  double rates[] = {
    assay_trials_eer (trials, &threshold),
    assay_trials_eer_hull (trials),
    assay_trials_min_dcf (trials, 0.05, 1, 1),
    assay_trials_cllr (trials),
    assay_trials_min_cllr (trials),
  };
  static const char *const names[]
      = { "rates.eer", "rates.eer_hull", "rates.min_dcf", "rates.cllr", "rates.min_cllr" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    golden_compare (&rates[i], names[i], 1, 1e-12);
  assay_trials_calibrate (trials, llr);
  golden_compare (llr, "rates.calibrated", TRIALS, 1e-12);
  g_assert_cmpfloat (rates[1], <=, rates[0]);
}

/* Perfect, reversed and useless scores have rates that one can say without computing. */
static void
test_rates_closed_forms (void)
{
  g_autoptr (AssayTrials) trials = assay_trials_new (20);

  for (guint i = 0; i < 20; i++)
    {
      trials->genuine[i] = i >= 10;
      trials->scores[i] = i;
    }
  g_assert_cmpfloat_with_epsilon (assay_trials_eer (trials, NULL), 0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_trials_eer_hull (trials), 0, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_trials_min_cllr (trials), 0, 1e-15);
  for (guint i = 0; i < 20; i++)
    trials->scores[i] = -trials->scores[i];
  g_assert_cmpfloat_with_epsilon (assay_trials_eer (trials, NULL), 1, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_trials_eer_hull (trials), 0.5, 1e-15);
  for (guint i = 0; i < 20; i++)
    trials->scores[i] = 0;
  g_assert_cmpfloat_with_epsilon (assay_trials_eer (trials, NULL), 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_trials_cllr (trials), 1, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_trials_min_dcf (trials, 0.01, 10, 1), 1, 1e-15);
}

static double
measure_eer (const AssayTrials *trials, gpointer user_data)
{
  return assay_trials_eer (trials, NULL);
}

static void
test_bootstrap (void)
{
  g_autoptr (AssayTrials) trials = read_trials ();
  g_autoptr (GError) error = NULL;
  double low[2];
  double high[2];
  double eer = assay_trials_eer (trials, NULL);

  for (guint i = 0; i < 2; i++)
    {
      assay_trials_bootstrap (trials, measure_eer, NULL, 400, 11, i == 0 ? 1 : 4, &low[i], &high[i],
                              NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (memcmp (&low[0], &low[1], sizeof low[0]) == 0);
  g_assert_true (memcmp (&high[0], &high[1], sizeof high[0]) == 0);
  g_assert_cmpfloat (low[0], <, eer);
  g_assert_cmpfloat (high[0], >, eer);
  /* A binomial rate of this size over 120 trials has a standard error near 3.8 points. */
  g_assert_cmpfloat (high[0] - low[0], >, 0.06);
  g_assert_cmpfloat (high[0] - low[0], <, 0.30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/logistic/golden", test_logistic);
  g_test_add_func ("/signal/logistic/separable", test_logistic_separable);
  g_test_add_func ("/signal/isotonic/golden", test_isotonic);
  g_test_add_func ("/signal/trials/golden", test_rates);
  g_test_add_func ("/signal/trials/closed-forms", test_rates_closed_forms);
  g_test_add_func ("/signal/trials/bootstrap", test_bootstrap);
  return g_test_run ();
}
