/* test-pdf.c: the PDF itself: sound, signed, the same twice, and with the right words on page 1. */
#include <glib/gstdio.h>
#include <string.h>

#include "sample.h"

/* The full size takes minutes under a sanitizer. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MANY_EXHIBITS 40u
#define MANY_ENTRIES 800u
#else
#define MANY_EXHIBITS 500u
#define MANY_ENTRIES 10000u
#endif

static AssayReportKey *
open_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (sample_folder (), "keys", NULL);
  AssayReportKey *key = assay_report_key_open (folder, NULL, "A. Examiner", &error);
  g_assert_no_error (error);
  return key;
}

static gboolean
has_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);
  if (path == NULL)
    g_test_skip (name);
  return path != NULL;
}

static void
check_sound (const char *path)
{
  const char *const argv[] = { "qpdf", "--check", path, NULL };
  g_autofree char *out = sample_run (argv, 0);
  g_assert_nonnull (strstr (out, "No syntax or stream encoding errors found"));
}

static char *
page_text (const char *path, const char *page)
{
  const char *const argv[]
      = { "pdftotext", "-enc", "UTF-8", "-f", page, "-l", page, path, "-", NULL };
  return sample_run (argv, 0);
}

/* Without any white space: hashes are printed in groups and over lines. */
static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static void
assert_contains (const char *text, const char *needle)
{
  if (strstr (text, needle) == NULL)
    g_error ("“%s” is not in: %s", needle, text);
}

static void
test_quick (void)
{
  if (!has_program ("qpdf") || !has_program ("pdftotext"))
    return;
  AssayReportData *data = sample_check (ASSAY_VERDICT_ATTENTION);
  g_autofree char *hash = g_strdup (((AssayReportExhibit *) data->exhibits->pdata[0])->sha256);
  g_autofree char *path = sample_write (data, "quick.pdf", NULL);
  check_sound (path);
  g_autofree char *text = page_text (path, "1");
  g_autofree char *squeezed = squeeze (text);
  assert_contains (text, "Potential integrity anomalies detected");
  assert_contains (text, "IMG_20260214_183012.jpg");
  assert_contains (text, "What this does not show");
  assert_contains (squeezed, hash);
}

/* A file that could not be checked: no hash, no verdict, the reason in its place. */
static void
test_failed (void)
{
  if (!has_program ("qpdf") || !has_program ("pdftotext"))
    return;
  g_autoptr (GError) reason = g_error_new_literal (ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                                                   "The file cannot be read: no permission");
  const AssayReportCheck check = { .error = reason, .name = "locked\nfile.jpg" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = assay_report_new_for_check (&check, 1, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (sample_folder (), "failed.pdf", NULL);
  assay_report_write_pdf (report, path, NULL, NULL, &error);
  g_assert_no_error (error);
  check_sound (path);
  g_autofree char *text = page_text (path, "1");
  assert_contains (text, "No conclusion possible");
  assert_contains (text, "no permission");
  assert_contains (text, "locked\\u{000A}file.jpg");
  g_assert_null (strstr (text, "SHA-256"));
}

static void
test_case (void)
{
  if (!has_program ("qpdf") || !has_program ("pdftotext"))
    return;
  AssayReportData *data = sample_case (3, 12);
  g_autofree char *checkpoint = squeeze (data->checkpoint);
  g_autofree char *hash = g_strdup (((AssayReportExhibit *) data->exhibits->pdata[2])->sha256);
  g_autofree char *path = sample_write (data, "case.pdf", NULL);
  check_sound (path);
  g_autofree char *text = page_text (path, "1");
  g_autofree char *squeezed = squeeze (text);
  assert_contains (text, "Integrity compromised");
  assert_contains (squeezed, hash);
  assert_contains (squeezed, checkpoint);
}

static void
test_same_bytes (void)
{
  g_autoptr (AssayReportKey) key = open_key ();
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autofree char *first
          = sample_write (sample_case (4, 30), "one.pdf", pass == 0 ? NULL : key);
      g_autofree char *second
          = sample_write (sample_case (4, 30), "two.pdf", pass == 0 ? NULL : key);
      g_autofree char *one = NULL;
      g_autofree char *two = NULL;
      gsize n_one;
      gsize n_two;
      g_assert_true (g_file_get_contents (first, &one, &n_one, NULL));
      g_assert_true (g_file_get_contents (second, &two, &n_two, NULL));
      g_assert_cmpuint (n_one, ==, n_two);
      g_assert_true (memcmp (one, two, n_one) == 0);
    }
}

static char *
signature_report (const char *path)
{
  const char *const argv[] = { "pdfsig", "-nocert", path, NULL };
  return sample_run (argv, 0);
}

static void
test_signature (void)
{
  if (!has_program ("pdfsig"))
    return;
  g_autoptr (AssayReportKey) key = open_key ();
  g_autofree char *path = sample_write (sample_case (1, 5), "signed.pdf", key);
  check_sound (path);
  g_autofree char *valid = signature_report (path);
  assert_contains (valid, "Signature is Valid");
  assert_contains (valid, "Total document signed");
  assert_contains (valid, "ETSI.CAdES.detached");

  /* One byte at several places of the signed ranges. */
  g_autofree char *data = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  const gsize places[] = { 1000, size / 2, size - 40 };
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *broken = g_build_filename (sample_folder (), "broken.pdf", NULL);
      data[places[i]] ^= 1;
      g_assert_true (g_file_set_contents (broken, data, (gssize) size, NULL));
      data[places[i]] ^= 1;
      const char *const argv[] = { "pdfsig", "-nocert", broken, NULL };
      g_autofree char *out = NULL;
      g_spawn_sync (NULL, (char **) (guintptr) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out,
                    NULL, NULL, NULL);
      g_assert_null (strstr (out, "Signature is Valid"));
    }
}

