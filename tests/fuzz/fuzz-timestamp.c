/* fuzz-timestamp.c: a foreign time stamp with its request: two bytes give the size of the request,
 * the request and the answer follow. */
#include <stddef.h>
#include <stdint.h>

#include "report-verify/assay-timestamp-check-private.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2)
    return 0;
  const size_t asked = MIN ((size_t) data[0] << 8 | data[1], size - 2);
  g_autoptr (GBytes) request = g_bytes_new (data + 2, asked);
  g_autoptr (GBytes) response = g_bytes_new (data + 2 + asked, size - 2 - asked);
  g_auto (AssayTimestampCheck) check = { .form = FALSE };
  assay_timestamp_check (&check, response, request, request, response);
  g_assert_true (check.form || !(check.asked || check.granted || check.signed_by || check.chain));
  return 0;
}
