/* assay-view-info.c: what the tool `view` is. */
#include "worker/assay-view-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayChoice streams[] = {
  { "auto", N_ ("What the file shows") },
  { "video", N_ ("Video") },
  { "audio", N_ ("Sound") },
  { "picture", N_ ("Picture") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "preview-stream",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Stream"),
    .help = N_ ("What is shown of a file that holds several things."),
    .fallback = "auto",
    .choices = streams },
  { .name = "preview-size",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Largest side"),
    .help = N_ ("Larger pictures are shown smaller, which is faster."),
    .unit = "px",
    .minimum = 16,
    .maximum = 16384,
    .step = 1,
    .fallback = "1280" },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("File"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = { { NULL } };

const AssayToolInfo assay_view_info = {
  .id = "view",
  .version = "1.0",
  .title = N_ ("View"),
  .summary = N_ ("Shows pictures, frames and sound of a file."),
  .limits = N_ ("What is shown is decoded by FFmpeg; it is not a finding."),
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_MEDIA,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
