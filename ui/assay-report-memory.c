/* assay-report-memory.c: see the header. The file is small and local, so it is read and written at
 * once; a foreign case may bring any bytes under its name, so it is read with bounds. */
#include "assay-report-memory.h"

#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-json.h"
#include "base/assay-limits.h"

#define NAME "report-choices.json"
/* All texts of a report at their longest. */
#define MOST_BYTES ((gsize) ASSAY_LIMIT_TEXT * (ASSAY_REPORT_N_TEXTS + 1))
/* The texts are an object in the object. */
#define DEPTH 4

/* The whole of a regular file, or NULL. */
static char *
read_all (int fd, gsize *length)
{
  struct stat about;
  g_autofree char *text = NULL;
  gsize done = 0;

  if (fstat (fd, &about) != 0 || !S_ISREG (about.st_mode) || about.st_size <= 0
      || (guint64) about.st_size > MOST_BYTES)
    return NULL;
  *length = (gsize) about.st_size;
  text = g_malloc (*length);
  while (done < *length)
    {
      const gssize n = read (fd, text + done, *length - done);
      if (n <= 0)
        return NULL;
      done += (gsize) n;
    }
  return g_steal_pointer (&text);
}

void
assay_report_memory_recall (AssayCase *acase, AssayReportOptions *options)
{
  g_autofree char *path = g_build_filename (assay_case_get_path (acase), NAME, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length = 0;

  /* The choices of somebody else, or of a case that was changed, must not leave a section out. */
  if (assay_case_get_mode (acase) != ASSAY_CASE_WRITE)
    return;
  const int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return;
  text = read_all (fd, &length);
  close (fd);
  if (text != NULL)
    node = assay_json_parse (text, (gssize) length, DEPTH, NULL);
  if (node != NULL)
    assay_report_options_apply_json (options, node);
}

void
assay_report_memory_keep (AssayCase *acase, const AssayReportOptions *options)
{
  g_autofree char *path = g_build_filename (assay_case_get_path (acase), NAME, NULL);
  g_autoptr (JsonNode) node = assay_report_options_to_json (options);
  g_autofree char *text = assay_json_text (node, ASSAY_JSON_PRETTY);
  g_autoptr (GError) error = NULL;

  if (assay_case_get_mode (acase) != ASSAY_CASE_WRITE)
    return;
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("The choices of the report are not kept: %s", error->message);
}
