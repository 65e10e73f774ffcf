/* assay-integrity-info.c: what the tool `integrity` is. */
#include "integrity/assay-integrity-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayChoice depths[] = {
  { "quick", N_ ("Bytes and metadata") },
  { "full", N_ ("Also decode sound and video") },
  { NULL, NULL },
};

static const AssayParameterInfo parameters[] = {
  {
      .name = "depth",
      .type = ASSAY_PARAMETER_CHOICE,
      .title = N_ ("Depth"),
      .help
      = N_ ("The bytes and the metadata are always examined. Decoding adds what only a decoder "
            "can say about the streams, and a first picture of videos; it takes longer."),
      .fallback = "quick",
      .choices = depths,
      .advanced = TRUE,
  },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("File to check"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "compromised", N_ ("Findings that say compromised"), "", 0 },
  { "attention", N_ ("Findings that ask for attention"), "", 0 },
  { "info", N_ ("Findings for information"), "", 0 },
  { "checks", N_ ("Checks that ran"), "", 0 },
  { "duration", N_ ("Playing time as the file states it"), "s", 3 },
  { NULL },
};

const AssayToolInfo assay_integrity_info = {
  .id = "integrity",
  .version = "1.0",
  .panel = N_ ("Overview"),
  .title = N_ ("Integrity check"),
  .summary = N_ ("Do the bytes, the metadata and the structure of this file fit together?"),
  .limits
  = N_ ("It finds traces that changes leave in a file. A change that leaves none is not found, "
        "and a finding says nothing about who changed something or why."),
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_AUTO,
  .quick = TRUE,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
