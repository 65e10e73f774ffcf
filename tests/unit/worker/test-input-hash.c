/* test-input-hash.c: a file that changes while it is hashed, or afterwards, is no longer what was
 * hashed. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker/assay-input-hash.h"

#define SIZE (3 * 1024 * 1024)

/* Of a time long ago, so that any later write gives it another one. */
static int
make_file (void)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *bytes = g_malloc0 (SIZE);
  const struct timespec times[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
  int fd = g_file_open_tmp ("assay-hash-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (unlink (path), ==, 0);
  g_assert_cmpint (write (fd, bytes, SIZE), ==, SIZE);
  g_assert_cmpint (futimens (fd, times), ==, 0);
  return fd;
}

static void
finish (AssayInputHash *hash)
{
  while (assay_input_hash_step (hash))
    continue;
}

static void
test_unchanged (void)
{
  g_autoptr (AssayInputHash) hash = assay_input_hash_new ();
  g_autofree guint8 *bytes = g_malloc0 (SIZE);
  g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, SIZE);
  int fd = make_file ();

  assay_input_hash_add (hash, fd);
  finish (hash);
  g_assert_cmpstr (assay_input_hash_get (hash, 0), ==, expected);
  g_assert_cmpuint (assay_input_hash_get_size (hash, 0), ==, SIZE);
  g_assert_true (assay_input_hash_is_same (hash, 0, fd));
  close (fd);
}

/* In place, in a part that was read already: the size stays, and the bytes read are of no one
 * state. */
static void
test_changed_meanwhile (void)
{
  g_autoptr (AssayInputHash) hash = assay_input_hash_new ();
  int fd = make_file ();

  assay_input_hash_add (hash, fd);
  g_assert_true (assay_input_hash_step (hash));
  g_assert_cmpint (pwrite (fd, "x", 1, 10), ==, 1);
  finish (hash);
  g_assert_null (assay_input_hash_get (hash, 0));
  g_assert_false (assay_input_hash_is_same (hash, 0, fd));
  close (fd);
}

/* The hash was there, but a worker may have read on. */
static void
test_changed_later (void)
{
  g_autoptr (AssayInputHash) hash = assay_input_hash_new ();
  int fd = make_file ();

  assay_input_hash_add (hash, fd);
  finish (hash);
  g_assert_cmpint (pwrite (fd, "x", 1, SIZE - 1), ==, 1);
  g_assert_nonnull (assay_input_hash_get (hash, 0));
  g_assert_false (assay_input_hash_is_same (hash, 0, fd));
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/input-hash/unchanged", test_unchanged);
  g_test_add_func ("/worker/input-hash/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/worker/input-hash/changed-later", test_changed_later);
  return g_test_run ();
}
