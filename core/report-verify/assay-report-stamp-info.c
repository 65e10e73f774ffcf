/* assay-report-stamp-info.c: what the tools `report.request` and `report.stamp` are. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-verify/assay-report-verify-info.h"

static const AssayParameterInfo no_parameters[] = { { NULL } };

static const AssayParameterInfo stamp_parameters[] = {
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

static const AssayInputInfo request_inputs[] = {
  { "input", N_ ("Signed report (PDF)"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayInputInfo stamp_inputs[] = {
  { "input", N_ ("Signed report (PDF)"), ASSAY_MEDIA_ANY, 1, 1 },
  { "answer", N_ ("Time stamp (TSR)"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo request_outputs[] = {
  { "request", N_ ("Request (TSQ)"), "tsq", FALSE },
  { NULL },
};

static const AssayOutputInfo stamp_outputs[] = {
  { "stamped", N_ ("Report with time stamp"), "pdf", FALSE },
  { NULL },
};

static const AssayMetricInfo no_metrics[] = { { NULL } };

const AssayToolInfo assay_report_request_info = {
  .id = "report.request",
  .version = "1.0",
  .panel = N_ ("Verify report"),
  .title = N_ ("Time stamp request for a report"),
  .summary = N_ ("What a time-stamping authority must be asked, so that it attests when the "
                 "report was signed."),
  .limits = N_ ("Nothing is sent. The request holds the SHA-256 of the signature and nothing else "
                "of the report."),
  .kinds = ASSAY_MEDIA_DOCUMENT,
  .engine = ASSAY_ENGINE_PLAIN,
  .parameters = no_parameters,
  .inputs = request_inputs,
  .outputs = request_outputs,
  .metrics = no_metrics,
};

const AssayToolInfo assay_report_stamp_info = {
  .id = "report.stamp",
  .version = "1.0",
  .panel = N_ ("Verify report"),
  .title = N_ ("Time stamp into a report"),
  .summary = N_ ("Puts the authority's answer into the space that the signature keeps for it "
                 "(PAdES level B-T)."),
  .limits = N_ ("What was signed stays as it is, but the file's SHA-256 changes. Whether the "
                "authority's certificate was revoked is not looked up."),
  .kinds = ASSAY_MEDIA_DOCUMENT,
  .engine = ASSAY_ENGINE_PLAIN,
  .parameters = stamp_parameters,
  .inputs = stamp_inputs,
  .outputs = stamp_outputs,
  .metrics = no_metrics,
};
