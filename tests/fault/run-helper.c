/* run-helper.c: requests for test tools. */
#include "run-helper.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "worker/assay-tool-list.h"

AssayRequest *
test_request (const char *tool, const char *content, ...)
{
  const AssayToolInfo *info = assay_tool_list_find (tool);
  AssayParametersBuilder *builder = assay_parameters_builder_new (info);
  g_autoptr (GError) error = NULL;
  va_list arguments;
  const char *name;

  va_start (arguments, content);
  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      assay_parameters_builder_set (builder, name, va_arg (arguments, const char *), &error);
      g_assert_no_error (error);
    }
  va_end (arguments);

  g_autoptr (AssayParameters) parameters = assay_parameters_builder_end (builder, &error);

  g_assert_no_error (error);

  AssayRequest *request = assay_request_new (parameters);
  int fd = memfd_create ("input", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, content, strlen (content)), ==, (gssize) strlen (content));
  g_assert_true (assay_request_add_input (request, "input", "input.bin", fd, &error));
  g_assert_no_error (error);
  close (fd);
  return request;
}

AssayOutcome *
test_run (AssayClient *client, AssayRequest *request, GError **error)
{
  g_autoptr (AssayRequest) owned = request;

  return assay_client_run (client, owned, NULL, NULL, error);
}

AssayOutcome *
test_run_fault (AssayClient *client, const char *fault, GError **error)
{
  return test_run (client, test_request ("test.fault", "bytes", "fault", fault, NULL), error);
}

void
test_fixture_set_up (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->client = assay_client_new ();
  fixture->folder = g_dir_make_tmp ("assay-jobs-XXXXXX", &error);
  g_assert_no_error (error);
}

void
test_fixture_tear_down (TestFixture *fixture, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture->folder);

  g_object_unref (fixture->client);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
}

char *
test_fixture_write (TestFixture *fixture, const char *name, const char *content)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return path;
}

guint
test_fixture_count (TestFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}
