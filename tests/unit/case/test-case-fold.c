/* test-case-fold.c: database and log laid together in memory hold what SQLite reads of the two,
 * wherever the log is cut or changed. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "case-support.h"
#include "case/assay-case-db-fold-private.h"

typedef struct
{
  char *data;
  gsize length;
} Bytes;

static Bytes
load (const char *path)
{
  Bytes bytes = { NULL, 0 };
  g_assert_true (g_file_get_contents (path, &bytes.data, &bytes.length, NULL));
  return bytes;
}

/* Without the syncs of g_file_set_contents(). */
static gboolean
save (const char *path, Bytes bytes)
{
  FILE *file = fopen (path, "w");
  const gboolean done = file != NULL && fwrite (bytes.data, 1, bytes.length, file) == bytes.length;
  return file != NULL && fclose (file) == 0 && done;
}

static void
run (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Everything in table t, or why not; (transfer full). */
static char *
contents (sqlite3 *db)
{
  sqlite3_stmt *rows = NULL;
  GString *text = g_string_new (NULL);
  if (sqlite3_prepare_v2 (
          db, "SELECT rowid, length(x) || ' ' || hex(substr(x, 1, 2)) FROM t ORDER BY rowid", -1,
          &rows, NULL)
      == SQLITE_OK)
    while (sqlite3_step (rows) == SQLITE_ROW)
      g_string_append_printf (text, "%d %s\n", sqlite3_column_int (rows, 0),
                              (const char *) sqlite3_column_text (rows, 1));
  if (sqlite3_finalize (rows) != SQLITE_OK || rows == NULL)
    g_string_append (text, "no table");
  return g_string_free (text, FALSE);
}

/* As SQLite reads the pair in a folder of its own, where it may write. */
static char *
read_by_sqlite (CaseFixture *self, Bytes file, Bytes log)
{
  g_autofree char *path = g_build_filename (self->root, "copy.db", NULL);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  sqlite3 *db = NULL;
  g_assert_true (save (path, file));
  g_assert_true (save (log_path, log));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  (void) sqlite3_exec (db, "PRAGMA synchronous=OFF", NULL, NULL, NULL); /* it may be broken */
  char *text = contents (db);
  (void) sqlite3_close (db);
  return text;
}

static char *
read_folded (CaseFixture *self, Bytes file, Bytes log)
{
  g_autofree char *path = g_build_filename (self->root, "folded.db", NULL);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  gint64 size = 0;
  sqlite3 *db = NULL;
  g_assert_true (save (path, file));
  g_assert_true (save (log_path, log));
  guint8 *image = assay_db_fold (path, log_path, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_deserialize (db, "main", image, size, size,
                           SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY),
      ==, SQLITE_OK);
  char *text = contents (db);
  (void) sqlite3_close (db);
  return text;
}

static char *
compare (CaseFixture *self, Bytes file, Bytes log)
{
  g_autofree char *expected = read_by_sqlite (self, file, log);
  char *got = read_folded (self, file, log);
  g_assert_cmpstr (got, ==, expected);
  return got;
}

/* A database with @page bytes a page and a log of several commits, one of which makes it smaller
 * and one of which was rolled back; @log_path stays as the writer left it. */
static void
make_pair (CaseFixture *self, guint page, Bytes *file, Bytes *log)
{
  g_autofree char *path = g_strdup_printf ("%s/pair-%u.db", self->root, page);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autofree char *size = g_strdup_printf ("PRAGMA page_size=%u", page);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  run (db, size);
  run (db, "PRAGMA auto_vacuum=FULL; CREATE TABLE t(x); INSERT INTO t VALUES(x'01')");
  run (db, "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=4");
  run (db, "INSERT INTO t VALUES(zeroblob(150000))");
  run (db, "PRAGMA wal_checkpoint(RESTART)"); /* what follows lies over old frames */
  run (db, "INSERT INTO t VALUES(x'02')");
  run (db, "INSERT INTO t VALUES(zeroblob(30000))");
  run (db, "BEGIN; INSERT INTO t VALUES(zeroblob(40000)); ROLLBACK");
  run (db, "DELETE FROM t WHERE length(x)=150000");
  run (db, "INSERT INTO t VALUES(x'03')");
  *file = load (path);
  *log = load (log_path);
  (void) sqlite3_close (db);
}

static void
test_cut (CaseFixture *self, gconstpointer data)
{
  static const guint pages[] = { 512, 4096, 65536 };
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      Bytes file, log;
      make_pair (self, pages[i], &file, &log);
      g_autofree char *whole = compare (self, file, log);
      g_assert_nonnull (strstr (whole, "5 1 03\n"));
      g_autofree char *without = compare (self, file, (Bytes){ log.data, 0 });
      g_assert_cmpstr (without, !=, whole);
      const gsize step = MAX (log.length / 20, pages[i] + 24);
      for (gsize at = 32; at < log.length; at += step)
        for (gsize cut = at - 1; cut <= MIN (at + 1, log.length); cut++)
          {
            g_autofree char *text = compare (self, file, (Bytes){ log.data, cut });
            g_assert_nonnull (text);
          }
      g_free (file.data);
      g_free (log.data);
    }
}

static void
test_changed (CaseFixture *self, gconstpointer data)
{
  Bytes file, log;
  make_pair (self, 1024, &file, &log);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  for (guint i = 0; i < 120; i++)
    {
      /* Half of them in the first headers, where each byte means something. */
      const gint32 limit = i % 2 == 0 ? 32 + 24 : (gint32) log.length;
      const gsize at = (gsize) g_rand_int_range (random, 0, limit);
      const char before = log.data[at];
      log.data[at] = (char) (before ^ (1 << g_rand_int_range (random, 0, 8)));
      g_autofree char *text = compare (self, file, log);
      g_assert_nonnull (text);
      log.data[at] = before;
    }
  g_free (file.data);
  g_free (log.data);
}

static void
test_none (CaseFixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->root, "some.db", NULL);
  g_autofree char *missing = g_build_filename (self->root, "some.db-wal", NULL);
  g_autoptr (GError) error = NULL;
  gint64 size = -1;
  g_assert_null (assay_db_fold (path, missing, &size, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  guint8 *image = assay_db_fold (path, missing, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, 0);
  sqlite3_free (image);
  /* More than is ever read into memory. */
  g_assert_cmpint (truncate (path, (off_t) 3 << 30), ==, 0);
  g_assert_null (assay_db_fold (path, missing, &size, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/case/fold/cut", CaseFixture, NULL, case_fixture_set_up, test_cut,
              case_fixture_tear_down);
  g_test_add ("/case/fold/changed", CaseFixture, NULL, case_fixture_set_up, test_changed,
              case_fixture_tear_down);
  g_test_add ("/case/fold/none", CaseFixture, NULL, case_fixture_set_up, test_none,
              case_fixture_tear_down);
  return g_test_run ();
}
