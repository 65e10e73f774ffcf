/* test-case-beside.c: what lies in a case folder and belongs to no entry is named, told apart from
 * what the program leaves itself, and breaks no verdict. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "case-support.h"
#include "case/assay-files-private.h"

#define SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
fill (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  case_fixture_set_up (self, data);
  (void) case_fixture_intake (self, "one.bin", 20000, 1);
  (void) case_fixture_intake (self, "two.bin", 20000, 2);
  g_assert_true (assay_case_erase (self->subject, 2, "", &error));
  g_assert_no_error (error);
}

/* A file below the case folder, with the folders that it needs; with a slash at the end a folder.
 */
static char *
put (CaseFixture *self, const char *path, const char *text)
{
  char *whole = g_build_filename (assay_case_get_path (self->subject), path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_str_has_suffix (path, "/") || g_file_set_contents (whole, text, -1, NULL));
  return whole;
}

typedef struct
{
  const char *name;
  const char *path;
  const char *code;  /* of the remark; NULL where there is none */
  const char *named; /* what the sentence has to name; NULL: the path */
} Stranger;

static const Stranger strangers[] = {
  { "beside-the-database", "notes.txt", "file-unknown", NULL },
  { "copy-of-the-database", "case.db.bak", "file-unknown", NULL },
  { "in-reports", "reports/report.pdf", "file-unknown", NULL },
  { "in-results", "results/table.csv", "file-unknown", NULL },
  { "in-anchors", "anchors/readme", "file-unknown", NULL },
  { "in-vault", "vault/more", "file-unknown", NULL },
  { "in-thumbnails", "results/thumbnails/holiday", "file-unknown", NULL },
  { "thumbnail-of-nothing", "results/thumbnails/7", "file-unknown", NULL },
  { "thumbnail-of-an-erased-exhibit", "results/thumbnails/2-0123456789abcdef", "file-unknown",
    NULL },
  { "a-folder", "results/mine/deep/down.txt", "file-unknown", "“results/mine”" },
  { "hidden", ".directory", "file-unknown", NULL },
  { "not-a-name", "reports/\xff", "file-unknown", "reports/" },
  { "unfinished-note", "anchors/.5.note.0123abcd", "leftover", NULL },
  { "unfinished-key", "keys/.examiner.pub.pem.0123abcd", "leftover", NULL },
  { "unfinished-output", "results/.copy.mp4.0123abcd.part", "leftover", NULL },
  { "unfinished-choices", "report-choices.json.a1B2c3", "leftover", NULL },
  { "unfinished-report", "reports/report.pdf.a1B2c3", "leftover", NULL },
  { "request-without-entry", "anchors/4.tsq", "leftover", NULL },
  { "answer-without-entry", "anchors/4-0123abcd.tsr", "leftover", NULL },
  { "run-that-was-killed", "results/20260102T030405Z-image-1/copy.png", "leftover", NULL },
  { "thumbnail-of-a-killed-run", "results/thumbnails/1-0123456789abcdef", "leftover", NULL },
  { "put-aside", "vault/quarantine/" SHA256 ".0123abcd", "leftover", NULL },
  { "file-called-like-a-run", "results/20260102T030405Z-image-1", "file-unknown", NULL },
  { "empty-run", "results/20260102T030405Z-image-1/", "leftover",
    "results/20260102T030405Z-image-1" },
  { "number-in-another-way", "results/thumbnails/0001", "file-unknown", NULL },
  { "number-and-more", "results/thumbnails/1x", "file-unknown", NULL },
  { "folder-like-a-thumbnail", "results/thumbnails/1/down.txt", "file-unknown",
    "“results/thumbnails/1”" },
  { "folder-like-the-choices", "report-choices.json/down.txt", "file-unknown",
    "“report-choices.json”" },
  { "put-aside-and-more", "vault/quarantine/" SHA256 ".0123abcd-secret", "file-unknown", NULL },
  { "folder-put-aside", "vault/quarantine/" SHA256 ".0123abcd/down.txt", "file-unknown",
    "vault/quarantine/" SHA256 },
  { "choices-of-the-report", "report-choices.json", NULL, NULL },
  { "picture-to-look-at", "results/thumbnails/1", NULL, NULL },
};

static void
test_stranger (CaseFixture *self, gconstpointer data)
{
  const Stranger *stranger = data;
  g_autofree char *file = put (self, stranger->path, stranger->name);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  if (stranger->code == NULL)
    {
      g_assert_cmpuint (assay_verification_get_n_remarks (report), ==, 0);
      return;
    }
  g_assert_cmpuint (assay_verification_get_n_remarks (report), ==, 1);
  const AssayVerifyFinding *remark = assay_verification_get_remark (report, 0);
  g_test_message ("%s", remark->detail);
  g_assert_cmpstr (remark->code, ==, stranger->code);
  g_assert_nonnull (
      strstr (remark->detail, stranger->named == NULL ? stranger->path : stranger->named));
}

