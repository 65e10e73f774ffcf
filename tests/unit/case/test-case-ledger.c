/* test-case-ledger.c: a case from its first entry on: ledger, projections, personal values,
 * reopening. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/assay-base.h"
#include "case-support.h"
#include "case/assay-case-private.h"
#include "case/assay-retention.h"

static void
test_create (CaseFixture *self, gconstpointer data)
{
  g_assert_cmpint (assay_case_get_n_entries (self->subject), ==, 1);
  g_assert_cmpstr (assay_case_get_title (self->subject), ==, "Title of the case");
  g_assert_cmpstr (assay_case_get_reference (self->subject), ==, "REF-1");
  g_assert_cmpstr (assay_case_get_examiner (self->subject), ==, "Examiner One");
  gint64 size = 0;
  g_autofree char *note = assay_case_get_checkpoint (self->subject, 0, &size);
  g_assert_cmpint (size, ==, 1);
  g_assert_cmpuint (strlen (note), <=, 320);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static gboolean
keep_body (const AssayLedgerEntry *entry, gpointer data)
{
  g_ptr_array_add (data, g_strdup (entry->body));
  g_ptr_array_add (data, g_strdup (entry->revealed));
  return TRUE;
}

/* Fixed keys as CUSTODY §4 lists them, and no personal value in clear. */
static void
test_entry_form (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  (void) case_fixture_intake (self, "holiday-of-ann.jpg", 5000, 1);
  g_assert_true (assay_case_note (self->subject, 1, "told by Ann", &error));
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, keep_body, bodies, &error));
  g_assert_cmpuint (bodies->len, ==, 6);
  static const char *const secrets[] = { "Title of", "REF-1", "Examiner", "holiday", "Ann" };
  for (guint i = 0; i < bodies->len; i += 2)
    for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
      g_assert_null (strstr (g_ptr_array_index (bodies, i), secrets[j]));
  g_assert_nonnull (strstr (g_ptr_array_index (bodies, 3), "\"name\":\"holiday-of-ann.jpg\""));
  g_assert_nonnull (strstr (g_ptr_array_index (bodies, 5), "\"text\":\"told by Ann\""));
  const char *intake = g_ptr_array_index (bodies, 2);
  static const char *const keys[] = { "{\"actor\":\"ed25519:",
                                      ",\"data\":{",
                                      ",\"event\":\"intake\",\"log\":\"",
                                      "\",\"prev\":\"",
                                      "\",\"seq\":2,\"time\":\"",
                                      "Z\",\"up\":\"",
                                      "\",\"v\":1}" };
  for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
    g_assert_nonnull (strstr (intake, keys[j]));
}

static void
test_edit_and_reopen (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  (void) case_fixture_intake (self, "a.bin", 3 * 1024 * 1024 + 7, 2);
  g_assert_true (assay_case_edit (self->subject, "New title", NULL, "", &error));
  g_assert_cmpstr (assay_case_get_title (self->subject), ==, "New title");
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_cmpstr (assay_case_get_title (self->subject), ==, "New title");
  g_assert_cmpstr (assay_case_get_reference (self->subject), ==, "REF-1");
  g_assert_cmpstr (assay_case_get_examiner (self->subject), ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->subject)), ==, 1);
  g_assert_cmpstr (assay_exhibit_get_name (assay_case_get_exhibit (self->subject, 1)), ==, "a.bin");
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (self->subject, 1)), ==,
                   ASSAY_CUSTODY_VERIFIED);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  *(guint *) data += added;
}

