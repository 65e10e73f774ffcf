/* test-output-file.c: outputs get their name at the end, or never. */
#include "worker/assay-output-file.h"

#include <gio/gio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("assay-output-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "out.bin", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  unlink (fixture->path);
  g_assert_cmpint (rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_publish (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutputFile) file = assay_output_file_new (fixture->path, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (assay_output_file_get_fd (file), "abc", 3), ==, 3);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_true (assay_output_file_publish (file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (assay_output_file_get_size (file), ==, 3);
  /* FIPS 180-4, example of SHA-256 */
  g_assert_cmpstr (assay_output_file_get_sha256 (file), ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* The folder is empty again: tear_down() fails if it is not. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutputFile) file = assay_output_file_new (fixture->path, TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (assay_output_file_get_fd (file), "abc", 3), ==, 3);
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutputFile) file = assay_output_file_new (fixture->path, FALSE, &error);
  g_autofree char *content = NULL;

  g_assert_cmpint (write (assay_output_file_get_fd (file), "first try", 9), ==, 9);
  g_assert_true (assay_output_file_reset (file, &error));
  g_assert_cmpint (write (assay_output_file_get_fd (file), "second", 6), ==, 6);
  g_assert_true (assay_output_file_publish (file, &error));
  g_assert_true (g_file_get_contents (fixture->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "second");
}

/* Somebody else was faster. */
static void
test_race (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutputFile) file = assay_output_file_new (fixture->path, FALSE, &error);
  g_autofree char *content = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "theirs", -1, NULL));
  g_assert_false (assay_output_file_publish (file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (fixture->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "theirs");
}

/* A link is never written through. */
static void
test_symlink (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("/etc/passwd", fixture->path), ==, 0);
  g_assert_null (assay_output_file_new (fixture->path, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_output_file_new ("/nonexistent/folder/out", FALSE, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/worker/output-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("publish", test_publish);
  ADD ("dropped", test_dropped);
  ADD ("reset", test_reset);
  ADD ("race", test_race);
  ADD ("symlink", test_symlink);
  g_test_add_func ("/worker/output-file/no-folder", test_no_folder);
  return g_test_run ();
}
