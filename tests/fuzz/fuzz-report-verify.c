/* fuzz-report-verify.c: a foreign PDF through the tool report.verify: objects, attachments,
 * signatures, ledger. */
#include <openssl/err.h>

#include "report-verify/assay-report-verify.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayParameters) parameters
      = assay_parameters_new_default (&assay_report_verify_info, NULL);
  const AssayToolInput input = { "input", "report.pdf", source };
  const AssayToolJobSetup setup = {
    .info = &assay_report_verify_info,
    .parameters = parameters,
    .inputs = &input,
    .n_inputs = 1,
    .threads = 1,
  };
  g_autoptr (AssayToolJob) job = assay_tool_job_new (&setup);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) result = assay_report_verify_run (job, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  ERR_clear_error ();
  return 0;
}