static void
test_list_model (CaseFixture *self, gconstpointer data)
{
  guint added = 0;
  g_signal_connect (self->subject, "items-changed", G_CALLBACK (on_items_changed), &added);
  (void) case_fixture_intake (self, "a", 10, 3);
  (void) case_fixture_intake (self, "b", 10, 3);
  g_assert_cmpuint (added, ==, 2);
  g_autoptr (AssayExhibit) second = g_list_model_get_item (G_LIST_MODEL (self->subject), 1);
  g_autofree char *sha256 = NULL;
  guint number = 0;
  g_object_get (second, "number", &number, "sha256", &sha256, NULL);
  g_assert_cmpuint (number, ==, 2);
  /* The same bytes: two exhibits, one object. */
  g_assert_cmpstr (sha256, ==,
                   assay_exhibit_get_sha256 (assay_case_get_exhibit (self->subject, 1)));
}

typedef struct
{
  const char *event;
  char *object; /* of the newest entry */
  gint64 same;
} Newest;

static gboolean
on_entry (const AssayLedgerEntry *entry, gpointer data)
{
  Newest *newest = data;
  g_autoptr (JsonNode) root = assay_json_parse (entry->body, -1, 8, NULL);
  JsonObject *values = assay_json_object (json_node_get_object (root), "data");
  if (strcmp (entry->event, newest->event) != 0)
    return TRUE;
  g_free (newest->object);
  newest->object = g_strdup (assay_json_string (values, "object", ""));
  newest->same = assay_json_int (values, "same_as", 0);
  return TRUE;
}

/* What the newest entry @event says of the bytes. */
static void
assert_newest (CaseFixture *self, const char *event, const char *object, gint64 same)
{
  Newest newest = { .event = event };
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, on_entry, &newest, NULL));
  g_assert_cmpstr (newest.object, ==, object);
  g_assert_cmpint (newest.same, ==, same);
  g_free (newest.object);
}

static void
test_erase (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  (void) case_fixture_intake (self, "a", 1000, 4);
  (void) case_fixture_intake (self, "b", 1000, 4);
  g_autofree char *object = case_fixture_object (self, 1);
  assert_newest (self, "intake", "", 1);
  g_assert_cmpuint (assay_case_find_same (self->subject, 1), ==, 2);
  g_assert_true (assay_case_erase (self->subject, 1, "asked for", &error));
  assert_newest (self, "dispose", "kept", 2);
  g_assert_cmpuint (assay_case_find_same (self->subject, 1), ==, 2);
  g_assert_cmpuint (assay_case_find_same (self->subject, 2), ==, 0);
  g_assert_true (g_file_test (object, G_FILE_TEST_EXISTS)); /* exhibit 2 still needs it */
  g_assert_cmpint (assay_case_open_exhibit (self->subject, 1, &error), ==, -1);
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_ERASED);
  g_assert_nonnull (strstr (error->message, "exhibit 2 has the same bytes"));
  g_clear_error (&error);
  g_assert_true (assay_case_erase (self->subject, 2, NULL, &error));
  assert_newest (self, "dispose", "deleted", 0);
  g_assert_cmpuint (assay_case_find_same (self->subject, 1), ==, 0);
  g_assert_false (g_file_test (object, G_FILE_TEST_EXISTS));
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (self->subject, 2)), ==,
                   ASSAY_CUSTODY_ERASED);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

