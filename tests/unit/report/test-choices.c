/* test-choices.c: the choices of a report as JSON and back; what is no choice changes nothing. */
#include "base/assay-json.h"
#include "report/assay-report.h"

static char *
text_of (const AssayReportOptions *options)
{
  g_autoptr (JsonNode) node = assay_report_options_to_json (options);

  return assay_json_text (node, ASSAY_JSON_CANONICAL);
}

static void
test_there_and_back (void)
{
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  g_autoptr (AssayReportOptions) other = assay_report_options_new ();
  gboolean blurred = TRUE;

  assay_report_options_set_section (options, ASSAY_REPORT_REVIEW, FALSE);
  assay_report_options_set_full (options, ASSAY_REPORT_ANNEX_LEDGER, TRUE);
  assay_report_options_set_redacted (options, TRUE);
  assay_report_options_set_anonymous (options, TRUE);
  assay_report_options_set_thumbnails (options, TRUE, FALSE);
  assay_report_options_set_paper (options, ASSAY_REPORT_LETTER);
  assay_report_options_set_text (options, ASSAY_REPORT_TEXT_QUESTION, "Was it “cut”?\nமுதல்");
  g_autoptr (JsonNode) node = assay_report_options_to_json (options);
  assay_report_options_apply_json (other, node);
  g_assert_false (assay_report_options_get_section (other, ASSAY_REPORT_REVIEW));
  g_assert_true (assay_report_options_get_section (other, ASSAY_REPORT_SCOPE));
  g_assert_true (assay_report_options_get_full (other, ASSAY_REPORT_ANNEX_LEDGER));
  g_assert_false (assay_report_options_get_full (other, ASSAY_REPORT_EXHIBITS));
  g_assert_true (assay_report_options_get_redacted (other));
  g_assert_true (assay_report_options_get_anonymous (other));
  g_assert_true (assay_report_options_get_thumbnails (other, &blurred));
  g_assert_false (blurred);
  g_assert_cmpint (assay_report_options_get_paper (other), ==, ASSAY_REPORT_LETTER);
  g_assert_cmpstr (assay_report_options_get_text (other, ASSAY_REPORT_TEXT_QUESTION), ==,
                   "Was it “cut”?\nமுதல்");
}

/* Of another shape, of another version, of somebody else. */
static void
test_no_choices (void)
{
  static const char *const texts[] = {
    "[]",
    "null",
    "\"full\"",
    "{}",
    "{\"full\":{\"annex-ledger\":true},\"left_out\":\"all\",\"texts\":[\"question\"]}",
    "{\"full\":[null,3,[],{},\"no such section\",\"review\"],\"left_out\":[7,\"nothing\"]}",
    "{\"redacted\":\"yes\",\"anonymous\":1,\"letter\":[],\"blurred\":null,\"thumbnails\":{}}",
    "{\"texts\":{\"question\":5,\"nobody\":\"x\",\"examiner\":null}}",
  };
  g_autoptr (AssayReportOptions) untouched = assay_report_options_new ();
  g_autofree char *expected = text_of (untouched);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (AssayReportOptions) options = assay_report_options_new ();
      g_autoptr (JsonNode) node = assay_json_parse (texts[i], -1, 4, NULL);

      g_assert_nonnull (node);
      assay_report_options_apply_json (options, node);
      g_autofree char *text = text_of (options);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* A text that the choices do not tell of stays: the examiner of the preferences. */
static void
test_texts_stay (void)
{
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  g_autoptr (JsonNode) node = assay_json_parse ("{\"texts\":{\"question\":\"Q\"}}", -1, 4, NULL);

  assay_report_options_set_text (options, ASSAY_REPORT_TEXT_EXAMINER, "Ada");
  assay_report_options_apply_json (options, node);
  g_assert_cmpstr (assay_report_options_get_text (options, ASSAY_REPORT_TEXT_EXAMINER), ==, "Ada");
  g_assert_cmpstr (assay_report_options_get_text (options, ASSAY_REPORT_TEXT_QUESTION), ==, "Q");
}

/* What has a long form says what it adds. */
static void
test_full_help (void)
{
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    g_assert_true ((assay_report_section_full_help ((AssayReportSection) i) != NULL)
                   == assay_report_section_has_full ((AssayReportSection) i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/choices/there-and-back", test_there_and_back);
  g_test_add_func ("/report/choices/no-choices", test_no_choices);
  g_test_add_func ("/report/choices/texts-stay", test_texts_stay);
  g_test_add_func ("/report/choices/full-help", test_full_help);
  return g_test_run ();
}
