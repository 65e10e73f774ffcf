/* test-case-verify.c: everything that can be changed behind the program's back, and the finding
 * that names it. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case-support.h"

static void
fill (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  case_fixture_set_up (self, data);
  for (guint i = 1; i <= 3; i++)
    (void) case_fixture_intake (self, "file.bin", 20000 * i, i);
  g_assert_true (assay_case_note (self->subject, 2, "a remark", &error));
}

typedef struct
{
  const char *name;
  const char *sql;
  const char *code;
  gint64 entry;
  guint exhibit;
  gboolean stops_writing;
} Tampering;

#define FREE                                                                                       \
  "DROP TRIGGER ledger_no_update; DROP TRIGGER ledger_no_delete; DROP TRIGGER ledger_order; "      \
  "DROP TRIGGER checkpoint_no_update; DROP TRIGGER checkpoint_no_delete; "
#define GUARD                                                                                      \
  "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT "                          \
  "RAISE(ABORT,'append-only'); END; CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger "      \
  "BEGIN SELECT RAISE(ABORT,'append-only'); END; CREATE TRIGGER checkpoint_no_update BEFORE "      \
  "UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT,'append-only'); END; CREATE TRIGGER "             \
  "checkpoint_no_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT,'append-only'); "     \
  "END; CREATE TRIGGER ledger_order BEFORE INSERT ON ledger WHEN NEW.seq IS NOT (SELECT "          \
  "ifnull(max(seq),0)+1 FROM ledger) BEGIN SELECT RAISE(ABORT,'sequence'); END;"

static const Tampering tamperings[] = {
  { "edited-row",
    FREE "UPDATE ledger SET body=replace(body,'\"nlink\":1','\"nlink\":2') WHERE seq=3;" GUARD,
    "signature", 3, 0, TRUE },
  { "chain-after-edit",
    FREE "UPDATE ledger SET body=replace(body,'\"nlink\":1','\"nlink\":2') WHERE seq=3;" GUARD,
    "chain", 4, 0, TRUE },
  { "malformed-row", FREE "UPDATE ledger SET body='{' WHERE seq=2;" GUARD, "entry-form", 2, 0,
    TRUE },
  { "not-canonical",
    FREE "UPDATE ledger SET body=replace(body,'{\"actor\"','{ \"actor\"') WHERE seq=2;" GUARD,
    "entry-form", 2, 0, TRUE },
  { "bytes-behind-an-entry", FREE "UPDATE ledger SET body=body||char(0)||'x' WHERE seq=3;" GUARD,
    "entry-form", 3, 0, TRUE },
  { "bytes-behind-a-checkpoint",
    FREE "UPDATE checkpoint SET note=note||char(0)||'x' WHERE size=3;" GUARD, "checkpoint", 0, 0,
    FALSE },
  { "bytes-behind-a-text", "UPDATE reveal SET value=value||char(0)||'x' WHERE value='a remark'",
    "reveal", 5, 2, TRUE },
  { "bytes-behind-a-hash", "UPDATE exhibit SET sha256=sha256||char(0)||'x' WHERE item=2",
    "projection", 0, 2, FALSE },
  { "removed-row", FREE "DELETE FROM ledger WHERE seq=3;" GUARD, "sequence", 4, 0, TRUE },
  { "cut-tail", FREE "DELETE FROM ledger WHERE seq>=4;" GUARD, "checkpoint", 4, 0, TRUE },
  { "cut-tail-and-checkpoints",
    FREE "DELETE FROM ledger WHERE seq>=4; DELETE FROM checkpoint WHERE size>=4;" GUARD,
    "projection", 0, 2, FALSE },
  { "swapped-signature",
    FREE "UPDATE ledger SET sig=(SELECT sig FROM ledger WHERE seq=2) WHERE seq=4;" GUARD,
    "signature", 4, 0, TRUE },
  { "dropped-trigger", "DROP TRIGGER ledger_no_update", "schema", 0, 0, TRUE },
  { "added-trigger", "CREATE TRIGGER evil AFTER INSERT ON ledger BEGIN DELETE FROM reveal; END",
    "schema", 0, 0, TRUE },
  { "changed-trigger",
    "DROP TRIGGER ledger_no_update; CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger "
    "BEGIN SELECT 1; END",
    "schema", 0, 0, TRUE },
  { "edited-projection", "UPDATE exhibit SET verdict='clear' WHERE item=2", "projection", 0, 2,
    FALSE },
  { "removed-projection", "DELETE FROM exhibit WHERE item=3", "projection", 0, 3, FALSE },
  { "added-projection",
    "INSERT INTO exhibit SELECT 4,entry,sha256,sha512,sha1,md5,size,name,source,note,taken_in,"
    "mtime,mime,verdict,error,state,verified FROM exhibit WHERE item=1",
    "projection", 0, 4, FALSE },
  { "changed-text", "UPDATE reveal SET value='another' WHERE value='a remark'", "reveal", 5, 2,
    TRUE },
  { "changed-checkpoint",
    FREE "UPDATE checkpoint SET note=replace(note,'chain ','chain 0') WHERE size=3;" GUARD,
    "checkpoint", 0, 0, FALSE },
};

static void
test_tampered (CaseFixture *self, gconstpointer data)
{
  const Tampering *tampering = data;
  case_fixture_tamper (self, tampering->sql);
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  const char *damage = assay_case_get_damage (self->subject);
  g_test_message ("%s: %s", tampering->name, damage == NULL ? "no damage seen" : damage);
  g_assert_cmpint (damage != NULL, ==, tampering->stops_writing);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  const AssayVerifyFinding *finding = case_fixture_find (report, tampering->code);
  g_assert_cmpint (finding->entry, ==, tampering->entry);
  g_assert_cmpuint (finding->exhibit, ==, tampering->exhibit);
  if (tampering->stops_writing)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (assay_case_note (self->subject, 0, "x", &error));
      g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT);
    }
}

static void
test_changed_object (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 2);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (object, &bytes, &size, NULL));
  bytes[0] = (char) (bytes[0] ^ 1);
  g_assert_true (g_file_set_contents (object, bytes, (gssize) size, NULL));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  const AssayVerifyFinding *finding = case_fixture_find (report, "object-differs");
  g_assert_cmpuint (finding->exhibit, ==, 2);
  g_assert_cmpint (finding->entry, ==, 3);
  g_assert_cmpuint (assay_verification_get_n_findings (report), ==, 1);
  g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (self->subject, 2)), ==,
                   ASSAY_CUSTODY_DIFFERS);
  g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (self->subject, 1)), ==,
                   ASSAY_CUSTODY_VERIFIED);
}

/* A case that was changed is not written to, so no entry tells of the bytes; the exhibit does. */
static void
test_changed_unrecorded (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 2);
  case_fixture_tamper (self, "UPDATE reveal SET value='another' WHERE value='a remark'");
  g_assert_true (g_file_set_contents (object, "other", 5, NULL));
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_false (assay_verification_was_recorded (report));
  g_assert_cmpuint (assay_verification_get_n_erased_texts (report), ==, 0);
  g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (self->subject, 2)), ==,
                   ASSAY_CUSTODY_DIFFERS);
  g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (self->subject, 1)), !=,
                   ASSAY_CUSTODY_DIFFERS);
}

