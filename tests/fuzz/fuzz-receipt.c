/* fuzz-receipt.c: a foreign receipt: its parts, its JSON, its path. */
#include <stddef.h>
#include <stdint.h>

#include "report-verify/assay-receipt-check-private.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (AssayReceiptCheck) check = { .form = FALSE };
  assay_receipt_check (&check, (const char *) data, size);
  g_assert_true (check.form || !(check.entry || check.checkpoint || check.path));
  return 0;
}
