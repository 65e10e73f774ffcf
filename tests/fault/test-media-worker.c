/* test-media-worker.c: the released worker programs on a real video: decoding and playing within
 * the sandbox. */
#include <glib/gstdio.h>
#include <string.h>

#include "worker/assay-client-private.h"
#include "worker/assay-tool-list.h"
#include "worker/assay-view-info.h"

/* @path: (nullable): NULL: the clip of the demonstration */
static AssayRequest *
request_of (AssayParameters *parameters, const char *path)
{
  g_autofree char *clip
      = g_test_build_filename (G_TEST_DIST, "..", "data", "demo", "clip.mp4", NULL);
  g_autoptr (GError) error = NULL;
  AssayRequest *request = assay_request_new (parameters);

  assay_request_add_input_path (request, "input", path == NULL ? clip : path, &error);
  g_assert_no_error (error);
  return request;
}

static AssayRequest *
make_request (const AssayToolInfo *tool)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = assay_parameters_new_default (tool, &error);

  g_assert_no_error (error);
  return request_of (parameters, NULL);
}

/* Starts in the plain program, is done in the other one, with the versions of its libraries on
 * record. */
static void
test_run (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (AssayRequest) request = make_request (assay_tool_list_find ("image"));
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = assay_client_run (client, request, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (assay_outcome_get_libraries (outcome), "libavcodec"));
  g_assert_true (g_str_has_prefix (assay_outcome_get_sandbox (outcome), "seccomp"));
  g_assert_cmpuint (assay_result_get_n_plots (assay_outcome_get_result (outcome)), >, 0);
}

typedef struct
{
  double fraction;
  guint reports;
  guint forward; /* … that say more than all before */
} Told;

static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpfloat (fraction, >=, told->fraction);
  told->reports++;
  told->forward += fraction > told->fraction ? 1 : 0;
  told->fraction = fraction;
}

/* Parameters of @tool with the key "k" and, until NULL, names and values. */
static AssayParameters *
keyed (const char *tool, ...)
{
  AssayParametersBuilder *builder = assay_parameters_builder_new (assay_tool_list_find (tool));
  g_autoptr (GBytes) key = g_bytes_new_static ("k", 1);
  g_autoptr (GError) error = NULL;
  va_list arguments;
  const char *name;

  va_start (arguments, tool);
  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      assay_parameters_builder_set (builder, name, va_arg (arguments, const char *), &error);
      g_assert_no_error (error);
    }
  va_end (arguments);
  g_assert_true (assay_parameters_builder_set_secret (builder, "key", key, &error));

  AssayParameters *parameters = assay_parameters_builder_end (builder, &error);

  g_assert_no_error (error);
  return parameters;
}

/* The marked clip, at @path. */
static void
mark_clip (AssayClient *client, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = keyed ("video.embed", "mark", "0011223344556677", NULL);
  g_autoptr (AssayRequest) request = request_of (parameters, NULL);

  assay_request_set_output (request, "marked", path, FALSE);

  g_autoptr (AssayOutcome) outcome = assay_client_run (client, request, NULL, NULL, &error);

  g_assert_no_error (error);
}

/* A test of twelve changed copies counts the three frames of each; what is told is how far the
 * whole is. */
static void
test_sweep_progress (void)
{
  g_autofree char *folder = g_dir_make_tmp ("assay-sweep-XXXXXX", NULL);
  g_autofree char *marked = g_build_filename (folder, "marked.mp4", NULL);
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  Told told = { -1, 0, 0 };
  g_autoptr (AssayProgress) progress = assay_progress_new (on_progress, &told, NULL);

  mark_clip (client, marked);

  g_autoptr (AssayParameters) parameters
      = keyed ("video.robustness", "attack", "crop", "runs", "3", NULL);
  g_autoptr (AssayRequest) request = request_of (parameters, marked);
  g_autoptr (AssayOutcome) outcome = assay_client_run (client, request, progress, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (outcome);
  g_test_message ("%u reports, %u say more than those before", told.reports, told.forward);
  g_assert_cmpuint (told.forward, >, 3);
  g_assert_cmpint (g_unlink (marked), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static AssayPreviewUnit
next (AssayPreview *preview)
{
  AssayPreviewUnit unit = { 0 };
  GAsyncResult *ready = NULL;
  g_autoptr (GError) error = NULL;

  assay_preview_next_async (preview, NULL, on_ready, &ready);

  g_autoptr (GAsyncResult) result = wait_for (&ready);

  assay_preview_next_finish (preview, result, &unit, &error);
  g_assert_no_error (error);
  return unit;
}

/* Frames come in order, and after going back the same ones come again. */
static void
test_preview (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *ready = NULL;

  assay_client_preview_async (client, make_request (&assay_view_info), NULL, on_ready, &ready);

  g_autoptr (GAsyncResult) opened = wait_for (&ready);
  g_autoptr (AssayPreview) preview = assay_client_preview_finish (client, opened, &error);

  g_assert_no_error (error);

  AssayPreviewUnit first = next (preview);
  AssayPreviewUnit second = next (preview);

  g_assert_nonnull (first.image);
  g_assert_cmpfloat (second.seconds, >, first.seconds);
  g_assert_cmpfloat (first.duration, >, second.seconds);
  assay_preview_seek_async (preview, 0, NULL, on_ready, &ready);

  g_autoptr (GAsyncResult) sought = wait_for (&ready);

  g_assert_true (assay_preview_seek_finish (preview, sought, &error));
  g_assert_no_error (error);

  AssayPreviewUnit again = next (preview);

  g_assert_true (
      g_bytes_equal (assay_image_get_pixels (first.image), assay_image_get_pixels (again.image)));
  assay_image_unref (first.image);
  assay_image_unref (second.image);
  assay_image_unref (again.image);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  assay_client_use_programs (WORKER_FOLDER "/assay-worker", WORKER_FOLDER "/assay-worker-media");
  g_test_add_func ("/worker/media/run", test_run);
  g_test_add_func ("/worker/media/sweep-progress", test_sweep_progress);
  g_test_add_func ("/worker/media/preview", test_preview);
  return g_test_run ();
}
