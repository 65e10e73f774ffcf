/* locale-setup.c: where the message catalogues are. */
#include "locale-setup.h"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

/* The build folder's po/ beside the program's folder, or NULL when the program is installed. */
static char *
find_built_catalogues (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program == NULL)
    return NULL;

  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *build = g_path_get_dirname (folder);
  g_autofree char *ninja = g_build_filename (build, "build.ninja", NULL);

  if (!g_file_test (ninja, G_FILE_TEST_IS_REGULAR))
    return NULL;
  return g_build_filename (build, "po", NULL);
}

void
assay_locale_setup (void)
{
  g_autofree char *built = find_built_catalogues ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, built == NULL ? ASSAY_LOCALEDIR : built);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
