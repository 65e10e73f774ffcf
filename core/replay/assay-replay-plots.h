/* assay-replay-plots.h: pictures of scores. */
#pragma once

#include "model/assay-result.h"
#include "replay/assay-replay-stretches.h"
#include "signal/assay-trials.h"

G_BEGIN_DECLS

/* "det": miss rate against false alarm rate on probit axes. */
AssayPlot *assay_replay_plot_det (const AssayTrials *trials) G_GNUC_WARN_UNUSED_RESULT;
/* "calibration": the log-likelihood ratio that PAV gives to each score against the score itself; on
 * the diagonal the scores are what they claim to be. */
AssayPlot *assay_replay_plot_calibration (const AssayTrials *trials) G_GNUC_WARN_UNUSED_RESULT;
/* "placement": how the scores of both classes are spread; @llr marked when it is finite. */
AssayPlot *assay_replay_plot_placement (const double *genuine,
                                        gsize n_genuine,
                                        const double *spoof,
                                        gsize n_spoof,
                                        double threshold,
                                        double llr) G_GNUC_WARN_UNUSED_RESULT;
/* "llr-time": every window and every stretch (AssayReplayStretch) from @start s on, with the
 * threshold. @known: whether the recording is like those of training. */
AssayPlot *assay_replay_plot_time (const AssayReplayScore *score,
                                   const GArray *stretches,
                                   double threshold,
                                   double start,
                                   gboolean known) G_GNUC_WARN_UNUSED_RESULT;
/* The scores that a model was measured with, as trials. */
AssayTrials *
assay_replay_detector_trials (const AssayReplayDetector *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
