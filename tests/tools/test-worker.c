/* test-worker.c: a worker program with the test-only tools beside the real ones. */
#include "everything-info.h"
#include "test-tools.h"
#include "worker/assay-registry.h"

static const AssayTool tools[] = {
  { &test_everything_info, test_everything_run, &test_everything_preview },
  { &test_auto_info, test_auto_run, NULL },
  { &test_fault_info, test_fault_run, &test_fault_preview },
  { &test_probe_info, test_probe_run, NULL },
  { &test_change_info, test_change_run, NULL },
  { &test_read_info, test_read_run, NULL },
  { &test_robustness_info, test_robustness_run, NULL },
};

int
main (void)
{
  const AssayWorkerProgram program = { .has_media = TEST_WORKER_MEDIA, .libraries = "test 1.0" };

  for (gsize i = 0; i < G_N_ELEMENTS (tools); i++)
    assay_registry_add (&tools[i]);
  return assay_worker_main (&program);
}
