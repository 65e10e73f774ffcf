/* case-actor.c: works on a case and says on standard output what was acknowledged to it, so that a
 * test can kill it anywhere and compare.
 *
 * usage: case-actor work KEYS CASE FILE…    opens, takes each file in, notes, hands over, erases
 * the first exhibit, makes a checkpoint case-actor share KEYS CASE FILE…   opens, takes one file
 * in, closes, for each file, waiting for its turn */
#include <stdio.h>
#include <string.h>

#include "case/assay-case-hand-over.h"
#include "case/assay-case.h"

static int
fail (const GError *error)
{
  (void) printf ("failed %s\n", error->message);
  (void) fflush (stdout);
  return 1;
}

static gboolean
take_in (AssayCase *subject, const char *path, GError **error)
{
  g_autoptr (AssayExhibit) exhibit = assay_case_intake (subject, path, NULL, NULL, NULL, error);
  if (exhibit == NULL)
    return FALSE;
  (void) printf ("intake %u %s\n", assay_exhibit_get_number (exhibit),
                 assay_exhibit_get_sha256 (exhibit));
  (void) fflush (stdout);
  return TRUE;
}

static int
work (AssayExaminerKey *key, const char *path, char **files, GError **error)
{
  g_autoptr (AssayCase) subject = assay_case_open (path, ASSAY_CASE_WRITE, key, error);
  if (subject == NULL)
    return fail (*error);
  for (char **file = files; *file != NULL; file++)
    if (!take_in (subject, *file, error))
      return fail (*error);
  if (!assay_case_note (subject, 2, "a remark", error))
    return fail (*error);
  (void) printf ("note\n");
  (void) fflush (stdout);
  if (!assay_case_hand_over (subject, 0, "B. Next", "leave", NULL, error))
    return fail (*error);
  (void) printf ("transfer\n");
  (void) fflush (stdout);
  if (!assay_case_erase (subject, 1, "asked for", error))
    return fail (*error);
  (void) printf ("erase\n");
  (void) fflush (stdout);
  g_autofree char *note = assay_case_make_checkpoint (subject, error);
  if (note == NULL)
    return fail (*error);
  (void) printf ("checkpoint\n");
  (void) fflush (stdout);
  return 0;
}

static int
share (AssayExaminerKey *key, const char *path, char **files, GError **error)
{
  for (char **file = files; *file != NULL;)
    {
      g_autoptr (GError) trouble = NULL;
      g_autoptr (AssayCase) subject = assay_case_open (path, ASSAY_CASE_WRITE, key, &trouble);
      if (g_error_matches (trouble, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_LOCKED))
        {
          g_usleep (1000);
          continue;
        }
      if (subject == NULL)
        return fail (trouble);
      if (!take_in (subject, *file, error))
        return fail (*error);
      file++;
    }
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc < 4)
    return 2;
  g_autoptr (AssayExaminerKey) key = assay_examiner_key_open (argv[2], NULL, &error);
  if (key == NULL)
    return fail (error);
  if (strcmp (argv[1], "share") == 0)
    return share (key, argv[3], argv + 4, &error);
  return work (key, argv[3], argv + 4, &error);
}
