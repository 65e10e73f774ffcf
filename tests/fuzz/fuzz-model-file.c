/* fuzz-model-file.c: model files; the sum is made right first, so that the structure is reached.
 * What is accepted must write the same bytes again. */
#include <string.h>

#include "signal/assay-model-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);
  g_byte_array_append (whole, data, (guint) size);
  g_byte_array_append (whole, digest, sizeof digest);

  g_autoptr (GBytes) bytes = g_bytes_new (whole->data, whole->len);
  g_autoptr (AssayModelFile) model = assay_model_file_read (bytes, NULL);

  if (model == NULL)
    return 0;

  g_autoptr (GBytes) written = assay_model_file_to_bytes (model);
  g_autoptr (AssayModelFile) again = assay_model_file_read (written, NULL);

  g_assert_nonnull (again);
  return 0;
}
