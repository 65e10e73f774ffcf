/* assay-video-embed.c: the tool `video.embed`. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-video-rewriter.h"
#include "videomark/assay-video-form.h"
#include "videomark/assay-video-luma.h"
#include "videomark/assay-video-payload.h"
#include "videomark/assay-video-quality.h"
#include "videomark/assay-video-report.h"
#include "videomark/assay-video-sample.h"
#include "videomark/assay-video-scheme.h"
#include "videomark/assay-videomark.h"

/* Bytes of pictures that are held while their segment is planned; of larger ones fewer are. */
#define HELD_BYTES (192u << 20)
/* Mean change of luma, of 255, from which on a picture begins a new scene: planned by itself. */
#define CUT 32.0
/* All of a picture is compared in every so many'th segment: it costs as much as the marking. */
#define SIMILARITY_STEP 8

typedef struct
{
  AssayToolJob *job;
  double psnr;
  guint8 payload[ASSAY_VIDEO_PAYLOAD_BITS];
  AssayVideoQuestion question; /* about what was marked */
  const AssayVideoScheme *scheme;
  gpointer shared; /* of the scheme, like: */
  gpointer marker;
  gpointer reader; /* reads what was marked */
  GPtrArray *held; /* of AssayVideoPicture */
  guint most_held;
  guint width, height;
  float *scene;             /* luma of the last picture, to see cuts; its own sum otherwise */
  float *luma;              /* of the picture at hand */
  AssayVideoSample *sample; /* of the picture at hand, before its marking */
  AssayVideoReport report;
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->marker, run->scheme->marker_free);
  g_clear_pointer (&run->reader, run->scheme->reader_free);
  g_clear_pointer (&run->shared, run->scheme->close);
  g_clear_pointer (&run->held, g_ptr_array_unref);
  g_clear_pointer (&run->sample, assay_video_sample_free);
  g_free (run->scene);
  g_free (run->luma);
  assay_video_report_clear (&run->report);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gsize
picture_bytes (const AssayVideoPicture *picture)
{
  gsize bytes = 0;

  for (guint i = 0; i < picture->n_planes; i++)
    bytes += picture->stride[i] * assay_video_picture_plane_height (picture, i);
  return MAX (1, bytes);
}

static gboolean
start (Run *run, const AssayVideoPicture *first, GError **error)
{
  gsize pixels = (gsize) first->width * first->height;

  run->width = first->width;
  run->height = first->height;
  run->most_held = (guint) CLAMP (HELD_BYTES / picture_bytes (first), 1, ASSAY_VIDEO_SEGMENT);
  run->marker = run->scheme->marker_new (run->shared, run->payload, run->psnr, run->width,
                                         run->height, error);
  if (run->marker == NULL)
    return FALSE;
  run->reader
      = run->scheme->reader_new (run->shared, &run->question, run->width, run->height, error);
  if (run->reader == NULL)
    return FALSE;
  run->sample = assay_video_sample_new (run->width, run->height);
  run->scene = g_new0 (float, pixels);
  run->luma = g_new0 (float, pixels);
  return TRUE;
}

/* run->luma: of @picture. */
static void
take_luma (Run *run, AssayVideoPicture *picture, float *luma)
{
  AssayVideoLuma planes;

  memset (luma, 0, (gsize) run->width * run->height * sizeof *luma);
  assay_video_luma_of_picture (picture, &planes);
  assay_video_luma_add (&planes, luma);
}

/* Mean change of every eighth pixel of every eighth row. */
static double
change (const Run *run)
{
  double sum = 0;
  guint64 n = 0;

  for (guint y = 0; y < run->height; y += 8)
    for (guint x = 0; x < run->width; x += 8, n++)
      {
        gsize at = (gsize) y * run->width + x;

        sum += fabs ((double) (run->luma[at] - run->scene[at]));
      }
  return sum / (double) MAX (1, n);
}

/* @whole: whether all of the picture is compared with its original, not only a sample. */
static gboolean
mark_picture (Run *run, guint index, AssayVideoPicture *picture, gboolean whole, GError **error)
{
  double square;
  AssayVideoLuma luma;

  take_luma (run, picture, run->luma);
  assay_video_sample_take (run->sample, run->luma);
  square = run->scheme->mark (run->marker, index, picture);
  take_luma (run, picture, run->scene);
  assay_video_report_picture (&run->report, picture->seconds, square,
                              assay_video_sample_compare (run->sample, run->scene));
  if (whole)
    assay_video_report_similarity (
        &run->report, assay_video_ssim (run->luma, run->scene, run->width, run->height));
  assay_video_luma_of_picture (picture, &luma);
  return run->scheme->read (run->reader, &luma, picture->seconds,
                            assay_tool_job_get_cancellable (run->job), error);
}

