/* test-source.c: holes of files, which read as zeros without being stored. */
#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/assay-source.h"

#define STORED 4096
#define END (64 * 1024 * 1024)

/* Bytes, a hole, bytes, a hole. */
static void
test_hole (void)
{
  g_autofree char *path = NULL;
  const int fd = g_file_open_tmp ("assay-hole-XXXXXX", &path, NULL);
  g_autofree char *bytes = g_strnfill (STORED, 'x');
  g_autoptr (AssaySource) source = NULL;
  g_autoptr (AssaySource) memory = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("abc", 3);
  guint64 next;

  g_assert_cmpint (pwrite (fd, bytes, STORED, 0), ==, STORED);
  g_assert_cmpint (pwrite (fd, bytes, STORED, END / 2), ==, STORED);
  g_assert_cmpint (ftruncate (fd, END), ==, 0);
  source = assay_source_new_fd (fd, NULL);
  g_assert_cmpuint (assay_source_skip_hole (source, 10), ==, 10);
  /* A file system that keeps no holes stores the zeros. */
  next = assay_source_skip_hole (source, STORED);
  g_assert_true (next == STORED || next == END / 2);
  next = assay_source_skip_hole (source, END / 2 + STORED);
  g_assert_true (next == END / 2 + STORED || next == END);
  g_assert_cmpuint (assay_source_skip_hole (source, END + 5), ==, END + 5);
  memory = assay_source_new_bytes (text);
  g_assert_cmpuint (assay_source_skip_hole (memory, 1), ==, 1);
  close (fd);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/source/hole", test_hole);
  return g_test_run ();
}
