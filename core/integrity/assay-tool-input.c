/* assay-tool-input.c: from a job to the inspection of its input. */
#include "integrity/assay-tool-input-private.h"

#include <string.h>

#include "integrity/assay-integrity-media.h"
#include "integrity/assay-orient-private.h"
#include "integrity/assay-shrink-private.h"
#include "media/assay-jpeg-pixels.h"

/* Written once, before any job. */
static const AssayIntegrityMedia *installed;

void
assay_integrity_set_media (const AssayIntegrityMedia *media)
{
  installed = media;
}

const AssayIntegrityMedia *
assay_integrity_get_media (void)
{
  return installed;
}

AssayInspection *
assay_tool_input_inspect (AssayToolJob *job, GError **error)
{
  const AssayToolInput *input = assay_tool_job_get_input (job, 0);

  return assay_inspect (input->source, input->name, assay_tool_job_get_cancellable (job), error);
}

/* Sound or video, by format and, for containers, by tracks. */
static gboolean
has_streams (const AssayInspection *inspection)
{
  const AssayFormat *format = assay_inspection_get_format (inspection);

  return (format->kinds & (ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_AUDIO)) != 0;
}

static gboolean
need_media (AssayToolJob *job, const char *what, GError **error)
{
  if (assay_tool_job_has_media (job) && installed != NULL)
    return TRUE;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NEEDS_MEDIA, "%s", what);
  return FALSE;
}

gboolean
assay_tool_input_add_streams (AssayToolJob *job, AssayInspection *inspection, GError **error)
{
  if (!has_streams (inspection))
    return TRUE;
  if (!need_media (job, "stream facts", error))
    return FALSE;
  return installed->add_streams (assay_tool_job_get_input (job, 0)->source, inspection,
                                 assay_tool_job_get_cancellable (job), error);
}

/* Reduces before turning: fewer pixels to move. */
static AssayImage *
make_upright (AssayImage *stored,
              const AssayInspection *inspection,
              const char *id,
              const char *title,
              guint most,
              GError **error)
{
  g_autoptr (AssayImage) small = assay_shrink (stored, id, title, most, error);

  if (small == NULL)
    return NULL;
  return assay_orient (small, assay_orientation_of (inspection), error);
}

AssayImage *
assay_tool_input_picture (AssayToolJob *job,
                          const AssayInspection *inspection,
                          const char *id,
                          const char *title,
                          guint most,
                          GError **error)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  g_autoptr (AssayImage) stored = NULL;

  if (strcmp (assay_inspection_get_format (inspection)->id, "jpeg") != 0)
    {
      if (!need_media (job, "pixels", error))
        return NULL;
      return installed->picture (source, inspection, id, title, most, cancellable, error);
    }
  stored = assay_jpeg_pixels (source, 0, assay_source_get_size (source), id, title, most, NULL,
                              cancellable, error);
  if (stored == NULL)
    return NULL;
  return make_upright (stored, inspection, id, title, most > 0 ? most : G_MAXUINT, error);
}
