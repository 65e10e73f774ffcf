/* test-case.c: reports of a real case: what the ledger said at one entry, and nothing later. */
#include <string.h>

#include "case/assay-case-private.h"
#include "case/assay-case.h"
#include "case/assay-entry-private.h"
#include "sample.h"

typedef struct
{
  AssayExaminerKey *key;
  AssayCase *opened;
} Fixture;

static char *
write_source (const char *name, const char *text)
{
  char *path = g_build_filename (sample_folder (), name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
take_in (AssayCase *opened, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_source (name, text);
  const AssayIntakeOptions options = { .source = "a telephone", .note = "first note" };
  g_autoptr (AssayExhibit) exhibit = assay_case_intake (opened, path, &options, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static guint made;
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = g_build_filename (sample_folder (), "case-keys", NULL);
  g_autofree char *number = g_strdup_printf ("store%u", made++);
  g_autofree char *store = g_build_filename (sample_folder (), number, NULL);
  fixture->key = assay_examiner_key_open (keys, NULL, &error);
  g_assert_no_error (error);
  fixture->opened
      = assay_store_create (store, fixture->key, "வழக்கு 12", "CR 1/2026", "A. Examiner", &error);
  g_assert_no_error (error);
  take_in (fixture->opened, "one.txt", "one");
  take_in (fixture->opened, "صورة.txt", "two");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  assay_case_close (fixture->opened);
  g_object_unref (fixture->opened);
  assay_examiner_key_unref (fixture->key);
}

static AssayReport *
report_upto (AssayCase *opened, gint64 entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  assay_report_options_set_paper (options, ASSAY_REPORT_A4);
  assay_report_options_set_upto (options, entry);
  AssayReport *report = assay_report_new_for_case (opened, options, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static char *
bytes_of (AssayReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (sample_folder (), "case.pdf", NULL);
  char *sha256 = NULL;
  assay_report_write_pdf (report, path, NULL, &sha256, &error);
  g_assert_no_error (error);
  return sha256;
}

static char *
text_of (AssayReport *report)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < assay_report_get_n_pages (report); i++)
    {
      g_autofree char *page = assay_report_get_page_text (report, i);
      g_string_append (text, page);
    }
  return g_string_free (text, FALSE);
}

static void
test_contents (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AssayReport) report = report_upto (fixture->opened, 0);
  g_autofree char *text = text_of (report);
  g_assert_cmpint (assay_report_get_upto (report), ==, assay_case_get_n_entries (fixture->opened));
  g_assert_nonnull (strstr (text, "one.txt"));
  g_assert_nonnull (strstr (text, "வழக்கு 12"));
  g_assert_nonnull (strstr (text, "a telephone"));
  g_assert_nonnull (strstr (text, "first note"));
  g_assert_nonnull (strstr (text, assay_case_get_uuid (fixture->opened)));
}

/* What was left out is said in the record; the integrity check, on which the verdict rests, cannot
 * be left out. */
static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  static const char *const tools[] = { "image", "integrity" };
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      JsonObject *object = json_object_new ();
      json_object_set_boolean_member (object, "in_report", FALSE);
      json_object_set_string_member (object, "module", tools[i]);
      json_node_take_object (node, object);
      g_assert_true (assay_case_record (fixture->opened, "view", 1, node, NULL, &error));
      g_assert_no_error (error);
    }
  g_autoptr (AssayReport) report = report_upto (fixture->opened, 0);
  g_autofree char *text = text_of (report);
  g_strdelimit (text, "\n", ' ');
  g_assert_nonnull (strstr (text, "results of image left out of reports"));
  g_assert_null (strstr (text, "results of integrity left out of reports"));
}

/* Of a tool that this program lacks only the entry can be read: page 1 must not be calmer than it.
 */
