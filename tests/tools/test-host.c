/* test-host.c: makes a test program know the test-only tools and start the test workers.
 *
 * Linked whole into test programs and into test variants of assay-cli and assay, never into a
 * released one: there is no setting or environment variable that could do the same. */
#include "everything-info.h"
#include "worker/assay-client-private.h"
#include "worker/assay-tool-list-private.h"

static void __attribute__ ((constructor)) use_test_tools (void)
{
  assay_tool_list_add (&test_everything_info);
  assay_tool_list_add (&test_auto_info);
  assay_tool_list_add (&test_fault_info);
  assay_tool_list_add (&test_probe_info);
  assay_tool_list_add (&test_change_info);
  assay_tool_list_add (&test_read_info);
  assay_tool_list_add (&test_robustness_info);
  assay_client_use_programs (TEST_WORKER_FOLDER "/test-worker",
                             TEST_WORKER_FOLDER "/test-worker-media");
}
