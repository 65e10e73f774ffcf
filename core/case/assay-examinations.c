/* assay-examinations.c: see the header. */
#include "case/assay-examinations.h"

#include "config.h"

#include "worker/assay-tool-list.h"

/* The check, tables of what the file says of itself, its inside, and the picture. */
static const char *const examinations[] = { "integrity", "metadata", "structure", "image" };

const AssayToolInfo *
assay_examination_get (guint index)
{
  return index < G_N_ELEMENTS (examinations) ? assay_tool_list_find (examinations[index]) : NULL;
}

typedef struct
{
  const char *tool;
  gboolean found;
} Search;

static gboolean
on_run (const AssayRunRecord *run, gpointer data)
{
  Search *search = data;
  search->found = g_str_equal (run->tool, search->tool);
  return !search->found;
}

/* One whose result is not there any more, or not as it was, shows nothing. */
static gboolean
was_run (AssayCase *self, guint exhibit, const char *tool)
{
  Search search = { .tool = tool };
  g_autoptr (GError) error = NULL;
  (void) assay_case_foreach_run (self, exhibit, 0, on_run, &search, NULL);
  if (search.found)
    {
      g_autoptr (AssayResult) result = assay_case_find_result (self, exhibit, tool, &error);
    }
  return search.found && error == NULL;
}

static gboolean
applies (AssayExhibit *exhibit, const AssayToolInfo *info)
{
  const char *mime = assay_exhibit_get_mime (exhibit); /* the check comes first and finds it */
  return (info->kinds & ASSAY_MEDIA_ANY) == ASSAY_MEDIA_ANY
         || ((info->kinds & ASSAY_MEDIA_IMAGE) != 0 && g_str_has_prefix (mime, "image/"))
         || ((info->kinds & ASSAY_MEDIA_VIDEO) != 0 && g_str_has_prefix (mime, "video/"));
}

gboolean
assay_case_is_unexamined (AssayCase *self, const AssayExamination *examination)
{
  AssayExhibit *exhibit = assay_case_get_exhibit (self, examination->exhibit);
  return exhibit != NULL && assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED
         && applies (exhibit, examination->info)
         && !was_run (self, examination->exhibit, examination->info->id);
}

GArray *
assay_case_find_unexamined (AssayCase *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (AssayExamination));
  const guint n = assay_case_get_n_exhibits (self);
  for (guint i = 1; i <= n; i++)
    for (guint tool = 0; tool < G_N_ELEMENTS (examinations); tool++)
      {
        const AssayExamination one = { i, assay_examination_get (tool) };
        if (assay_case_is_unexamined (self, &one))
          g_array_append_val (found, one);
      }
  return found;
}