static void
test_missing_object (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 3);
  g_assert_cmpint (g_unlink (object), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpuint (case_fixture_find (report, "object-missing")->exhibit, ==, 3);
}

static void
test_unknown_object (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 1);
  g_autofree char *folder = g_path_get_dirname (object);
  g_autofree char *stray = g_build_filename (folder, "stray", NULL);
  g_assert_true (g_file_set_contents (stray, "x", 1, NULL));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  (void) case_fixture_find (report, "object-unknown");
}

/* Moves @place to a folder beside the store and puts a link to it there. */
static char *
move_out (CaseFixture *self, const char *place)
{
  char *outside = g_build_filename (self->root, "outside", NULL);
  g_assert_cmpint (g_rename (place, outside), ==, 0);
  g_assert_cmpint (symlink (outside, place), ==, 0);
  return outside;
}

/* The link comes after the case was opened, so only the calls themselves can refuse it. */
static void
test_shelf_link (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 1);
  g_autofree char *shelf = g_path_get_dirname (object);
  g_autofree char *name = g_path_get_basename (object);
  g_autofree char *outside = move_out (self, shelf);
  g_autofree char *kept = g_build_filename (outside, name, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (assay_case_erase (self->subject, 1, "", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT);
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (assay_case_open_exhibit (self->subject, 1, NULL), ==, -1);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  (void) case_fixture_find (report, "link");
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_false (assay_case_note (self->subject, 0, "more", NULL));
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_REGULAR));
}

