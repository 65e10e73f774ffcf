/* test-case-keyring.c: the keys of a case over its history: going over to another, and what a key
 * that is not in force can still try. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/assay-base.h"
#include "case-support.h"
#include "case/assay-case-private.h"

static AssayExaminerKey *
rotate (CaseFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_examiner_key_rotate (self->keys, NULL, NULL, &error));
  g_assert_no_error (error);
  AssayExaminerKey *key = assay_examiner_key_open (self->keys, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_examiner_key_get_actor (key), !=,
                   assay_examiner_key_get_actor (self->key));
  return key;
}

static void
change_to (CaseFixture *self, AssayExaminerKey *key)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_case_change_key (self->subject, key, "yearly", &error));
  g_assert_no_error (error);
  assay_examiner_key_unref (self->key);
  self->key = assay_examiner_key_ref (key);
}

static void
test_change (CaseFixture *self, gconstpointer data)
{
  g_autoptr (AssayExaminerKey) after = rotate (self);
  (void) case_fixture_intake (self, "before", 100, 1);
  change_to (self, after);
  (void) case_fixture_intake (self, "after", 100, 2);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_autoptr (GPtrArray) keys = assay_case_list_keys (self->subject);
  g_assert_cmpuint (keys->len, ==, 2);
  const AssayCaseKey *first = keys->pdata[0];
  const AssayCaseKey *second = keys->pdata[1];
  g_assert_cmpint (first->added, ==, 1);
  g_assert_cmpint (first->retired, ==, 4);
  g_assert_cmpint (second->added, ==, 3);
  g_assert_cmpint (second->retired, ==, 0);
  g_assert_cmpstr (second->actor, ==, assay_examiner_key_get_actor (after));
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_null (assay_case_get_damage (self->subject));
  g_autoptr (AssayVerification) again = case_fixture_verify (self);
  assert_passed (again);
}

static void
test_old_key_is_kept (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExaminerKey) after = rotate (self);
  const char *actor = assay_examiner_key_get_actor (self->key);
  g_autoptr (AssayExaminerKey) before
      = assay_examiner_key_open_earlier (self->keys, actor, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_examiner_key_get_actor (before), ==, actor);
  g_assert_null (
      assay_examiner_key_open_earlier (self->keys, "ed25519:../../etc/passwd", NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

static void
test_rotation_keeps_passphrases (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_examiner_key_set_passphrase (self->keys, NULL, "one", &error));
  g_assert_false (assay_examiner_key_rotate (self->keys, "wrong", "two", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_true (assay_examiner_key_rotate (self->keys, "one", "two", &error));
  g_autoptr (AssayExaminerKey) now = assay_examiner_key_open (self->keys, "two", &error);
  g_assert_no_error (error);
  g_autoptr (AssayExaminerKey) before = assay_examiner_key_open_earlier (
      self->keys, assay_examiner_key_get_actor (self->key), "one", &error);
  g_assert_no_error (error);
}

static void
test_refused (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (assay_case_change_key (self->subject, self->key, NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS);
  g_clear_error (&error);
  g_autoptr (AssayExaminerKey) first = assay_examiner_key_ref (self->key);
  g_autoptr (AssayExaminerKey) after = rotate (self);
  change_to (self, after);
  /* A key that was retired does not come back. */
  g_assert_false (assay_case_change_key (self->subject, first, NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS);
  g_clear_error (&error);
  g_autofree char *path = g_strdup (assay_case_get_path (self->subject));
  g_clear_object (&self->subject);
  g_assert_null (assay_case_open (path, ASSAY_CASE_WRITE, first, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
  g_clear_error (&error);
  self->subject = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
}

/* Somebody who has the old key and the files writes on with it. */
static void
test_retired_key_writes (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExaminerKey) thief = assay_examiner_key_ref (self->key);
  g_autoptr (AssayExaminerKey) after = rotate (self);
  change_to (self, after);
  assay_ledger_set_key (self->subject->ledger, thief);
  g_assert_true (assay_case_note (self->subject, 0, "forged", &error));
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_assert_nonnull (assay_case_get_damage (self->subject));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpint (case_fixture_find (report, "key")->entry, ==, 4);
}

/* A checkpoint over entries that the signer's key did not see any more. */
static void
test_retired_key_notes (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExaminerKey) thief = assay_examiner_key_ref (self->key);
  g_autoptr (AssayExaminerKey) after = rotate (self);
  change_to (self, after);
  g_assert_true (assay_case_note (self->subject, 0, "a remark", &error));
  assay_ledger_set_key (self->subject->ledger, thief);
  g_autofree char *note = assay_case_make_checkpoint (self->subject, &error);
  g_assert_no_error (error);
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  (void) case_fixture_find (report, "checkpoint");
}

