/* test-worker-jobs.c: honest jobs of every shape: results, outputs, folders, files, cancelling, the
 * other worker. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/assay-model-error.h"
#include "run-helper.h"
#include "worker/assay-tool-list.h"

/* Metrics that are whole numbers. */
static gint64
metric (AssayOutcome *outcome, const char *name)
{
  AssayResult *result = assay_outcome_get_result (outcome);
  const double value = assay_result_find_metric (result, name, -1);

  g_assert_cmpfloat (value, >=, 0);
  return (gint64) value;
}

/* What the worker was given besides its input is on record: printf … | sha256sum. */
static void
check_files (AssayOutcome *outcome)
{
  static const AssayOutcomeInput expected[] = {
    { "file", "second.txt", 6, "8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92" },
    { "folder", "a", 4, "61be55a8e2f6b4e172338bddf184d6dbee29c98853e0a0485ecee7f27b9af0b4" },
    { "folder", "list.txt", 8, "f314bc98e67d7c19d0336be05c9eb35f3a6eb3c07f8b52878bf7b02926d72dd6" },
    { "folder", "sub/b", 2, "3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf" },
  };

  g_assert_cmpuint (assay_outcome_get_n_inputs (outcome), ==, 1 + G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AssayOutcomeInput input;

      assay_outcome_get_input (outcome, 1 + i, &input);
      g_assert_cmpstr (input.role, ==, expected[i].role);
      g_assert_cmpstr (input.name, ==, expected[i].name);
      g_assert_cmpuint (input.size, ==, expected[i].size);
      g_assert_cmpstr (input.sha256, ==, expected[i].sha256);
    }
}

static void
test_everything (TestFixture *fixture, gconstpointer data)
{
  g_autofree char *file = test_fixture_write (fixture, "second.txt", "123456");
  g_autofree char *list = test_fixture_write (fixture, "set/list.txt", "a\nsub/b\n");
  g_autofree char *a = test_fixture_write (fixture, "set/a", "aaaa");
  g_autofree char *b = test_fixture_write (fixture, "set/sub/b", "bb");
  g_autofree char *set = g_path_get_dirname (list);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.bin", NULL);
  g_autoptr (AssayRequest) request
      = test_request ("test.everything", "hello, worker", "flag", "false", "count", "5", "level",
                      "-12.345", "choice", "second", "text", "äß தமிழ்", "key", "secret!", "file",
                      file, "folder", set, "region", "0-3.2@0:0,0,64,64", NULL);
  g_autoptr (GError) error = NULL;

  assay_request_set_output (request, "copy", copy, FALSE);

  g_autoptr (AssayOutcome) outcome
      = assay_client_run (fixture->client, request, NULL, NULL, &error);

  g_assert_no_error (error);

  AssayResult *result = assay_outcome_get_result (outcome);
  AssayOutcomeInput input;
  AssayOutcomeOutput output;
  g_autofree char *copied = NULL;

  g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_COMPROMISED);
  g_assert_cmpuint (assay_result_get_n_findings (result), ==, 3);
  g_assert_cmpuint (assay_result_get_n_tables (result), ==, 2);
  g_assert_cmpuint (assay_result_get_n_plots (result), ==, 6);
  g_assert_cmpuint (assay_result_get_n_images (result), ==, 3);
  g_assert_cmpuint (assay_table_get_n_rows (assay_result_get_table (result, 0)), ==, 5);
  g_assert_cmpstr (assay_result_get_answer (result, "mark"), ==, "äß தமிழ்");
  g_assert_cmpint (metric (outcome, "size"), ==, 13);
  g_assert_cmpint (metric (outcome, "file_size"), ==, 6);
  g_assert_cmpint (metric (outcome, "folder_size"), ==, 6);
  g_assert_cmpint (metric (outcome, "key_size"), ==, 7);
  assay_outcome_get_input (outcome, 0, &input);
  /* printf 'hello, worker' | sha256sum */
  g_assert_cmpstr (input.sha256, ==,
                   "b72f8179bca6d1729e3c5e3476dcbc2ac17844200a60f0bc757431daf9b832b7");
  check_files (outcome);
  g_assert_cmpuint (assay_outcome_get_n_outputs (outcome), ==, 1);
  assay_outcome_get_output (outcome, 0, &output);
  g_assert_cmpstr (output.sha256, ==, input.sha256);
  g_assert_cmpuint (output.size, ==, 13);
  g_assert_true (g_file_get_contents (copy, &copied, NULL, NULL));
  g_assert_cmpstr (copied, ==, "hello, worker");
}