/* What was being written when another program still holds the case is no leftover. */
static void
test_while_written (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *unfinished = put (self, "vault/tmp/77.0.0123abcd", "x");
  g_autofree char *stranger = put (self, "reports/x", "x");
  g_autoptr (AssayCase) other = assay_case_open (assay_case_get_path (self->subject),
                                                 ASSAY_CASE_READ_ONLY, self->key, &error);
  g_assert_no_error (error);
  g_autoptr (AssayVerification) busy = assay_case_verify (other, NULL, NULL, NULL, &error);
  g_assert_cmpuint (assay_verification_get_n_remarks (busy), ==, 1);
  g_assert_cmpstr (assay_verification_get_remark (busy, 0)->code, ==, "file-unknown");
  assay_case_close (self->subject);
  g_autoptr (AssayVerification) alone = assay_case_verify (other, NULL, NULL, NULL, &error);
  g_assert_cmpuint (assay_verification_get_n_remarks (alone), ==, 2);
  g_assert_cmpstr (assay_verification_get_remark (alone, 1)->code, ==, "leftover");
}

/* A link in place of a folder is a finding; nothing behind it is looked at. */
static void
test_link (CaseFixture *self, gconstpointer data)
{
  g_autofree char *anchors
      = g_build_filename (assay_case_get_path (self->subject), "anchors", NULL);
  g_autofree char *moved = g_strconcat (anchors, "-moved", NULL);
  g_autofree char *foreign = g_dir_make_tmp (NULL, NULL);
  g_autofree char *diary = g_build_filename (foreign, "private-diary.txt", NULL);
  g_assert_true (g_file_set_contents (diary, "x", -1, NULL));
  g_assert_cmpint (g_rename (anchors, moved), ==, 0);
  g_assert_cmpint (symlink (foreign, anchors), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_false (assay_verification_passed (report));
  for (guint i = 0; i < assay_verification_get_n_remarks (report); i++)
    g_assert_null (strstr (assay_verification_get_remark (report, i)->detail, "diary"));
  g_assert_cmpint (g_unlink (diary), ==, 0);
  g_assert_cmpint (g_rmdir (foreign), ==, 0);
}

/* An export that is kept in the case folder is known by the manifest that its entry names. */
static void
test_export (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bag
      = g_build_filename (assay_case_get_path (self->subject), "reports", "bag", NULL);
  g_autofree char *reports = g_path_get_dirname (bag);
  g_assert_cmpint (g_mkdir_with_parents (reports, 0700), ==, 0);
  g_assert_true (assay_case_export (self->subject, bag, NULL, NULL, &error));
  g_assert_no_error (error);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_assert_cmpuint (assay_verification_get_n_remarks (report), ==, 0);
}

/* More files than anybody reads do not fill the memory; the rest is counted. */
static void
test_many (CaseFixture *self, gconstpointer data)
{
  for (guint i = 0; i < 1100; i++)
    {
      g_autofree char *name = g_strdup_printf ("reports/%u", i);
      g_autofree char *file = put (self, name, "x");
    }
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_assert_cmpuint (assay_verification_get_n_remarks (report), ==, 1001);
  g_assert_nonnull (strstr (assay_verification_get_remark (report, 1000)->detail, "100 "));
}

static gboolean
keep_body (const AssayLedgerEntry *entry, gpointer data)
{
  char **body = data;
  g_free (*body);
  *body = g_strdup (entry->body);
  return TRUE;
}

static char *
newest_entry (CaseFixture *self)
{
  g_autoptr (GError) error = NULL;
  char *body = NULL;
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, keep_body, &body, &error));
  g_assert_no_error (error);
  return body;
}

/* The ledger has how much was seen, and its entry keeps its form where nothing was. */
static void
test_recorded (CaseFixture *self, gconstpointer data)
{
  g_autoptr (AssayVerification) before = case_fixture_verify (self);
  g_autofree char *without = newest_entry (self);
  g_autofree char *file = put (self, "reports/x", "x");
  g_autoptr (AssayVerification) after = case_fixture_verify (self);
  g_autofree char *with = newest_entry (self);
  g_assert_nonnull (strstr (without, "\"event\":\"verify\""));
  g_assert_null (strstr (without, "remarks"));
  g_assert_nonnull (strstr (with, "\"remarks\":1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *path = g_strconcat ("/case/beside/", strangers[i].name, NULL);
      g_test_add (path, CaseFixture, &strangers[i], fill, test_stranger, case_fixture_tear_down);
    }
#define ADD(path, func)                                                                            \
  g_test_add ("/case/beside/" path, CaseFixture, NULL, fill, func, case_fixture_tear_down)
  ADD ("while-written", test_while_written);
  ADD ("link", test_link);
  ADD ("export", test_export);
  ADD ("many", test_many);
  ADD ("recorded", test_recorded);
  return g_test_run ();
}
