/* test-worker-outputs.c: an output has its name when it is whole, and leaves nothing behind when it
 * does not become so. */
#include <glib/gstdio.h>

#include "run-helper.h"

/* An output is there whole or not at all. */
static void
test_output_on_failure (TestFixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "fill", "crash", "error", "verdict" };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *copy = g_build_filename (fixture->folder, "copy.bin", NULL);
      g_autoptr (AssayRequest) request
          = test_request ("test.fault", "bytes", "fault", faults[i], NULL);
      g_autoptr (GError) error = NULL;

      assay_request_set_output (request, "copy", copy, FALSE);
      g_assert_null (assay_client_run (fixture->client, request, NULL, NULL, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (test_fixture_count (fixture), ==, 0);
    }
}

static void
test_output_exists (TestFixture *fixture, gconstpointer data)
{
  g_autofree char *copy = test_fixture_write (fixture, "copy.bin", "old");
  g_autoptr (AssayRequest) request = test_request ("test.everything", "new", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *replaced = NULL;

  assay_request_set_output (request, "copy", copy, FALSE);
  g_assert_null (assay_client_run (fixture->client, request, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (copy, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "old");
  g_clear_error (&error);

  assay_request_set_output (request, "copy", copy, TRUE);

  g_autoptr (AssayOutcome) outcome
      = assay_client_run (fixture->client, request, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (copy, &replaced, NULL, NULL));
  g_assert_cmpstr (replaced, ==, "new");
  g_assert_cmpuint (test_fixture_count (fixture), ==, 1);
}

static void
make_obstacle (double fraction, const char *what, guint64 done, guint64 total, gpointer path)
{
  g_mkdir (path, 0700);
}

/* The second output cannot get its name: the first goes again. */
static void
test_output_pair (TestFixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.bin", NULL);
  g_autofree char *digest = g_build_filename (fixture->folder, "digest.txt", NULL);
  g_autoptr (AssayRequest) request = test_request ("test.everything", "new", NULL);
  g_autoptr (AssayProgress) progress = assay_progress_new (make_obstacle, digest, NULL);
  g_autoptr (GError) error = NULL;

  assay_request_set_output (request, "copy", copy, FALSE);
  assay_request_set_output (request, "digest", digest, FALSE);
  g_assert_null (assay_client_run (fixture->client, request, progress, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpuint (test_fixture_count (fixture), ==, 1);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/worker/outputs/" name, TestFixture, NULL, test_fixture_set_up, func,               \
              test_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("on-failure", test_output_on_failure);
  ADD ("exists", test_output_exists);
  ADD ("pair", test_output_pair);
  return g_test_run ();
}
