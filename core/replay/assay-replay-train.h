/* assay-replay-train.h: recordings to a detector. */
#pragma once

#include "replay/assay-replay-detector.h"
#include "replay/assay-replay-legs.h"
#include "replay/assay-replay-recordings.h"
#include "signal/assay-trials.h"

G_BEGIN_DECLS

/* What parts training and test of the cross-validation. */
typedef enum
{
  ASSAY_REPLAY_CROSS_TALKERS,   /* no talker in both */
  ASSAY_REPLAY_CROSS_PROTOCOLS, /* no protocol in both: when rooms and devices differ between them,
                                   the honest choice */
} AssayReplayCross;

typedef struct
{
  GArray *designs; /* AssayReplayDesign */
  AssayReplayCross cross;
  guint folds;  /* TALKERS: 2 … 10 */
  guint rounds; /* of EM */
  guint copies; /* simulated replays of each genuine recording, for statistics systems */
  guint64 seed;
  AssayReplayLegs *legs; /* where mixtures stand, from earlier legs and for later ones */
} AssayReplayPlan;

/**
 * assay_replay_train:
 *
 * Trains each system on all but one fold and scores that fold; fusion is learned from these scores,
 * so that it sees what systems say of recordings that they do not know; then every system is
 * trained again on everything. The rates of cross-validation use a fusion that was learned without
 * the fold too.
 *
 * Returns: a detector with an empty card; NULL with G_IO_ERROR_PENDING when the leg ended first
 * (@plan->legs has what the next one needs), G_IO_ERROR_CANCELLED or the error of a recording
 */
AssayReplayDetector *assay_replay_train (AssayToolJob *job,
                                         AssayReplayRecordings *recordings,
                                         const AssayReplayPlan *plan,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_replay_score_all:
 * @progress: (nullable):
 * @outside: (out) (optional) (array): of the number of recordings: whether each lies outside the
 * training conditions
 *
 * The detector's log-likelihood ratio of every recording, not limited by
 * assay_replay_detector_bound(): error rates count how scores lie, and limits would make ties.
 */
AssayTrials *assay_replay_score_all (AssayToolJob *job,
                                     AssayReplayRecordings *recordings,
                                     const AssayReplayDetector *detector,
                                     AssayProgress *progress,
                                     gboolean *outside,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* EER with its interval (1000 draws over talkers) and Cllr. Where all draws have the same rate,
 * which tells nothing, the interval is Wilson's for as many recordings as the smaller class has. */
gboolean assay_replay_rate (const AssayTrials *trials,
                            guint threads,
                            AssayReplayRates *rates,
                            GCancellable *cancellable,
                            GError **error);
/* Keeps the sorted scores and the threshold of @trials in @self. */
void assay_replay_detector_keep_scores (AssayReplayDetector *self, const AssayTrials *trials);

G_END_DECLS
