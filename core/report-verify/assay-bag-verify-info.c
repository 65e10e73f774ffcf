/* assay-bag-verify-info.c: what the tool `bag.verify` is. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-verify/assay-report-verify-info.h"

static const AssayParameterInfo parameters[] = {
  {
      .name = "bag",
      .type = ASSAY_PARAMETER_FOLDER,
      .title = N_ ("Folder of the export"),
      .help = N_ ("The folder that holds bagit.txt."),
  },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Tag manifest (tagmanifest-sha256.txt)"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "files", N_ ("Files verified"), "", 0 },
  { "bytes", N_ ("Bytes verified"), "bytes", 0 },
  { "entries", N_ ("Ledger entries verified"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_bag_verify_info = {
  .id = "bag.verify",
  .version = "1.0",
  .panel = N_ ("Verify report"),
  .title = N_ ("Export verification"),
  .summary = N_ ("Is this exported case as it was written, and does its ledger hold together?"),
  .limits = N_ ("The key comes with the export: compare it with one that reached you by another "
                "road. Entries cut off before the export show only against a checkpoint from "
                "outside. “case.db” and “case.jsonld”, which repeat the ledger, and “verify.sh” "
                "itself are held against the manifest only: importing the export, or a verify.sh "
                "of your own, compares them."),
  .kinds = ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 3600,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
