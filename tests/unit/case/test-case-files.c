/* test-case-files.c: a journal that is put beside the database after the check deletes nothing
 * either. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "case-support.h"
#include "case/assay-case-files-private.h"

#define SECTOR 512u
#define NONCE 0x1234u
#define LOCK_BYTE 0x40000000u

static void
add_number (GByteArray *out, guint32 number)
{
  const guint32 big = GUINT32_TO_BE (number);
  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static void
pad (GByteArray *out)
{
  static const guint8 zeros[SECTOR];
  g_byte_array_append (out, zeros, (SECTOR - out->len % SECTOR) % SECTOR);
}

/* Of a page: the nonce and every 200th byte from its end. */
static guint32
checksum (const guint8 *page, guint size)
{
  guint32 sum = NONCE;
  for (guint at = size - 200; at > 0 && at < size; at -= 200)
    sum += page[at];
  return sum;
}

/* A journal of the first page of @data whose super-journal is @victim ("Database File Format", 3).
 */
static GByteArray *
make_journal (const guint8 *data, gsize length, const char *victim)
{
  static const guint8 magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  const guint size = (guint) data[16] << 8 | data[17];
  GByteArray *out = g_byte_array_new ();
  g_byte_array_append (out, magic, sizeof magic);
  const guint32 head[] = { 1, NONCE, (guint32) (length / size), SECTOR, size };
  for (gsize i = 0; i < G_N_ELEMENTS (head); i++)
    add_number (out, head[i]);
  pad (out);
  add_number (out, 1);
  g_byte_array_append (out, data, size);
  add_number (out, checksum (data, size));
  pad (out);
  guint32 sum = 0;
  for (const guint8 *c = (const guint8 *) victim; *c != '\0'; c++)
    sum += *c;
  add_number (out, LOCK_BYTE / size + 1);
  g_byte_array_append (out, (const guint8 *) victim, (guint) strlen (victim));
  add_number (out, (guint32) strlen (victim));
  add_number (out, sum);
  g_byte_array_append (out, magic, sizeof magic);
  return out;
}

/* Whether a file is still there that the journal of a database names, which is opened by @vfs. */
static gboolean
survives (CaseFixture *self, const char *name, const char *vfs)
{
  g_autofree char *database = g_build_filename (self->root, name, NULL);
  g_autofree char *journal = g_strconcat (database, "-journal", NULL);
  g_autofree char *victim = g_build_filename (self->root, "victim", NULL);
  g_autofree char *data = NULL;
  gsize length = 0;
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE t(x)", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_assert_true (g_file_get_contents (database, &data, &length, NULL));
  g_autoptr (GByteArray) bytes = make_journal ((const guint8 *) data, length, victim);
  g_assert_true (g_file_set_contents (journal, (const char *) bytes->data, bytes->len, NULL));
  g_assert_true (g_file_set_contents (victim, "mine", 4, NULL));
  g_assert_cmpint (sqlite3_open_v2 (database, &db, SQLITE_OPEN_READWRITE, vfs), ==, SQLITE_OK);
  (void) sqlite3_exec (db, "SELECT * FROM t", NULL, NULL, NULL);
  (void) sqlite3_close (db);
  return g_file_test (victim, G_FILE_TEST_EXISTS);
}

static void
test_super_journal (CaseFixture *self, gconstpointer data)
{
  /* The journal is one that the system's VFS believes: else the test would say nothing. */
  g_assert_false (survives (self, "system.db", NULL));
  g_assert_true (survives (self, "own.db", assay_case_files_vfs ()));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/case/files/super-journal", CaseFixture, NULL, case_fixture_set_up,
              test_super_journal, case_fixture_tear_down);
  return g_test_run ();
}
