/* test-case-run.c: runs in a case: recorded whatever comes of them, repeatable from the entry,
 * nothing personal in it. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case-support.h"
#include "case/assay-case-private.h"
#include "case/assay-entry-private.h"
#include "fake-worker.h"

static void
set_up (CaseFixture *self, gconstpointer data)
{
  case_fixture_set_up (self, data);
  fake_worker_set (FAKE_ANSWERS);
  (void) case_fixture_intake (self, "one.jpg", 5000, 1);
  (void) case_fixture_intake (self, "two.png", 6000, 2);
}

static AssayOutcome *
run (CaseFixture *self, const char *tool, const char *const *settings, GError **error)
{
  AssayParametersBuilder *builder = assay_parameters_builder_new (assay_tool_list_find (tool));
  for (; settings != NULL && settings[0] != NULL; settings += 2)
    g_assert_true (assay_parameters_builder_set (builder, settings[0], settings[1], error));
  g_autoptr (AssayParameters) parameters = assay_parameters_builder_end (builder, error);
  g_assert_nonnull (parameters);
  g_autoptr (AssayRequest) request = assay_request_new (parameters);
  return assay_case_run (self->subject, 1, request, NULL, NULL, NULL, error);
}

static gboolean
keep_last (const AssayLedgerEntry *entry, gpointer data)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (entry->body);
  return TRUE;
}

static char *
last_entry (CaseFixture *self)
{
  char *body = NULL;
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, keep_last, &body, NULL));
  return body;
}

static gboolean
check_run (const AssayRunRecord *run_record, gpointer data)
{
  g_assert_cmpuint (run_record->exhibit, ==, 1);
  g_assert_cmpstr (run_record->tool, ==, "integrity");
  g_assert_cmpstr (run_record->error, ==, "");
  g_assert_cmpint (run_record->verdict, ==, ASSAY_VERDICT_ATTENTION);
  *(gint64 *) data = run_record->run;
  return TRUE;
}

static void
test_result_kept (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = run (self, "integrity", NULL, &error);
  g_assert_no_error (error);
  AssayExhibit *exhibit = assay_case_get_exhibit (self->subject, 1);
  g_assert_cmpint (assay_exhibit_get_verdict (exhibit), ==, ASSAY_VERDICT_ATTENTION);
  g_assert_cmpstr (assay_exhibit_get_mime (exhibit), ==, "image/jpeg");
  gint64 number = 0;
  g_assert_true (assay_case_foreach_run (self->subject, 1, 0, check_run, &number, &error));
  g_assert_cmpint (number, ==, assay_case_get_n_entries (self->subject));
  g_autoptr (AssayResult) result = assay_case_find_result (self->subject, 1, "integrity", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_result_get_n_findings (result), ==, 1);
  g_assert_null (assay_case_find_result (self->subject, 2, "integrity", &error));
  g_assert_no_error (error);
  g_autoptr (AssayImage) thumbnail = assay_case_get_thumbnail (self->subject, 1, NULL);
  g_assert_cmpuint (assay_image_get_width (thumbnail), ==, 4);
  /* The stored result names it, and no other picture passes for it. */
  g_autofree char *hash = assay_result_hash_image (result, "thumbnail");
  g_autofree char *pixels = assay_image_hash (thumbnail);
  g_assert_cmpstr (hash, ==, pixels);
  g_autoptr (AssayImage) named = assay_case_get_thumbnail (self->subject, 1, hash);
  g_assert_nonnull (named);
  hash[0] = hash[0] == '0' ? '1' : '0';
  g_assert_null (assay_case_get_thumbnail (self->subject, 1, hash));
  /* Nor does one that somebody put there, for the table either. */
  g_autofree char *kept = g_strdup_printf ("%s/results/thumbnails/1-%.16s",
                                           assay_case_get_path (self->subject), pixels);
  g_autofree char *other
      = g_strdup_printf ("%s/results/thumbnails/1", assay_case_get_path (self->subject));
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  g_autoptr (GBytes) black = g_bytes_new_take (g_malloc0 (16), 16);
  g_autoptr (AssayImage) forged
      = assay_image_new ("thumbnail", "Thumbnail", ASSAY_PIXELS_GREY8, 4, 4, black, &error);
  assay_case_keep_thumbnail (self->subject, 1, forged);
  g_autoptr (AssayImage) still = assay_case_get_thumbnail (self->subject, 1, NULL);
  g_autofree char *still_pixels = assay_image_hash (still);
  g_assert_cmpstr (still_pixels, ==, pixels);
  g_assert_cmpint (g_rename (other, kept), ==, 0);
  g_assert_null (assay_case_get_thumbnail (self->subject, 1, NULL));
  /* The same run gives the same object: one result, two entries. */
  g_autoptr (AssayOutcome) again = run (self, "integrity", NULL, &error);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_assert_cmpuint (assay_verification_get_n_objects (report), ==, 3);
}

