/* test-request.c: what was read already travels to the worker as it was read, and cannot be written
 * there. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "worker/assay-request-private.h"
#include "worker/assay-tool-list.h"

static void
test_bytes (void)
{
  g_autoptr (AssayParameters) parameters
      = assay_parameters_new_default (assay_tool_list_find ("metadata"), NULL);
  g_autoptr (AssayRequest) request = assay_request_new (parameters);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("proof", 5);
  g_autoptr (GError) error = NULL;
  char text[8];

  g_assert_true (assay_request_add_input_bytes (request, "input", "a\nb.tsr", bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (request->inputs->len, ==, 1);

  const AssayRequestInput *input = &g_array_index (request->inputs, AssayRequestInput, 0);

  g_assert_cmpstr (input->role, ==, "input");
  g_assert_cmpstr (input->name, ==, "a\nb.tsr");
  g_assert_cmpuint (input->size, ==, 5);
  g_assert_cmpint (pread (input->fd, text, sizeof text, 0), ==, 5);
  g_assert_true (memcmp (text, "proof", 5) == 0);
  g_assert_cmpint (fcntl (input->fd, F_GETFL) & O_ACCMODE, ==, O_RDONLY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/worker/request/bytes", test_bytes);
  return g_test_run ();
}
