/* assay-trials.h: scores of a detector with what they should have said, and its error rates.
 *
 * A higher score is more genuine. A miss is a genuine file that is rejected, a false alarm a spoof
 * that is accepted; a score equal to the threshold is accepted. Costs and priors are those of
 * NIST's evaluations, Cllr that of Bruemmer and du Preez, "Application-independent evaluation of
 * speaker detection", 2006. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  double *scores;
  gboolean *genuine;
  guint *groups; /* who speaks: trials of one group are drawn together by the bootstrap */
} AssayTrials;

/* Zeroed lists for @n trials. */
AssayTrials *assay_trials_new (gsize n) G_GNUC_WARN_UNUSED_RESULT;
void assay_trials_free (AssayTrials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTrials, assay_trials_free)
/* Trials of each class; rates need at least one of both. */
gsize assay_trials_count (const AssayTrials *self, gboolean genuine);

/* One operating point; rates are 0 .. 1. */
typedef struct
{
  double threshold; /* the lowest score that is accepted; infinite for none */
  double miss;
  double false_alarm;
} AssayOperatingPoint;

/**
 * assay_trials_roc:
 *
 * All operating points, from "accept everything" upwards; trials of equal score move together.
 *
 * Returns: (transfer full): array of AssayOperatingPoint, thresholds rising
 */
GArray *assay_trials_roc (const AssayTrials *self) G_GNUC_WARN_UNUSED_RESULT;
/**
 * assay_trials_eer:
 * @threshold: (out) (optional): between the scores where the two rates cross
 *
 * Where miss rate and false alarm rate are equal, 0 .. 1, on the straight line between the two
 * operating points around the crossing.
 */
double assay_trials_eer (const AssayTrials *self, double *threshold);
/* The same on the convex hull of the ROC (the best that any monotonic rescoring by PAV can give):
 * never above 0.5, not above assay_trials_eer(). */
double assay_trials_eer_hull (const AssayTrials *self);
/**
 * assay_trials_min_dcf:
 * @prior: of a genuine file
 *
 * Smallest detection cost cost_miss × prior × miss + cost_false_alarm × (1 - prior) × false alarm,
 * divided by that of the better of "accept all" and "reject all".
 */
double assay_trials_min_dcf (const AssayTrials *self,
                             double prior,
                             double cost_miss,
                             double cost_false_alarm);
/* Cost of scores taken as natural log-likelihood ratios, in bits: 0 perfect, 1 says nothing. */
double assay_trials_cllr (const AssayTrials *self);
/* Cllr after the best monotonic calibration (PAV): what ranking alone allows. */
double assay_trials_min_cllr (const AssayTrials *self);
/**
 * assay_trials_calibrate:
 * @llr: (out): for each trial the log-likelihood ratio that PAV gives to its score; infinite where
 *   one class is alone
 */
void assay_trials_calibrate (const AssayTrials *self, double *llr);

typedef double (*AssayTrialsMeasure) (const AssayTrials *trials, gpointer user_data);

/**
 * assay_trials_bootstrap:
 * @measure: what is estimated; runs in several threads
 * @draws: how often; the i-th has its own seed, so threads do not matter
 * @low: (out): 2.5 % quantile
 * @high: (out): 97.5 % quantile
 *
 * Draws whole groups (speakers) with replacement, because trials of one speaker are alike. Draws
 * that miss a class are drawn again.
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED
 */
gboolean assay_trials_bootstrap (const AssayTrials *self,
                                 AssayTrialsMeasure measure,
                                 gpointer user_data,
                                 guint draws,
                                 guint64 seed,
                                 guint threads,
                                 double *low,
                                 double *high,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
