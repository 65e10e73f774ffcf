/* assay-replay-evaluate-info.c: what the tool `replay.evaluate` is. */
#include "replay/assay-replay-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayChoice forms[] = {
  { "labelled", N_ ("File, score, label") },
  { "asvspoof", N_ ("ASVspoof 2017 and 2021: file, score") },
  { "asvspoof2019", N_ ("ASVspoof 2019: file, attack, key, score") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "audio",
    .type = ASSAY_PARAMETER_FOLDER,
    .title = N_ ("Folder of the recordings"),
    .help = N_ ("The names in the protocol are looked for beneath it.") },
  { .name = "model",
    .type = ASSAY_PARAMETER_FILE,
    .title = N_ ("Model"),
    .help = N_ ("A model of “Train a replay detector”; the shipped one if empty."),
    .fallback = "",
    .filter = "*.model",
    .empty = N_ ("The shipped one") },
  { .name = "form",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Form of the score file"),
    .help = N_ ("How the lines of the score file are built."),
    .fallback = "labelled",
    .choices = forms,
    .advanced = TRUE },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Protocol"), ASSAY_MEDIA_ANY, 1, 0 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { "scores", N_ ("Scores"), "txt", TRUE },
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "eer", N_ ("Equal error rate"), "%", 2 },
  { "eer_low", N_ ("Lower end of its 95 per cent interval"), "%", 2 },
  { "eer_high", N_ ("Upper end of its 95 per cent interval"), "%", 2 },
  { "eer_hull", N_ ("Equal error rate on the convex hull"), "%", 2 },
  { "cllr", N_ ("Cost of the likelihood ratios"), "bit", 4 },
  { "min_cllr", N_ ("The same after the best calibration"), "bit", 4 },
  { "min_dcf", N_ ("Smallest detection cost (replay 5 %, costs 1 and 10)"), "", 4 },
  { "trials", N_ ("Recordings"), "", 0 },
  { "genuine", N_ ("Genuine recordings"), "", 0 },
  { "spoof", N_ ("Replayed recordings"), "", 0 },
  { "out_of_domain", N_ ("Recordings outside the training conditions"), "", 0 },
  { "damaged", N_ ("Recordings that are damaged or incomplete"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_replay_evaluate_info = {
  .id = "replay.evaluate",
  .version = "1.3",
  .panel = N_ ("Replay"),
  .title = N_ ("Error rates of a replay detector"),
  .summary = N_ ("How often is a model wrong on a labelled set?"),
  .limits
  = N_ ("The rates hold for recordings like those of the set. Rates on simulated replay say "
        "how methods compare, not how they do on real recordings."),
  .kinds = ASSAY_MEDIA_TABLE | ASSAY_MEDIA_OTHER, /* a protocol is text, not media */
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 86400,
  .memory_limit = 2048,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