static void
test_parameters (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *model = case_fixture_file (self, "private-model.bin", 100, 9);
  const char *const settings[] = { "words", "Ann's words", "key",  "hunter2", "model", model,
                                   "other", "2",           "rate", "2.5",     NULL };
  g_autoptr (AssayOutcome) outcome = run (self, "sweep", settings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fake_worker_get_n_exhibits (), ==, 1);
  g_autofree char *body = last_entry (self);
  static const char *const secrets[] = { "Ann", "hunter2", "private-model" };
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (body, secrets[i]));
  g_assert_nonnull (strstr (body, "\"deep\":false"));
  g_assert_nonnull (strstr (body, "\"rate\":\"2.5"));
  g_assert_nonnull (strstr (body, "\"other\":\"2\""));
  g_assert_nonnull (strstr (body, "\"key\":\"hmac-sha256:"));
  g_assert_nonnull (strstr (body, "\"file\":\"results/"));
  g_assert_nonnull (strstr (body, "\"catalogue\":\""));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static void
test_output_changed (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = run (self, "sweep", NULL, &error);
  g_assert_no_error (error);
  AssayOutcomeOutput output;
  assay_outcome_get_output (outcome, 0, &output);
  g_assert_true (g_str_has_suffix (output.path, "/marked.jpg"));
  g_assert_true (g_file_set_contents (output.path, "0utput", -1, &error));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpuint (case_fixture_find (report, "result-differs")->exhibit, ==, 1);
}

