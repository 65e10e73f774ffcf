/* case-support.c: see the header. */
#include "case-support.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "case/assay-files-private.h"

void
case_fixture_set_up (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  self->root = g_dir_make_tmp ("assay-case-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = g_build_filename (self->root, "store", NULL);
  self->keys = g_build_filename (self->root, "keys", NULL);
  self->key = assay_examiner_key_open (self->keys, NULL, &error);
  g_assert_no_error (error);
  self->subject = assay_store_create (self->store, self->key, "Title of the case", "REF-1",
                                      "Examiner One", &error);
  g_assert_no_error (error);
}

void
case_fixture_tear_down (CaseFixture *self, gconstpointer data)
{
  g_clear_object (&self->subject);
  assay_examiner_key_unref (self->key);
  assay_remove_tree (self->root);
  g_free (self->root);
  g_free (self->store);
  g_free (self->keys);
}

char *
case_fixture_file (CaseFixture *self, const char *name, gsize size, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree guint32 *words = g_new (guint32, size / 4 + 1);
  for (gsize i = 0; i < size / 4 + 1; i++)
    words[i] = g_rand_int (rand);
  char *path = g_build_filename (self->root, name, NULL);
  /* Not g_file_set_contents(): its temporary name is longer than the longest name. */
  const int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (assay_write_all (fd, words, size));
  assay_close (fd);
  return path;
}

guint
case_fixture_intake (CaseFixture *self, const char *name, gsize size, guint32 seed)
{
  g_autofree char *path = case_fixture_file (self, name, size, seed);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExhibit) exhibit
      = assay_case_intake (self->subject, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return assay_exhibit_get_number (exhibit);
}

void
case_fixture_reopen (CaseFixture *self, AssayCaseMode mode)
{
  g_autofree char *path = g_strdup (assay_case_get_path (self->subject));
  g_autoptr (GError) error = NULL;
  g_clear_object (&self->subject);
  self->subject = assay_case_open (path, mode, self->key, &error);
  g_assert_no_error (error);
}

AssayVerification *
case_fixture_verify (CaseFixture *self)
{
  g_autoptr (GError) error = NULL;
  AssayVerification *report = assay_case_verify (self->subject, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

const AssayVerifyFinding *
case_fixture_find (const AssayVerification *report, const char *code)
{
  for (guint i = 0; i < assay_verification_get_n_findings (report); i++)
    {
      const AssayVerifyFinding *finding = assay_verification_get_finding (report, i);
      g_test_message ("%s entry %d exhibit %u: %s", finding->code, (int) finding->entry,
                      finding->exhibit, finding->detail);
      if (strcmp (finding->code, code) == 0)
        return finding;
    }
  g_error ("no finding “%s”", code);
}

void
case_fixture_tamper (CaseFixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (assay_case_get_path (self->subject), "case.db", NULL);
  assay_case_close (self->subject);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  char *message = NULL;
  (void) sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

char *
case_fixture_object (CaseFixture *self, guint number)
{
  const char *sha256 = assay_exhibit_get_sha256 (assay_case_get_exhibit (self->subject, number));
  return g_strdup_printf ("%s/vault/objects/%.2s/%s", assay_case_get_path (self->subject), sha256,
                          sha256);
}
