/* assay-report-verify-info.c: what the tool `report.verify` is. */
#include "report-verify/assay-report-verify-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayParameterInfo parameters[] = { { NULL } };

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Report (PDF)"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "signatures", N_ ("Signatures"), "", 0 },
  { "attachments", N_ ("Attachments"), "", 0 },
  { "entries", N_ ("Ledger entries verified"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_report_verify_info = {
  .id = "report.verify",
  .version = "1.0",
  .panel = N_ ("Verify report"),
  .title = N_ ("Report verification"),
  .summary = N_ ("Is this report as it was signed, and does the ledger inside it hold together?"),
  .limits = N_ (
      "The certificate is not checked against any list: compare its fingerprint with one that the "
      "examiner gives by another road. What the report says is not judged."),
  .kinds = ASSAY_MEDIA_DOCUMENT,
  .engine = ASSAY_ENGINE_PLAIN,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
