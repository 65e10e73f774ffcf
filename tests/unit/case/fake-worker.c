/* fake-worker.c: stands in for core/worker, so that these tests start no process: one tool and a
 * client that obeys fake-worker.h. */
#include "fake-worker.h"

static const AssayToolInfo integrity = {
  .id = "integrity",
  .version = "1",
  .panel = "Overview",
  .title = "Integrity",
  .summary = "",
  .limits = "",
  .kinds = ASSAY_MEDIA_ANY,
  .parameters = (const AssayParameterInfo[]){ { .name = NULL } },
  .inputs = (const AssayInputInfo[]){ { "input", "Input", ASSAY_MEDIA_ANY, 1, 1 },
                                      { NULL, NULL, 0, 0, 0 } },
  .outputs = (const AssayOutputInfo[]){ { NULL, NULL, NULL, FALSE } },
  .metrics = (const AssayMetricInfo[]){ { NULL, NULL, NULL, 0 } },
};

const AssayToolInfo *
assay_tool_list_find (const char *id)
{
  return g_strcmp0 (id, "integrity") == 0 ? &integrity : NULL;
}