/* The same bytes whatever the number of threads. */
static void
test_threads (TestFixture *fixture, gconstpointer data)
{
  g_autofree char *content = g_strnfill (1000000, 'q');
  g_autofree char *first = NULL;

  for (guint threads = 1; threads <= 7; threads += 3)
    {
      g_autoptr (AssayRequest) request = test_request ("test.everything", content, NULL);
      g_autoptr (GError) error = NULL;

      assay_request_set_threads (request, threads);

      g_autoptr (AssayOutcome) outcome
          = assay_client_run (fixture->client, request, NULL, NULL, &error);

      g_assert_no_error (error);

      g_autoptr (JsonNode) node = assay_result_to_json (assay_outcome_get_result (outcome), TRUE);
      g_autofree char *text = assay_json_text (node, ASSAY_JSON_CANONICAL);

      if (first == NULL)
        first = g_steal_pointer (&text);
      else
        g_assert_cmpstr (text, ==, first);
    }
}

/* A tool that finds out that it needs a decoder, with an output that both attempts write to. */
static void
test_needs_media (TestFixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.bin", NULL);
  g_autoptr (AssayRequest) request = test_request ("test.auto", "bytes", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;

  assay_request_set_output (request, "copy", copy, FALSE);

  g_autoptr (AssayOutcome) outcome
      = assay_client_run (fixture->client, request, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (copy, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, "x");
}

/* Names that would leave the folder. */
static void
test_folder_escape (TestFixture *fixture, gconstpointer data)
{
  static const char *const names[]
      = { "../outside",        "/etc/passwd", "link", "sub/../../outside",
          "folderlink/inside", "sub",         "pipe" };
  g_autofree char *outside = test_fixture_write (fixture, "outside", "secret");
  g_autofree char *inside = test_fixture_write (fixture, "set/sub/inside", "inside");
  g_autofree char *set = g_build_filename (fixture->folder, "set", NULL);
  g_autofree char *link = g_build_filename (set, "link", NULL);
  g_autofree char *folder_link = g_build_filename (set, "folderlink", NULL);
  g_autofree char *pipe = g_build_filename (set, "pipe", NULL);

  g_assert_cmpint (symlink ("../outside", link), ==, 0);
  g_assert_cmpint (symlink ("sub", folder_link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *list = test_fixture_write (fixture, "set/list.txt", names[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOutcome) outcome = test_run (
          fixture->client, test_request ("test.everything", "x", "folder", set, NULL), &error);

      g_assert_null (outcome);
      g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO);
    }
}

typedef struct
{
  GCancellable *cancellable;
  guint notes;
  double last;
} Watch;

static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpstr (what, ==, "Waiting");
  g_assert_cmpuint (total, ==, 1000);
  g_assert_cmpfloat (fraction, >=, watch->last);
  watch->last = fraction;
  if (++watch->notes == 3)
    g_cancellable_cancel (watch->cancellable);
}

/* A tool that listens stops at once; one that is deaf is killed after two seconds. */
static void
test_cancel (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { .cancellable = cancellable, .last = -1 };
  g_autoptr (AssayProgress) progress = assay_progress_new (on_progress, &watch, NULL);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.bin", NULL);
  g_autoptr (AssayRequest) request = test_request ("test.fault", "x", "fault", "slow", NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  assay_request_set_output (request, "copy", copy, FALSE);
  g_assert_null (assay_client_run (fixture->client, request, progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (watch.notes, >=, 3);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 1500000);
  g_assert_cmpuint (test_fixture_count (fixture), ==, 0);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (300000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel_deaf (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AssayRequest) request = test_request ("test.fault", "x", "fault", "spin", NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_null (assay_client_run (fixture->client, request, NULL, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3500000);
}

static void
test_memory (TestFixture *fixture, gconstpointer data)
{
#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("a build with a sanitizer has no limit of memory");
#else
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (fixture->client, "memory", &error);

  g_assert_null (outcome);
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT);
#endif
}

/* Results that lie about themselves are refused by the checking builder. */
static void
test_lies (TestFixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "verdict", "image" };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOutcome) outcome = test_run_fault (fixture->client, faults[i], &error);

      g_assert_null (outcome);
      g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL);
      g_test_message ("%s", error->message);
    }
}

/* Above the frame limit a result comes in the buffer. */
static void
test_large (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (fixture->client, "large", &error);

  g_assert_no_error (error);

  AssayImage *image = assay_result_get_image (assay_outcome_get_result (outcome), 0);
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);

  g_assert_cmpuint (assay_image_get_width (image), ==, 4096);
  for (gsize i = 0; i < 4096 * 2048 * 4; i += 9973)
    g_assert_cmpuint (pixels[i], ==, (guint8) (i * 2654435761u >> 11));
}

/* The tool's own error, with its words made harmless. */
static void
test_tool_error (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (fixture->client, "error", &error);

  g_assert_null (outcome);
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
  g_assert_null (strchr (error->message, '\033'));
}

/* Many at once from many threads, with faults among them. */
static gpointer
run_some (gpointer data)
{
  TestFixture *fixture = data;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOutcome) outcome
          = test_run_fault (fixture->client, i % 4 == 3 ? "crash" : "none", &error);

      if (i % 4 == 3)
        g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED);
      else
        g_assert_no_error (error);
    }
  return NULL;
}

