/* assay-replay-info.h: the descriptions of the tools of this folder, for both sides. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo assay_replay_features_info; /* "replay.features": a feature matrix */
extern const AssayToolInfo assay_replay_examine_info;  /* "replay.examine": traces of processing */
extern const AssayToolInfo assay_replay_train_info;    /* "replay.train": recordings to a model */
extern const AssayToolInfo assay_replay_score_info;    /* "replay.score": a recording to a score */
extern const AssayToolInfo
    assay_replay_spectrogram_info; /* "replay.spectrogram": levels over time and frequency */
extern const AssayToolInfo
    assay_replay_evaluate_info; /* "replay.evaluate": a model's error rates */

G_END_DECLS
