/* assay-replay-score-info.c: what the tool `replay.score` is. */
#include "replay/assay-replay-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sound-parameters.h"

static const AssayParameterInfo parameters[] = {
  { .name = "model",
    .type = ASSAY_PARAMETER_FILE,
    .title = N_ ("Model"),
    .help = N_ ("A model of “Train a replay detector”; the shipped one, which was trained on "
                "simulated replay, if empty."),
    .fallback = "",
    .filter = "*.model",
    .empty = N_ ("The shipped one") },
  ASSAY_SOUND_PARAMETER_CHANNEL (64),
  ASSAY_SOUND_PARAMETER_REGION (N_ ("The stretch of time that is scored; everything if empty.")),
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Recording"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO, 1, 1 },
  { "reference", N_ ("Known genuine recordings"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO, 0, 32 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "llr", N_ ("Log-likelihood ratio, genuine against replayed"), "", 3 },
  { "score", N_ ("The same before it was limited to what the measured recordings can support"), "",
    3 },
  { "out_of_domain", N_ ("Outside the training conditions"), ASSAY_UNIT_TRUTH, 0 },
  { "threshold", N_ ("Threshold of equal error rates"), "", 3 },
  { "genuine_below", N_ ("Genuine recordings that score lower"), "%", 1 },
  { "replayed_above", N_ ("Replayed recordings that score as high"), "%", 1 },
  { "model_eer", N_ ("Equal error rate of the model"), "%", 2 },
  { "model_eer_low", N_ ("Lower end of its 95 per cent interval"), "%", 2 },
  { "model_eer_high", N_ ("Upper end of its 95 per cent interval"), "%", 2 },
  { "duration", N_ ("Sound that was scored"), "s", 2 },
  { "stated", N_ ("Sound that the file says it holds, of which a part is missing"), "s", 2 },
  { "not_finite", N_ ("Samples that were no numbers, read as 0"), "", 0 },
  { "reference_llr", N_ ("Mean log-likelihood ratio of the reference recordings"), "", 3 },
  { "pieces", N_ ("Pieces of at most 10 s"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_replay_score_info = {
  .id = "replay.score",
  .version = "1.7",
  .panel = N_ ("Replay"),
  .title = N_ ("Replay score"),
  .summary = N_ ("Does the recording sound more like a voice or like a loudspeaker?"),
  .limits
  = N_ ("A hint, never a proof: the shipped model was trained on simulated replay of English "
        "speech, real devices differ from it, and it is wrong as often as its error rate "
        "says or more."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .memory_limit = 1024,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