/* A day that is over is refused; after the day everything that is held may go. */
static void
test_retention (CaseFixture *self, gconstpointer data)
{
  const gint64 after = G_GINT64_CONSTANT (7258204800000); /* 2200-01-02 */
  g_autoptr (GError) error = NULL;
  (void) case_fixture_intake (self, "a", 10, 6);
  (void) case_fixture_intake (self, "b", 10, 7);
  g_assert_false (assay_case_set_retention (self->subject, "2020-02-29", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID);
  g_clear_error (&error);
  const gint64 entries = assay_case_get_n_entries (self->subject);
  g_assert_true (assay_case_set_retention (self->subject, "2199-12-31", &error));
  g_assert_cmpint (assay_case_get_n_entries (self->subject), ==, entries + 1);
  g_autofree char *day = assay_case_get_retention (self->subject);
  g_assert_cmpstr (day, ==, "2199-12-31");
  assert_newest (self, "retention", "", 0);
  g_assert_false (assay_case_is_overdue (self->subject, after - 86400000 * 2));
  g_assert_cmpint (assay_case_erase_overdue (self->subject, after - 86400000 * 2, "over", NULL), ==,
                   -1);
  g_assert_true (assay_case_is_overdue (self->subject, after));
  g_assert_cmpint (assay_case_erase_overdue (self->subject, after, "over", &error), ==, 2);
  g_assert_no_error (error);
  g_assert_false (assay_case_is_overdue (self->subject, after));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static void
assert_retention (AssayCase *subject, const char *expected)
{
  g_autofree char *day = assay_case_get_retention (subject);
  g_assert_cmpstr (day, ==, expected);
}

/* The newest day holds, for whoever opens the case later and whoever had it open before. */
static void
test_retention_read (CaseFixture *self, gconstpointer data)
{
  const char *path = assay_case_get_path (self->subject);
  g_autoptr (AssayCase) before = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, NULL);
  assert_retention (before, "");
  g_assert_true (assay_case_set_retention (self->subject, "2198-12-31", NULL));
  g_assert_true (assay_case_set_retention (self->subject, "2199-12-31", NULL));
  g_assert_true (assay_case_note (self->subject, 0, "\"retain_until\":\"2197-01-01\"", NULL));
  assert_retention (before, "2199-12-31");
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  assert_retention (self->subject, "2199-12-31");
  g_assert_true (assay_case_set_retention (self->subject, NULL, NULL));
  assert_retention (self->subject, "");
  assert_retention (before, "");
}

/* Deleting a row of `reveal` erases the value and leaves the chain valid (CUSTODY §8). */
static void
test_reveal_deleted (CaseFixture *self, gconstpointer data)
{
  (void) case_fixture_intake (self, "name-to-forget.jpg", 100, 5);
  case_fixture_tamper (self, "DELETE FROM reveal WHERE value='name-to-forget.jpg'");
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_cmpstr (assay_exhibit_get_name (assay_case_get_exhibit (self->subject, 1)), ==, "");
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static void
test_lock (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *path = assay_case_get_path (self->subject);
  g_autoptr (AssayCase) second = assay_case_open (path, ASSAY_CASE_WRITE, self->key, &error);
  g_assert_null (second);
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_LOCKED);
  g_clear_error (&error);
  g_autoptr (AssayCase) reader = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (assay_case_note (reader, 0, "x", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY);
  g_autoptr (AssayVerification) report = assay_case_verify (reader, NULL, NULL, NULL, NULL);
  assert_passed (report);
}

static void
test_other_key (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (assay_case_get_path (self->subject));
  g_autofree char *folder = g_build_filename (self->root, "other", NULL);
  g_autoptr (AssayExaminerKey) key = assay_examiner_key_open (folder, NULL, &error);
  g_clear_object (&self->subject);
  g_autoptr (AssayCase) other = assay_case_open (path, ASSAY_CASE_WRITE, key, &error);
  g_assert_null (other);
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

static gboolean
find_jump (const AssayLedgerEntry *entry, gpointer data)
{
  if (strcmp (entry->event, "clock.jump") == 0)
    *(gint64 *) data = entry->seq;
  return TRUE;
}

static void
test_clock_jump (CaseFixture *self, gconstpointer data)
{
  gint64 seq = 0;
  g_assert_true (assay_case_note (self->subject, 0, "before", NULL));
  assay_ledger_shift_clock (self->subject->ledger, GPOINTER_TO_INT (data));
  g_assert_true (assay_case_note (self->subject, 0, "after", NULL));
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, find_jump, &seq, NULL));
  g_assert_cmpint (seq, ==, 3);
  g_assert_cmpint (assay_case_get_n_entries (self->subject), ==, 4);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static gboolean
find_transfer (const AssayLedgerEntry *entry, gpointer data)
{
  char **body = data;
  if (g_str_equal (entry->event, "transfer"))
    *body = g_strdup (entry->revealed);
  return TRUE;
}

/* Names are kept beside the entry, so that they can be forgotten. */
static void
test_hand_over (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *revealed = NULL;
  gint64 seq = 0;
  g_assert_false (assay_case_hand_over (self->subject, 0, "  ", NULL, &seq, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (assay_case_hand_over (self->subject, 7, "B. Next", NULL, &seq, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (assay_case_hand_over (self->subject, 0, "B. Next", "leave", &seq, &error));
  g_assert_cmpstr (assay_case_get_examiner (self->subject), ==, "B. Next");
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, find_transfer, &revealed, &error));
  g_assert_nonnull (strstr (revealed, "\"to\":\"B. Next\""));
  g_assert_nonnull (strstr (revealed, "\"reason\":\"leave\""));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_assert_true (assay_case_declare_closed (self->subject, "done", &seq, &error));
  g_assert_true (assay_case_is_closed (self->subject));
  g_assert_false (assay_case_declare_closed (self->subject, NULL, &seq, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID);
}

static void
test_close_event (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;
  gint64 size = 0;
  g_assert_true (assay_case_record (self->subject, "case.close", 0, NULL, &seq, &error));
  g_assert_true (assay_case_is_closed (self->subject));
  g_autofree char *note = assay_case_get_checkpoint (self->subject, 0, &size);
  g_assert_cmpint (size, ==, seq);
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  g_assert_true (assay_case_is_closed (self->subject));
  g_assert_false (assay_case_record (self->subject, "intake", 0, NULL, NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID);
}

static void
test_store (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *broken = g_build_filename (self->store, "broken", NULL);
  g_autofree char *file = g_build_filename (broken, "case.db", NULL);
  g_assert_cmpint (g_mkdir_with_parents (broken, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "no database at all", -1, NULL));
  g_autoptr (GPtrArray) cases = assay_store_list (self->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 2);
  const AssayCaseSummary *first = g_ptr_array_index (cases, 0);
  const AssayCaseSummary *second = g_ptr_array_index (cases, 1);
  g_assert_cmpstr (first->title, ==, "Title of the case");
  g_assert_null (first->error);
  g_assert_nonnull (second->error);
  g_autofree char *beginning = g_strndup (first->uuid, 8);
  g_autofree char *found = assay_store_find (self->store, beginning, &error);
  g_assert_cmpstr (found, ==, first->path);
  g_assert_null (assay_store_find (self->store, "ffffffff-none", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND);
}

#define ADD(path, func, argument)                                                                  \
  g_test_add (path, CaseFixture, argument, case_fixture_set_up, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/ledger/create", test_create, NULL);
  ADD ("/case/ledger/entry-form", test_entry_form, NULL);
  ADD ("/case/ledger/edit-and-reopen", test_edit_and_reopen, NULL);
  ADD ("/case/ledger/list-model", test_list_model, NULL);
  ADD ("/case/ledger/erase", test_erase, NULL);
  ADD ("/case/ledger/reveal-deleted", test_reveal_deleted, NULL);
  ADD ("/case/ledger/lock", test_lock, NULL);
  ADD ("/case/ledger/other-key", test_other_key, NULL);
  ADD ("/case/ledger/clock-jump-forward", test_clock_jump, GINT_TO_POINTER (3600000));
  ADD ("/case/ledger/clock-jump-back", test_clock_jump, GINT_TO_POINTER (-3600000));
  ADD ("/case/ledger/close-event", test_close_event, NULL);
  ADD ("/case/ledger/hand-over", test_hand_over, NULL);
  ADD ("/case/ledger/retention", test_retention, NULL);
  ADD ("/case/ledger/retention-read", test_retention_read, NULL);
  ADD ("/case/ledger/store", test_store, NULL);
  return g_test_run ();
}
