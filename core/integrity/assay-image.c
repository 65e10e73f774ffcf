/* assay-image.c: the tool `image`: levels, coding tables and preview of a picture; frames of a
 * video. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "integrity/assay-frames-private.h"
#include "integrity/assay-integrity.h"
#include "integrity/assay-levels-private.h"
#include "integrity/assay-preview-private.h"
#include "integrity/assay-quantisation-private.h"
#include "integrity/assay-shrink-private.h"
#include "integrity/assay-tool-input-private.h"

/* Longer side of the picture in the result: enough to look at beside the preview. */
#define PICTURE 1024
/* What lists of exhibits show. */
#define THUMBNAIL 256
/* Longer side at which picture and preview are compared, as in the tool `integrity`. */
#define COMPARED 192

static void
add_levels (AssayResultBuilder *builder, const AssayImage *picture)
{
  AssayLevels levels;
  double pixels;

  assay_levels_count (picture, &levels);
  pixels = (double) MAX (levels.pixels, 1);
  assay_result_builder_metric (builder, "mean", assay_levels_mean (&levels));
  assay_result_builder_metric (builder, "clipped_dark",
                               100 * (double) levels.luminance[0] / pixels);
  assay_result_builder_metric (builder, "clipped_light",
                               100 * (double) levels.luminance[255] / pixels);
  assay_result_builder_metric (builder, "empty_levels", assay_levels_gaps (&levels));
  assay_result_builder_plot (builder, assay_levels_plot_luminance (&levels));
  if (assay_image_get_format (picture) != ASSAY_PIXELS_GREY8)
    assay_result_builder_plot (builder, assay_levels_plot_colours (&levels));
}

static void
add_preview (AssayToolJob *job, const AssayInspection *inspection, AssayResultBuilder *builder)
{
  g_autoptr (AssayPreview) preview
      = assay_preview_load (inspection, assay_tool_job_get_input (job, 0)->source, COMPARED,
                            assay_tool_job_get_cancellable (job));

  if (preview == NULL || preview->preview == NULL)
    return;
  assay_result_builder_image (builder, assay_image_ref (preview->preview));
  if (!preview->compared)
    return;
  assay_result_builder_metric (builder, "preview_correlation",
                               preview->comparison.inner_correlation);
  assay_result_builder_metric (builder, "preview_residual", preview->comparison.residual_max);
  assay_result_builder_plot (builder, assay_preview_plot (preview));
}

/* The picture itself, and small for lists. */
static void
add_shown (AssayResultBuilder *builder, AssayImage *shown)
{
  AssayImage *small = assay_shrink (shown, "thumbnail", N_ ("Thumbnail"), THUMBNAIL, NULL);

  if (small != NULL)
    assay_result_builder_image (builder, small);
  assay_result_builder_image (builder, shown);
}

static gboolean
add_picture (AssayToolJob *job,
             const AssayInspection *inspection,
             AssayResultBuilder *builder,
             GError **error)
{
  g_autoptr (AssayImage) picture = NULL;
  g_autoptr (AssayImage) shown = NULL;

  picture = assay_tool_input_picture (job, inspection, "whole", N_ ("Picture"), 0, error);
  if (picture == NULL)
    return FALSE;
  assay_result_builder_metric (builder, "width", assay_image_get_width (picture));
  assay_result_builder_metric (builder, "height", assay_image_get_height (picture));
  add_levels (builder, picture);
  assay_quantisation_add (inspection, builder);
  add_preview (job, inspection, builder);
  shown = assay_shrink (picture, "picture", N_ ("Picture"), PICTURE, error);
  if (shown == NULL)
    return FALSE;
  add_shown (builder, g_steal_pointer (&shown));
  return TRUE;
}

static void
add_frame_plots (AssayResultBuilder *builder, GArray *frames)
{
  AssayPlot *plots[2];
  double duration;

  assay_frames_sort (frames);
  duration = assay_frames_duration (frames);
  assay_result_builder_metric (builder, "frames", frames->len);
  if (isfinite (duration)) /* a byte stream has no times */
    {
      assay_result_builder_metric (builder, "duration", duration);
      assay_result_builder_metric (builder, "bit_rate", assay_frames_bit_rate (frames));
    }
  assay_result_builder_metric (builder, "key_distance", assay_frames_key_distance (frames));
  assay_result_builder_plot (builder, assay_frames_plot_sizes (frames));
  plots[0] = assay_frames_plot_rate (frames);
  plots[1] = assay_frames_plot_groups (frames);
  for (gsize i = 0; i < G_N_ELEMENTS (plots); i++)
    if (plots[i] != NULL)
      assay_result_builder_plot (builder, plots[i]);
}

static gboolean
add_video (AssayToolJob *job,
           const AssayInspection *inspection,
           AssayResultBuilder *builder,
           GError **error)
{
  const AssayIntegrityMedia *media = assay_integrity_get_media ();
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  g_autoptr (AssayImage) first = assay_tool_input_picture (
      job, inspection, "picture", N_ ("Frame from the beginning"), PICTURE, error);
  g_autoptr (GArray) frames = NULL;

  if (first == NULL)
    return FALSE;
  frames = media->list_frames (source, assay_tool_job_get_progress (job), cancellable, error);
  if (frames == NULL)
    return FALSE;
  assay_result_builder_metric (builder, "width", assay_image_get_width (first));
  assay_result_builder_metric (builder, "height", assay_image_get_height (first));
  if (frames->len > 1)
    add_frame_plots (builder, frames);
  add_levels (builder, first);
  add_shown (builder, g_steal_pointer (&first));
  return TRUE;
}

AssayResult *
assay_image_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayInspection) inspection = assay_tool_input_inspect (job, error);
  g_autoptr (AssayResultBuilder) builder = NULL;
  const AssayFormat *format;
  gboolean added;

  if (inspection == NULL)
    return NULL;
  format = assay_inspection_get_format (inspection);
  if ((format->kinds & assay_image_info.kinds) == 0)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE, "%s",
                   _ ("The file is neither a picture nor a video."));
      return NULL;
    }
  builder = assay_result_builder_new (&assay_image_info);
  assay_result_builder_answer (builder, "type", format->mime);
  if ((format->kinds & ASSAY_MEDIA_IMAGE) != 0)
    added = add_picture (job, inspection, builder, error);
  else
    added = add_video (job, inspection, builder, error);
  return added ? assay_result_builder_end (g_steal_pointer (&builder), error) : NULL;
}
