/* sweep-info.c: test.robustness and the two tools that it is made of. */
#include "everything-info.h"

static const AssayChoice changes[] = { { "zero", "Zeros" }, { "cut", "Cut short" }, { 0 } };
static const AssayChoice sweep_changes[]
    = { { "all", "All" }, { "zero", "Zeros" }, { "cut", "Cut short" }, { 0 } };
static const AssayInputInfo one_input[] = { { "input", "Input", ASSAY_MEDIA_ANY, 1, 1 }, { 0 } };
static const AssayOutputInfo one_output[] = { { "changed", "Changed", NULL, FALSE }, { 0 } };
static const AssayOutputInfo no_outputs[] = { { 0 } };
static const AssayMetricInfo no_metrics[] = { { 0 } };

#define SEED                                                                                       \
  {                                                                                                \
    .name = "seed", .type = ASSAY_PARAMETER_INT, .title = "Seed", .help = "Which bytes.",          \
    .maximum = 1000, .fallback = "1"                                                               \
  }
#define KEY                                                                                        \
  {                                                                                                \
    .name = "key", .type = ASSAY_PARAMETER_SECRET, .title = "Key", .help = "The byte that marks.", \
    .fallback = NULL                                                                               \
  }

static const AssayParameterInfo change_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = "Attack",
    .help = "What is done.",
    .fallback = "zero",
    .choices = changes },
  { .name = "amount",
    .type = ASSAY_PARAMETER_REAL,
    .title = "Amount",
    .help = "How much of the file.",
    .unit = "%",
    .maximum = 100,
    .digits = 1,
    .fallback = "10" },
  SEED,
  { 0 },
};
static const AssayParameterInfo read_parameters[] = { KEY, { 0 } };
static const AssayMetricInfo read_metrics[]
    = { { "share", "Share of marked bytes", "%", 1 }, { 0 } };
static const AssayParameterInfo sweep_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = "Attack",
    .help = "What is done.",
    .fallback = "all",
    .choices = sweep_changes },
  { .name = "runs",
    .type = ASSAY_PARAMETER_INT,
    .title = "Runs",
    .help = "Tries at each strength.",
    .minimum = 1,
    .maximum = 100,
    .fallback = "3" },
  SEED,
  KEY,
  { 0 },
};
static const AssayMetricInfo sweep_metrics[] = { { "tries", "Tries", "", 0 },
                                                 { "found", "Found", "", 0 },
                                                 { "found_percent", "Share found", "%", 1 },
                                                 { 0 } };

const AssayToolInfo test_change_info = {
  .id = "test.change",
  .version = "1",
  .panel = "Everything",
  .title = "Change",
  .summary = "Spoils a file.",
  .limits = "Proves nothing.",
  .kinds = ASSAY_MEDIA_ANY,
  .parameters = change_parameters,
  .inputs = one_input,
  .outputs = one_output,
  .metrics = no_metrics,
};
const AssayToolInfo test_read_info = {
  .id = "test.read",
  .version = "1",
  .panel = "Everything",
  .title = "Read",
  .summary = "Is at least half of the file the byte of the key?",
  .limits = "Proves nothing.",
  .kinds = ASSAY_MEDIA_ANY,
  .parameters = read_parameters,
  .inputs = one_input,
  .outputs = no_outputs,
  .metrics = read_metrics,
};
const AssayToolInfo test_robustness_info = {
  .id = "test.robustness",
  .version = "1",
  .panel = "Everything",
  .title = "Robustness",
  .summary = "How much spoiling does reading withstand?",
  .limits = "Proves nothing.",
  .kinds = ASSAY_MEDIA_ANY,
  .parameters = sweep_parameters,
  .inputs = one_input,
  .outputs = no_outputs,
  .metrics = sweep_metrics,
  .scratch = TRUE,
  .foremost = "withstood",
};