static void
test_unknown_tool (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEntry) entry = assay_entry_new ("analyse");
  JsonObject *object = assay_entry_get_data (entry);
  json_object_set_int_member (object, "item", 1);
  json_object_set_string_member (object, "module", "tiny.count");
  json_object_set_string_member (object, "version", "1.0");
  json_object_set_string_member (object, "result", "00");
  json_object_set_string_member (object, "verdict", "attention");
  g_assert_true (assay_case_append (fixture->opened, entry, NULL, &error));
  g_assert_no_error (error);
  g_autoptr (AssayReport) report = report_upto (fixture->opened, 0);
  g_autofree char *first = assay_report_get_page_text (report, 0);
  g_strdelimit (first, "\n", ' ');
  g_assert_nonnull (strstr (first, "Potential integrity anomalies detected"));
  g_assert_nonnull (strstr (first, "“tiny.count 1.0” found something"));
  g_autofree char *text = text_of (report);
  g_strdelimit (text, "\n", ' ');
  g_assert_nonnull (
      strstr (text, "does not have the tool and cannot read its result : tiny.count"));
}

/* What happens after the entry does not change the report, be it notes, new titles, exhibits or the
 * report's own entry. */
static void
test_same_range (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) before = report_upto (fixture->opened, 0);
  g_autofree char *first = bytes_of (before);
  const gint64 entry = assay_report_get_upto (before);
  g_assert_true (assay_report_record (before, fixture->opened, "case.pdf", first, NULL, &error));
  g_assert_true (assay_case_note (fixture->opened, 1, "a later note", &error));
  g_assert_true (assay_case_edit (fixture->opened, "Another title", NULL, NULL, &error));
  take_in (fixture->opened, "three.txt", "three");
  g_assert_no_error (error);

  g_autoptr (AssayReport) after = report_upto (fixture->opened, entry);
  g_autofree char *second = bytes_of (after);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (assay_report_get_id (before), ==, assay_report_get_id (after));

  g_autoptr (AssayReport) newest = report_upto (fixture->opened, 0);
  g_autofree char *text = text_of (newest);
  g_assert_nonnull (strstr (text, "Another title"));
  g_assert_nonnull (strstr (text, "a later note"));
  g_assert_nonnull (strstr (text, "three.txt"));
}

static void
test_range_errors (Fixture *fixture, gconstpointer data)
{
  const guint numbers[] = { 9 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  assay_report_options_set_upto (options, 1000);
  g_assert_null (assay_report_new_for_case (fixture->opened, options, NULL, &error));
  g_assert_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_RANGE);
  g_clear_error (&error);
  assay_report_options_set_upto (options, 0);
  assay_report_options_set_exhibits (options, numbers, 1);
  g_assert_null (assay_report_new_for_case (fixture->opened, options, NULL, &error));
  g_assert_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_RANGE);
}