/* An entry of a tool that this program does not have. */
static void
record_foreign (CaseFixture *self, const char *settings, const char *verdict)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEntry) entry = assay_entry_new ("analyse");
  JsonObject *data = assay_entry_get_data (entry);
  JsonObject *parameters = json_object_new ();
  json_object_set_string_member (parameters, "depth", settings);
  json_object_set_object_member (data, "parameters", parameters);
  json_object_set_int_member (data, "item", 1);
  json_object_set_string_member (data, "module", "other.tool");
  json_object_set_string_member (data, "result", "00");
  json_object_set_string_member (data, "verdict", verdict);
  g_assert_true (assay_case_append (self->subject, entry, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (assay_case_reload (self->subject, &error));
}

/* The exhibit's verdict is the strongest of all runs about it: what a tool says of the file that it
 * made is none, and only a run with the same settings takes a doubt back. */
static void
test_strongest_verdict (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AssayExhibit *exhibit = assay_case_get_exhibit (self->subject, 1);
  g_autoptr (AssayOutcome) made = run (self, "sweep", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (assay_exhibit_get_verdict (exhibit), ==, ASSAY_VERDICT_NOT_APPLICABLE);
  g_autoptr (AssayOutcome) checked = run (self, "integrity", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (assay_exhibit_get_verdict (exhibit), ==, ASSAY_VERDICT_ATTENTION);
  record_foreign (self, "deep", "compromised");
  g_assert_cmpint (assay_exhibit_get_verdict (exhibit), ==, ASSAY_VERDICT_COMPROMISED);
  record_foreign (self, "shallow", "clear");
  g_assert_cmpint (assay_exhibit_get_verdict (exhibit), ==, ASSAY_VERDICT_COMPROMISED);
  record_foreign (self, "deep", "clear");
  g_assert_cmpint (assay_exhibit_get_verdict (exhibit), ==, ASSAY_VERDICT_ATTENTION);
}

static gboolean
check_failed (const AssayRunRecord *run_record, gpointer data)
{
  g_assert_cmpstr (run_record->result_sha256, ==, "");
  g_assert_nonnull (strstr (run_record->error, data));
  return TRUE;
}

static void
test_failure (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fake_worker_set (FAKE_DIES);
  g_assert_null (run (self, "sweep", NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (run (self, "integrity", NULL, &error));
  g_clear_error (&error);
  g_autofree char *body = last_entry (self);
  g_assert_nonnull (strstr (body, "\"exit\":\"failed\""));
  g_assert_null (strstr (body, "holiday"));
  AssayExhibit *exhibit = assay_case_get_exhibit (self->subject, 1);
  g_assert_nonnull (strstr (assay_exhibit_get_check_error (exhibit), "died"));
  char *word = (char *) (guintptr) "died";
  g_assert_true (assay_case_foreach_run (self->subject, 0, 0, check_failed, word, &error));
  /* The folder made for the output is gone again. */
  g_autofree char *results
      = g_build_filename (assay_case_get_path (self->subject), "results", NULL);
  g_autoptr (GDir) dir = g_dir_open (results, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  fake_worker_set (FAKE_CANCELS);
  g_assert_null (run (self, "integrity", NULL, &error));
  g_autofree char *cancelled = last_entry (self);
  g_assert_nonnull (strstr (cancelled, "\"exit\":\"cancelled\""));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

/* A result over other bytes than those of the intake is no result. */
static void
test_changed_evidence (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *object = case_fixture_object (self, 1);
  g_assert_cmpint (g_unlink (object), ==, 0);
  g_assert_true (g_file_set_contents (object, "other bytes", -1, NULL));
  g_assert_null (run (self, "integrity", NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT);
  g_autofree char *body = last_entry (self);
  g_assert_nonnull (strstr (body, "\"exit\":\"failed\""));
}

static void
test_changed_result (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = run (self, "integrity", NULL, &error);
  g_autofree char *body = last_entry (self);
  const char *sha256 = strstr (body, "\"result\":\"") + strlen ("\"result\":\"");
  g_autofree char *object = g_strdup_printf ("%s/vault/objects/%.2s/%.64s",
                                             assay_case_get_path (self->subject), sha256, sha256);
  g_assert_cmpint (g_unlink (object), ==, 0);
  g_assert_true (g_file_set_contents (object, "{}", -1, NULL));
  g_assert_null (assay_case_find_result (self->subject, 1, "integrity", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  (void) case_fixture_find (report, "result-differs");
}

static void
test_erased_exhibit (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = run (self, "integrity", NULL, &error);
  g_assert_true (assay_case_erase (self->subject, 1, "asked for", &error));
  g_assert_null (assay_case_get_thumbnail (self->subject, 1, NULL));
  g_autoptr (AssayResult) kept = assay_case_find_result (self->subject, 1, "integrity", &error);
  g_assert_nonnull (kept);
  g_assert_null (run (self, "integrity", NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_ERASED);
}

#define ADD(path, func) g_test_add (path, CaseFixture, NULL, set_up, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/run/result-kept", test_result_kept);
  ADD ("/case/run/parameters", test_parameters);
  ADD ("/case/run/output-changed", test_output_changed);
  ADD ("/case/run/strongest-verdict", test_strongest_verdict);
  ADD ("/case/run/failure", test_failure);
  ADD ("/case/run/changed-evidence", test_changed_evidence);
  ADD ("/case/run/changed-result", test_changed_result);
  ADD ("/case/run/erased-exhibit", test_erased_exhibit);
  return g_test_run ();
}