/* Plans, marks and writes what is held. */
static gboolean
end_segment (Run *run, AssayVideoRewriter *rewriter, GError **error)
{
  const float *difference;
  float factor;

  if (run->held->len == 0)
    return TRUE;
  if (!run->scheme->plan (run->marker, run->held, assay_tool_job_get_cancellable (run->job), error))
    return FALSE;
  difference = run->scheme->difference (run->marker, &factor);
  assay_video_report_difference (&run->report, difference, run->width, run->height, factor);
  for (guint i = 0; i < run->held->len; i++)
    {
      AssayVideoPicture *picture = g_ptr_array_index (run->held, i);
      gboolean whole = i == 0 && run->report.segments % SIMILARITY_STEP == 1;

      if (!mark_picture (run, i, picture, whole, error))
        return FALSE;
      if (!assay_video_rewriter_write (rewriter, assay_video_picture_ref (picture), error))
        return FALSE;
    }
  g_ptr_array_set_size (run->held, 0);
  return TRUE;
}

static gboolean
take_picture (AssayVideoRewriter *rewriter,
              AssayVideoPicture *given,
              gpointer user_data,
              GError **error)
{
  g_autoptr (AssayVideoPicture) picture = given;
  Run *run = user_data;
  gsize pixels;

  if (picture == NULL)
    return end_segment (run, rewriter, error);
  if (run->marker == NULL && !start (run, picture, error))
    return FALSE;
  if (picture->width != run->width || picture->height != run->height)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The size of the pictures changes within the video"));
      return FALSE;
    }
  pixels = (gsize) run->width * run->height;
  take_luma (run, picture, run->luma);
  if (run->held->len == run->most_held
      || (run->held->len > 0 && run->scheme->ends_at_cuts && change (run) > CUT))
    {
      if (!end_segment (run, rewriter, error))
        return FALSE;
      take_luma (run, picture, run->luma);
    }
  memcpy (run->scene, run->luma, pixels * sizeof *run->luma);
  g_ptr_array_add (run->held, g_steal_pointer (&picture));
  return TRUE;
}

static gboolean
rewrite (Run *run, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  AssayVideoForm form = {
    .quality = -1,
    .drop_metadata = !assay_parameters_get_bool (parameters, "metadata"),
  };
  g_autoptr (AssayVideoRewriter) rewriter = NULL;

  if (!assay_video_form_choose (run->job, ASSAY_VIDEO_FORM_AS_SOURCE, NULL, &form, error))
    return FALSE;
  rewriter = assay_video_rewriter_new (assay_tool_job_get_input (run->job, 0)->source, -1, &form,
                                       assay_tool_job_get_threads (run->job),
                                       assay_tool_job_get_cancellable (run->job), error);
  if (rewriter == NULL)
    return FALSE;
  return assay_video_rewriter_run (rewriter, assay_tool_job_get_output (run->job, "marked"),
                                   take_picture, run, assay_tool_job_get_progress (run->job),
                                   error);
}

static gboolean
read_mark (Run *run, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  const char *payload = assay_parameters_get_text (parameters, "payload");
  guint n_bits = 0;
  g_autofree guint8 *bits = assay_video_bits (parameters, payload, "mark", &n_bits, error);

  if (bits == NULL)
    return FALSE;
  if (n_bits == ASSAY_VIDEO_MESSAGE_BITS)
    assay_video_payload_encode (bits, run->payload);
  else
    memcpy (run->payload, bits, sizeof run->payload);
  return TRUE;
}

AssayResult *
assay_video_embed_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_auto (Run) run = {
    .job = job,
    .scheme = assay_video_scheme_of (parameters),
    .psnr = assay_parameters_get_real (parameters, "psnr"),
  };
  g_autoptr (AssayResultBuilder) builder = NULL;
  AssayVideoReading reading;

  if (!read_mark (&run, error))
    return NULL;
  run.question.raw = strcmp (assay_parameters_get_text (parameters, "payload"), "raw") == 0;
  run.question.expected = run.payload;
  run.shared = run.scheme->open (job, error);
  if (run.shared == NULL)
    return NULL;
  run.held = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_video_picture_unref);
  assay_video_report_init (&run.report);
  if (!rewrite (&run, error)
      || !run.scheme->end (run.reader, &reading, assay_tool_job_get_cancellable (job), error))
    return NULL;
  builder = assay_result_builder_new (&assay_video_embed_info);
  assay_result_builder_answer (builder, "mark", assay_parameters_get_text (parameters, "mark"));
  assay_result_builder_answer (builder, "readable",
                               reading.outcome == ASSAY_VIDEO_MARKED ? "yes" : "no");
  assay_result_builder_metric (builder, "log10_p", reading.log10_p);
  if (run.scheme->describe != NULL)
    run.scheme->describe (run.shared, builder);
  assay_video_report_fill (&run.report, builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
