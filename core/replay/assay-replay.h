/* assay-replay.h: what core/replay offers to others: its tools. */
#pragma once

#include "model/assay-tool.h"
#include "replay/assay-replay-info.h"

G_BEGIN_DECLS

/* Run functions of the tools, for the registry of assay-worker-media. Each returns NULL with an
 * error of AssayMediaError, AssayBaseError or AssayModelError. */
AssayResult *assay_replay_features_run (AssayToolJob *job,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_replay_examine_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AssayResult *assay_replay_train_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_replay_score_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_replay_spectrogram_run (AssayToolJob *job,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_replay_evaluate_run (AssayToolJob *job,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
