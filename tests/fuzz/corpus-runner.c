/* corpus-runner.c: runs a fuzz target over files as a normal test, so that old crashes stay fixed
 * under any compiler.
 *
 * usage: TARGET FILE-OR-FOLDER...   one TAP point a file; with libFuzzer this main is not linked */
#include <glib.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint points;

static void
run_file (const char *path)
{
  g_autofree char *data = NULL;
  g_autofree char *name = g_path_get_basename (path);
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    return;

  /* A copy of the exact size, so that a sanitizer sees a read past the end. */
  g_autofree guint8 *exact = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (exact, size);
  printf ("ok %u %s\n", ++points, name);
  fflush (stdout);
}

static void
run_path (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      run_file (path);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      run_file (child);
    }
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    run_path (argv[i]);
  /* An empty input is part of every corpus. */
  LLVMFuzzerTestOneInput ((const guint8 *) "", 0);
  printf ("ok %u empty\n1..%u\n", points + 1, points + 1);
  return 0;
}