static void
test_many (TestFixture *fixture, gconstpointer data)
{
  GThread *threads[6];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("runs", run_some, fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* What the request itself gets wrong, before any worker is asked. */
static void
test_requests (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder_link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *file = test_fixture_write (fixture, "file", "x");
  g_autoptr (AssayRequest) request = test_request ("test.fault", "x", NULL);

  g_assert_cmpint (symlink (file, folder_link), ==, 0);
  g_assert_false (assay_request_add_input_path (request, "input", folder_link, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO);
  g_clear_error (&error);
  g_assert_false (assay_request_add_input_path (request, "input", fixture->folder, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO);
  g_clear_error (&error);
  /* A second input where one is the most. */
  g_assert_true (assay_request_add_input_path (request, "input", file, &error));
  g_assert_null (assay_client_run (fixture->client, request, NULL, NULL, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
}

static void
test_document (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run (
      fixture->client, test_request ("test.everything", "x", "key", "hidden-words", NULL), &error);

  g_assert_no_error (error);

  g_autoptr (JsonNode) node = assay_outcome_to_json (outcome);
  g_autofree char *text = assay_json_text (node, ASSAY_JSON_COMPACT);
  JsonObject *document = json_node_get_object (node);
  JsonObject *finding = json_array_get_object_element (assay_json_array (document, "findings"), 0);

  g_assert_cmpstr (assay_json_string (document, "tool", ""), ==, "test.everything");
  g_assert_cmpstr (assay_json_string (document, "verdict", ""), ==, "compromised");
  g_assert_cmpstr (assay_json_string (finding, "title", ""), ==, "Extension and content disagree");
  g_assert_true (json_object_get_null_member (document, "error"));
  /* A secret is nowhere. */
  g_assert_null (strstr (text, "hidden-words"));
}

static void
test_error_document (TestFixture *fixture, gconstpointer data)
{
  g_autoptr (AssayRequest) request = test_request ("test.fault", "x", "fault", "crash", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_client_run (fixture->client, request, NULL, NULL, &error));

  g_autoptr (JsonNode) node
      = assay_outcome_error_json (assay_tool_list_find ("test.fault"), request, error);
  JsonObject *document = json_node_get_object (node);
  JsonObject *input = json_array_get_object_element (assay_json_array (document, "inputs"), 0);
  JsonObject *object = assay_json_object (document, "error");

  g_assert_cmpstr (assay_json_string (object, "domain", ""), ==, "worker");
  g_assert_cmpstr (assay_json_string (object, "code", ""), ==, "DIED");
  /* printf x | sha256sum */
  g_assert_cmpstr (assay_json_string (input, "sha256", ""), ==,
                   "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/worker/jobs/" name, TestFixture, NULL, test_fixture_set_up, func,                  \
              test_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("everything", test_everything);
  ADD ("threads", test_threads);
  ADD ("needs-media", test_needs_media);
  ADD ("folder-escape", test_folder_escape);
  ADD ("cancel", test_cancel);
  ADD ("cancel-deaf", test_cancel_deaf);
  ADD ("memory", test_memory);
  ADD ("lies", test_lies);
  ADD ("large", test_large);
  ADD ("tool-error", test_tool_error);
  ADD ("many", test_many);
  ADD ("requests", test_requests);
  ADD ("document", test_document);
  ADD ("error-document", test_error_document);
  return g_test_run ();
}
