/* fuzz-wire.c: what a hostile worker could send: frames from bytes, and results through the
 * checking builder.
 *
 * A corpus file is a stream: frames as they stand on the wire (kind, length, variant), read until
 * one is refused. */
#include <string.h>

#include "model/assay-model.h"
#include "worker/assay-client.h"
#include "worker/assay-wire.h"
#include "worker/assay-worker-fault.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const AssayMetricInfo metrics[] = {
  { "size", "Size", "bytes", 0 },
  { 0 },
};

static const AssayToolInfo info = { .id = "fuzz", .version = "1", .metrics = metrics };

/* What the host does with a frame, as far as it needs no process. */
static void
use_frame (AssayWireKind kind, GVariant *body)
{
  g_autoptr (GError) error = NULL;

  if (kind == ASSAY_WIRE_ERROR)
    {
      assay_worker_fault_from_variant (body, FALSE, &error);
      g_assert_nonnull (error);
    }
  if (kind == ASSAY_WIRE_RESULT)
    {
      g_autoptr (AssayResult) result = assay_result_from_variant (&info, body, &error);

      g_assert_true ((result == NULL) == (error != NULL));
      if (result != NULL)
        {
          g_autoptr (JsonNode) node = assay_result_to_json (result, TRUE);
          g_autofree char *text = assay_json_text (node, ASSAY_JSON_CANONICAL);

          g_assert_true (g_utf8_validate (text, -1, NULL));
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, 0);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      guint32 kind = assay_reader_read_u32_le (&reader);
      guint32 length = assay_reader_read_u32_le (&reader);
      const guint8 *bytes = assay_reader_read_bytes (&reader, length);

      if (!assay_reader_ok (&reader))
        return 0;

      g_autoptr (GVariant) body
          = assay_wire_decode (kind, ASSAY_WIRE_FROM_WORKER, bytes, length, &error);

      if (body == NULL)
        return 0;
      use_frame ((AssayWireKind) kind, body);
    }
}
