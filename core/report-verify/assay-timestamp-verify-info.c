/* assay-timestamp-verify-info.c: what the tool `timestamp.verify` is. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-verify/assay-report-verify-info.h"

static const AssayParameterInfo parameters[] = {
  {
      .name = "anchors",
      .type = ASSAY_PARAMETER_FILE,
      .title = N_ ("Trusted certificates"),
      .help
      = N_ ("Certificates (PEM) of the authorities that you trust for time. Without them only "
            "the certificate inside the time stamp is used, and nobody vouches for it."),
      .fallback = "",
      .filter = "*.pem;*.crt",
  },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Time stamp (TSR)"), ASSAY_MEDIA_ANY, 1, 1 },
  { "request", N_ ("Request (TSQ)"), ASSAY_MEDIA_ANY, 1, 1 },
  { "note", N_ ("Checkpoint"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = { { NULL } };

const AssayToolInfo assay_timestamp_verify_info = {
  .id = "timestamp.verify",
  .version = "1.0",
  .panel = N_ ("Verify report"),
  .title = N_ ("Time stamp verification"),
  .summary = N_ ("Did a time-stamping authority see this checkpoint, and when?"),
  .limits = N_ ("Whether the authority's certificate was revoked is not looked up. The time is the "
                "authority's; what happened before it is proven only by the ledger."),
  .kinds = ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