static void
test_attachments (void)
{
  if (!has_program ("pdfdetach") || !has_program ("openssl"))
    return;
  g_autofree char *path = sample_write (sample_case (2, 9), "attached.pdf", NULL);
  const char *const detach[] = { "pdfdetach", "-saveall", "-o", sample_folder (), path, NULL };
  g_autofree char *out = sample_run (detach, 0);
  const char *const verify[]
      = { "bash", "verify.sh", "ledger.jsonl", "ledger.sig", "examiner.pub.pem", "checkpoint.note",
          NULL };
  g_autofree char *verdict = sample_run (verify, 0);
  g_assert_true (g_str_has_prefix (verdict, "OK: 9 entries"));

  g_autofree char *ledger = g_build_filename (sample_folder (), "ledger.jsonl", NULL);
  g_autofree char *text = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (ledger, &text, &size, NULL));
  text[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (ledger, text, (gssize) size, NULL));
  g_autofree char *broken = sample_run (verify, 1);
  g_assert_true (g_str_has_prefix (broken, "FAIL: "));
}

static void
test_scripts (void)
{
  if (!has_program ("pdftotext"))
    return;
  g_autofree char *path = sample_write (sample_case (11, 24), "scripts.pdf", NULL);
  const char *const argv[] = { "pdftotext", "-enc", "UTF-8", path, "-", NULL };
  g_autofree char *text = sample_run (argv, 0);
  assert_contains (text, "வணக்கம் புகைப்படம்.jpg");
  assert_contains (text, "प्रमाण वीडियो क्लिप.mp4");
  assert_contains (text, "صورة الحفلة");
  assert_contains (text, "证据照片_最终版.heic");
  assert_contains (text, "photo\\u{202E}gpj.exe");
  assert_contains (text, "tab\\u{0009}here\\u{000A}and\\u{0001}bell.jpg");
  assert_contains (text, "😀🏖");
  assert_contains (text, "Größe Ёлка Ωμέγα.mov");
  assert_contains (text, "bad\\xFF\\xFEutf8.jpg");
}

static void
test_empty (void)
{
  if (!has_program ("qpdf"))
    return;
  g_autofree char *path = sample_write (sample_case (0, 1), "empty.pdf", NULL);
  check_sound (path);
}

/* The text of all pages as a preview reads it, without white space. */
static char *
all_text (AssayReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < assay_report_get_n_pages (report); i++)
    {
      g_autofree char *page = assay_report_get_page_text (report, i);
      g_string_append (text, page);
    }
  return squeeze (text->str);
}

/* Exhibit 1 drew attention; the same check was run again with @parameters and found nothing. */
static AssayReportData *
run_again (const char *parameters)
{
  AssayReportData *data = sample_case (2, 6);
  AssayReportExhibit *first = data->exhibits->pdata[0];
  AssayReportExhibit *second = data->exhibits->pdata[1];
  AssayReportRun *run = g_ptr_array_steal_index (second->runs, 0);

  g_free (run->parameters);
  run->parameters = g_strdup (parameters);
  g_free (run->input_sha256);
  run->input_sha256 = g_strdup (first->sha256);
  g_ptr_array_add (first->runs, run);
  return data;
}

/* Two tools look at different things: one that found nothing is no conflict. */
static void
test_other_tool (void)
{
  AssayReportData *data = run_again ("{\"depth\":\"quick\"}");
  const AssayReportExhibit *first = data->exhibits->pdata[0];
  AssayReportRun *run = first->runs->pdata[first->runs->len - 1];
  g_autoptr (GError) error = NULL;

  g_free (run->tool);
  run->tool = g_strdup ("replay.examine");

  g_autoptr (AssayReport) report = assay_report_new_from_data (data, &error);

  g_assert_no_error (error);
  g_autofree char *text = all_text (report);
  g_assert_null (strstr (text, "Runsdisagreeonthisexhibit"));
}