/* An entry that brings a key whose owner did not agree, or that was signed by nobody of the case.
 */
static void
test_foreign_key_joins (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExaminerKey) after = rotate (self);
  g_autoptr (AssayEntry) entry = assay_entry_new ("key.add");
  JsonObject *members = assay_entry_get_data (entry);
  g_autofree char *hex = assay_text_hex (assay_examiner_key_get_public (after), 32);
  g_autofree char *proof = g_strnfill (128, 'a');
  json_object_set_string_member (members, "public_key", hex);
  json_object_set_string_member (members, "proof", proof);
  g_assert_true (assay_case_append (self->subject, entry, NULL, &error));
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpint (case_fixture_find (report, "key")->entry, ==, 2);
}

static void
test_missing_file (CaseFixture *self, gconstpointer data)
{
  g_autoptr (AssayExaminerKey) after = rotate (self);
  change_to (self, after);
  g_autofree char *path
      = g_strdup_printf ("%s/keys/%s.pub.pem", assay_case_get_path (self->subject),
                         assay_examiner_key_get_actor (after) + strlen ("ed25519:"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  g_assert_cmpint (case_fixture_find (report, "key")->entry, ==, 2);
}

/* Each checkpoint that is written together with its entry. */
static void
test_missing_checkpoints (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExaminerKey) after = rotate (self);
  (void) case_fixture_intake (self, "one", 100, 1);
  g_assert_true (assay_case_erase (self->subject, 1, "asked for", &error));
  change_to (self, after);
  (void) case_fixture_intake (self, "two", 100, 2);
  case_fixture_tamper (self,
                       "DROP TRIGGER checkpoint_no_delete; DELETE FROM checkpoint WHERE size<6;"
                       "CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint BEGIN "
                       "SELECT RAISE(ABORT,'append-only'); END");
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  static const gint64 missing[] = { 1, 2, 3, 5 };
  g_assert_cmpuint (assay_verification_get_n_findings (report), ==, G_N_ELEMENTS (missing));
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      const AssayVerifyFinding *finding = assay_verification_get_finding (report, i);
      g_assert_cmpstr (finding->code, ==, "checkpoint");
      g_assert_cmpint (finding->entry, ==, missing[i]);
    }
}

static void
test_missing_folder (CaseFixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (assay_case_get_path (self->subject), "anchors", NULL);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  (void) case_fixture_find (report, "anchor");
}

#define ADD(path, func)                                                                            \
  g_test_add (path, CaseFixture, NULL, case_fixture_set_up, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/keyring/change", test_change);
  ADD ("/case/keyring/old-key-is-kept", test_old_key_is_kept);
  ADD ("/case/keyring/passphrases", test_rotation_keeps_passphrases);
  ADD ("/case/keyring/refused", test_refused);
  ADD ("/case/keyring/retired-key-writes", test_retired_key_writes);
  ADD ("/case/keyring/retired-key-notes", test_retired_key_notes);
  ADD ("/case/keyring/foreign-key-joins", test_foreign_key_joins);
  ADD ("/case/keyring/missing-file", test_missing_file);
  ADD ("/case/checkpoint/missing", test_missing_checkpoints);
  ADD ("/case/checkpoint/missing-folder", test_missing_folder);
  return g_test_run ();
}