static void
test_chosen (Fixture *fixture, gconstpointer data)
{
  const guint numbers[] = { 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  assay_report_options_set_exhibits (options, numbers, 1);
  assay_report_options_set_section (options, ASSAY_REPORT_ANNEX_LEDGER, FALSE);
  g_autoptr (AssayReport) report
      = assay_report_new_for_case (fixture->opened, options, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = text_of (report);
  g_assert_null (strstr (text, "one.txt"));
  g_assert_null (strstr (text, "Annex E"));
  g_assert_nonnull (strstr (text, "Left out by choice"));
}

/* Bytes that another exhibit has are not said to be gone, until they are. */
static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  take_in (fixture->opened, "twin.txt", "one");
  g_assert_true (assay_case_erase (fixture->opened, 1, "asked for", &error));
  g_autoptr (AssayReport) kept = report_upto (fixture->opened, 0);
  g_autofree char *first = g_strdelimit (text_of (kept), "\n", ' ');
  g_assert_nonnull (strstr (first, "exhibit 1 has the same bytes"));
  g_assert_nonnull (strstr (first, "because exhibit 3 has the same"));
  g_assert_nonnull (strstr (first, "given up on purpose"));
  g_assert_null (strstr (first, "deleted on purpose"));
  g_assert_true (assay_case_erase (fixture->opened, 3, "asked for", &error));
  g_autoptr (AssayReport) gone = report_upto (fixture->opened, 0);
  g_autofree char *second = g_strdelimit (text_of (gone), "\n", ' ');
  g_assert_nonnull (strstr (second, "(the bytes were deleted)"));
  g_assert_nonnull (strstr (second, "deleted on purpose"));
  g_assert_null (strstr (second, "given up on purpose"));
}

/* Neither the pages nor the attachments of a redacted report name anything. */
static void
test_redacted (Fixture *fixture, gconstpointer data)
{
  static const char *const hidden[] = { "one.txt", "a telephone", "first note", "CR 1/2026" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  assay_report_options_set_redacted (options, TRUE);
  g_autoptr (AssayReport) report
      = assay_report_new_for_case (fixture->opened, options, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = text_of (report);
  g_autofree char *path = g_build_filename (sample_folder (), "redacted.pdf", NULL);
  g_assert_true (assay_report_write_pdf (report, path, NULL, NULL, &error));
  g_autofree char *folder = g_build_filename (sample_folder (), "redacted", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  const char *const detach[] = { "pdfdetach", "-saveall", "-o", folder, path, NULL };
  g_autofree char *out = sample_run (detach, 0);
  const char *const cat[] = { "sh", "-c", "cat redacted/*", NULL };
  g_autofree char *attached = sample_run (cat, 0);
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_assert_null (strstr (text, hidden[i]));
      g_assert_null (strstr (attached, hidden[i]));
    }
  g_assert_nonnull (strstr (text, "[redacted]"));
}

/* Who answers for a redacted report stays named, unless that is asked for too; the key stays. */
static void
test_anonymous (Fixture *fixture, gconstpointer data)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayReportOptions) options = assay_report_options_new ();
      assay_report_options_set_redacted (options, TRUE);
      assay_report_options_set_anonymous (options, pass == 1);
      assay_report_options_set_text (options, ASSAY_REPORT_TEXT_REVIEWER, "B. Reviewer");
      assay_report_options_set_text (options, ASSAY_REPORT_TEXT_ORGANISATION, "Laboratory C");
      g_autoptr (AssayReport) report
          = assay_report_new_for_case (fixture->opened, options, NULL, &error);
      g_assert_no_error (error);
      g_autofree char *text = text_of (report);
      g_assert_true ((strstr (text, "A. Examiner") == NULL) == (pass == 1));
      g_assert_true ((strstr (text, "B. Reviewer") == NULL) == (pass == 1));
      g_assert_true ((strstr (text, "Laboratory C") == NULL) == (pass == 1));
      g_assert_nonnull (strstr (text, "ed25519:"));
      g_assert_null (strstr (text, "CR 1/2026"));
    }
}

/* The script inside proves the ledger of a real case, checkpoint included. */
static void
test_script (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AssayReport) report = report_upto (fixture->opened, 0);
  g_autofree char *sha256 = bytes_of (report);
  const char *const detach[]
      = { "pdfdetach", "-saveall", "-o", sample_folder (), "case.pdf", NULL };
  const char *const verify[]
      = { "bash", "verify.sh", "ledger.jsonl", "ledger.sig", "examiner.pub.pem", "checkpoint.note",
          NULL };
  g_autofree char *out = sample_run (detach, 0);
  g_autofree char *verdict = sample_run (verify, 0);
  g_assert_true (g_str_has_prefix (verdict, "OK: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/report/case/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("contents", test_contents);
  ADD ("left-out", test_left_out);
  ADD ("unknown-tool", test_unknown_tool);
  ADD ("same-range", test_same_range);
  ADD ("range-errors", test_range_errors);
  ADD ("chosen", test_chosen);
  ADD ("redacted", test_redacted);
  ADD ("anonymous", test_anonymous);
  ADD ("same-bytes", test_same_bytes);
  ADD ("script", test_script);
  return g_test_run ();
}