/* The bytes are gone then, and it is said that a picture of them is not. */
static void
test_thumbnail_link (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 1);
  g_autofree char *thumbnails
      = g_build_filename (assay_case_get_path (self->subject), "results", "thumbnails", NULL);
  g_assert_cmpint (g_mkdir_with_parents (thumbnails, 0700), ==, 0);
  g_autofree char *outside = move_out (self, thumbnails);
  g_autofree char *kept = g_build_filename (outside, "1", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (kept, "x", 1, NULL));
  g_assert_false (assay_case_erase (self->subject, 1, "", &error));
  g_assert_nonnull (strstr (error->message, "thumbnail"));
  g_assert_false (g_file_test (object, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

/* Bytes that were to be deleted, put back. */
static void
test_not_erased (CaseFixture *self, gconstpointer data)
{
  g_autofree char *object = case_fixture_object (self, 1);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (object, &bytes, &size, NULL));
  g_assert_true (assay_case_erase (self->subject, 1, "", NULL));
  g_assert_true (g_file_set_contents (object, bytes, (gssize) size, NULL));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpuint (case_fixture_find (report, "object-not-erased")->exhibit, ==, 1);
  /* Start-up finishes the deletion and says so. */
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_false (g_file_test (object, G_FILE_TEST_EXISTS));
  g_autoptr (AssayVerification) second = case_fixture_verify (self);
  assert_passed (second);
}

/* A case put back to an older copy: consistent in itself, told only by a checkpoint that left. */
static void
test_rolled_back (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = assay_case_make_checkpoint (self->subject, &error);
  g_assert_no_error (error);
  g_autofree char *anchor
      = g_build_filename (assay_case_get_path (self->subject), "anchors/5.note", NULL);
  g_assert_cmpint (g_unlink (anchor), ==, 0);
  case_fixture_tamper (self,
                       FREE "DELETE FROM ledger WHERE seq=5; DELETE FROM checkpoint WHERE size=5; "
                            "UPDATE exhibit SET note='' WHERE item=2; "
                            "DELETE FROM reveal WHERE value='a remark';" GUARD);
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) inside = case_fixture_verify (self);
  assert_passed (inside);
  g_autoptr (AssayVerification) outside
      = assay_case_verify (self->subject, note, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (case_fixture_find (outside, "checkpoint")->entry, ==, 5);
  g_autoptr (AssayVerification) garbage
      = assay_case_verify (self->subject, "not a note", NULL, NULL, &error);
  (void) case_fixture_find (garbage, "checkpoint");
}

/* The file that a checkpoint of @size has in the case folder. */
static char *
anchor_file (CaseFixture *self, gint64 size)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT ".note", size);
  return g_build_filename (assay_case_get_path (self->subject), "anchors", name, NULL);
}

static char *
export_case (CaseFixture *self)
{
  char *folder = g_build_filename (self->root, "bag", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_case_export (self->subject, folder, NULL, NULL, &error));
  g_assert_no_error (error);
  return folder;
}

/* Words behind the signature are signed by nobody. */
static void
test_anchor_with_more (CaseFixture *self, gconstpointer data)
{
  static const char *const more[] = { "and this too\n", "\n", "\xe2\x80\x94 other AAAA\n" };
  g_autofree char *note = assay_case_make_checkpoint (self->subject, NULL);
  g_autofree char *file = anchor_file (self, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (more); i++)
    {
      g_autofree char *longer = g_strconcat (note, more[i], NULL);
      g_assert_true (g_file_set_contents (file, longer, -1, NULL));
      g_autoptr (AssayVerification) report = case_fixture_verify (self);
      (void) case_fixture_find (report, "anchor");
      g_autoptr (AssayVerification) outside
          = assay_case_verify (self->subject, longer, NULL, NULL, NULL);
      (void) case_fixture_find (outside, "checkpoint");
      case_fixture_reopen (self, ASSAY_CASE_WRITE);
    }
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (symlink ("/etc/hostname", file), ==, 0);
  g_autoptr (AssayVerification) link = case_fixture_verify (self);
  (void) case_fixture_find (link, "anchor");
}

