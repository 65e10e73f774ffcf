/* test-fact-titles.c: each name of the catalogue is found in it, which its order decides. */
#include <glib.h>
#include <string.h>

#include "model/assay-fact-titles-private.h"

/* How many names the source @file holds, each of which is found. */
static guint
count_found (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "core", "model", file, NULL);
  g_autofree char *source = NULL;
  g_auto (GStrv) lines = NULL;
  guint found = 0;

  if (!g_file_get_contents (path, &source, NULL, NULL))
    return 0;
  lines = g_strsplit (source, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = NULL;

      if (!g_str_has_prefix (lines[i], "  { \""))
        continue;
      name = g_strndup (lines[i] + 5, strcspn (lines[i] + 5, "\""));
      if (assay_fact_title_find (name) == NULL)
        g_error ("“%s” does not stand where it is looked for", name);
      found++;
    }
  return found;
}

static void
test_found (void)
{
  const guint facts = count_found ("assay-fact-titles.c");

  if (facts == 0)
    {
      g_test_skip ("the source is not here");
      return;
    }
  g_assert_cmpuint (facts, >, 400);
  g_assert_cmpuint (count_found ("assay-cipher-titles.c"), >, 40);
  g_assert_cmpuint (count_found ("assay-mark-titles.c"), >, 20);
  g_assert_null (assay_fact_title_find ("no such name"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/fact-titles/found", test_found);
  return g_test_run ();
}
