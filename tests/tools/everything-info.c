/* everything-info.c: what the test-only tools are. Their words are not translated: no person sees
 * them. */
#include "everything-info.h"

static const AssayChoice choices[] = {
  { "first", "The first choice" },
  { "second", "The second choice" },
  { 0 },
};

static const AssayParameterInfo everything_parameters[] = {
  { .name = "flag",
    .type = ASSAY_PARAMETER_BOOL,
    .title = "Flag",
    .help = "On or off.",
    .fallback = "true" },
  { .name = "count",
    .type = ASSAY_PARAMETER_INT,
    .title = "Count",
    .help = "Rows of the table.",
    .unit = "rows",
    .minimum = 1,
    .maximum = 1000000,
    .step = 1,
    .fallback = "12" },
  { .name = "level",
    .type = ASSAY_PARAMETER_REAL,
    .title = "Level",
    .help = "Amplitude of the plotted wave.",
    .unit = "dB",
    .minimum = -60,
    .maximum = 6,
    .step = 0.5,
    .digits = 2,
    .fallback = "-6.00" },
  { .name = "choice",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = "Choice",
    .help = "One of two.",
    .fallback = "first",
    .choices = choices },
  { .name = "text",
    .type = ASSAY_PARAMETER_TEXT,
    .title = "Text",
    .help = "Comes back as an answer.",
    .maximum = 200,
    .fallback = "words" },
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = "Key",
    .help = "Only its length is used.",
    .fallback = "" },
  { .name = "file",
    .type = ASSAY_PARAMETER_FILE,
    .title = "File",
    .help = "Its size becomes a metric.",
    .fallback = "",
    .filter = "*.txt" },
  { .name = "folder",
    .type = ASSAY_PARAMETER_FOLDER,
    .title = "Folder",
    .help = "Its file list.txt names the files that are read.",
    .fallback = "" },
  { .name = "region",
    .type = ASSAY_PARAMETER_REGION,
    .title = "Region",
    .help = "Comes back as findings.",
    .fallback = "" },
  { .name = "exhibit",
    .type = ASSAY_PARAMETER_EXHIBIT,
    .title = "Exhibit",
    .help = "A second exhibit of the case.",
    .fallback = "",
    .advanced = TRUE },
  { 0 },
};

static const AssayInputInfo everything_inputs[] = {
  { "input", "The file", ASSAY_MEDIA_ANY, 1, 1 },
  { "reference", "Files to compare with", ASSAY_MEDIA_ANY, 0, 0 },
  { 0 },
};

static const AssayOutputInfo everything_outputs[] = {
  { "copy", "A copy of the file", NULL, TRUE },
  { "digest", "A short description", "txt", TRUE },
  { 0 },
};

static const AssayMetricInfo everything_metrics[] = {
  { "size", "Size of the file", "bytes", 0 },
  { "mean", "Mean byte", "", 3 },
  { "file_size", "Size of the second file", "bytes", 0 },
  { "folder_size", "Bytes of the listed files", "bytes", 0 },
  { "key_size", "Length of the key", "bytes", 0 },
  { 0 },
};

const AssayToolInfo test_everything_info = {
  .id = "test.everything",
  .version = "1",
  .panel = "Everything",
  .title = "Everything",
  .summary
  = "Does the frame carry every kind of parameter, input, output, finding, table and plot?",
  .limits = "Proves nothing about any file.",
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 60,
  .memory_limit = 512,
  .parameters = everything_parameters,
  .inputs = everything_inputs,
  .outputs = everything_outputs,
  .metrics = everything_metrics,
};

static const AssayInputInfo one_input[] = {
  { "input", "The file", ASSAY_MEDIA_ANY, 1, 1 },
  { 0 },
};

static const AssayParameterInfo no_parameters[] = {
  { 0 },
};

static const AssayOutputInfo no_outputs[] = {
  { 0 },
};

static const AssayMetricInfo no_metrics[] = {
  { 0 },
};

const AssayToolInfo test_auto_info = {
  .id = "test.auto",
  .version = "1",
  .panel = "Everything",
  .title = "Either worker",
  .summary = "Does a tool that needs a decoder reach the media worker?",
  .limits = "Proves nothing about any file.",
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_AUTO,
  .parameters = no_parameters,
  .inputs = one_input,
  .outputs = everything_outputs,
  .metrics = no_metrics,
};

static const AssayChoice faults[] = {
  { "none", "Nothing" },
  { "crash", "SIGSEGV" },
  { "abort", "abort()" },
  { "critical", "A critical message" },
  { "exit", "Ends with status 0 and no answer" },
  { "hang", "Sleeps for ever, deaf to cancelling" },
  { "spin", "Computes for ever" },
  { "flood", "Progress without end" },
  { "slow", "Progress until cancelled" },
  { "oversized", "A frame above the limit" },
  { "partial", "Half a frame, then nothing" },
  { "garbage", "Random bytes on the wire" },
  { "unknown", "A frame of no known kind" },
  { "descriptors", "A frame with more descriptors than allowed" },
  { "malformed", "A result that is not in normal form" },
  { "verdict", "A result with a verdict that does not exist" },
  { "image", "An image whose size is a lie" },
  { "buffer", "A buffer larger than there is" },
  { "unsealed", "A buffer that is still mapped for writing" },
  { "large", "A result above the frame limit, in the buffer" },
  { "domain", "An error in a foreign domain" },
  { "cancelled", "Says that it was cancelled" },
  { "error", "An ordinary error" },
  { "memory", "Allocates without end" },
  { "threads", "Starts threads without end" },
  { "fill", "Writes to its output without end" },
  { "twice", "A result, then another" },
  { 0 },
};

static const AssayParameterInfo fault_parameters[] = {
  { .name = "fault",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = "Fault",
    .help = "What it does wrong.",
    .fallback = "none",
    .choices = faults },
  { 0 },
};

const AssayToolInfo test_fault_info = {
  .id = "test.fault",
  .version = "1",
  .panel = "Everything",
  .title = "Faults",
  .summary = "Does a worker that misbehaves become an error and nothing more?",
  .limits = "Proves nothing about any file.",
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 5,
  .memory_limit = 64,
  .parameters = fault_parameters,
  .inputs = one_input,
  .outputs = everything_outputs,
  .metrics = no_metrics,
};

static const AssayParameterInfo probe_parameters[] = {
  { .name = "path",
    .type = ASSAY_PARAMETER_TEXT,
    .title = "Path",
    .help = "A file that the host can read.",
    .fallback = "/etc/passwd" },
  { 0 },
};

const AssayToolInfo test_probe_info = {
  .id = "test.probe",
  .version = "1",
  .panel = "Everything",
  .title = "Sandbox probe",
  .summary = "What can a worker reach?",
  .limits = "Proves nothing about any file.",
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_PLAIN,
  .parameters = probe_parameters,
  .inputs = one_input,
  .outputs = no_outputs,
  .metrics = no_metrics,
};
