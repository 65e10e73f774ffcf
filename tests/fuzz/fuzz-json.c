/* fuzz-json.c: strict JSON; what is accepted must print canonically and read back the same. */
#include "base/assay-json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = assay_json_parse ((const char *) data, (gssize) size, 16, NULL);

  if (node == NULL)
    return 0;

  g_autofree char *text = assay_json_text (node, ASSAY_JSON_CANONICAL);
  g_autoptr (JsonNode) again = assay_json_parse (text, -1, 16, NULL);
  g_autofree char *second = again == NULL ? NULL : assay_json_text (again, ASSAY_JSON_CANONICAL);

  g_assert_cmpstr (text, ==, second);
  return 0;
}
