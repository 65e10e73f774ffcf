/* test-case-export.c: the bag, and verify.sh as a third party runs it: passes as exported, fails on
 * each kind of change. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case-support.h"

typedef struct
{
  CaseFixture base;
  char *bag;
  char *note; /* a checkpoint that left before the export */
} ExportFixture;

/* One case is written and exported for all points, each works on a copy of the export: whoever
 * writes a case waits for the disk, and an export waits for all that its file system has still to
 * write. */
static ExportFixture exported;

static void
export_case (void)
{
  g_autoptr (GError) error = NULL;
  ExportFixture *self = &exported;
  case_fixture_set_up (&self->base, NULL);
  (void) case_fixture_intake (&self->base, "one.jpg", 70000, 1);
  (void) case_fixture_intake (&self->base, "na\xefve.jpg", 1500000, 2);
  (void) case_fixture_intake (&self->base, "gone.jpg", 3000, 3);
  g_assert_true (assay_case_note (self->base.subject, 2, "தமிழ் குறிப்பு", &error));
  g_assert_true (assay_case_erase (self->base.subject, 3, "asked for", &error));
  g_autofree char *note = assay_case_make_checkpoint (self->base.subject, &error);
  self->note = g_build_filename (self->base.root, "outside.note", NULL);
  g_assert_true (g_file_set_contents (self->note, note, -1, &error));
  g_assert_true (assay_case_edit (self->base.subject, "After the checkpoint", "7/b", NULL, &error));
  self->bag = g_build_filename (self->base.root, "exported", NULL);
  g_assert_true (assay_case_export (self->base.subject, self->bag, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
remove_case (void)
{
  g_free (exported.bag);
  g_free (exported.note);
  case_fixture_tear_down (&exported.base, NULL);
}

static void
run_quietly (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) copy = g_strdupv ((char **) (guintptr) arguments);
  int status = 1;
  g_assert_true (g_spawn_sync (NULL, copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                               &status, &error));
  g_assert_cmpint (status, ==, 0);
}

static void
set_up (ExportFixture *self, gconstpointer data)
{
  *self = exported;
  self->bag = g_build_filename (self->base.root, "bag", NULL);
  run_quietly ((const char *const[]){ "cp", "-a", exported.bag, self->bag, NULL });
}

static void
tear_down (ExportFixture *self, gconstpointer data)
{
  run_quietly ((const char *const[]){ "rm", "-rf", self->bag, NULL });
  g_free (self->bag);
}

/* Runs verify.sh; its standard output. */
static char *
run_script (ExportFixture *self, const char *key, const char *note, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script = g_build_filename (self->bag, "verify.sh", NULL);
  const char *const arguments[] = { "bash", script, key, key == NULL ? NULL : note, NULL };
  char *out = NULL;
  int wait_status = 0;
  g_auto (GStrv) copy = g_strdupv ((char **) (guintptr) arguments);
  g_assert_true (g_spawn_sync (NULL, copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL,
                               &wait_status, &error));
  *status = g_spawn_check_wait_status (wait_status, NULL) ? 0 : 1;
  g_test_message ("%s", out);
  return out;
}

static void
assert_fails (ExportFixture *self, const char *message)
{
  int status = 0;
  g_autofree char *out = run_script (self, NULL, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (out, "FAIL"));
  g_assert_nonnull (strstr (out, message));
}

static void
test_passes (ExportFixture *self, gconstpointer data)
{
  int status = 1;
  g_autofree char *out = run_script (self, NULL, NULL, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (out, "OK: 7 entries"));
  g_assert_nonnull (strstr (out, "2 objects, 1 erased"));
  g_assert_nonnull (strstr (out, "NOTE: the key came with the export"));
  g_autofree char *key
      = g_build_filename (assay_case_get_path (self->base.subject), "keys/examiner.pub.pem", NULL);
  g_autofree char *strict = run_script (self, key, self->note, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_null (strstr (strict, "NOTE"));
  g_assert_nonnull (strstr (strict, "the checkpoint that you gave, over 6 entries"));
}

/* A shell without arrays hands over to one that has them. */
static void
test_plain_shell (ExportFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script = g_build_filename (self->bag, "verify.sh", NULL);
  const char *const arguments[] = { "sh", script, NULL };
  g_auto (GStrv) copy = g_strdupv ((char **) (guintptr) arguments);
  g_autofree char *out = NULL;
  int status = 1;
  g_assert_true (g_spawn_sync (NULL, copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL,
                               &status, &error));
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (out, "OK: 7 entries"));
}

/* What is added need not be a plain file, nor stand in data/. */
static void
test_added (ExportFixture *self, gconstpointer data)
{
  static const char *const names[] = { "data/link", "link", "data/pipe", "more.txt" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->bag, names[i], NULL);
      if (g_str_has_suffix (path, "link"))
        g_assert_cmpint (symlink ("/etc/passwd", path), ==, 0);
      else if (g_str_has_suffix (path, "pipe"))
        g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      else
        g_assert_true (g_file_set_contents (path, "more", 4, NULL));
      assert_fails (self, names[i]);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* Two names that differ only in what a manifest cannot hold, and the plain one keeps its own. */
static void
test_names (ExportFixture *self, gconstpointer data)
{
  static const char *const names[] = { "a%b", "a_b", "a\\b", "a\nb" };
  static const char *const given[] = { "a_b_", "a_b", "a_b__", "a_b___" };
  const char *folder = assay_case_get_path (self->base.subject);
  g_autofree char *reports = g_build_filename (folder, "reports", NULL);
  g_assert_cmpint (g_mkdir_with_parents (reports, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (reports, names[i], NULL);
      g_assert_true (g_file_set_contents (path, names[i], -1, NULL));
    }
  g_autoptr (GError) error = NULL;
  g_autofree char *bag = g_build_filename (self->base.root, "named", NULL);
  g_assert_true (assay_case_export (self->base.subject, bag, NULL, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *path = g_build_filename (bag, "data/reports", given[i], NULL);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  g_autofree char *kept = g_build_filename (bag, "data/reports/a_b", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "a_b");
}

static void
test_other_key (ExportFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (self->base.root, "other", NULL);
  g_autofree char *file = g_build_filename (self->base.root, "other.pem", NULL);
  g_autoptr (AssayExaminerKey) key = assay_examiner_key_open (folder, NULL, &error);
  g_autofree char *pem = assay_examiner_key_public_pem (key);
  g_assert_true (g_file_set_contents (file, pem, -1, &error));
  int status = 0;
  g_autofree char *out = run_script (self, file, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (out, "entry 1 names another key"));
}

/* What an attacker who can also write manifests does: SQL on the exported database, then everything
 * that is plain is made to fit again. */
static void
redo (ExportFixture *self, const char *sql)
{
  g_autofree char *database = g_build_filename (self->bag, "data/case.db", NULL);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (database, &db), ==, SQLITE_OK);
  char *message = NULL;
  (void) sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
  g_autofree char *command = g_strdup_printf (
      "cd '%s' && sqlite3 data/case.db 'SELECT body FROM ledger ORDER BY seq' >data/ledger.jsonl "
      "&& "
      "sqlite3 data/case.db 'SELECT lower(hex(sig)) FROM ledger ORDER BY seq' >data/ledger.sig && "
      "sqlite3 data/case.db \"SELECT size||' '||lower(hex(note)) FROM checkpoint ORDER BY size\" "
      ">data/checkpoints.txt && "
      "sqlite3 data/case.db \"SELECT commitment||' '||lower(hex(salt))||' '||lower(hex(value)) "
      "FROM "
      "reveal ORDER BY commitment\" >data/reveals.txt && "
      "find data -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum >manifest-sha256.txt && "
      "find data -type f | LC_ALL=C sort | xargs -d '\\n' sha512sum >manifest-sha512.txt && "
      "sha256sum bagit.txt bag-info.txt manifest-*.txt HOW-TO-VERIFY.txt verify.sh "
      ">tagmanifest-sha256.txt && "
      "sha512sum bagit.txt bag-info.txt manifest-*.txt HOW-TO-VERIFY.txt verify.sh "
      ">tagmanifest-sha512.txt",
      self->bag);
  run_quietly ((const char *const[]){ "bash", "-c", command, NULL });
}

static void
test_untouched_redo (ExportFixture *self, gconstpointer data)
{
  redo (self, "SELECT 1");
  int status = 1;
  g_autofree char *out = run_script (self, NULL, NULL, &status);
  g_assert_cmpint (status, ==, 0);
}

typedef struct
{
  const char *name;
  const char *sql;
  const char *message;
} Tampering;

#define NO_TRIGGERS "DROP TRIGGER ledger_no_update; DROP TRIGGER ledger_no_delete; "

static const Tampering tamperings[] = {
  { "edited-row",
    NO_TRIGGERS
    "UPDATE ledger SET body=replace(body,'\"size\":70000','\"size\":70001') WHERE seq=2",
    "entry 2: signature" },
  { "bytes-behind-an-entry", NO_TRIGGERS "UPDATE ledger SET body=body||char(0)||'x' WHERE seq=2",
    "behind their end" },
  { "bytes-behind-a-hash", "UPDATE exhibit SET sha256=sha256||char(0)||'x' WHERE item=2",
    "exhibit" },
  { "removed-entry", NO_TRIGGERS "DELETE FROM ledger WHERE seq=3", "entry 3: chain broken" },
  { "cut-tail", NO_TRIGGERS "DELETE FROM ledger WHERE seq>=7", "rolled back" },
  { "swapped-signatures",
    NO_TRIGGERS "UPDATE ledger SET sig=(SELECT sig FROM ledger WHERE seq=3) WHERE seq=4",
    "entry 4: signature" },
  { "table-verdict", "UPDATE exhibit SET verdict='clear' WHERE item=1", "exhibit" },
  { "table-state", "UPDATE exhibit SET state='held' WHERE item=3", "exhibit" },
  { "table-row", "DELETE FROM exhibit WHERE item=2", "exhibit" },
  { "table-run", "INSERT INTO run VALUES(7,1,'integrity','1','{}','','','clear',1,2)", "run" },
  { "table-title", "UPDATE casefile SET title='Another'", "casefile" },
  { "table-gone", "DROP TABLE run", "do not say what the ledger says" },
  { "changed-name", "UPDATE reveal SET value='other.jpg' WHERE value='one.jpg'", "was changed" },
};

static void
test_tampered (ExportFixture *self, gconstpointer data)
{
  const Tampering *tampering = data;
  redo (self, tampering->sql);
  assert_fails (self, tampering->message);
}

static char *
first_object (ExportFixture *self)
{
  const char *sha256 = assay_exhibit_get_sha256 (assay_case_get_exhibit (self->base.subject, 1));
  return g_strdup_printf ("%s/data/objects/%.2s/%s", self->bag, sha256, sha256);
}

static void
test_changed_object (ExportFixture *self, gconstpointer data)
{
  g_autofree char *object = first_object (self);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (object, &bytes, &size, NULL));
  bytes[size / 2] = (char) (bytes[size / 2] ^ 1);
  g_assert_true (g_file_set_contents (object, bytes, (gssize) size, NULL));
  assert_fails (self, "manifest-sha256.txt");
  redo (self, "SELECT 1");
  assert_fails (self, "missing or has other bytes");
}

static void
test_removed_object (ExportFixture *self, gconstpointer data)
{
  g_autofree char *object = first_object (self);
  g_assert_cmpint (g_unlink (object), ==, 0);
  redo (self, "SELECT 1");
  assert_fails (self, "entry 2: the object");
}

static void
test_added_file (ExportFixture *self, gconstpointer data)
{
  g_autofree char *extra = g_build_filename (self->bag, "data/extra", NULL);
  g_assert_true (g_file_set_contents (extra, "x", 1, NULL));
  assert_fails (self, "does not list");
}

static void
test_cut_before_outside_checkpoint (ExportFixture *self, gconstpointer data)
{
  /* Cut with the bag's own checkpoint replaced by an older one: only the one outside tells. */
  redo (self, NO_TRIGGERS "DELETE FROM ledger WHERE seq>=6; DELETE FROM reveal WHERE value IN "
                          "('asked for','after the checkpoint','Examiner One') ");
  g_autofree char *inside = g_build_filename (self->bag, "data/checkpoint.note", NULL);
  gint64 size = 0;
  g_autofree char *older = assay_case_get_checkpoint (self->base.subject, 4, &size);
  g_assert_true (g_file_set_contents (inside, older, -1, NULL));
  redo (self, "SELECT 1");
  int status = 0;
  g_autofree char *key
      = g_build_filename (assay_case_get_path (self->base.subject), "keys/examiner.pub.pem", NULL);
  g_autofree char *out = run_script (self, key, self->note, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (out, "rolled back"));
}

static void
test_exists_and_cancel (ExportFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (assay_case_export (self->base.subject, self->bag, NULL, NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS);
  g_clear_error (&error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_autofree char *second = g_build_filename (self->base.root, "bag2", NULL);
  g_assert_false (assay_case_export (self->base.subject, second, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr (GDir) dir = g_dir_open (self->base.root, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_assert_false (g_str_has_prefix (name, "bag2"));
}

static void
test_jsonld (ExportFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->bag, "data/case.jsonld", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_autoptr (JsonNode) root = assay_json_parse (text, -1, 16, &error);
  g_assert_no_error (error);
  JsonArray *graph = assay_json_array (json_node_get_object (root), "@graph");
  /* Investigation, person, tool; file and provenance for each of 3 exhibits; 7 entries. */
  g_assert_cmpuint (json_array_get_length (graph), ==, 3 + 6 + 7);
}

#define ADD(path, func, argument)                                                                  \
  g_test_add (path, ExportFixture, argument, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  export_case ();
  ADD ("/case/export/passes", test_passes, NULL);
  ADD ("/case/export/plain-shell", test_plain_shell, NULL);
  ADD ("/case/export/added", test_added, NULL);
  ADD ("/case/export/names", test_names, NULL);
  ADD ("/case/export/other-key", test_other_key, NULL);
  ADD ("/case/export/untouched-redo", test_untouched_redo, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tamperings); i++)
    {
      g_autofree char *path = g_strconcat ("/case/export/", tamperings[i].name, NULL);
      ADD (path, test_tampered, &tamperings[i]);
    }
  ADD ("/case/export/changed-object", test_changed_object, NULL);
  ADD ("/case/export/removed-object", test_removed_object, NULL);
  ADD ("/case/export/added-file", test_added_file, NULL);
  ADD ("/case/export/cut-before-outside-checkpoint", test_cut_before_outside_checkpoint, NULL);
  ADD ("/case/export/exists-and-cancel", test_exists_and_cancel, NULL);
  ADD ("/case/export/jsonld", test_jsonld, NULL);
  const int status = g_test_run ();
  remove_case ();
  return status;
}