/* What other settings found before stays in the report; the same settings once more replace it. */
static void
test_other_settings (void)
{
  static const char *const parameters[] = { "{\"depth\":\"quick\"}", "{}" };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      AssayReportData *data = run_again (parameters[i]);
      const AssayReportExhibit *first = data->exhibits->pdata[0];
      const gboolean other = i == 0;

      g_assert_cmpint (assay_report_exhibit_speaks (first, first->runs->pdata[0]), ==, other);
      g_assert_true (assay_report_exhibit_speaks (first, first->runs->pdata[3]));
      g_assert_cmpint (assay_report_exhibit_is_one_of_several (first, first->runs->pdata[3]), ==,
                       other);

      g_autoptr (GError) error = NULL;
      g_autoptr (AssayReport) report = assay_report_new_from_data (data, &error);
      g_assert_no_error (error);
      g_autofree char *text = all_text (report);
      g_assert_cmpint (strstr (text, "Foundbytherunofledgerentry3,settingsnone.") != NULL, ==,
                       other);
      g_assert_cmpint (strstr (text, "Runsdisagreeonthisexhibit") != NULL, ==, other);
    }
}

static void
test_many (void)
{
  if (!has_program ("qpdf"))
    return;
  const gint64 start = g_get_monotonic_time ();
  AssayReportData *data = sample_case (MANY_EXHIBITS, MANY_ENTRIES);
  assay_report_options_set_full (data->options, ASSAY_REPORT_ANNEX_LEDGER, TRUE);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MANY_EXHIBITS; i++)
    g_ptr_array_add (hashes, g_strdup (((AssayReportExhibit *) data->exhibits->pdata[i])->sha256));
  for (guint i = 0; i < MANY_ENTRIES; i += 97)
    g_ptr_array_add (hashes, g_strdup (((AssayReportEntry *) data->entries->pdata[i])->hash));
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = assay_report_new_from_data (data, &error);
  g_assert_no_error (error);
  g_autofree char *text = all_text (report);
  for (guint i = 0; i < hashes->len; i++)
    assert_contains (text, hashes->pdata[i]);

  g_autofree char *path = g_build_filename (sample_folder (), "many.pdf", NULL);
  assay_report_write_pdf (report, path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%u exhibits and %u entries: %u pages in %.1f s", MANY_EXHIBITS, MANY_ENTRIES,
                  assay_report_get_n_pages (report),
                  (double) (g_get_monotonic_time () - start) / 1e6);
  check_sound (path);
}

static char *
text_in_form (gboolean full, guint *n_pages)
{
  AssayReportData *data = sample_case (6, 30);
  for (guint i = 0; full && i < ASSAY_REPORT_N_SECTIONS; i++)
    assay_report_options_set_full (data->options, (AssayReportSection) i, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = assay_report_new_from_data (data, &error);
  g_assert_no_error (error);
  *n_pages = assay_report_get_n_pages (report);
  return all_text (report);
}

/* How often @needle stands in @text. */
static guint
count (const char *text, const char *needle)
{
  guint n = 0;
  for (const char *at = strstr (text, needle); at != NULL; at = strstr (at + 1, needle))
    n++;
  return n;
}

/* The short form says every rule that fired with what was seen, its words once, and how the rest is
 * had; the long form repeats them and has every entry, every field and every element. */
static void
test_forms (void)
{
  guint n_brief;
  guint n_full;
  g_autofree char *brief = text_in_form (FALSE, &n_brief);
  g_autofree char *full = text_in_form (TRUE, &n_full);
  g_assert_cmpuint (2 * n_brief, <, 3 * n_full / 2);
  static const char *const kept[]
      = { "AdobePhotoshop24.0(Windows)", "THB-01", "FMT-02", "JPG-01", "0x1a2b",
          "Luminancehistogram" };
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      assert_contains (brief, kept[i]);
      assert_contains (full, kept[i]);
    }
  const AssayRule *rule = assay_catalogue_find ("THB-01");
  g_autofree char *why = squeeze (rule->technical);
  g_assert_cmpuint (count (brief, why), ==, 1);
  g_assert_cmpuint (count (full, why), >=, 4);
  assert_contains (brief, "Inshortform");
  assert_contains (brief, "--with");
  g_assert_null (strstr (full, "Inshortform"));
  assert_contains (full, "tkhd"); /* third level of the structure */
  g_assert_null (strstr (brief, "tkhd"));
  assert_contains (full, "Tag0023");
  g_assert_null (strstr (brief, "Tag0023"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/pdf/quick-check", test_quick);
  g_test_add_func ("/report/pdf/failed", test_failed);
  g_test_add_func ("/report/pdf/case", test_case);
  g_test_add_func ("/report/pdf/same-bytes", test_same_bytes);
  g_test_add_func ("/report/pdf/signature", test_signature);
  g_test_add_func ("/report/pdf/attachments", test_attachments);
  g_test_add_func ("/report/pdf/scripts", test_scripts);
  g_test_add_func ("/report/pdf/empty", test_empty);
  g_test_add_func ("/report/pdf/forms", test_forms);
  g_test_add_func ("/report/pdf/other-settings", test_other_settings);
  g_test_add_func ("/report/pdf/other-tool", test_other_tool);
  g_test_add_func ("/report/pdf/many", test_many);
  return g_test_run ();
}
