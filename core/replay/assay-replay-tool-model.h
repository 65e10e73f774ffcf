/* assay-replay-tool-model.h: the model of a run, and what a result says about it. */
#pragma once

#include "model/assay-tool.h"
#include "replay/assay-replay-detector.h"

G_BEGIN_DECLS

/* All of the file that @parameter names. Errors of the file, ASSAY_BASE_ERROR_LIMIT. */
GBytes *assay_replay_read_model_file (AssayToolJob *job,
                                      const char *parameter,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The file of the parameter "model", or the shipped one. */
AssayReplayDetector *assay_replay_open_model (AssayToolJob *job,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The rates that stand for the model: held-out if there are such, else cross-validation. */
const AssayReplayRates *assay_replay_model_rates (const AssayReplayDetector *detector);
/* "simulated replay …": what the card says of the training recordings; never empty. */
const char *assay_replay_model_note (const AssayReplayDetector *detector);
/* Answers "model" (hash), "trained_on", "measured_on". */
/* As which recordings its error rates were measured, a term of assay_answer_words ().  */
const char *assay_replay_model_measured_on (const AssayReplayDetector *detector);
void assay_replay_add_model (AssayResultBuilder *builder, const AssayReplayDetector *detector);

G_END_DECLS