/* An export says which checkpoint was made for it, so its file and its row are missed. */
static void
test_missing_anchor (CaseFixture *self, gconstpointer data)
{
  g_autofree char *bag = export_case (self);
  g_autofree char *file = anchor_file (self, 5);
  g_autoptr (AssayVerification) whole = case_fixture_verify (self);
  assert_passed (whole);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpint (case_fixture_find (report, "anchor")->entry, ==, 6);
  case_fixture_tamper (self, FREE "DELETE FROM checkpoint WHERE size=5;" GUARD);
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) second = case_fixture_verify (self);
  g_assert_cmpint (case_fixture_find (second, "checkpoint")->entry, ==, 6);
}

/* Texts may be forgotten, which is told and no fault; none may be added. */
static void
test_erased_texts (CaseFixture *self, gconstpointer data)
{
  g_autoptr (AssayVerification) before = case_fixture_verify (self);
  assert_passed (before);
  g_assert_cmpuint (assay_verification_get_n_erased_texts (before), ==, 0);
  case_fixture_tamper (self, "DELETE FROM reveal WHERE value='a remark'");
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) one = case_fixture_verify (self);
  assert_passed (one);
  g_assert_cmpuint (assay_verification_get_n_erased_texts (one), ==, 1);
  case_fixture_tamper (self, "DELETE FROM reveal");
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) all = case_fixture_verify (self);
  assert_passed (all);
  g_assert_cmpuint (assay_verification_get_n_erased_texts (all), >, 3);
  /* SHA-256 of sixteen zeros and "x" */
  g_autofree char *zeros = g_strnfill (17, '\0');
  zeros[16] = 'x';
  g_autofree char *commitment
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) zeros, 17);
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO reveal VALUES('%s', zeroblob(16), 'x')", commitment);
  case_fixture_tamper (self, sql);
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) added = case_fixture_verify (self);
  (void) case_fixture_find (added, "reveal");
}

/* One flipped bit in a page: SQLite itself may not notice, the chain does. */
static void
test_flipped_page_bit (CaseFixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (assay_case_get_path (self->subject), "case.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  assay_case_close (self->subject);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  char *place = memmem (bytes, size, "\"nlink\":1", 9);
  g_assert_nonnull (place);
  place[8] = '3';
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_nonnull (assay_case_get_damage (self->subject));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpint (case_fixture_find (report, "signature")->entry, >=, 2);
}

static void
test_cancel (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (assay_case_verify (self->subject, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, func, argument)                                                                  \
  g_test_add (path, CaseFixture, argument, fill, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tamperings); i++)
    {
      g_autofree char *path = g_strconcat ("/case/verify/", tamperings[i].name, NULL);
      ADD (path, test_tampered, &tamperings[i]);
    }
  ADD ("/case/verify/changed-object", test_changed_object, NULL);
  ADD ("/case/verify/changed-unrecorded", test_changed_unrecorded, NULL);
  ADD ("/case/verify/missing-object", test_missing_object, NULL);
  ADD ("/case/verify/unknown-object", test_unknown_object, NULL);
  ADD ("/case/verify/shelf-link", test_shelf_link, NULL);
  ADD ("/case/verify/thumbnail-link", test_thumbnail_link, NULL);
  ADD ("/case/verify/not-erased", test_not_erased, NULL);
  ADD ("/case/verify/rolled-back", test_rolled_back, NULL);
  ADD ("/case/verify/flipped-page-bit", test_flipped_page_bit, NULL);
  ADD ("/case/verify/anchor-with-more", test_anchor_with_more, NULL);
  ADD ("/case/verify/missing-anchor", test_missing_anchor, NULL);
  ADD ("/case/verify/erased-texts", test_erased_texts, NULL);
  ADD ("/case/verify/cancel", test_cancel, NULL);
  return g_test_run ();
}
