/* assay-receipt-verify-info.c: what the tool `receipt.verify` is. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-verify/assay-report-verify-info.h"

static const AssayParameterInfo parameters[] = {
  {
      .name = "key",
      .type = ASSAY_PARAMETER_TEXT,
      .title = N_ ("Known keys"),
      .help = N_ ("The examiner’s keys as they reached you by another road: ed25519: and 16 "
                  "digits, or 64 digits; several are separated by spaces. Without them the receipt "
                  "is only checked against the keys inside it."),
      .fallback = "",
  },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Receipt"), ASSAY_MEDIA_ANY, 1, 1 },
  { "original", N_ ("The file that was handed in"), ASSAY_MEDIA_ANY, 0, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "entry", N_ ("Ledger entry"), "", 0 },
  { "covered", N_ ("Entries under the checkpoint"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_receipt_verify_info = {
  .id = "receipt.verify",
  .version = "1.0",
  .panel = N_ ("Verify report"),
  .title = N_ ("Receipt verification"),
  .summary = N_ ("Does this receipt prove that the file was taken into the case, unchanged since?"),
  .limits = N_ ("A receipt proves what the ledger said when it was made. Whether the case still "
                "says so is seen when its checkpoint is held against the case."),
  .kinds = ASSAY_MEDIA_DOCUMENT | ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
