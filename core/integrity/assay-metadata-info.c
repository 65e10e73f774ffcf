/* assay-metadata-info.c: what the tool `metadata` is. */
#include "integrity/assay-integrity-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayParameterInfo parameters[] = { { NULL } };

static const AssayInputInfo inputs[] = {
  { "input", N_ ("File"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "fields", N_ ("Fields"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_metadata_info = {
  .id = "metadata",
  .version = "1.0",
  .panel = N_ ("Metadata"),
  .title = N_ ("Metadata"),
  .summary = N_ ("What does the file say about itself, and where does it say it?"),
  .limits
  = N_ ("Metadata can be written by anybody. It shows what a file claims, not what happened."),
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_AUTO,
  .quick = TRUE,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
